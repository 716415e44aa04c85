using FlZk.Bench.Learning;
using FlZk.Bench.Report.Pieces;
using FlZk.Bench.Report.Rounds;
using FlZk.Bench.Roofline;

namespace FlZk.Bench.Report.Probes;

/// <summary>A suite's benchmarks at one size, and what the machine can do, in turns.</summary>
internal static class RoundsProbe
{
    public const string Name = "rounds";

    /// <summary>Measures and returns.</summary>
    /// <param name="suite">The suite's name.</param>
    /// <param name="parameters">The size: "Providers=8&amp;Parameters=65536".</param>
    /// <param name="plan">How long.</param>
    public static int Run(string suite, string parameters, RoundPlan plan)
    {
        using var operations = new SuiteOperations(LearningSuites.Named(suite), parameters);
        using var roofline = new MomentaryRoofline(operations.LeastBytes, operations.Multiplies);
        GC.Collect();
        MachineRoofline whole = roofline.Whole();
        IReadOnlyList<OperationRounds> measured = AlternatingRounds.Measure(operations.Operations, roofline.Sample, plan);
        ProbeProcess.Return(
        [
            .. measured.SelectMany(operation => operation.Measurements(suite)),
            .. Rooflines.Measurements(suite, parameters, whole),
        ]);
        return 0;
    }
}
