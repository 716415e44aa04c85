using System.Globalization;
using FlZk.Bench.Learning;
using FlZk.Bench.Report.Pieces;
using FlZk.Bench.Report.Rounds;
using FlZk.Bench.Roofline;

namespace FlZk.Bench.Report.Rendering;

/// <summary>Looks up what suites of learning reached, each held against what the machine could do in the same moments.</summary>
internal sealed class LearningFigures
{
    private const string Providers = "Providers", Parameters = "Parameters";

    /// <summary>Of the pieces that were measured in rounds.</summary>
    /// <exception cref="InvalidDataException">Rounds of a piece are incomplete.</exception>
    public LearningFigures(Results results)
    {
        var all = new List<LearningFigure>();
        foreach (PieceResult piece in results.Pieces)
        {
            long cache = Rooflines.Of(piece.Measurements)?.CacheBytes ?? 0;
            foreach ((string suite, OperationRounds rounds) in OperationRounds.Of(piece.Measurements))
            {
                string[] words = rounds.Name.Split(' ', 2);
                var values = words[1].Split('&').Select(parameter => parameter.Split('='))
                    .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
                int Value(string name) => values.TryGetValue(name, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : 1;
                if (IRooflineSuite.WorkOf(
                    LearningSuites.Named(suite), words[0], values.Select(pair => KeyValuePair.Create(pair.Key, (object?)pair.Value)))
                    is { } work)
                {
                    string variant = string.Join(
                        ", ", values.Where(pair => pair.Key is not (Providers or Parameters)).Select(pair => pair.Value));
                    all.Add(new LearningFigure(suite, words[0], variant, Value(Providers), Value(Parameters), work, rounds, cache));
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

    /// <summary>Another of its suite that took turns with it, or null.</summary>
    public LearningFigure? Beside(LearningFigure own, string method) => All.FirstOrDefault(f => f.Method == method && f.TookTurnsWith(own));

    /// <summary>libtorch's ways to the same.</summary>
    public IReadOnlyList<LearningFigure> Peers(LearningFigure? own) => own is null
        ? []
        : [.. All.Where(f => f.TookTurnsWith(own) && f.Method.StartsWith("Libtorch", StringComparison.Ordinal))];
}
