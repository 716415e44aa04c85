using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using FlZk.Ethereum.Accounts;
using FlZk.Platform;
using FlZk.Platform.Node;
using FlZk.Platform.Processes;

namespace FlZk.Ethereum.Development;

/// <summary>A local Ethereum chain for demonstrations and tests: anvil on a loopback port, ended with this
/// object or with this process.</summary>
public sealed partial class AnvilNode : IAsyncDisposable, IDisposable
{
    private readonly ServerProcess _process;

    private AnvilNode(ServerProcess process, Uri url, AnvilOptions options)
    {
        _process = process;
        Url = url;
        Options = options;
        Accounts = [.. Enumerable.Range(0, options.AccountCount).Select(i => Mnemonic.Derive(options.Mnemonic, i))];
    }

    /// <summary>The JSON-RPC endpoint, on the loopback interface.</summary>
    public Uri Url { get; }

    /// <summary>The options the node was started with.</summary>
    public AnvilOptions Options { get; }

    /// <summary>The funded accounts, in the order of the phrase.</summary>
    public IReadOnlyList<Account> Accounts { get; }

    /// <summary>Whether the node has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts a node and waits until it listens; the npm package is restored on first use.</summary>
    /// <param name="options">How the chain behaves; null for the defaults.</param>
    /// <param name="progress">Told when npm packages are restored.</param>
    /// <param name="cancellation">Gives up and ends the node.</param>
    /// <exception cref="ProcessFailedException">npm or anvil failed; the message holds the last output.</exception>
    /// <exception cref="TimeoutException">The node did not listen in time.</exception>
    public static async Task<AnvilNode> StartAsync(
        AnvilOptions? options = null, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new AnvilOptions();
        string folder = options.PackageFolder ?? ProjectLayout.Contracts;
        await NodePackages.EnsureRestoredAsync(folder, progress, cancellation).ConfigureAwait(false);

        var listening = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        ServerProcess process = ServerProcess.Start(Program(folder), Arguments(options), line =>
        {
            if (ListeningLine().Match(line) is { Success: true } match)
                listening.TrySetResult(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        });
        try
        {
            int port = await WaitForPortAsync(process, listening.Task, options.StartTimeout, cancellation).ConfigureAwait(false);
            return new AnvilNode(process, new Uri($"http://127.0.0.1:{port}"), options);
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>Ends the node at once.</summary>
    public void Dispose() => _process.Dispose();

    /// <summary>Ends the node and waits until it is gone.</summary>
    public async ValueTask DisposeAsync() => await Task.Run(_process.Dispose).ConfigureAwait(false);

    private static async Task<int> WaitForPortAsync(
        ServerProcess process, Task<int> listening, TimeSpan timeout, CancellationToken cancellation)
    {
        long start = Environment.TickCount64;
        while (true)
        {
            Task finished = await Task.WhenAny(listening, Task.Delay(100, cancellation)).ConfigureAwait(false);
            if (finished == listening) return await listening.ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            process.ThrowIfExited();
            if (Environment.TickCount64 - start > timeout.TotalMilliseconds)
                throw new TimeoutException($"anvil did not listen within {timeout.TotalSeconds:0} seconds. It said: {process.Tail}");
        }
    }

    private static List<string> Arguments(AnvilOptions options)
    {
        string Number(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
        List<string> arguments =
        [
            "--host", "127.0.0.1", "--port", Number(options.Port), "--chain-id", Number(options.ChainId),
            "--accounts", Number(options.AccountCount), "--balance", Number(options.BalanceInEther), "--mnemonic", options.Mnemonic,
        ];
        if (options.BlockTime is { } time) arguments.AddRange(["--block-time", Number(time.TotalSeconds)]);
        if (options.ManualMining) arguments.Add("--no-mining");
        if (options.BlockGasLimit is { } limit) arguments.AddRange(["--gas-limit", Number(limit)]);
        return arguments;
    }

    // npm's command is a Node script around the native program; the program itself starts faster and leaves
    // no process between to outlive us.
    private static string Program(string folder)
    {
        string system = OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        string architecture = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "amd64";
        string native = Path.Combine(
            folder, "node_modules", "@foundry-rs", $"anvil-{system}-{architecture}", "bin", OperatingSystem.IsWindows()
            ? "anvil.exe"
            : "anvil");
        return File.Exists(native) ? native : NodePackages.Command(folder, "anvil");
    }

    [GeneratedRegex(@"Listening on 127\.0\.0\.1:(\d{1,5})\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex ListeningLine();
}
