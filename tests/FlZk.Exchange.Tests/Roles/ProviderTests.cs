using FlZk.Ethereum;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Deliveries;
using FlZk.Exchange.Roles;
using FlZk.Exchange.Tests.Chain;
using FlZk.Exchange.Tests.Nodes;

namespace FlZk.Exchange.Tests.Roles;

public sealed class ProviderTests(TestExchange exchange)
{
    [Fact]
    public async Task A_crash_before_the_commitment_is_sent_keeps_salt_and_blinding()
    {
        TestJob job = await exchange.NewJobAsync(providers: 1, rounds: 1);
        (int round, _) = await job.Publisher.StartRoundAsync(job.Id);
        string folder = exchange.NewFolder();
        int[] values = TestJob.UpdateOf(0, round);
        using var node = new LyingNode(exchange.Url);
        node.Refuse("eth_sendRawTransaction");
        using var web3 = new Web3(node.Url, TestExchange.AccountOf(TestExchange.FirstProviderIndex));
        await Assert.ThrowsAnyAsync<ChainException>(
            () => new Provider(new ExchangeContracts(web3, exchange.Addresses), folder).CommitAsync(job.Id, values, 7));

        var provider = new Provider(exchange.As(TestExchange.FirstProviderIndex), folder);
        DeliveryPackage kept = await provider.PackageAsync(job.Id, round);
        ProviderCommit commit = await provider.CommitAsync(job.Id, values, 7);
        Assert.Equal(kept.CommitHash, commit.Package.CommitHash);
        Assert.NotNull(commit.Transaction);

        // A crash after it: nothing is sent again, everything needed is there.
        var later = new Provider(exchange.As(TestExchange.FirstProviderIndex), folder);
        Assert.Null((await later.CommitAsync(job.Id, values, 7)).Transaction);
        Aggregator aggregator = exchange.NewAggregator();
        IntakeResult intake = await aggregator.AcceptAsync(job.Id, round, [await later.PackageAsync(job.Id, round)]);
        Assert.NotNull(await later.RevealAsync(intake.Receipts[0]));
        Assert.Null(await later.RevealAsync(intake.Receipts[0]));
    }

    [Fact]
    public async Task Another_update_in_the_same_round_is_refused_and_the_first_secrets_stay()
    {
        TestJob job = await exchange.NewJobAsync(providers: 1, rounds: 1);
        (int round, _) = await job.Publisher.StartRoundAsync(job.Id);
        DeliveryPackage first = (await job.Providers[0].CommitAsync(job.Id, TestJob.UpdateOf(0, round), 7)).Package;
        await Assert.ThrowsAsync<ExchangeException>(() => job.Providers[0].CommitAsync(job.Id, TestJob.UpdateOf(1, round), 7));
        await Assert.ThrowsAsync<ExchangeException>(() => job.Providers[0].CommitAsync(job.Id, TestJob.UpdateOf(0, round), 8));
        Assert.Equal(first.CommitHash, (await job.Providers[0].PackageAsync(job.Id, round)).CommitHash);
    }

    [Fact]
    public async Task Updates_of_a_wrong_length_range_or_weight_are_not_committed_to()
    {
        TestJob job = await exchange.NewJobAsync(providers: 1, rounds: 1);
        (int round, _) = await job.Publisher.StartRoundAsync(job.Id);
        Provider provider = job.Providers[0];
        int[] low = TestJob.UpdateOf(0, round);
        low[19] = -8_388_609;
        await Assert.ThrowsAsync<ExchangeException>(() => provider.CommitAsync(job.Id, new int[19], 7));
        await Assert.ThrowsAsync<ExchangeException>(() => provider.CommitAsync(job.Id, low, 7));
        await Assert.ThrowsAsync<ExchangeException>(() => provider.CommitAsync(job.Id, TestJob.UpdateOf(0, round), 0));
        await Assert.ThrowsAsync<ExchangeException>(() => provider.CommitAsync(job.Id, TestJob.UpdateOf(0, round), 100_001));
        Assert.Equal(0, (await exchange.As(0).Coordinator.GetRoundAsync(job.Id, round)).Committed);
    }

    [Fact]
    public async Task The_secrets_file_is_the_owners_alone()
    {
        TestJob job = await exchange.NewJobAsync(providers: 1, rounds: 1);
        (int round, _) = await job.Publisher.StartRoundAsync(job.Id);
        string folder = exchange.NewFolder();
        await new Provider(exchange.As(TestExchange.FirstProviderIndex), folder).CommitAsync(job.Id, TestJob.UpdateOf(0, round), 7);
        string file = Assert.Single(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }
}
