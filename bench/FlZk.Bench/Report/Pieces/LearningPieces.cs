using FlZk.Bench.Learning;

namespace FlZk.Bench.Report.Pieces;

/// <summary>The pieces of the report on learning, in the order in which they are measured.</summary>
internal static class LearningPieces
{
    private static readonly int[] Providers = [8, 64, 512];
    private static readonly int[] Sizes = [1 << 16, 1 << 20, 1 << 24];

    /// <summary>All pieces.</summary>
    public static IReadOnlyList<IReportPiece> All { get; } =
    [
        .. Sizes.SelectMany(d => Providers.Select(n => Rounds("fedavg", typeof(FedAvgBenchmarks), n, d))),
        .. Sizes.Select(d => Vectors("quantisation", typeof(QuantisationBenchmarks), d)),
        .. Sizes[..2].SelectMany(d => Providers[..2].Select(n => Rounds("robust", typeof(RobustBenchmarks), n, d))),
        .. Sizes.Select(d => Vectors("server-step", typeof(ServerStepBenchmarks), d)),
        .. Enum.GetValues<UpdateFileKind>().Select(Files),
        new FoldPiece(),
    ];

    private static RoundsPiece Rounds(string name, Type suite, int providers, int parameters) =>
        new($"{name}/{providers}x{Short(parameters)}", suite, $"Providers={providers}&Parameters={parameters}");

    private static RoundsPiece Vectors(string name, Type suite, int parameters) =>
        new($"{name}/{Short(parameters)}", suite, $"Parameters={parameters}");

    private static RoundsPiece Files(UpdateFileKind kind) => new(
        $"streaming/{Providers[1]}x{Short(Sizes[1])}/{kind}", typeof(StreamingBenchmarks),
        $"Files={kind}&Providers={Providers[1]}&Parameters={Sizes[1]}");

    private static string Short(int parameters) => parameters >= 1 << 20 ? $"{parameters >> 20}M" : $"{parameters >> 10}k";
}
