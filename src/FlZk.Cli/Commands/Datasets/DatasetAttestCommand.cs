using System.CommandLine;
using System.Globalization;
using FlZk.Cli.Commands.Jobs;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;

namespace FlZk.Cli.Commands.Datasets;

/// <summary><c>flzk dataset attest</c>: an attester's word on a data set's quality.</summary>
internal sealed class DatasetAttestCommand : ExchangeCommand
{
    private const int Whole = 100;

    private readonly Argument<ulong> _dataset = new("dataset") { Description = "The data set's number.", HelpName = "DATASET" };
    private readonly Option<decimal> _score = new("--score")
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
    private readonly Option<string> _report = new("--report")
    {
        Description = "The report that the score rests on; its Keccak-256 goes on chain.",
        HelpName = "FILE",
        Required = true,
    };

    public DatasetAttestCommand()
        : base(
            Access.Sends,
            "attest",
            "Attest a data set's quality; attesters that governance has appointed may.",
            "flzk dataset attest 4 --score 87.5 --report report.pdf --book exchange.json --key-file attester.key")
    {
        AddAll(_dataset, _score, _report);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong dataset = session.Parsed.GetRequiredValue(_dataset);
        int score = (int)(session.Parsed.GetValue(_score) * Whole);
        Hash32 report = Keccak256.Hash(await File.ReadAllBytesAsync(
            session.Parsed.GetRequiredValue(_report), cancellation).ConfigureAwait(false));
        await session.Contracts.Oracle.AttestAsync(dataset, score, report, cancellation).ConfigureAwait(false);
        return session.Done(
            $"{session.Sender} attests {JobText.Percentage(score)} to data set {dataset}.",
            new { dataset, score, reportHash = report.ToString() });
    }
}
