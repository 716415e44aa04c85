using System.CommandLine;
using System.Numerics;
using FlZk.Cli.Commands.Jobs;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Rounds;

namespace FlZk.Cli.Commands.Marketplace;

/// <summary><c>flzk market claim</c>: takes the sender's part of what licences brought in.</summary>
internal sealed class MarketClaimCommand : ExchangeCommand
{
    private readonly MarketRoundOptions _round = new();
    private readonly Option<Address?> _token = ValueOptions.OptionalAddress(
        "--token", "The token that was paid in. Default: that of the present offer; zero for ether.");
    private readonly Option<bool> _publisher = new("--publisher") { Description = "Take the publisher's part instead of a contributor's." };

    public MarketClaimCommand()
        : base(
            Access.Sends,
            "claim",
            "Take your part of what licences to a model have brought in: a contributor's by its recorded share, or the publisher's.",
            "flzk market claim --job 1 --round 3 --book exchange.json --key-file provider.key",
            "flzk market claim --job 1 --round 3 --publisher --book exchange.json --key-file publisher.key")
    {
        _round.AddTo(this);
        AddAll(_token, _publisher);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        RoundId round = _round.Read(session);
        RewardDistributorContract distributor = session.Contracts.Distributor;
        Address token = session.Parsed.GetValue(_token)
            ?? (await MarketRoundOptions.OfferAsync(session, round, cancellation).ConfigureAwait(false)).Token;
        bool publisher = session.Parsed.GetValue(_publisher);
        BigInteger amount = publisher
            ? await distributor.PublisherProceedsAsync(round, token, cancellation).ConfigureAwait(false)
            : await distributor.ProceedsOwedAsync(round, token, session.Sender, cancellation).ConfigureAwait(false);
        if (publisher) await distributor.WithdrawPublisherProceedsAsync(round, token, cancellation).ConfigureAwait(false);
        else await distributor.ClaimProceedsAsync(round, token, cancellation).ConfigureAwait(false);
        string words = await JobText.AmountAsync(session.Contracts, amount, token, cancellation).ConfigureAwait(false);
        return session.Done(
            $"{words} of licences to the model of {round} were paid to {session.Sender}.",
            new { job = round.Job, round = round.Round, token = token.ToString(), amount });
    }
}
