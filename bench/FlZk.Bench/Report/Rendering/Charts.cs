using FlZk.Bench.Circuits;
using FlZk.Bench.Curves;

namespace FlZk.Bench.Report.Rendering;

/// <summary>The charts of groth16.md.</summary>
internal sealed class Charts(Figures figures)
{
    private readonly BenchCircuit[] _circuits = [.. BenchCircuits.Proved.Where(c => figures.FlZk(c, Modes.Warm) is not null)];

    /// <summary>File names with their images.</summary>
    public IEnumerable<(string File, string Svg)> All()
    {
        if (_circuits.Length == 0) yield break;
        yield return ("speed.svg", Speed());
        yield return ("time.svg", Time());
        yield return ("phases.svg", Phases());
        yield return ("memory.svg", Memory());
        if (figures.Operation(nameof(SumInG1Benchmarks), "Full LogSize=16") is not null)
            yield return ("sums.svg", Sums());
    }

    private string[] Titles => [.. _circuits.Select(circuit => circuit.Title)];

    private string Speed() => new BarChart
    {
        Title = "Proofs per second, rapidsnark = 1",
        Subtitle = "Longer is faster. In turns on the same files, all cores; warm: key loaded; cold: a process per proof, like rapidsnark.",
        Categories = Titles,
        Series =
        [
            Series($"FlZk warm, {figures.BestTier}", Palette.FlZk, c => Against(c, figures.FlZk(c, Modes.Warm))),
            Series($"FlZk cold, {figures.BestTier}", Palette.FlZkLight, c => Against(c, figures.FlZk(c, Modes.Cold))),
            Series("FlZk warm, AVX2", Palette.FlZkPale, c => Against(c, figures.FlZk(c, Modes.Warm, "AVX2"))),
            Series("snarkjs", Palette.Snarkjs, c => Against(c, figures.Other(c, Programs.Snarkjs))),
        ],
        Show = Text.Ratio,
        Marks = [(1, "rapidsnark"), (3, "target")],
    }.ToSvg();

    private string Time() => new BarChart
    {
        Title = "Time of a proof",
        Subtitle = "Shorter is faster; each step of the axis is ten times the one before.",
        Categories = Titles,
        Series =
        [
            Series("FlZk warm", Palette.FlZk, c => figures.FlZk(c, Modes.Warm)),
            Series("FlZk cold", Palette.FlZkLight, c => figures.FlZk(c, Modes.Cold)),
            Series("rapidsnark", Palette.Rapidsnark, c => figures.Other(c, Programs.Rapidsnark)),
            Series("snarkjs", Palette.Snarkjs, c => figures.Other(c, Programs.Snarkjs)),
        ],
        Show = Text.Time,
        Logarithmic = true,
    }.ToSvg();

    private string Memory() => new BarChart
    {
        Title = "Peak memory of a prover",
        Subtitle = "Largest resident set of the process, mapped files included; each step of the axis is ten times the one before.",
        Categories = Titles,
        Series =
        [
            Series("FlZk, a process per proof", Palette.FlZkLight, c => figures.Peak(c, Programs.FlZk, Modes.Cold)),
            Series("FlZk, key loaded", Palette.FlZk, c => figures.Peak(c, Programs.FlZk, Modes.Warm)),
            Series("rapidsnark", Palette.Rapidsnark, c => figures.Peak(c, Programs.Rapidsnark, Modes.Cold)),
            Series("snarkjs", Palette.Snarkjs, c => figures.Peak(c, Programs.Snarkjs, Modes.Cold)),
        ],
        Show = Text.Memory,
        Logarithmic = true,
    }.ToSvg();

    private string Phases()
    {
        string[] phases = PhaseNames(figures, _circuits);
        return new ShareChart
        {
            Title = "Where a proof's time goes",
            Subtitle = $"Phases of a warm proof, {figures.BestTier}, on one core, where they run one after the other.",
            Categories = Titles,
            Parts =
            [
                .. phases.Select((phase, i) => Series(
                    phase, Palette.Parts[i % Palette.Parts.Count], c => Phase(figures, c, phase))),
            ],
            Show = Text.Time,
        }.ToSvg();
    }

    private string Sums()
    {
        (string Suite, string Method, string Title)[] kinds =
        [
            (nameof(SumInG1Benchmarks), nameof(SumInG1Benchmarks.Full), "G1, full-size"),
            (nameof(SumInG1Benchmarks), nameof(SumInG1Benchmarks.Words), "G1, 64-bit"),
            (nameof(SumInG1Benchmarks), nameof(SumInG1Benchmarks.Signed24), "G1, signed 24-bit"),
            (nameof(SumInG1Benchmarks), nameof(SumInG1Benchmarks.Bits), "G1, bits"),
            (nameof(SumInG2Benchmarks), nameof(SumInG2Benchmarks.Full), "G2, full-size"),
            (nameof(SumInG2Benchmarks), nameof(SumInG2Benchmarks.Words), "G2, 64-bit"),
            (nameof(SumInG2Benchmarks), nameof(SumInG2Benchmarks.Bits), "G2, bits"),
        ];
        const int LogSize = 16;
        string[] colours = [Palette.FlZk, Palette.FlZkLight, Palette.FlZkPale];
        return new BarChart
        {
            Title = "Sums of points by kind of scalar",
            Subtitle = $"Time per point of a sum of 2^{LogSize} points, all cores; each step of the axis is ten times the one before.",
            Categories = [.. kinds.Select(kind => kind.Title)],
            Series =
            [
                .. figures.Tiers.Select((tier, i) => new BarSeries(
                    tier,
                    colours[i],
                    [.. kinds.Select(kind => figures.Operation(
                        kind.Suite, $"{kind.Method} LogSize={LogSize}", tier) / (1 << LogSize))])),
            ],
            Show = Text.Nanoseconds,
            Logarithmic = true,
        }.ToSvg();
    }

    /// <summary>The phases that any circuit's proof has, in order.</summary>
    public static string[] PhaseNames(Figures figures, IEnumerable<BenchCircuit> circuits) =>
    [
        .. circuits.SelectMany(circuit => figures.Of(circuit.Name, Works.Phase))
            .Where(m => m.Tier == figures.BestTier && m.Cores == 1 && m.Mode == Modes.Warm)
            .Select(m => m.Detail!).Distinct(),
    ];

    /// <summary>A phase of a warm proof on one core in milliseconds: on several, phases overlap.</summary>
    public static double? Phase(Figures figures, BenchCircuit circuit, string phase) =>
        figures.Find(circuit.Name, Works.Phase, Programs.FlZk, Modes.Warm, figures.BestTier, 1, phase)?.Median;

    private double? Against(BenchCircuit circuit, double? time) => figures.Other(circuit, Programs.Rapidsnark) / time;

    private BarSeries Series(string name, string colour, Func<BenchCircuit, double?> of) => new(name, colour, [.. _circuits.Select(of)]);
}
