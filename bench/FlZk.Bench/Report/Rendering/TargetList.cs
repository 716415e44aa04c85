using System.Globalization;
using System.Text.Json;
using FlZk.Bench.Circuits;
using FlZk.Bench.Proving;
using FlZk.Bench.Report.Probes;
using FlZk.Platform;

namespace FlZk.Bench.Report.Rendering;

/// <summary>The engine's goals for two cores, each against what was measured.</summary>
internal static class TargetList
{
    private const string Rapidsnark = Programs.Rapidsnark;

    public static IReadOnlyList<Target> Of(Figures figures)
    {
        BenchCircuit[] ranges = [.. BenchCircuits.Proved.Where(c => c.Kind == WitnessKind.RangeChecks)];
        BenchCircuit dense = BenchCircuits.Named("hash-18");
        return
        [
            .. ranges.SelectMany(circuit => (Target[])
            [
                Target.AtLeast(
                    $"proof, {circuit.Title}, key warm", 3, Rapidsnark, figures.Other(circuit, Rapidsnark),
                    figures.FlZk(circuit, Modes.Warm)),
                Target.AtLeast(
                    $"proof, {circuit.Title}, key warm", 15, Programs.Snarkjs, figures.Other(circuit, Programs.Snarkjs),
                    figures.FlZk(circuit, Modes.Warm)),
            ]),
            Target.AtLeast(
                $"proof, {dense.Title}, key warm", 3, Rapidsnark, figures.Other(dense, Rapidsnark), figures.FlZk(dense, Modes.Warm)),
            Target.AtLeast(
                $"proof, {BenchCircuits.Small.Title}, 9,234 rows, cold process", 1.3, Rapidsnark,
                figures.Other(BenchCircuits.Small, Rapidsnark),
                figures.FlZk(BenchCircuits.Small, Modes.Cold)),
            .. ranges.Append(dense).Select(circuit => Target.AtLeast(
                $"proof, {circuit.Title}, AVX2 only, key warm", 1.5, Rapidsnark, figures.Other(circuit, Rapidsnark),
                figures.FlZk(circuit, Modes.Warm, "AVX2"))),
            Target.AtMost(
                "peak memory, range checks 2^20, process", 1.2, Rapidsnark, figures.Peak(BenchCircuits.Largest, Rapidsnark, Modes.Cold),
                figures.Peak(BenchCircuits.Largest, Programs.FlZk, Modes.Cold), Text.Memory),
            .. ranges.Append(dense).Select(circuit => Target.AtLeast(
                $"two cores, {circuit.Title}", 1.85, "one core", figures.FlZk(circuit, Modes.Warm, cores: 1),
                figures.FlZk(circuit, Modes.Warm))),
            Target.AtLeast(
                "witness, FedAvg with 2^20 rows, processes", 3, Programs.CircomOnNode,
                figures.Find(BenchCircuits.LargeChunk.Name, Works.Witness, Programs.CircomOnNode, Modes.Cold)?.Median,
                figures.Find(BenchCircuits.LargeChunk.Name, Works.Witness, Programs.FlZk, Modes.Cold, figures.BestTier)?.Median),
            Target.WithinTime(
                "development key, 2^20 rows", 45_000,
                figures.Find(BenchCircuits.Largest.Name, Works.Setup, Programs.FlZk, tier: figures.BestTier)?.Median),
            Target.WithinTime(
                $"commitment, {CommitProbe.Subject}", 500,
                figures.Find(CommitProbe.Subject, Works.Commit, Programs.FlZk, tier: figures.BestTier)?.Median),
            Target.AtMost(
                $"link, {BenchCircuits.Chunk.Title}", 0.1, "the Groth16 proof", Statement(figures, Works.Prove),
                Statement(figures, Works.Link), Text.Time),
            Target.WithinTime("verification, one proof", 3, Verification(figures, nameof(VerificationBenchmarks.Single))),
            Target.WithinTime("verification, batch of 64", 25, Verification(figures, nameof(VerificationBenchmarks.BatchOf64))),
            .. Gas(),
        ];
    }

    private static double? Statement(Figures figures, string work) =>
        figures.Find(BenchCircuits.Chunk.Name, work, Programs.FlZk, tier: figures.BestTier, detail: LinkProbe.Statement)?.Median;

    private static double? Verification(Figures figures, string method) =>
        figures.Operation(nameof(VerificationBenchmarks), method) / 1e6;

    /// <summary>What the contracts' own tests keep of the cost of a verification.</summary>
    private static IEnumerable<Target> Gas()
    {
        const string One = "verifyAggregate, one chunk", Two = "verifyAggregate, two chunks";
        const double MostForOne = 400_000, MostForMore = 100_000;
        using JsonDocument kept = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(ProjectLayout.Contracts, "snapshots", "round.json")));
        double? Of(string call) => kept.RootElement.TryGetProperty(call, out JsonElement gas)
            ? double.Parse(gas.GetString()!, CultureInfo.InvariantCulture)
            : null;
        double? one = Of(One), more = Of(Two) - one;
        yield return new Target("gas of verifyAggregate, one chunk", "≤ 400,000", $"**{Text.Count(one)}**", one <= MostForOne);
        yield return new Target("gas of each further chunk", "≤ 100,000", $"**{Text.Count(more)}**", more <= MostForMore);
    }
}
