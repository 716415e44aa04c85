using System.CommandLine;
using System.Globalization;
using FlZk.Cli.Connections;
using FlZk.Ethereum;

namespace FlZk.Cli.Commands.Datasets;

/// <summary>What an attester says of a data set: which, how good, and why.</summary>
internal sealed class ScoreOptions
{
    private const int Whole = 100;

    public Argument<ulong> Dataset { get; } = new("dataset") { Description = "The data set's number.", HelpName = "DATASET" };

    public Option<decimal> Score { get; } = new("--score")
    {
        Description = "Quality in percent, 0 to 100, with at most two digits after the point.",
        HelpName = "PERCENT",
        Required = true,
        CustomParser = result =>
            decimal.TryParse(result.Tokens[0].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal score)
            && score <= Whole && decimal.Round(score, 2) == score
                ? score
                : ValueOptions.Refuse<decimal>(result, $"--score: '{result.Tokens[0].Value}' is no percentage, such as 95 or 87.5"),
    };

    public Option<string> Report { get; } = new("--report")
    {
        Description = "The report that the score rests on; its Keccak-256 goes on chain.",
        HelpName = "FILE",
        Required = true,
    };

    /// <summary>The data set, the score in basis points, and the report's hash.</summary>
    /// <exception cref="IOException">The report cannot be read.</exception>
    public (ulong Dataset, int Score, Hash32 ReportHash) Read(ParseResult parsed) => (
        parsed.GetRequiredValue(Dataset),
        (int)(parsed.GetValue(Score) * Whole),
        Keccak256.Hash(File.ReadAllBytes(parsed.GetRequiredValue(Report))));
}
