using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using FlZk.Learning.Aggregation.Devices;
using FlZk.Platform;
using FlZk.Platform.Files;
using FlZk.Platform.Node;
using FlZk.Platform.Processes;

namespace FlZk.Cli.Commands.Doctor;

/// <summary>Looks at this machine with a user's eyes: what FlZk needs, whether it is there, how to get it.</summary>
internal static class MachineExamination
{
    private const int OldestNode = 20;
    private const long EnoughDisk = 2L << 30;

    public static async Task<IReadOnlyList<DoctorCheck>> RunAsync(IProgress<WorkProgress>? progress, CancellationToken cancellation) =>
    [
        new("runtime", true, $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}"),
        Processor(),
        await NodeAsync(cancellation).ConfigureAwait(false),
        await PackagesAsync("circuit tools (circom2, snarkjs)", ProjectLayout.Circuits, progress, cancellation).ConfigureAwait(false),
        await PackagesAsync(
            "contract tools (forge, anvil, cast, solc)", ProjectLayout.Contracts, progress, cancellation).ConfigureAwait(false),
        await ToolAsync("anvil", ProjectLayout.Contracts, cancellation).ConfigureAwait(false),
        await ToolAsync("forge", ProjectLayout.Contracts, cancellation).ConfigureAwait(false),
        Cache(),
        GraphicsCards(),
    ];

    private static DoctorCheck Processor()
    {
        string vectors = Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : "no AVX2";
        long memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return new DoctorCheck("processor", null, string.Create(
            CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores, {vectors}, {memory / (double)(1 << 30):F1} GiB of memory"));
    }

    private static async Task<DoctorCheck> NodeAsync(CancellationToken cancellation)
    {
        const string Remedy = "install Node.js 20 or later, with npm (https://nodejs.org, or your distribution's packages nodejs and npm)";
        try
        {
            ProcessResult result = await ChildProcess.RunCheckedAsync(
                "node", ["--version"], cancellation: cancellation).ConfigureAwait(false);
            string version = result.StandardOutput.Trim();
            bool recent = int.TryParse(version.TrimStart('v').Split('.')[0], CultureInfo.InvariantCulture, out int major)
                && major >= OldestNode;
            return new DoctorCheck("Node.js 20+", recent, version, recent ? null : Remedy);
        }
        catch (ProcessFailedException)
        {
            return new DoctorCheck("Node.js 20+", false, "not on PATH", Remedy);
        }
    }

    private static async Task<DoctorCheck> PackagesAsync(
        string name, string folder, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        try
        {
            await NodePackages.EnsureRestoredAsync(folder, progress, cancellation).ConfigureAwait(false);
            return new DoctorCheck(name, true, "as the lock file says");
        }
        catch (Exception failure) when (failure is ProcessFailedException or IOException)
        {
            return new DoctorCheck(
                name, false, failure.Message, $"run 'npm ci' in {folder} and read what it says; it needs the npm registry once");
        }
    }

    private static async Task<DoctorCheck> ToolAsync(string tool, string folder, CancellationToken cancellation)
    {
        try
        {
            ProcessResult result = await ChildProcess.RunCheckedAsync(
                NodePackages.Command(folder, tool), ["--version"], cancellation: cancellation).ConfigureAwait(false);
            return new DoctorCheck(tool, true, result.StandardOutput.Split('\n')[0].Trim());
        }
        catch (ProcessFailedException failure)
        {
            return new DoctorCheck(
                tool,
                false,
                failure.Message,
                $"delete {folder}/node_modules and run this again; npm has no {tool} for this platform otherwise");
        }
    }

    private static DoctorCheck Cache()
    {
        string folder = ProjectLayout.Cache;
        try
        {
            string probe = Path.Combine(folder, ".doctor");
            AtomicFile.WriteAllText(probe, "writable");
            File.Delete(probe);
            long free = new DriveInfo(folder).AvailableFreeSpace;
            return new DoctorCheck(
                "cache",
                free >= EnoughDisk,
                string.Create(CultureInfo.InvariantCulture, $"{folder}, {free / (double)(1 << 30):F1} GiB free"),
                free >= EnoughDisk ? null : "free 2 GiB on this disk, or set FLZK_HOME to a folder on another");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new DoctorCheck("cache", false, failure.Message, "set FLZK_HOME to a folder you may write to");
        }
    }

    private static DoctorCheck GraphicsCards()
    {
        IReadOnlyList<string> found = GpuDevice.Find();
        return new DoctorCheck(
            "graphics cards",
            null,
            found.Count > 0 ? string.Join(", ", found) : "none found (CUDA through NVIDIA's driver, OpenCL 2.0 or later); aggregation runs on the processor");
    }
}
