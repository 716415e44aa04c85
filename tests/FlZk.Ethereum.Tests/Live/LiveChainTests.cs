using System.Numerics;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Accounts;
using FlZk.Ethereum.Contracts;
using FlZk.Ethereum.Development;
using FlZk.Ethereum.JsonRpc;
using FlZk.Ethereum.Transactions;

namespace FlZk.Ethereum.Tests.Live;

public sealed class LiveChainTests(LiveChain chain) : IClassFixture<LiveChain>
{
    private static readonly SendOptions Forced = new() { GasLimit = 300_000 };
    private static readonly object[] NoPoints = [];

    [Fact]
    public async Task The_node_answers_with_its_chain_and_funded_accounts()
    {
        Assert.Equal(31337ul, await chain.Client.GetChainIdAsync());
        Assert.True(await chain.Client.GetBalanceAsync(chain.Node.Accounts[9].Address) > BigInteger.Pow(10, 21));
        Assert.Empty(await chain.Client.GetCodeAsync(chain.Node.Accounts[0].Address));
        BlockHeader genesis = (await chain.Client.GetBlockAsync(0))!;
        Assert.Equal(0ul, genesis.Number);
        Assert.Null(await chain.Client.GetBlockAsync(1_000_000));
        Assert.Null(await chain.Client.GetReceiptAsync(Keccak256.Hash("never")));
    }

    [Fact]
    public async Task A_transfer_arrives()
    {
        Address fresh = Account.Create().Address;
        TransactionReceipt receipt = await Web3(1).TransferAsync(fresh, 12345);
        Assert.True(receipt.Succeeded);
        Assert.Equal(12345, await chain.Client.GetBalanceAsync(fresh));
        ChainTransaction mined = (await chain.Client.GetTransactionAsync(receipt.TransactionHash))!;
        Assert.Equal((chain.Node.Accounts[1].Address, (Address?)fresh, (BigInteger)12345), (mined.From, mined.To, mined.Value));
        Assert.Equal(21000ul, receipt.GasUsed);
    }

    [Fact]
    public async Task A_contract_is_created_called_and_its_events_found_by_name_and_topic()
    {
        Contract probe = await Web3(2).DeployAsync(chain.Probe, [7]);
        Assert.Equal(7, await probe.CallAsync<BigInteger>("value", []));
        Assert.Equal(chain.Probe.RuntimeCode.ToArray(), await chain.Client.GetCodeAsync(probe.Address));
        TransactionReceipt receipt = await probe.SendAsync("store", ["first", 20, new[] { (1, -2), (3, 4) }]);
        await probe.SendAsync("store", ["second", 30, NoPoints], new SendOptions { Value = 5 });
        ContractEvent stored = Assert.Single(probe.EventsOf(receipt, "Stored"));
        Assert.Equal(20, stored.Fields.Integer("value"));
        Assert.Equal(-2, stored.Fields.List<AbiValues>("points")[0].Int64("y"));
        Assert.Equal(chain.Node.Accounts[2].Address, stored.Fields.Address("who"));
        Assert.Equal(Keccak256.Hash("first"), stored.Fields.Hash("label"));
        Assert.Equal(2, (await probe.GetEventsAsync("Stored")).Count);
        IReadOnlyList<ContractEvent> second = await probe.GetEventsAsync(
            "Stored", indexed: new Dictionary<string, object> { ["label"] = "second" });
        Assert.Equal(30, Assert.Single(second).Fields.Integer("value"));
        Assert.Equal(5, await chain.Client.GetBalanceAsync(probe.Address));
        Assert.Equal(7, await probe.CallAsync<BigInteger>("value", [], probe.CreationReceipt!.BlockNumber));
    }

    [Fact]
    public async Task Every_kind_of_value_survives_the_contract()
    {
        Contract probe = await Web3(3).DeployAsync(chain.Probe, [1]);
        object[] arguments =
        [
            new object[] { (BigInteger.Pow(2, 255), -1), (0, long.MinValue) }, new byte[] { 1, 2, 3 }, new[] { "", "ü",
                new string('x', 100) },
            new byte[] { 0xde, 0xad, 0xbe, 0xef }, probe.Address, true, -(BigInteger.One << 255),
        ];
        AbiValues echoed = await probe.CallAsync("echo", arguments);
        AbiFunction echo = probe.Abi.Function("echo");
        Assert.Equal(AbiEncoder.Encode(echo.Inputs, arguments), AbiEncoder.Encode(echo.Outputs, echoed));
    }

    [Fact]
    public async Task Reverts_are_explained_before_anything_is_sent()
    {
        Contract probe = await Web3(4).DeployAsync(chain.Probe, [1]);
        ulong sent = await chain.Client.GetTransactionCountAsync(chain.Node.Accounts[4].Address);
        var custom = await Assert.ThrowsAsync<TransactionRevertedException>(() => probe.SendAsync("store", ["x", 3, NoPoints]));
        Assert.Equal("TooSmall", custom.ErrorName);
        Assert.Equal(10, custom.Arguments.Integer("least"));
        Assert.Equal(chain.Node.Accounts[4].Address, custom.Arguments.Address("who"));
        Assert.StartsWith("store reverted: TooSmall(given: 3, least: 10", custom.Message, StringComparison.Ordinal);
        Assert.Null(custom.Receipt);
        Assert.Equal(
            "unlucky",
            (await Assert.ThrowsAsync<TransactionRevertedException>(() => probe.CallAsync("store", ["x", 13, NoPoints]))).Reason.Sentence);
        Assert.Equal(
            RevertKind.Panic,
            (await Assert.ThrowsAsync<TransactionRevertedException>(() => probe.EstimateGasAsync("store", ["x", 14, NoPoints])))
                .Reason.Kind);
        Assert.Equal(
            RevertKind.Silent,
            (await Assert.ThrowsAsync<TransactionRevertedException>(() => probe.CallAsync("store", ["x", 15, NoPoints]))).Reason.Kind);
        Assert.Equal(
            "nothing",
            (await Assert.ThrowsAsync<TransactionRevertedException>(() => Web3(4).DeployAsync(chain.Probe, [0]))).Reason.Sentence);
        Assert.Equal(sent, await chain.Client.GetTransactionCountAsync(chain.Node.Accounts[4].Address));
    }

    [Fact]
    public async Task Mined_reverts_are_explained_by_replay_and_hold_the_receipt()
    {
        Contract probe = await Web3(5).DeployAsync(chain.Probe, [1]);
        var custom = await Assert.ThrowsAsync<TransactionRevertedException>(() => probe.SendAsync("store", ["x", 3, NoPoints], Forced));
        Assert.Equal("TooSmall", custom.ErrorName);
        Assert.False(custom.Receipt!.Succeeded);
        var gas = await Assert.ThrowsAsync<TransactionRevertedException>(() => probe.SendAsync("burn", [], Forced));
        Assert.Contains("ran out of its 300000 gas", gas.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_where_no_contract_lives_says_so()
    {
        Contract nowhere = Web3(0).Contract(chain.Probe.Abi, Account.Create().Address);
        Assert.Contains(
            "is there such a contract",
            (await Assert.ThrowsAsync<AbiException>(() => nowhere.CallAsync("value", []))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Concurrent_sends_of_one_account_take_consecutive_nonces()
    {
        Contract probe = await Web3(6).DeployAsync(chain.Probe, [1]);
        ulong first = await chain.Client.GetTransactionCountAsync(chain.Node.Accounts[6].Address);
        Contract again = Web3(6).Contract(chain.Probe.Abi, probe.Address);
        TransactionReceipt[] receipts = await Task.WhenAll(
            Enumerable.Range(0, 24).Select(i => (i % 2 == 0 ? probe : again).SendAsync("increment", [])));
        Assert.All(receipts, r => Assert.True(r.Succeeded));
        Assert.Equal(first + 24, await chain.Client.GetTransactionCountAsync(chain.Node.Accounts[6].Address));
        Assert.Equal(25, await probe.CallAsync<BigInteger>("value", []));
    }

    [Fact]
    public async Task A_failed_send_leaves_no_gap_in_the_nonces()
    {
        Web3 web3 = Web3(7);
        Contract probe = await web3.DeployAsync(chain.Probe, [1]);
        var tooPoor = new SendOptions { Value = BigInteger.Pow(10, 30), GasLimit = 100_000 };
        await Assert.ThrowsAsync<JsonRpcException>(() => probe.SendAsync("increment", [], tooPoor));
        var refused = new SendOptions { BeforeBroadcast = (_, _) => throw new IOException("disk full") };
        await Assert.ThrowsAsync<IOException>(() => probe.SendAsync("increment", [], refused));
        Assert.True((await probe.SendAsync("increment", [])).Succeeded);
        Assert.Equal(2, await probe.CallAsync<BigInteger>("value", []));
    }

    [Fact]
    public async Task A_transaction_written_down_before_a_crash_is_sent_once_however_often_it_is_resumed()
    {
        Web3 web3 = Web3(8);
        Contract probe = await web3.DeployAsync(chain.Probe, [1]);
        SignedTransaction? written = null;
        var crash = new SendOptions
        {
            BeforeBroadcast = (signed, _) =>
            {
                written = signed;
                throw new IOException("the power fails");
            },
        };
        await Assert.ThrowsAsync<IOException>(() => probe.SubmitAsync("increment", [], crash));
        TransactionReceipt first = await web3.ResumeAsync(written!.Encoded);
        TransactionReceipt second = await web3.ResumeAsync(written.Encoded);
        Assert.Equal(first.BlockHash, second.BlockHash);
        await chain.Client.BroadcastAsync(written);
        Assert.Equal(2, await probe.CallAsync<BigInteger>("value", []));
    }

    [Fact]
    public async Task Waiting_ends_in_time_and_a_dying_node_is_unreachable()
    {
        await using AnvilNode node = await AnvilNode.StartAsync(new AnvilOptions { ManualMining = true, AccountCount = 1 });
        using var web3 = new Web3(node.Url, node.Accounts[0]);
        SignedTransaction waiting = await web3.SubmitAsync(new TransactionRequest { To = Address.Zero, Value = 1, GasLimit = 21_000 });
        var late = await Assert.ThrowsAsync<ReceiptTimeoutException>(
            () => web3.Client.WaitForReceiptAsync(waiting.Hash, TimeSpan.FromMilliseconds(200)));
        Assert.Equal(waiting.Hash, late.TransactionHash);
        Task<TransactionReceipt> wait = web3.Client.WaitForReceiptAsync(waiting.Hash, TimeSpan.FromMinutes(5));
        await node.DisposeAsync();
        Assert.Contains("127.0.0.1", (await Assert.ThrowsAsync<ChainUnreachableException>(() => wait)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirmations_are_waited_for()
    {
        await using AnvilNode node = await AnvilNode.StartAsync(
            new AnvilOptions { AccountCount = 1, BlockTime = TimeSpan.FromSeconds(1), ChainId = 1337 });
        using var web3 = new Web3(node.Url, node.Accounts[0]);
        TransactionReceipt receipt = await web3.TransferAsync(Address.Zero, 1, new SendOptions { Confirmations = 2 });
        Assert.True(await web3.Client.GetBlockNumberAsync() > receipt.BlockNumber);
    }

    [Fact]
    public async Task A_reading_web3_cannot_send()
    {
        var reader = new Web3(chain.Client);
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader.TransferAsync(Address.Zero, 1));
    }

    private Web3 Web3(int account) => new(chain.Client, chain.Node.Accounts[account]);
}
