using System.CommandLine;
using FlZk.Cli.Commands.Jobs;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Datasets;

/// <summary><c>flzk dataset list</c>: the registered data sets, newest first.</summary>
internal sealed class DatasetListCommand : ExchangeCommand
{
    private readonly PageOptions _page = new("data set");

    public DatasetListCommand()
        : base(
            Access.Reads,
            "list",
            "List registered data sets, newest first, with the quality attested to them.",
            "flzk dataset list --book exchange.json",
            "flzk dataset list --book exchange.json --from 120 --count 50 --json datasets.json")
    {
        AddAll(_page.From, _page.Count);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong all = await session.Contracts.Exchange.DatasetCountAsync(cancellation).ConfigureAwait(false);
        (ulong first, ulong count) = _page.Read(session.Parsed, all);
        IReadOnlyList<DatasetView> page = count == 0
            ? []
            : await session.Contracts.Exchange.GetDatasetsAsync(first, count, cancellation).ConfigureAwait(false);
        var datasets = new List<object>();
        var rows = new List<string[]>();
        foreach (DatasetView dataset in page.Reverse())
        {
            int quality = await session.Contracts.Oracle.QualityOfAsync(dataset.Id, cancellation).ConfigureAwait(false);
            datasets.Add(new
            {
                dataset = dataset.Id,
                owner = dataset.Owner.ToString(),
                registeredAt = dataset.RegisteredAt,
                commitment = dataset.Commitment.ToString(),
                quality,
            });
            rows.Add([
                JobText.Number(dataset.Id), dataset.Owner.ToString(), quality == 0 ? "-" : JobText.Percentage(quality),
                ExchangeSession.Time(dataset.RegisteredAt), dataset.Commitment.ToString()]);
        }

        return session.List(
            new { count = all, datasets },
            "There are no such data sets.",
            ["data set", "owner", "quality", "registered", "commitment"],
            rows);
    }
}
