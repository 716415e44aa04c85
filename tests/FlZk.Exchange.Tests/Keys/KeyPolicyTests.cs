using FlZk.Ethereum;
using FlZk.Ethereum.Development;
using FlZk.Exchange.Auditing;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Jobs;
using FlZk.Exchange.Keys;
using FlZk.Exchange.Roles;
using FlZk.Exchange.Tests.Chain;
using FlZk.Groth16;
using FlZk.Learning.Aggregation.Devices;
using FlZk.Statements;

namespace FlZk.Exchange.Tests.Keys;

public sealed class KeyPolicyTests(TestExchange exchange)
{
    [Fact]
    public void A_development_key_is_known_by_its_points_whatever_it_says()
    {
        LinkedVerificationKey disguised = LinkedVerificationKey.FromBlob(exchange.Keys.Verification.ToBlob(), KeyOrigin.Ceremony);
        Assert.Equal(KeyOrigin.Ceremony, disguised.Origin);
        Assert.True(KeyPolicy.IsDevelopmentKey(disguised));
        Assert.Throws<KeyException>(() => KeyPolicy.Strict.Require(1, disguised));
        KeyPolicy.Strict.Require(31337, disguised);
        KeyPolicy.Strict.Require(1337, disguised);
        KeyPolicy.AllowDevelopmentKeys.Require(1, disguised);
    }

    [Fact]
    public async Task Every_role_refuses_development_keys_outside_local_chains_unless_told_otherwise()
    {
        await using AnvilNode node = await AnvilNode.StartAsync(new AnvilOptions { ChainId = 777 });
        using var client = new EthereumClient(node.Url);
        var web3 = new Web3(client, TestExchange.AccountOf(0));
        var deployment = new ExchangeDeployment(web3, exchange.Artifacts);
        AddressBook book = await deployment.DeployAsync(verifiers: [(VerifierKind.Aggregate, exchange.Keys.Verification.ToBlob())]);
        ExchangeAddresses addresses = book.Addresses;
        Address verifier = book.Verifiers[0].Address;
        var contracts = new ExchangeContracts(web3, addresses);
        TrainingJobSpec spec = Spec(addresses);

        await Assert.ThrowsAsync<KeyException>(() => new Publisher(contracts).PinVerifierAsync(spec, verifier));
        var publisher = new Publisher(contracts, KeyPolicy.AllowDevelopmentKeys);
        spec = await publisher.PinVerifierAsync(spec, verifier);
        await Assert.ThrowsAsync<KeyException>(() => new Publisher(contracts).CreateJobAsync(spec));
        ulong job = (await publisher.CreateJobAsync(spec)).Job;

        ExchangeContracts asProvider = contracts.For(new Web3(client, TestExchange.AccountOf(3)));
        await contracts.Token.TransferAsync(asProvider.Sender, 1000);
        Hash32 dataset = Keccak256.Hash("data");
        await Assert.ThrowsAsync<KeyException>(() => new Provider(asProvider, exchange.NewFolder()).JoinAsync(job, dataset));
        await new Provider(asProvider, exchange.NewFolder(), KeyPolicy.AllowDevelopmentKeys).JoinAsync(job, dataset);

        ExchangeContracts asAggregator = contracts.For(new Web3(client, TestExchange.AccountOf(1)));
        Aggregator Aggregator(KeyPolicy? policy) =>
            new(asAggregator, exchange.NewFolder(), exchange.Keys, exchange.Witnesses, new NativeProver(), new CpuDevice(), policy);
        await contracts.Token.TransferAsync(asAggregator.Sender, 1000);
        await Assert.ThrowsAsync<KeyException>(() => Aggregator(null).JoinAsync(job));
        await Aggregator(KeyPolicy.AllowDevelopmentKeys).JoinAsync(job);

        AuditReport report = await new Auditor(web3, addresses.Exchange).AuditAsync(job);
        Assert.Equal("key origin", Assert.Single(report.Jobs[0].Checks, static check => !check.Passed).Name);
        var allowed = new AuditOptions { KeyPolicy = KeyPolicy.AllowDevelopmentKeys };
        Assert.Equal(AuditVerdict.Unsettled, (await new Auditor(web3, addresses.Exchange, allowed).AuditAsync(job)).Verdict);
    }

    private static TrainingJobSpec Spec(ExchangeAddresses addresses) => new()
    {
        BountyToken = addresses.Token,
        Bounty = 1000,
        Verifier = default,
        VerifierCodeHash = default,
        KeyId = default,
        Dimension = 0,
        ChunkCount = 0,
        RoundCount = 1,
        MaxWeight = 1000,
        ProviderStake = 10,
        AggregatorStake = 10,
        Aggregator = TestExchange.AccountOf(1).Address,
        Expiry = DateTimeOffset.UtcNow.AddDays(30),
    };
}
