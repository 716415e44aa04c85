using FlZk.Bench.Learning;
using FlZk.Bench.Report.Pieces;
using FlZk.Bench.Roofline;

namespace FlZk.Bench.Report.Rendering;

/// <summary>The goals of aggregation and quantisation, each against what was measured.</summary>
internal static class LearningTargets
{
    private const int Million = 1 << 20, SixteenMillion = 1 << 24;
    private const double MostMemory = 512e6 / (1 << 20);

    public static IReadOnlyList<Target> Of(LearningFigures figures, Results results)
    {
        const string FedAvg = nameof(FedAvgBenchmarks), Robust = nameof(RobustBenchmarks);
        (int Providers, int Parameters)[] rounds =
            [.. ((int[])[Million, SixteenMillion]).SelectMany(d => ((int[])[8, 64, 512]).Select(n => (n, d)))];
        LearningFigure? median = figures.Find(Robust, nameof(RobustBenchmarks.Median), Million, 64);
        LearningFigure? average = median is null ? null : figures.Beside(median, nameof(RobustBenchmarks.FedAvg));
        LearningFigure? distances = figures.Find(Robust, nameof(RobustBenchmarks.KrumDistances), Million, 64);
        double? peak = results.Measurements.FirstOrDefault(m => m is { Subject: FoldPiece.Subject, Work: Works.Peak })?.Median;
        return
        [
            .. rounds.Select(round =>
            {
                LearningFigure? own = figures.Find(FedAvg, nameof(FedAvgBenchmarks.Intrinsics), round.Parameters, round.Providers);
                string where = own?.InCache switch
                {
                    "yes" => " (in the last cache)",
                    "partly" => " (partly in the last cache)",
                    _ => "",
                };
                return Target.Fraction($"FedAvg, {Title(round)}, processor{where}", 0.8, "read bandwidth", own?.OfRead);
            }),
            .. rounds.Select(round =>
            {
                LearningFigure? own = figures.Find(FedAvg, nameof(FedAvgBenchmarks.Intrinsics), round.Parameters, round.Providers);
                IReadOnlyList<LearningFigure> peers = figures.Peers(own);
                return Target.TimesAsFast(
                    $"FedAvg, {Title(round)}, processor", 1.5, "libtorch", own?.Against(peers), 1000 * own?.Seconds,
                    1000 * peers.MinBy(peer => peer.Seconds)?.Seconds);
            }),
            .. ((string[])
            [
                nameof(QuantisationBenchmarks.FromFloat32), nameof(QuantisationBenchmarks.FromFloat16),
                nameof(QuantisationBenchmarks.FromBFloat16), nameof(QuantisationBenchmarks.ToFloat32),
                nameof(QuantisationBenchmarks.ToFloat16), nameof(QuantisationBenchmarks.ToBFloat16),
            ]).Select(method => Target.Fraction(
                $"quantisation, 16M, {method}, bytes read and written", 0.6, "copy bandwidth",
                figures.Find(nameof(QuantisationBenchmarks), method, SixteenMillion)?.OfCopy)),
            Target.TimesAsLong(
                "coordinate median, 64 x 1M", 8, "FedAvg of the same updates", median is null ? null : average?.Against([median]),
                1000 * median?.Seconds, 1000 * average?.Seconds),
            Target.Fraction("Krum's distances, 64 x 1M", 0.5, "multiply-add peak", distances?.OfMultiplyAdd),
            new Target(
                $"`flzk aggregate`, {FoldPiece.Subject}, peak memory", "< 512 MB", peak is null ? null : $"**{Text.Memory(peak)}**",
                peak < MostMemory),
            Device("FedAvg of updates resident on a GPU", "≥ 85% of its copy bandwidth"),
            Device("FedAvg of updates streamed to a GPU", "≥ 90% of the host-to-device rate"),
        ];
    }

    // Its own bandwidths are what a device is held against; the program of bench/gpu-folder measures them.
    private static Target Device(string work, string goal) => new(work, goal, null, false)
    {
        Absence = Gpus.Found.Count == 0 ? "no CUDA or OpenCL device was at hand" : "by the program of bench/gpu-folder",
    };

    private static string Title((int Providers, int Parameters) round) => $"{round.Providers} x {round.Parameters >> 20}M";
}
