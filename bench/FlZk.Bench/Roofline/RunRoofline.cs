using System.Runtime.CompilerServices;

namespace FlZk.Bench.Roofline;

/// <summary>The roofline of one run of BenchmarkDotNet: measured before its first benchmark and again after each suite, the best of which
/// counts, as another process may have had the machine at one of those times.</summary>
/// <remarks>The benchmarks may have met a machine that was faster or slower than at those two times; so goals are held against the rounds
/// of the report instead, which measure both at the same moments.</remarks>
internal static class RunRoofline
{
    private static readonly ConditionalWeakTable<object, MachineRoofline> Refreshed = [];
    private static MachineRoofline? _best;

    /// <summary>The best so far, measured when first asked for.</summary>
    public static MachineRoofline Best => _best ??= MachineRoofline.Measure();

    /// <summary>Measures once more, once for each suite's results.</summary>
    public static void After(object results) => Refreshed.GetValue(results, _ => _best = Best.Or(MachineRoofline.Measure()));
}
