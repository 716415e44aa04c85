using System.Security.Cryptography;
using FlZk.Platform.Files;
using FlZk.Platform.Processes;

namespace FlZk.Platform.Node;

/// <summary>The npm tools of a folder with a committed <c>package-lock.json</c>, restored on first use.</summary>
public static class NodePackages
{
    private const int FirstWords = 600;
    private const string Stamp = ".flzk-restored";

    /// <summary>Runs <c>npm ci</c> in <paramref name="folder"/> unless its packages already match the lock
    /// file. Safe across processes.</summary>
    /// <param name="folder">A folder with <c>package.json</c> and <c>package-lock.json</c>.</param>
    /// <param name="progress">Told when a restore runs or is waited for.</param>
    /// <param name="cancellation">Kills npm; the next call starts over.</param>
    /// <exception cref="ProcessFailedException">npm is missing or failed; the message holds its last output.</exception>
    public static async Task EnsureRestoredAsync(
        string folder, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        string modules = Path.Combine(folder, "node_modules");
        string stamp = Path.Combine(modules, Stamp);
        string wanted = Convert.ToHexStringLower(
            SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(folder, "package-lock.json"), cancellation)
            .ConfigureAwait(false)));
        if (IsCurrent(stamp, wanted)) return;

        string name = Path.GetFileName(folder);
        using CrossProcessLock held = CrossProcessLock.Acquire(
            Path.Combine(ProjectLayout.Cache, "locks", $"npm-{name}.lock"),
            () => progress?.Report(new WorkProgress($"waiting for another process to restore {name}/node_modules")),
            cancellation);
        if (IsCurrent(stamp, wanted)) return;
        progress?.Report(new WorkProgress($"npm ci in {name}/ (once per lock file)"));
        ProcessResult result = await ChildProcess.RunAsync(
            OperatingSystem.IsWindows() ? "npm.cmd" : "npm",
            ["ci", "--no-audit", "--no-fund", "--loglevel=error"],
            folder,
            cancellation: cancellation).ConfigureAwait(false);
        if (result.ExitCode != 0)
        {
            // npm says what is wrong first and then recites its manual.
            string said = result.StandardError.Trim();
            throw new ProcessFailedException($"npm ci in {folder}", result.ExitCode, said.Length > FirstWords ? said[..FirstWords] : said);
        }

        AtomicFile.WriteAllText(stamp, wanted);
    }

    /// <summary>The path of a restored package's command.</summary>
    /// <param name="folder">The folder given to <see cref="EnsureRestoredAsync"/>.</param>
    /// <param name="command">The command's name, as in <c>node_modules/.bin</c>.</param>
    public static string Command(string folder, string command) =>
        Path.Combine(folder, "node_modules", ".bin", OperatingSystem.IsWindows() ? command + ".cmd" : command);

    private static bool IsCurrent(string stamp, string wanted) => File.Exists(stamp) && File.ReadAllText(stamp) == wanted;
}
