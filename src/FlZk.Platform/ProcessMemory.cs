using System.Diagnostics;
using System.Globalization;

namespace FlZk.Platform;

/// <summary>How much memory this process uses.</summary>
public static class ProcessMemory
{
    private const string Status = "/proc/self/status";
    private const string PeakField = "VmHWM:";

    /// <summary>The most that has been resident so far, in bytes, pages of mapped files included.</summary>
    public static long Peak()
    {
        if (OperatingSystem.IsLinux() && File.Exists(Status))
        {
            foreach (string line in File.ReadLines(Status))
            {
                if (!line.StartsWith(PeakField, StringComparison.Ordinal)) continue;
                string kibibytes = line[PeakField.Length..].Replace("kB", string.Empty, StringComparison.Ordinal).Trim();
                return long.Parse(kibibytes, CultureInfo.InvariantCulture) * 1024;
            }
        }

        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
