namespace FlZk.Bench.Report.Processes;

/// <summary>What a process took.</summary>
/// <param name="Milliseconds">From its start to its end.</param>
/// <param name="PeakMiB">Its largest resident set (VmHWM), mapped files included; 0 where the system does not tell.</param>
/// <param name="Output">What it printed.</param>
internal sealed record ProcessMeasurement(double Milliseconds, double PeakMiB, string Output);
