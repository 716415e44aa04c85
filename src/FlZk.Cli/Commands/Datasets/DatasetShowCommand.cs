using System.CommandLine;
using FlZk.Cli.Commands.Jobs;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Datasets;

/// <summary><c>flzk dataset show</c>: a data set and what is attested of it.</summary>
internal sealed class DatasetShowCommand : ExchangeCommand
{
    private readonly Argument<ulong> _dataset = new("dataset") { Description = "The data set's number.", HelpName = "DATASET" };

    public DatasetShowCommand()
        : base(
            Access.Reads,
            "show",
            "Show a data set, and what attesters say of its quality.",
            "flzk dataset show 4 --book exchange.json") => Add(_dataset);

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong id = session.Parsed.GetRequiredValue(_dataset);
        DatasetView dataset = await session.Contracts.Exchange.GetDatasetAsync(id, cancellation).ConfigureAwait(false);
        DataQualityOracleContract oracle = session.Contracts.Oracle;
        int quality = await oracle.QualityOfAsync(id, cancellation).ConfigureAwait(false);
        var attestations = new List<AttestationSummary>();
        foreach (Address attester in await oracle.GetAttestersAsync(cancellation).ConfigureAwait(false))
        {
            if (await oracle.GetAttestationAsync(id, attester, cancellation).ConfigureAwait(false) is { } made)
                attestations.Add(new AttestationSummary(attester.ToString(), made.Score, made.AttestedAt, made.ReportHash.ToString()));
        }

        return session.Show(
            new
            {
                dataset = id,
                owner = dataset.Owner.ToString(),
                registeredAt = dataset.RegisteredAt,
                commitment = dataset.Commitment.ToString(),
                profileHash = dataset.ProfileHash.ToString(),
                quality,
                attestations,
            },
            [
                ("data set", $"{id}, of {dataset.Owner}, registered {ExchangeSession.Time(dataset.RegisteredAt)}"),
                ("commitment", dataset.Commitment.ToString()),
                ("profile", dataset.ProfileHash.ToString()),
                ("quality", attestations.Count == 0 ? "nothing attested" : JobText.Percentage(quality)),
                .. attestations.Select(made => (
                    "attested", $"{JobText.Percentage(made.Score)} by {made.Attester}, {ExchangeSession.Time(made.AttestedAt)}")),
            ]);
    }
}
