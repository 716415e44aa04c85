using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FlZk.Ethereum.Development;
using FlZk.Ethereum.JsonRpc;

namespace FlZk.EndToEnd.Tests.Hosting;

/// <summary>A local chain with an exchange that 'flzk deploy' put there; every command line is one account's.</summary>
internal sealed class ExchangeOnAnvil : IAsyncDisposable
{
    private readonly AnvilNode _chain;

    private ExchangeOnAnvil(AnvilNode chain, string book)
    {
        _chain = chain;
        Book = book;
    }

    public string Book { get; }

    public string Url => _chain.Url.ToString();

    /// <summary>Deploys with one listed verifier of a development key.</summary>
    public static async Task<ExchangeOnAnvil> DeployAsync(string book, string verifierKey, params string[] more)
    {
        AnvilNode chain = await AnvilNode.StartAsync();
        try
        {
            var exchange = new ExchangeOnAnvil(chain, book);
            await Flzk.RunCheckedAsync(
                ["deploy", "--rpc", exchange.Url, "--book", book, "--verifier-key", verifierKey, "--dev-account", "0", .. more]);
            return exchange;
        }
        catch
        {
            await chain.DisposeAsync();
            throw;
        }
    }

    /// <summary>The address of a development account.</summary>
    public string Account(int number) => _chain.Accounts[number].Address.ToString();

    /// <summary>Sends a command for an account.</summary>
    public Task<FlzkRun> AsAsync(int account, params string[] arguments) => Flzk.RunAsync(
        [.. arguments, "--book", Book, "--rpc", Url, "--dev-account", account.ToString(CultureInfo.InvariantCulture)]);

    /// <summary>Runs a command that needs no account.</summary>
    public Task<FlzkRun> WithoutAccountAsync(params string[] arguments) => Flzk.RunAsync([.. arguments, "--book", Book, "--rpc", Url]);

    /// <summary>Sends a command that must succeed, and gives its own result.</summary>
    public async Task<JsonElement> DoAsync(int account, params string[] arguments)
    {
        FlzkRun run = await AsAsync(account, [.. arguments, "--json"]);
        Assert.True(run.ExitCode == 0, $"flzk {string.Join(' ', arguments)} ended with {run.ExitCode}: {run.Error}\n{run.Output}");
        return run.Json.GetProperty("result");
    }

    /// <summary>Sends a command that the chain must refuse, with a reason.</summary>
    public async Task RefusedAsync(int account, string reason, params string[] arguments)
    {
        FlzkRun run = await AsAsync(account, arguments);
        Assert.True(run.ExitCode == 5, $"flzk {string.Join(' ', arguments)} ended with {run.ExitCode}: {run.Error}\n{run.Output}");
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    /// <summary>Reads.</summary>
    public Task<JsonElement> ReadAsync(params string[] arguments) => Flzk.JsonAsync([.. arguments, "--book", Book, "--rpc", Url]);

    /// <summary>Lets time pass on the chain.</summary>
    public async Task WaitAsync(TimeSpan time)
    {
        using var rpc = new JsonRpcClient(_chain.Url);
        await rpc.CallAsync("evm_increaseTime", [JsonValue.Create((long)time.TotalSeconds)]);
        await rpc.CallAsync("evm_mine", []);
    }

    public ValueTask DisposeAsync() => _chain.DisposeAsync();
}
