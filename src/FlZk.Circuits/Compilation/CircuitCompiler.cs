using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using FlZk.Circuits.Catalog;
using FlZk.Platform;
using FlZk.Platform.Files;
using FlZk.Platform.Node;
using FlZk.Platform.Processes;

namespace FlZk.Circuits.Compilation;

/// <summary>Compiles catalogue entries with circom (its WebAssembly build on npm), once per content: the result is kept in the first-use
/// cache under a digest of all sources, the compiler's version and the arguments. Safe across threads and processes.</summary>
public sealed partial class CircuitCompiler
{
    private const string Package = "circom2";

    // O1 removes signals that equal another signal or a constant and nothing else, so rows and wires stay those of the source.
    // Public signals are never removed, used or not.
    private static readonly string[] Options = ["--O1", "--r1cs", "--wasm", "--sym"];

    private readonly string _tools;
    private readonly string _cache;

    /// <summary>A compiler with its tools and its cache.</summary>
    /// <param name="toolsFolder">Folder with the <c>package-lock.json</c> that pins circom; null for the
    /// checkout's circuits folder.</param>
    /// <param name="cacheFolder">Where results are kept; null for the checkout's cache.</param>
    public CircuitCompiler(string? toolsFolder = null, string? cacheFolder = null)
    {
        _tools = toolsFolder ?? ProjectLayout.Circuits;
        _cache = cacheFolder ?? ProjectLayout.Cache;
    }

    /// <summary>The cache folder.</summary>
    public string CacheFolder => _cache;

    /// <summary>Gives the compiled circuit, from the cache when it is there.</summary>
    /// <param name="instance">The catalogue's entry.</param>
    /// <param name="progress">Told of restoring, waiting and compiling; silent on a cache hit.</param>
    /// <param name="cancellation">Ends the compiler; nothing half-made is left behind under the result's name.</param>
    /// <exception cref="FileFormatException">The circuit does not compile (the message holds circom's), or it
    /// is not what the catalogue says.</exception>
    /// <exception cref="ProcessFailedException">Node.js or npm is missing, or npm could not restore the compiler.</exception>
    public async Task<CircuitArtefacts> CompileAsync(
        CircuitInstance instance, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(instance);
        CircuitSources sources = CircuitSources.Collect(instance);
        string digest = sources.Digest($"{CompilerIdentity()} {string.Join(' ', Options)}");
        string folder = Path.Combine(_cache, "circuits", $"{instance.Name}-{digest[..16]}");
        CircuitArtefacts result = Artefacts(instance, digest, folder);
        if (IsComplete(result)) return result;

        using CrossProcessLock held = await Task.Run(
            () => CrossProcessLock.Acquire(
                Path.Combine(_cache, "locks", $"circuit-{instance.Name}-{digest[..16]}.lock"),
                () => progress?.Report(new WorkProgress($"waiting for another process to compile {instance.Name}")),
                cancellation),
            cancellation).ConfigureAwait(false);
        if (IsComplete(result)) return result;

        await NodePackages.EnsureRestoredAsync(_tools, progress, cancellation).ConfigureAwait(false);
        progress?.Report(new WorkProgress($"compiling circuit {instance.Name} ({instance.ConstraintCount} constraints, once)"));
        string partial = folder + ".partial";
        foreach (string remains in (string[])[partial, folder])
        {
            // Of a process that was killed, or of a cache somebody has picked files from.
            if (Directory.Exists(remains)) Directory.Delete(remains, recursive: true);
        }

        Directory.CreateDirectory(partial);
        try
        {
            sources.WriteTo(partial);
            await RunCircomAsync(instance, partial, cancellation).ConfigureAwait(false);
            CompiledShape.Check(instance, Artefacts(instance, digest, partial));

            // A folder is renamed in one step: its final name only ever shows complete content.
            Directory.Move(partial, folder);
        }
        catch
        {
            DeleteWhatIsLeft(partial);
            throw;
        }

        return result;
    }

    private static CircuitArtefacts Artefacts(CircuitInstance instance, string digest, string folder) => new(
        instance,
        digest,
        Path.Combine(folder, "main.r1cs"),
        Path.Combine(folder, "main_js", "main.wasm"),
        Path.Combine(folder, "main.sym"));

    private static bool IsComplete(CircuitArtefacts circuit) =>
        File.Exists(circuit.ConstraintSystem) && File.Exists(circuit.WitnessProgram) && File.Exists(circuit.Symbols);

    private static void DeleteWhatIsLeft(string partial)
    {
        try
        {
            Directory.Delete(partial, recursive: true);
        }
        catch (IOException)
        {
            // A compiler that is being ended may still create a file; the next run deletes the folder before it starts.
        }
    }

    private async Task RunCircomAsync(CircuitInstance instance, string folder, CancellationToken cancellation)
    {
        string program = Path.Combine(_tools, "node_modules", Package, "cli.js");
        ProcessResult run = await ChildProcess.RunAsync(
            "node", [program, CircuitSources.MainFile, .. Options, "-o", "."], folder, cancellation: cancellation).ConfigureAwait(false);
        if (run.ExitCode == 0) return;
        string said = ColourPattern().Replace(run.StandardOutput + run.StandardError, string.Empty).Trim();
        throw new FileFormatException(
            Path.Combine(instance.SourceFolder, instance.File),
            string.Create(CultureInfo.InvariantCulture, $"circom could not compile {instance.Name} (exit code {run.ExitCode}): {said}"));
    }

    /// <summary>The pinned compiler as the lock file names it: version and content hash, so that a hit needs
    /// no restored packages.</summary>
    private string CompilerIdentity()
    {
        string file = Path.Combine(_tools, "package-lock.json");
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            JsonElement package = document.RootElement.GetProperty("packages").GetProperty($"node_modules/{Package}");
            return $"{Package} {package.GetProperty("version").GetString()} {package.GetProperty("integrity").GetString()}";
        }
        catch (Exception cause) when (cause is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FileFormatException(file, $"does not pin {Package}", inner: cause);
        }
    }

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex ColourPattern();
}
