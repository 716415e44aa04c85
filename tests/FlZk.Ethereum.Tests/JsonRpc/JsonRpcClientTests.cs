using System.Net;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Accounts;
using FlZk.Ethereum.JsonRpc;
using FlZk.Ethereum.Transactions;

namespace FlZk.Ethereum.Tests.JsonRpc;

public class JsonRpcClientTests
{
    private static readonly Account Sender = Mnemonic.Derive(Development.AnvilOptions.DefaultMnemonic, 0);

    private static SignedTransaction Signed => Sender.Sign(new Eip1559Transaction
    {
        ChainId = 31337,
        Nonce = 0,
        GasLimit = 21000,
        MaxFeePerGas = 1,
        MaxPriorityFeePerGas = 1,
        To = Sender.Address,
    });

    [Fact]
    public async Task Transient_failures_of_reading_calls_are_tried_again()
    {
        int calls = 0;
        using EthereumClient client = new ScriptedNode((_, _) => ++calls switch
        {
            1 => new HttpRequestException("connection reset"),
            2 => HttpStatusCode.TooManyRequests,
            3 => HttpStatusCode.BadGateway,
            _ => "0x10",
        }).Client();
        Assert.Equal(16ul, await client.GetBlockNumberAsync());
    }

    [Fact]
    public async Task A_node_that_stays_away_is_unreachable_and_its_access_key_is_not_told()
    {
        var node = new ScriptedNode((_, _) => new HttpRequestException("connection refused"));
        using EthereumClient client = node.Client();
        var gone = await Assert.ThrowsAsync<ChainUnreachableException>(() => client.GetBlockNumberAsync());
        Assert.Equal("http://127.0.0.1:1", gone.Endpoint);
        Assert.DoesNotContain("secret", gone.ToString(), StringComparison.Ordinal);
        Assert.Equal(4, node.Methods.Count);
    }

    [Fact]
    public async Task Refusals_are_not_tried_again()
    {
        var node = new ScriptedNode((_, _) => new ScriptedNode.Refusal(-32601, "no such method"));
        using EthereumClient client = node.Client();
        var refusal = await Assert.ThrowsAsync<JsonRpcException>(() => client.GetBlockNumberAsync());
        Assert.Equal((-32601, "no such method"), (refusal.Code, refusal.Error));
        Assert.Single(node.Methods);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"result":"\ud800"}""")]
    [InlineData("[]")]
    [InlineData("""{"jsonrpc":"2.0","id":ID}""")]
    [InlineData("""{"jsonrpc":"2.0","id":999999,"result":"0x1"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"result":"latest"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"result":{"a":1}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"result":null}""")]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"result":"0xfffffffffffffffff"}""")]
    public async Task Answers_that_are_none_are_refused(string body)
    {
        using EthereumClient client = new ScriptedNode((_, _) => new ScriptedNode.Raw(body)).Client();
        await Assert.ThrowsAsync<InvalidChainResponseException>(() => client.GetBlockNumberAsync());
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Redirect)]
    public async Task Other_servers_are_told_from_nodes(HttpStatusCode status)
    {
        using EthereumClient client = new ScriptedNode((_, _) => status).Client();
        Assert.Contains(
            "is it an Ethereum node",
            (await Assert.ThrowsAsync<InvalidChainResponseException>(() => client.GetBlockNumberAsync())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_are_bounded()
    {
        using EthereumClient client = new ScriptedNode((_, _) => "0x" + new string('1', 5000)).Client(
            new JsonRpcOptions { MaxResponseLength = 4000 });
        Assert.Contains(
            "4000",
            (await Assert.ThrowsAsync<InvalidChainResponseException>(() => client.GetBlockNumberAsync())).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("already known")]
    [InlineData("transaction already imported")]
    public async Task A_node_that_knows_the_transaction_already_is_success(string message)
    {
        using EthereumClient client = new ScriptedNode((_, _) => new ScriptedNode.Refusal(-32000, message)).Client();
        await client.BroadcastAsync(Signed);
    }

    [Fact]
    public async Task A_broken_send_asks_for_the_transaction_before_it_sends_again()
    {
        int sends = 0;
        var node = new ScriptedNode((method, _) => method == "eth_sendRawTransaction" && ++sends == 1
            ? new HttpRequestException("connection reset")
            : method == "eth_getTransactionByHash" ? null! : Signed.Hash.ToString());
        using EthereumClient client = node.Client();
        await client.BroadcastAsync(Signed);
        Assert.Equal(["eth_sendRawTransaction", "eth_getTransactionByHash", "eth_sendRawTransaction"], node.Methods);
    }

    [Fact]
    public async Task A_broken_send_that_arrived_is_not_sent_again()
    {
        var node = new ScriptedNode((method, _) => method == "eth_sendRawTransaction"
            ? new HttpRequestException("connection reset")
            : new { hash = Signed.Hash.ToString(), from = Sender.ToString(), nonce = "0x0", value = "0x0", input = "0x", gas = "0x5208" });
        using EthereumClient client = node.Client();
        await client.BroadcastAsync(Signed);
        Assert.Single(node.Methods, m => m == "eth_sendRawTransaction");
    }

    [Fact]
    public async Task A_nonce_taken_by_another_transaction_is_refused_and_one_taken_by_this_is_success()
    {
        bool mined = false;
        using EthereumClient client = new ScriptedNode((method, _) => method == "eth_sendRawTransaction"
            ? new ScriptedNode.Refusal(-32003, "nonce too low")
            : mined ? new
            {
                hash = Signed.Hash.ToString(),
                from = Sender.ToString(),
                nonce = "0x0",
                value = "0x0",
                input = "0x",
                gas = "0x5208"
            } : null!).Client();
        await Assert.ThrowsAsync<JsonRpcException>(() => client.BroadcastAsync(Signed));
        mined = true;
        await client.BroadcastAsync(Signed);
    }

    [Theory]
    [InlineData("0xdeadbeef", true)]
    [InlineData("Reverted 0xdeadbeef", true)]
    [InlineData("nothing", false)]
    public async Task Revert_data_is_found_wherever_nodes_put_it(string data, bool found)
    {
        foreach (object shape in new object[] { data, new { data }, new { originalError = new { data } } })
        {
            using EthereumClient client = new ScriptedNode((_, _) => new ScriptedNode.Refusal(3, "execution reverted", shape)).Client();
            var reverted = await Assert.ThrowsAsync<TransactionRevertedException>(
                () => client.CallAsync(new TransactionRequest { To = Sender.Address }));
            Assert.Equal(found ? RevertKind.Unknown : RevertKind.Silent, reverted.Reason.Kind);
        }
    }

    [Fact]
    public async Task Log_ranges_are_split_until_the_node_is_content_and_nothing_is_lost()
    {
        using EthereumClient client = new ScriptedNode((_, parameters) =>
        {
            ulong from = (ulong)Hex.DecodeQuantity(parameters[0].GetProperty("fromBlock").GetString()!);
            ulong to = (ulong)Hex.DecodeQuantity(parameters[0].GetProperty("toBlock").GetString()!);
            if (to - from + 1 > 100) return new ScriptedNode.Refusal(-32602, "block range is too wide");
            return Enumerable.Range((int)from, (int)(to - from + 1)).Where(n => n % 7 == 0).Select(n => Log((ulong)n)).ToArray();
        }).Client();
        IReadOnlyList<LogEntry> logs = await client.GetLogsAsync(new LogFilter { FromBlock = 3, ToBlock = 2500 });
        Assert.Equal(Enumerable.Range(3, 2498).Where(n => n % 7 == 0).Select(n => (ulong)n), logs.Select(l => l.BlockNumber));
    }

    [Fact]
    public async Task A_node_that_refuses_a_single_block_of_logs_is_heard()
    {
        using EthereumClient client = new ScriptedNode((_, _) => new ScriptedNode.Refusal(-32005, "limit exceeded")).Client();
        await Assert.ThrowsAsync<JsonRpcException>(() => client.GetLogsAsync(new LogFilter { FromBlock = 0, ToBlock = 1000 }));
    }

    [Fact]
    public async Task Logs_that_were_not_asked_for_are_refused()
    {
        using EthereumClient client = new ScriptedNode((_, _) => new[] { Log(5) }).Client();
        Assert.Single(await client.GetLogsAsync(new LogFilter { ToBlock = 9 }));
        foreach (LogFilter other in new[]
        {
            new LogFilter { ToBlock = 4 },
            new LogFilter { ToBlock = 9, Addresses = [Sender.Address] },
            new LogFilter { ToBlock = 9, Topics = [Hash32.Zero] },
        })
            await Assert.ThrowsAsync<InvalidChainResponseException>(() => client.GetLogsAsync(other));
    }

    [Fact]
    public async Task Cancelling_is_neither_unreachable_nor_retried()
    {
        using var cancel = new CancellationTokenSource();
        var node = new ScriptedNode((_, _) =>
        {
            cancel.Cancel();
            return new OperationCanceledException(cancel.Token);
        });
        using EthereumClient client = node.Client();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetBlockNumberAsync(cancel.Token));
        Assert.Single(node.Methods);
    }

    private static object Log(ulong block) => new
    {
        address = "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
        topics = new[] { Keccak256.Hash("x").ToString() },
        data = "0x",
        blockNumber = Hex.EncodeQuantity(block),
        transactionHash = Hash32.Zero.ToString(),
        logIndex = "0x0",
    };
}
