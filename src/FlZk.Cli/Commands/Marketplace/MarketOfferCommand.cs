using System.CommandLine;
using System.Numerics;
using FlZk.Cli.Commands.Jobs;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Rounds;

namespace FlZk.Cli.Commands.Marketplace;

/// <summary><c>flzk market offer</c>: offers licences to a finalised model.</summary>
internal sealed class MarketOfferCommand : ExchangeCommand
{
    private const string Ether = "eth";
    private const string OwnToken = "flt";

    private readonly MarketRoundOptions _round = new();
    private readonly Option<TokenAmount> _price = ValueOptions.Amount("--price", "Per licence.");
    private readonly Option<string> _token = new("--token")
    {
        Description = "What the price is paid in: eth, flt, or a token's address.",
        HelpName = "TOKEN",
        DefaultValueFactory = _ => Ether,
    };
    private readonly Option<int> _share = new("--publisher-share")
    {
        Description = "The publisher's part of each sale in percent, at most 50; the rest is the contributors'.",
        HelpName = "PERCENT",
        DefaultValueFactory = _ => 0,
    };
    private readonly Option<string> _terms = new("--terms")
    {
        Description = "The licence's text, whose Keccak-256 is sold with it.",
        HelpName = "FILE",
        Required = true,
    };

    public MarketOfferCommand()
        : base(
            Access.Sends,
            "offer",
            "Offer licences to a finalised model of your job, or change the offer.",
            "flzk market offer --job 1 --round 3 --price 0.5 --publisher-share 20 --terms licence.txt --book exchange.json --key-file "
            + "publisher.key")
    {
        _round.AddTo(this);
        AddAll(_price, _token, _share, _terms);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ExchangeContracts contracts = session.Contracts;
        RoundId round = _round.Read(session);
        int share = session.Parsed.GetValue(_share);
        if (share is < 0 or > 50) throw new UsageException($"--publisher-share is {share}; 0 to 50 percent are possible.");
        string name = session.Parsed.GetRequiredValue(_token);
        Address token = name switch
        {
            Ether => default,
            OwnToken => contracts.Addresses.Token,
            _ => Address.TryParse(name, out Address address)
                ? address
                : throw new UsageException($"--token: '{name}' is neither eth nor flt nor an address"),
        };
        int decimals = await JobText.DecimalsAsync(contracts, token, cancellation).ConfigureAwait(false);
        BigInteger price = session.Parsed.GetRequiredValue(_price).InUnits(decimals);
        Hash32 terms = Keccak256.Hash(await File.ReadAllBytesAsync(
            session.Parsed.GetRequiredValue(_terms), cancellation).ConfigureAwait(false));
        await contracts.Marketplace.ListModelAsync(round, token, price, share * 100, terms, cancellation).ConfigureAwait(false);
        string words = await JobText.AmountAsync(contracts, price, token, cancellation).ConfigureAwait(false);
        return session.Done(
            $"The model of {round} is offered for {words} a licence.",
            new
            {
                job = round.Job,
                round = round.Round,
                token = token.ToString(),
                price,
                publisherShare = share * 100,
                termsHash = terms.ToString(),
            });
    }
}
