using System.Numerics;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Marketplace;

/// <summary>An offer in JSON.</summary>
internal sealed record ModelOffer(
    ulong Job, int Round, string Token, BigInteger Price, int PublisherShare, bool Open, ulong Sold, string TermsHash)
{
    public static ModelOffer Of(ModelListing offer) => new(
        offer.Round.Job,
        offer.Round.Round,
        offer.Token.ToString(),
        offer.Price,
        offer.PublisherShare,
        offer.IsOpen,
        offer.Sold,
        offer.TermsHash.ToString());
}
