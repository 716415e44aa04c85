using FlZk.Ethereum;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Roles;
using FlZk.Exchange.Rounds;
using FlZk.Exchange.Tests.Chain;

namespace FlZk.Exchange.Tests.Auditing;

/// <summary>A job whose providers earned a reputation, were paid, sold licences, and whose publisher took back the rest. Read
/// only.</summary>
public sealed class PaidJob(TestExchange exchange) : IAsyncLifetime
{
    internal TestExchange Exchange => exchange;

    public ulong Id { get; private set; }

    public async ValueTask InitializeAsync()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 4, terms: static spec => spec with
        {
            StakePerWeight = TestExchange.Token / 12,
            TimelinessFloor = 5_000,
        });
        Id = job.Id;
        for (int i = 0; i < 3; i++)
        {
            RoundSettlement settled = await job.SettleRoundAsync();
            foreach (Provider provider in job.Providers) await provider.CreditAsync(job.Id, settled.Round.Round);
            await exchange.PassAsync(TimeSpan.FromDays(3));
        }

        ExchangeContracts publisher = exchange.As(TestExchange.PublisherIndex), buyer = exchange.As(TestExchange.StrangerIndex);
        RoundId round = buyer.Coordinator.RoundId(Id, 3);
        await publisher.Marketplace.ListModelAsync(round, default, 1_000_003, 2_500, Keccak256.Hash("terms"));
        ModelListing listing = (await buyer.Marketplace.GetListingAsync(round))!;
        await buyer.Marketplace.BuyLicenceAsync(listing, buyer.Sender);
        await job.Providers[0].Contracts.Distributor.ClaimProceedsAsync(round, default);
        await publisher.Distributor.WithdrawPublisherProceedsAsync(round, default);
        await publisher.Marketplace.BuyLicenceAsync(listing, publisher.Sender);
        foreach (Provider provider in job.Providers) await provider.Contracts.Distributor.ClaimProceedsAsync(round, default);
        Assert.NotNull((await job.Publisher.CloseAsync(Id)).Refund);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
