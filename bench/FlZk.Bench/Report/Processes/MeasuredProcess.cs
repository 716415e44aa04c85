using System.Diagnostics;
using FlZk.Platform.Processes;

namespace FlZk.Bench.Report.Processes;

/// <summary>Runs a program from its start to its end and says what that took.</summary>
internal static class MeasuredProcess
{
    // Often enough to see the end of a short program, seldom enough not to take time from it.
    private static readonly TimeSpan Sampling = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs a program.</summary>
    /// <param name="program">Path or name on PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables on top of the inherited ones.</param>
    /// <param name="cores">Cores it may use; 0 for all.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ProcessFailedException">It could not be started or failed.</exception>
    public static async Task<ProcessMeasurement> RunAsync(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null,
        int cores = 0,
        CancellationToken cancellation = default)
    {
        ProcessStartInfo start = Start(program, arguments, environment, cores);
        using var process = new Process { StartInfo = start };
        long clock = Stopwatch.GetTimestamp();
        process.Start();
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
        Task<string> error = process.StandardError.ReadToEndAsync(cancellation);
        double peak = 0;
        try
        {
            Task end = process.WaitForExitAsync(cancellation);
            while (!end.IsCompleted)
            {
                peak = Math.Max(peak, PeakMemory.OfProcess(process.Id));
                await Task.WhenAny(end, Task.Delay(Sampling, cancellation)).ConfigureAwait(false);
            }

            await end.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        double milliseconds = Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
        string said = await output.ConfigureAwait(false) + await error.ConfigureAwait(false);
        return process.ExitCode == 0
            ? new ProcessMeasurement(milliseconds, peak, said)
            : throw new ProcessFailedException(Path.GetFileName(program), process.ExitCode, said.Trim());
    }

    /// <summary>How a program is started on as many cores.</summary>
    public static ProcessStartInfo Start(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, int cores)
    {
        // The system's scheduler keeps it on the first cores: a program cannot use more than it has been given, whatever it thinks.
        ProcessStartInfo start = cores > 0
            ? new ProcessStartInfo("taskset", ["-c", cores == 1 ? "0" : $"0-{cores - 1}", program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        start.UseShellExecute = false;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return start;
    }
}
