using System.Globalization;

namespace FlZk.Bench.Report.Processes;

/// <summary>The largest resident set of a process, as Linux keeps it.</summary>
internal static class PeakMemory
{
    /// <summary>Of this process, in MiB.</summary>
    public static double OfThisProcess => Read("/proc/self/status");

    /// <summary>Of another process, in MiB; 0 when it is gone or the system does not tell.</summary>
    public static double OfProcess(int id) => Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/status"));

    private static double Read(string file)
    {
        try
        {
            foreach (string line in File.ReadLines(file))
            {
                if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
                    return double.Parse(line.AsSpan(6, line.Length - 6 - 3), CultureInfo.InvariantCulture) / 1024;
            }
        }
        catch (IOException)
        {
            // It has just ended.
        }

        return 0;
    }
}
