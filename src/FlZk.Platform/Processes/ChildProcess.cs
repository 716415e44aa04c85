using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace FlZk.Platform.Processes;

/// <summary>
/// Runs a program to its end, collecting its output; the whole process tree ends with the caller's cancellation, and, on
/// Unix, the program also ends when this process dies: an npm or circom that outlives a killed parent would write into the
/// folders of the next run.
/// </summary>
public static class ChildProcess
{
    /// <summary>The guard's script: while the program runs, the end of the guard's standard input (the caller's death)
    /// ends it, at once: npm answers a polite signal by rolling its work back, in the way of whoever comes next.</summary>
    internal const string Guard = "exec 3<&0; \"$@\" </dev/null 3<&- & child=$!; trap 'kill $child 2>/dev/null' TERM INT HUP; "
        + "{ while read -r _; do :; done; kill -9 $child; } <&3 >/dev/null 2>&1 & watch=$!; "
        + "exec 3<&-; wait $child; code=$?; kill $watch 2>/dev/null; exit $code";

    private const int TailLength = 4000;

    /// <summary>Runs a program and returns whatever it answered, success or not.</summary>
    /// <param name="program">Path or name on PATH.</param>
    /// <param name="arguments">Arguments, passed without a shell. Never put secrets here: other users can read them.</param>
    /// <param name="workingDirectory">Where to run; null for the current directory.</param>
    /// <param name="onLine">Receives each line of both streams as it comes.</param>
    /// <param name="standardInput">Text for its standard input; null closes it at once.</param>
    /// <param name="environment">Variables added to the inherited ones.</param>
    /// <param name="cancellation">Kills the process tree.</param>
    /// <exception cref="ProcessFailedException">The program could not be started.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the process tree has been killed.</exception>
    public static async Task<ProcessResult> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string? workingDirectory = null,
        Action<string>? onLine = null,
        string? standardInput = null,
        IReadOnlyDictionary<string, string>? environment = null,
        CancellationToken cancellation = default)
    {
        // A program that is not there must be told from one that fails, so the guard is given only what exists.
        bool guarded = standardInput is null && !OperatingSystem.IsWindows() && IsOnPath(program);
        ProcessStartInfo start = guarded
            ? new ProcessStartInfo("/bin/sh", ["-c", Guard, "sh", program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        Prepare(start, workingDirectory, environment);

        using var process = new Process { StartInfo = start };
        var output = new StringBuilder();
        var error = new StringBuilder();
        process.OutputDataReceived += (_, line) => Collect(output, line.Data, onLine);
        process.ErrorDataReceived += (_, line) => Collect(error, line.Data, onLine);
        try
        {
            process.Start();
        }
        catch (Win32Exception cause)
        {
            throw new ProcessFailedException(program, null, cause.Message, cause);
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            if (standardInput is not null)
                await process.StandardInput.WriteAsync(standardInput.AsMemory(), cancellation).ConfigureAwait(false);
            if (!guarded) process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading its input: its exit code tells the story.
        }

        try
        {
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new ProcessResult(process.ExitCode, output.ToString(), error.ToString());
    }

    /// <summary>Like <see cref="RunAsync"/>, but a non-zero exit code throws with the end of the program's output.</summary>
    /// <exception cref="ProcessFailedException">The program could not be started or failed.</exception>
    public static async Task<ProcessResult> RunCheckedAsync(
        string program,
        IEnumerable<string> arguments,
        string? workingDirectory = null,
        Action<string>? onLine = null,
        string? standardInput = null,
        IReadOnlyDictionary<string, string>? environment = null,
        CancellationToken cancellation = default)
    {
        ProcessResult result = await RunAsync(program, arguments, workingDirectory, onLine, standardInput, environment, cancellation)
            .ConfigureAwait(false);
        if (result.ExitCode == 0) return result;
        string said = (result.StandardOutput + result.StandardError).Trim();
        throw new ProcessFailedException(Path.GetFileName(program), result.ExitCode, said.Length > TailLength ? said[^TailLength..] : said);
    }

    private static void Prepare(ProcessStartInfo start, string? workingDirectory, IReadOnlyDictionary<string, string>? environment)
    {
        start.WorkingDirectory = workingDirectory ?? string.Empty;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.UseShellExecute = false;
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
    }

    private static bool IsOnPath(string program) => program.Contains('/', StringComparison.Ordinal)
        ? Path.IsPathRooted(program) && File.Exists(program)
        : (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':')
            .Any(folder => folder.StartsWith('/') && File.Exists(Path.Combine(folder, program)));

    private static void Collect(StringBuilder into, string? line, Action<string>? onLine)
    {
        if (line is null) return;
        lock (into) into.Append(line).Append('\n');
        onLine?.Invoke(line);
    }
}
