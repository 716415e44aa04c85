using System.CommandLine;
using FlZk.Cli.Commands.Jobs;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Marketplace;

/// <summary><c>flzk market list</c>: the offers for one job's models.</summary>
internal sealed class MarketListCommand : ExchangeCommand
{
    private readonly Option<ulong> _job = ValueOptions.Job();

    public MarketListCommand()
        : base(
            Access.Reads,
            "list",
            "List what a job's models are offered for, round by round.",
            "flzk market list --job 1 --book exchange.json") => Add(_job);

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong job = session.Parsed.GetRequiredValue(_job);
        int latest = await session.Contracts.Coordinator.CurrentRoundAsync(job, default, cancellation).ConfigureAwait(false);
        var offers = new List<ModelOffer>();
        var rows = new List<string[]>();
        for (int round = 1; round <= latest; round++)
        {
            ModelListing? offer = await session.Contracts.Marketplace.GetListingAsync(
                session.Contracts.Coordinator.RoundId(job, round), cancellation).ConfigureAwait(false);
            if (offer is null) continue;
            offers.Add(ModelOffer.Of(offer));
            rows.Add([
                JobText.Number(round),
                await JobText.AmountAsync(session.Contracts, offer.Price, offer.Token, cancellation).ConfigureAwait(false),
                JobText.Percentage(offer.PublisherShare), JobText.Number(offer.Sold), offer.IsOpen ? "yes" : "no longer"]);
        }

        return session.List(
            new { job, offers },
            $"No model of job {job} is offered.",
            ["round", "price", "publisher's part", "sold", "offered"],
            rows);
    }
}
