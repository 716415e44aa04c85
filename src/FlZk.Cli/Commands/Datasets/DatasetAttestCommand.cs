using FlZk.Cli.Commands.Jobs;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;

namespace FlZk.Cli.Commands.Datasets;

/// <summary><c>flzk dataset attest</c>: an attester's word on a data set's quality.</summary>
internal sealed class DatasetAttestCommand : ExchangeCommand
{
    private readonly ScoreOptions _options = new();

    public DatasetAttestCommand()
        : base(
            Access.Sends,
            "attest",
            "Attest a data set's quality; attesters that governance has appointed may.",
            "flzk dataset attest 4 --score 87.5 --report report.pdf --book exchange.json --key-file attester.key")
    {
        AddAll(_options.Dataset, _options.Score, _options.Report);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        (ulong dataset, int score, Hash32 report) = _options.Read(session.Parsed);
        await session.Contracts.Oracle.AttestAsync(dataset, score, report, cancellation).ConfigureAwait(false);
        return session.Done(
            $"{session.Sender} attests {JobText.Percentage(score)} to data set {dataset}.",
            new { dataset, score, reportHash = report.ToString() });
    }
}
