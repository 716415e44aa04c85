using FlZk.Bench.Learning;
using FlZk.Bench.Report.Pieces;
using FlZk.Bench.Roofline;

namespace FlZk.Bench.Report.Rendering;

/// <summary>Looks up what suites of learning reached, each held against the roofline of its own run.</summary>
internal sealed class LearningFigures
{
    private static readonly Type[] Suites =
        [typeof(FedAvgBenchmarks), typeof(QuantisationBenchmarks), typeof(RobustBenchmarks), typeof(ServerStepBenchmarks)];

    public LearningFigures(Results results)
    {
        var all = new List<LearningFigure>();
        foreach (PieceResult piece in results.Pieces)
        {
            if (Rooflines.Of(piece.Measurements) is not { } roofline) continue;
            foreach (Measurement m in piece.Measurements.Where(m => m.Work == Works.Operation))
            {
                Type suite = Suites.First(type => type.Name == m.Subject);
                string[] words = m.Detail!.Split(' ', 2);
                KeyValuePair<string, object?>[] parameters =
                [
                    .. words[1].Split('&').Select(parameter => parameter.Split('=')).Select(pair =>
                        KeyValuePair.Create(pair[0], (object?)pair[1])),
                ];
                if (IRooflineSuite.WorkOf(suite, words[0], parameters) is { } work)
                {
                    int Value(string name) => parameters.FirstOrDefault(p => p.Key == name).Value is string text
                        ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)
                        : 1;
                    all.Add(new LearningFigure(
                        suite.Name, words[0], Value("Providers"), Value("Parameters"), m.Median / 1e9, m.Samples.Min() / 1e9, work, roofline));
                }
            }
        }

        All = [.. all.OrderBy(f => f.Suite, StringComparer.Ordinal).ThenBy(f => f.Parameters).ThenBy(f => f.Providers)];
    }

    /// <summary>All of them, by suite and size.</summary>
    public IReadOnlyList<LearningFigure> All { get; }

    /// <summary>One of them, or null when it was not measured.</summary>
    public LearningFigure? Find(string suite, string method, int parameters, int providers = 1) => All.FirstOrDefault(f =>
        f.Suite == suite && f.Method == method && f.Parameters == parameters && f.Providers == providers);

    /// <summary>libtorch's fastest way to the same, or null.</summary>
    public LearningFigure? FastestPeer(LearningFigure? own) => own is null
        ? null
        : All.Where(f => f.Suite == own.Suite && f.Providers == own.Providers && f.Parameters == own.Parameters
            && f.Method.StartsWith("Libtorch", StringComparison.Ordinal)).MinBy(f => f.Seconds);
}
