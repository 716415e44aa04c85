using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Roles;
using FlZk.Exchange.Rounds;
using FlZk.Exchange.Tests.Chain;

namespace FlZk.Exchange.Tests.Contracts;

/// <summary>Bindings of reputation, marketplace and rewards, on a settled round.</summary>
public sealed class MarketAndReputationTests(TestExchange exchange)
{
    [Fact]
    public async Task A_finalised_round_is_credited_once_and_only_to_who_revealed()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1);
        RoundId round = (await job.SettleRoundAsync()).Round;
        Provider provider = job.Providers[0];
        ReputationContract reputation = exchange.As(TestExchange.StrangerIndex).Reputation;
        Assert.NotNull(await provider.CreditAsync(job.Id, round.Round));
        Assert.Null(await provider.CreditAsync(job.Id, round.Round));
        Assert.Equal(round.Round, await reputation.LastCreditedAsync(job.Id, provider.Address));
        Assert.InRange(await reputation.MultiplierOfAsync(provider.Address), 10_000, 19_999);
        ProviderStanding standing = await reputation.StandingOfAsync(provider.Address);
        Assert.NotNull(standing.UpdatedAt);
        Assert.Equal(0, standing.Faults);
        Assert.True(await reputation.ScoreOfAsync(provider.Address) <= standing.Score);
        Assert.Equal(10_000, await reputation.MultiplierOfAsync(exchange.Addresses.Exchange));
        TransactionRevertedException refusal = await Assert.ThrowsAsync<TransactionRevertedException>(
            () => exchange.As(TestExchange.StrangerIndex).Reputation.CreditAsync(round));
        Assert.Equal("NothingRevealed", refusal.ErrorName);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_licence_is_sold_and_its_price_split_by_points(bool inEther)
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1);
        RoundId round = (await job.SettleRoundAsync()).Round;
        ExchangeContracts publisher = exchange.As(TestExchange.PublisherIndex);
        ExchangeContracts buyer = exchange.As(TestExchange.StrangerIndex);
        Address token = inEther ? default : exchange.Addresses.Token;
        BigInteger price = 1_000_003;
        Assert.Null(await buyer.Marketplace.GetListingAsync(round));
        await publisher.Marketplace.ListModelAsync(round, token, price, 2_500, Keccak256.Hash("terms"));
        ModelListing listing = (await buyer.Marketplace.GetListingAsync(round))!;
        Assert.Equal(
            (token, price, 2_500, true, 0UL), (listing.Token, listing.Price, listing.PublisherShare, listing.IsOpen, listing.Sold));

        TransactionRevertedException changed = await Assert.ThrowsAsync<TransactionRevertedException>(
            () => buyer.Marketplace.BuyLicenceAsync(listing with { TermsHash = Keccak256.Hash("other") }, buyer.Sender));
        Assert.Equal("OfferChanged", changed.ErrorName);
        if (!inEther) await buyer.Token.ApproveAsync(buyer.Marketplace.Address, price);
        await buyer.Marketplace.BuyLicenceAsync(listing, buyer.Sender);
        ModelLicence licence = (await buyer.Marketplace.GetLicenceAsync(round, buyer.Sender))!;
        Assert.Equal((1UL, listing.TermsHash), (licence.Number, licence.TermsHash));
        Assert.Null(await buyer.Marketplace.GetLicenceAsync(round, publisher.Sender));

        BigInteger publishers = await publisher.Distributor.PublisherProceedsAsync(round, token);
        Assert.Equal(price * 2_500 / 10_000, publishers);
        BigInteger contributors = BigInteger.Zero;
        foreach (Provider provider in job.Providers)
        {
            BigInteger owed = await buyer.Distributor.ProceedsOwedAsync(round, token, provider.Address);
            Assert.True(owed > 0);
            contributors += owed;
            await provider.Contracts.Distributor.ClaimProceedsAsync(round, token);
            Assert.Equal(BigInteger.Zero, await buyer.Distributor.ProceedsOwedAsync(round, token, provider.Address));
        }

        // Each share is rounded down, as further sales add to it.
        Assert.InRange((int)(price - publishers - contributors), 0, job.Providers.Count - 1);
        await publisher.Distributor.WithdrawPublisherProceedsAsync(round, token);
        await publisher.Marketplace.DelistModelAsync(round);
        Assert.False((await buyer.Marketplace.GetListingAsync(round))!.IsOpen);
    }

    [Fact]
    public async Task A_bounty_in_ether_is_paid_and_refunded_in_ether()
    {
        BigInteger bounty = BigInteger.Pow(10, 15) + 1;
        TestJob job = await exchange.NewJobAsync(rounds: 2, terms: spec => spec with { BountyToken = default, Bounty = bounty });
        await job.SettleRoundAsync(claim: false);
        BigInteger paid = BigInteger.Zero;
        foreach (Provider provider in job.Providers) paid += (await provider.ClaimAsync(job.Id, 1)).Amount;
        Assert.Equal(RewardShares.OfRound(bounty, 2, 0), paid);
        BountyPool pool = (await exchange.As(TestExchange.StrangerIndex).Distributor.GetPoolAsync(job.Id))!;
        Assert.True(pool.Token.IsZero);
        Assert.Equal((bounty, 2), (pool.Bounty, pool.RoundCount));
        JobClosed closed = await job.Publisher.CloseAsync(job.Id);
        Assert.NotNull(closed.Refund);
    }
}
