using System.Runtime.CompilerServices;

namespace FlZk.Bench.Roofline;

/// <summary>The roofline of one run: measured before its first benchmark and again after each suite, the best of which counts, as another
/// process may have had the machine at one of those times.</summary>
internal static class RunRoofline
{
    /// <summary>Names a file that keeps it for other processes: read when it is there, written whenever it is measured.</summary>
    public const string FileVariable = "FLZK_ROOFLINE";

    private static readonly ConditionalWeakTable<object, MachineRoofline> Refreshed = [];
    private static MachineRoofline? _best;

    /// <summary>The best so far, measured when first asked for.</summary>
    public static MachineRoofline Best => _best ??= Shared ?? MeasuredAgain();

    private static string? File => Environment.GetEnvironmentVariable(FileVariable) is { Length: > 0 } file ? file : null;

    private static MachineRoofline? Shared => File is { } file && System.IO.File.Exists(file) ? MachineRoofline.ReadFrom(file) : null;

    /// <summary>Measures once more, once for each suite's results.</summary>
    public static void After(object results) => Refreshed.GetValue(results, _ => MeasuredAgain());

    private static MachineRoofline MeasuredAgain()
    {
        var measured = MachineRoofline.Measure();
        _best = _best is null ? measured : _best.Or(measured);
        if (File is { } file) _best.Write(file);
        return _best;
    }
}
