using System.CommandLine;
using FlZk.Cli.Commands.Jobs;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Rounds;

namespace FlZk.Cli.Commands.Marketplace;

/// <summary><c>flzk market show</c>: the offer of one model, and whether an account is licensed.</summary>
internal sealed class MarketShowCommand : ExchangeCommand
{
    private readonly MarketRoundOptions _round = new();
    private readonly Option<Address?> _account = ValueOptions.OptionalAddress("--account", "Also say whether this account has a licence.");

    public MarketShowCommand()
        : base(
            Access.Reads,
            "show",
            "Show what a finalised model is offered for.",
            "flzk market show --job 1 --round 3 --book exchange.json",
            "flzk market show --job 1 --round 3 --account 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --book exchange.json")
    {
        _round.AddTo(this);
        Add(_account);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        RoundId round = _round.Read(session);
        ModelListing offer = await MarketRoundOptions.OfferAsync(session, round, cancellation).ConfigureAwait(false);
        string price = await JobText.AmountAsync(session.Contracts, offer.Price, offer.Token, cancellation).ConfigureAwait(false);
        ModelLicence? licence = session.Parsed.GetValue(_account) is { } account
            ? await session.Contracts.Marketplace.GetLicenceAsync(round, account, cancellation).ConfigureAwait(false)
            : null;
        return session.Show(
            new
            {
                offer = ModelOffer.Of(offer),
                licence = licence is null
                    ? null
                    : new
                    {
                        licensee = licence.Licensee.ToString(),
                        licence.Number,
                        licence.SoldAt,
                        termsHash = licence.TermsHash.ToString(),
                    },
            },
            [
                ("model", round.ToString()),
                ("price", price),
                ("offered", offer.IsOpen ? "yes" : "no longer"),
                ("publisher's part", JobText.Percentage(offer.PublisherShare)),
                ("sold", JobText.Number(offer.Sold)),
                ("terms", offer.TermsHash.ToString()),
                .. licence is null
                    ? Array.Empty<(string, string)>()
                    : [("licence", $"number {licence.Number} of {licence.Licensee}, {ExchangeSession.Time(licence.SoldAt)}")],
            ]);
    }
}
