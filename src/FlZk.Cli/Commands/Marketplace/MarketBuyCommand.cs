using System.CommandLine;
using FlZk.Cli.Commands.Jobs;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;
using FlZk.Exchange;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Rounds;

namespace FlZk.Cli.Commands.Marketplace;

/// <summary><c>flzk market buy</c>: buys a licence.</summary>
internal sealed class MarketBuyCommand : ExchangeCommand
{
    private readonly MarketRoundOptions _round = new();
    private readonly Option<Address?> _licensee = ValueOptions.OptionalAddress("--licensee", "Who gets the licence. Default: you.");
    private readonly Option<TokenAmount> _most = ValueOptions.Amount("--max-price", "Buy at this price at most.");

    public MarketBuyCommand()
        : base(
            Access.Sends,
            "buy",
            "Buy a licence to a model, on the terms that 'flzk market show' shows; if they change meanwhile, nothing is bought.",
            "flzk market buy --job 1 --round 3 --max-price 0.5 --book exchange.json --key-file buyer.key")
    {
        _round.AddTo(this);
        AddAll(_licensee, _most);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ExchangeContracts contracts = session.Contracts;
        RoundId round = _round.Read(session);
        ModelListing offer = await MarketRoundOptions.OfferAsync(session, round, cancellation).ConfigureAwait(false);
        int decimals = await JobText.DecimalsAsync(contracts, offer.Token, cancellation).ConfigureAwait(false);
        string price = await JobText.AmountAsync(contracts, offer.Price, offer.Token, cancellation).ConfigureAwait(false);
        if (offer.Price > session.Parsed.GetRequiredValue(_most).InUnits(decimals))
            throw new ExchangeException($"The model of {round} costs {price}, more than --max-price. Nothing was bought.");
        Address licensee = session.Parsed.GetValue(_licensee) ?? session.Sender;
        await session.ApproveAsync(offer.Token, contracts.Marketplace.Address, offer.Price, cancellation).ConfigureAwait(false);
        await contracts.Marketplace.BuyLicenceAsync(offer, licensee, cancellation).ConfigureAwait(false);
        ModelLicence? licence = await contracts.Marketplace.GetLicenceAsync(round, licensee, cancellation).ConfigureAwait(false);
        return session.Done(
            $"{licensee} has licence {licence?.Number} to the model of {round}, for {price}.",
            new
            {
                job = round.Job,
                round = round.Round,
                licensee = licensee.ToString(),
                number = licence?.Number,
                price = offer.Price,
                token = offer.Token.ToString(),
                termsHash = offer.TermsHash.ToString(),
            });
    }
}
