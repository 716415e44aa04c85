using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Rounds;

namespace FlZk.Cli.Commands.Marketplace;

/// <summary><c>flzk market delist</c>: ends an offer.</summary>
internal sealed class MarketDelistCommand : ExchangeCommand
{
    private readonly MarketRoundOptions _round = new();

    public MarketDelistCommand()
        : base(
            Access.Sends,
            "delist",
            "End an offer of yours; licences that were sold stay.",
            "flzk market delist --job 1 --round 3 --book exchange.json --key-file publisher.key") => _round.AddTo(this);

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        RoundId round = _round.Read(session);
        await session.Contracts.Marketplace.DelistModelAsync(round, cancellation).ConfigureAwait(false);
        return session.Done($"The model of {round} is no longer offered.", new { job = round.Job, round = round.Round });
    }
}
