using FlZk.Ethereum;
using FlZk.Ethereum.Accounts;
using FlZk.Ethereum.Development;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Tests.Chain;
using FlZk.Platform;

namespace FlZk.Exchange.Tests.Contracts;

public sealed class ExchangeDeploymentTests(TestExchange exchange)
{
    [Fact]
    public async Task The_deployer_keeps_no_role()
    {
        ExchangeContracts contracts = exchange.As(TestExchange.PublisherIndex);
        foreach (string role in (string[])["DEFAULT_ADMIN_ROLE", "PROPOSER_ROLE", "EXECUTOR_ROLE"])
            Assert.False(await contracts.Timelock.HasRoleAsync(role, exchange.Book.Deployer), role);
        Assert.True(await contracts.Timelock.HasRoleAsync("PROPOSER_ROLE", contracts.Governor.Address));
        Assert.False(await contracts.Timelock.HasRoleAsync("CANCELLER_ROLE", contracts.Governor.Address));
        Assert.True(await contracts.Timelock.HasRoleAsync("CANCELLER_ROLE", exchange.Book.Parameters.Guardian!.Value));
        Assert.True(await contracts.Registry.IsListedAsync(exchange.Verifier));
        VerifierListing listing = Assert.Single(
            await contracts.Registry.GetListingsAsync(0, 10), listing => listing.Verifier == exchange.Verifier);
        Assert.Equal(exchange.Book.Verifiers[0].CodeHash, listing.CodeHash);
        Assert.Equal(exchange.Book.Verifiers[0].KeyId, listing.KeyId);
    }

    [Fact]
    public async Task An_interrupted_deployment_goes_on_where_it_ended_and_nothing_is_created_twice()
    {
        await using AnvilNode node = await AnvilNode.StartAsync();
        Account deployer = TestExchange.AccountOf(4);
        string plan = Path.Combine(exchange.NewFolder(), "plan.json");
        (VerifierKind, ReadOnlyMemory<byte>)[] keys = [(VerifierKind.Aggregate, exchange.Keys.Verification.ToBlob())];
        int steps = 0;
        foreach (int stopAfter in (int[])[1, 6, 17])
        {
            using var stop = new CancellationTokenSource();
            using var web3 = new Web3(node.Url, deployer);
            var counter = new Counter(stopAfter, stop);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => new ExchangeDeployment(web3, exchange.Artifacts).DeployAsync(null, keys, plan, counter, stop.Token));
            steps += counter.Seen;
        }

        using var again = new Web3(node.Url, deployer);
        var changed = new DeploymentParameters { UnbondingDelay = TimeSpan.FromDays(5) };
        ExchangeException refused = await Assert.ThrowsAsync<ExchangeException>(
            () => new ExchangeDeployment(again, exchange.Artifacts).DeployAsync(changed, keys, plan));
        Assert.Contains("other parameters", refused.Message, StringComparison.Ordinal);

        AddressBook book = await new ExchangeDeployment(again, exchange.Artifacts).DeployAsync(null, keys, plan);
        Assert.False(File.Exists(plan));
        Assert.Equal(25UL, await again.Client.GetTransactionCountAsync(deployer.Address, default));
        Assert.Equal(book.Addresses, (await ExchangeContracts.OpenAsync(again, book.Addresses.Exchange)).Addresses);
        Assert.True(steps > 0);
    }

    [Fact]
    public async Task Another_transaction_in_between_is_told_and_nothing_is_built_on_lost_addresses()
    {
        await using AnvilNode node = await AnvilNode.StartAsync();
        Account deployer = TestExchange.AccountOf(4);
        string plan = Path.Combine(exchange.NewFolder(), "plan.json");
        using var stop = new CancellationTokenSource();
        using var web3 = new Web3(node.Url, deployer);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new ExchangeDeployment(web3, exchange.Artifacts).DeployAsync(
            null, null, plan, new Counter(3, stop), stop.Token));
        await web3.TransferAsync(TestExchange.AccountOf(5).Address, 1);
        ExchangeException lost = await Assert.ThrowsAsync<ExchangeException>(
            () => new ExchangeDeployment(web3, exchange.Artifacts).DeployAsync(null, null, plan));
        Assert.Contains("came between", lost.Message, StringComparison.Ordinal);
    }

    /// <summary>Cancels after so many reports.</summary>
    private sealed class Counter(int after, CancellationTokenSource stop) : IProgress<WorkProgress>
    {
        public int Seen { get; private set; }

        public void Report(WorkProgress value)
        {
            if (++Seen > after) stop.Cancel();
        }
    }
}
