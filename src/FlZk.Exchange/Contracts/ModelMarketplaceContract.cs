using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Exchange.Rounds;

namespace FlZk.Exchange.Contracts;

/// <summary><c>ModelMarketplace</c>: licences to finalised models.</summary>
public sealed class ModelMarketplaceContract : BoundContract
{
    /// <summary>Binds the contract at an address.</summary>
    public ModelMarketplaceContract(Web3 web3, Address address)
        : base(web3, ExchangeAbi.ModelMarketplace, address)
    {
    }

    /// <summary>What a round's model is offered for; null when it never was.</summary>
    public async Task<ModelListing?> GetListingAsync(RoundId round, CancellationToken cancellation = default)
    {
        AbiValues listing = await CallAsync<AbiValues>("getListing", cancellation, round.Number).ConfigureAwait(false);
        return listing.Integer("price").IsZero ? null : new ModelListing
        {
            Round = round,
            Token = listing.Address("token"),
            PublisherShare = listing.Int32("publisherShare"),
            IsOpen = listing.Boolean("open"),
            Sold = listing.UInt64("sold"),
            Price = listing.Integer("price"),
            TermsHash = listing.Hash("termsHash"),
        };
    }

    /// <summary>An account's licence to a round's model, or null.</summary>
    public async Task<ModelLicence?> GetLicenceAsync(RoundId round, Address licensee, CancellationToken cancellation = default)
    {
        AbiValues licence = await CallAsync<AbiValues>("getLicence", cancellation, round.Number, licensee).ConfigureAwait(false);
        return Time(licence.Integer("soldAt")) is { } soldAt
            ? new ModelLicence(round, licensee, licence.UInt64("number"), soldAt, licence.Hash("termsHash"))
            : null;
    }

    /// <summary>Offers a finalised round's model, or changes the offer; the job's publisher only.</summary>
    /// <param name="round">The round.</param>
    /// <param name="token">The token of the price; zero for ETH.</param>
    /// <param name="price">Per licence, in the token's smallest units.</param>
    /// <param name="publisherShare">The publisher's part of each sale in basis points, at most 5000; the rest is the contributors'.</param>
    /// <param name="termsHash">Keccak-256 of the licence's text.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public Task<SentTransaction> ListModelAsync(
        RoundId round, Address token, BigInteger price, int publisherShare, Hash32 termsHash, CancellationToken cancellation = default) =>
        SendAsync("listModel", cancellation, round.Number, token, price, publisherShare, termsHash);

    /// <summary>Ends an offer; licences sold stay. The job's publisher only.</summary>
    public Task<SentTransaction> DelistModelAsync(RoundId round, CancellationToken cancellation = default) =>
        SendAsync("delistModel", cancellation, round.Number);

    /// <summary>Buys a licence on the terms of a listing; a token must be approved for the marketplace before. If the offer has changed
    /// since
    /// it was read, nothing is bought.</summary>
    /// <param name="listing">The offer as it was read.</param>
    /// <param name="licensee">Who gets the licence.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public Task<SentTransaction> BuyLicenceAsync(ModelListing listing, Address licensee, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(listing);
        return PayAsync(
            listing.Token.IsZero ? listing.Price : BigInteger.Zero, "buyLicence", cancellation, listing.Round.Number, licensee,
            listing.Token, listing.Price, listing.TermsHash);
    }
}
