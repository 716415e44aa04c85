using System.Globalization;
using FlZk.Bench.Report.Pieces;

namespace FlZk.Bench.Report;

/// <summary>What the command line asked for.</summary>
internal sealed record ReportOptions
{
    public bool Quick { get; private init; }

    public int Samples { get; private init; }

    public bool Fresh { get; private init; }

    public bool Prepare { get; private init; }

    public bool Render { get; private init; }

    public bool List { get; private init; }

    public IReadOnlyList<string> Only { get; private init; } = [];

    /// <summary>The options, or null when they are none.</summary>
    public static ReportOptions? Parse(IReadOnlyList<string> arguments)
    {
        var options = new ReportOptions();
        for (int i = 0; i < arguments.Count; i++)
        {
            string? value = i + 1 < arguments.Count ? arguments[i + 1] : null;
            switch (arguments[i])
            {
                case "--quick": options = options with { Quick = true }; break;
                case "--fresh": options = options with { Fresh = true }; break;
                case "--prepare": options = options with { Prepare = true }; break;
                case "--render": options = options with { Render = true }; break;
                case "--list": options = options with { List = true }; break;
                case "--only" when value is not null: options = options with { Only = [.. options.Only, value] }; i++; break;
                case "--samples" when int.TryParse(value, CultureInfo.InvariantCulture, out int samples) && samples > 0:
                    options = options with { Samples = samples };
                    i++;
                    break;
                default: return null;
            }
        }

        return options;
    }

    /// <summary>Whether a piece was asked for.</summary>
    public bool Wants(IReportPiece piece) => Only.Count == 0 || Only.Any(prefix => piece.Name.StartsWith(prefix, StringComparison.Ordinal));
}
