using FlZk.Exchange.Deliveries;
using FlZk.Exchange.Roles;

namespace FlZk.Exchange.Tests.Chain;

/// <summary>A job with joined providers, and the steps of a round.</summary>
public sealed class TestJob(TestExchange exchange, ulong id, Publisher publisher, IReadOnlyList<Provider> providers)
{
    public ulong Id => id;

    public Publisher Publisher => publisher;

    public IReadOnlyList<Provider> Providers => providers;

    /// <summary>A provider's update: values of both signs, at the edges of the range, and different for every provider and round.</summary>
    public static int[] UpdateOf(int provider, int round)
    {
        var values = new int[TestExchange.Dimension];
        for (int j = 0; j < values.Length; j++) values[j] = ((j * 7919) + (provider * 104729) + (round * 1299709)) % 16_777_216 - 8_388_608;
        values[0] = 8_388_607;
        values[1] = -8_388_608;
        return values;
    }

    public static long WeightOf(int provider) => 100 + (37 * provider);

    /// <summary>Starts a round and lets every provider commit.</summary>
    public async Task<(int Round, List<DeliveryPackage> Packages)> CommitAllAsync()
    {
        (int round, _) = await publisher.StartRoundAsync(id);
        var packages = new List<DeliveryPackage>();
        for (int i = 0; i < providers.Count; i++)
            packages.Add((await providers[i].CommitAsync(id, UpdateOf(i, round), WeightOf(i))).Package);
        return (round, packages);
    }

    /// <summary>Brings a round to where the aggregator settles it.</summary>
    public async Task<int> RevealAllAsync(Aggregator aggregator)
    {
        (int round, List<DeliveryPackage> packages) = await CommitAllAsync();
        IntakeResult intake = await aggregator.AcceptAsync(id, round, packages);
        Assert.Empty(intake.Refusals);
        await RevealAsync(intake.Receipts);
        return round;
    }

    /// <summary>Lets every provider with a receipt reveal.</summary>
    public async Task RevealAsync(IReadOnlyList<ContributionReceipt> receipts)
    {
        foreach (ContributionReceipt receipt in receipts) await providers.Single(p => p.Address == receipt.Provider).RevealAsync(receipt);
    }

    /// <summary>A whole round, settled, published and claimed.</summary>
    public async Task<RoundSettlement> SettleRoundAsync(bool claim = true)
    {
        Aggregator aggregator = exchange.NewAggregator();
        int round = await RevealAllAsync(aggregator);
        RoundSettlement settlement = await aggregator.SettleAsync(id, round);
        if (claim)
        {
            foreach (Provider provider in providers) await provider.ClaimAsync(id, round);
        }

        return settlement;
    }
}
