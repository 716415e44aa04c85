using System.Globalization;
using System.Runtime.InteropServices;
using FlZk.Bn254;

namespace FlZk.Bench.Report;

/// <summary>What was measured on.</summary>
/// <param name="Processor">The processor's name.</param>
/// <param name="Cores">Cores this process may use.</param>
/// <param name="MemoryGiB">Memory.</param>
/// <param name="InstructionSet">The fastest tier of the engine there.</param>
/// <param name="System">The operating system.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="Compared">Versions of the compared programs.</param>
internal sealed record Machine(
    string Processor, int Cores, double MemoryGiB, string InstructionSet, string System, string Runtime,
    IReadOnlyDictionary<string, string> Compared)
{
    /// <summary>This machine.</summary>
    public static Machine Examine() => new(
        ProcessorName(),
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30), 1),
        Bn254.InstructionSet.Current,
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        ComparedPrograms.Versions());

    private static string ProcessorName()
    {
        const string Cpu = "/proc/cpuinfo";
        if (!File.Exists(Cpu)) return RuntimeInformation.ProcessArchitecture.ToString();
        string[] lines = File.ReadAllLines(Cpu);
        string Field(string name) =>
            lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown";
        return double.TryParse(Field("cpu MHz"), CultureInfo.InvariantCulture, out double megahertz)
            ? string.Create(CultureInfo.InvariantCulture, $"{Field("model name")}, {megahertz / 1000:F1} GHz")
            : Field("model name");
    }
}
