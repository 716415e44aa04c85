using System.Security.Cryptography;
using System.Text;
using FlZk.Platform;
using FlZk.Platform.Files;
using FlZk.Platform.Node;
using FlZk.Platform.Processes;

namespace FlZk.Exchange.Contracts;

/// <summary>The compiled contracts: forge's artefacts (ABI and bytecode as JSON) of everything under <c>contracts/src</c>.</summary>
public sealed class ContractArtifacts
{
    /// <summary>The name under which every build and test run of the forge project excludes the others on this machine.</summary>
    public const string LockName = "contracts.lock";

    private const string Stamp = ".flzk-built";
    private readonly string _out;

    private ContractArtifacts(string outFolder, string sources)
    {
        _out = outFolder;
        Sources = sources;
    }

    /// <summary>SHA-256 of the sources and the compiler's settings, in hexadecimal: equal sources give equal bytecode.</summary>
    public string Sources { get; }

    /// <summary>Variables that every forge process needs: on Windows the compiler is named through a command file.</summary>
    public static IReadOnlyDictionary<string, string> ForgeEnvironment { get; } = OperatingSystem.IsWindows()
        ? new Dictionary<string, string> { ["FOUNDRY_SOLC"] = @".\tools\solc.cmd", ["FOUNDRY_DISABLE_NIGHTLY_WARNING"] = "1" }
        : new Dictionary<string, string> { ["FOUNDRY_DISABLE_NIGHTLY_WARNING"] = "1" };

    /// <summary>Restores npm's tools and compiles the contracts, unless artefacts of exactly these sources
    /// are there. Safe across processes.</summary>
    /// <param name="progress">Told when a restore or a build runs or is waited for.</param>
    /// <param name="cancellation">Ends the build; the next call starts it again.</param>
    /// <exception cref="ProcessFailedException">npm or forge is missing or failed; the message holds its last output.</exception>
    public static async Task<ContractArtifacts> EnsureBuiltAsync(
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        string project = ProjectLayout.Contracts;
        string outFolder = Path.Combine(project, "out");
        string stamp = Path.Combine(outFolder, Stamp);
        await NodePackages.EnsureRestoredAsync(project, progress, cancellation).ConfigureAwait(false);
        string wanted = HashOfSources(project);
        if (IsCurrent(stamp, wanted)) return new ContractArtifacts(outFolder, wanted);

        using CrossProcessLock held = AcquireLock(progress, cancellation);
        if (IsCurrent(stamp, wanted)) return new ContractArtifacts(outFolder, wanted);
        progress?.Report(new WorkProgress("forge build in contracts/ (once per change)"));
        await ChildProcess.RunCheckedAsync(
            NodePackages.Command(project, "forge"),
            ["build", "src"],
            project,
            environment: ForgeEnvironment,
            cancellation: cancellation).ConfigureAwait(false);
        AtomicFile.WriteAllText(stamp, wanted);
        return new ContractArtifacts(outFolder, wanted);
    }

    /// <summary>Waits until no other process builds or tests the forge project.</summary>
    /// <param name="progress">Told when there is something to wait for.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public static CrossProcessLock AcquireLock(IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default) =>
        CrossProcessLock.Acquire(
            Path.Combine(ProjectLayout.Cache, "locks", LockName),
            () => progress?.Report(new WorkProgress("waiting for another process to build the contracts")),
            cancellation);

    /// <summary>The artefact of a contract or interface: JSON with <c>abi</c> and <c>bytecode.object</c>.</summary>
    /// <param name="contract">Its name, such as <c>ModelCoordinator</c>.</param>
    /// <exception cref="FileNotFoundException">No such contract was built.</exception>
    public string PathOf(string contract)
    {
        string path = Path.Combine(_out, contract + ".sol", contract + ".json");
        return File.Exists(path) ? path : throw new FileNotFoundException($"The contracts have no artefact named {contract}.", path);
    }

    private static bool IsCurrent(string stamp, string wanted) => File.Exists(stamp) && File.ReadAllText(stamp) == wanted;

    private static string HashOfSources(string project)
    {
        string[] files =
        [
            Path.Combine(project, "foundry.toml"),
            Path.Combine(project, "package-lock.json"),
            .. Directory.EnumerateFiles(Path.Combine(project, "src"), "*.sol", SearchOption.AllDirectories).Order(StringComparer.Ordinal),
        ];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in files)
        {
            byte[] content = File.ReadAllBytes(file);
            hash.AppendData(Encoding.UTF8.GetBytes($"{Path.GetRelativePath(project, file).Replace('\\', '/')}\n{content.Length}\n"));
            hash.AppendData(content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
