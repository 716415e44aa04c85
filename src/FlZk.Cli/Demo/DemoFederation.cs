using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Contracts;
using FlZk.Ethereum.Development;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Jobs;
using FlZk.Exchange.Models;
using FlZk.Exchange.Roles;
using FlZk.Groth16;
using FlZk.Learning.Aggregation.Devices;
using FlZk.Platform;
using FlZk.Statements;

namespace FlZk.Cli.Demo;

/// <summary>An exchange on a fresh local chain with one job: its publisher, aggregator and providers, all registered and bonded.</summary>
internal sealed class DemoFederation : IDisposable
{
    private static readonly BigInteger Token = BigInteger.Pow(10, 18);
    private static readonly BigInteger BountyPerRound = 1_000 * Token;
    private static readonly BigInteger ProviderStake = 100 * Token;
    private static readonly BigInteger AggregatorStake = 500 * Token;

    private readonly EthereumClient _client;

    private DemoFederation(EthereumClient client) => _client = client;

    public required ExchangeContracts Contracts { get; init; }

    public required JobView Job { get; init; }

    public required Publisher Publisher { get; init; }

    public required Aggregator Aggregator { get; init; }

    public required IReadOnlyList<Provider> Providers { get; init; }

    /// <summary>Accounts a chain must hold for so many providers: the publisher, the aggregator, and one each.</summary>
    public static int AccountsFor(int providers) => 2 + providers;

    /// <summary>Deploys, funds, creates the job and has everybody join it.</summary>
    public static async Task<DemoFederation> FoundAsync(
        AnvilNode chain,
        ContractArtifacts artifacts,
        FedAvgProvingKeys keys,
        IWitnessGenerator witnesses,
        IGroth16Prover prover,
        IAggregationDevice device,
        DemoOptions options,
        ReadOnlyMemory<int> initialModel,
        string folder,
        IProgress<WorkProgress>? progress,
        CancellationToken cancellation)
    {
        var client = new EthereumClient(chain.Url);
        try
        {
            var publisherAccount = new Web3(client, chain.Accounts[0]);
            var deployment = new ExchangeDeployment(publisherAccount, artifacts);
            AddressBook book = await deployment.DeployAsync(
                null, [(VerifierKind.Aggregate, keys.Verification.ToBlob())], null, progress, cancellation).ConfigureAwait(false);
            book.Write(Path.Combine(folder, "exchange.json"));
            Address verifier = book.Verifiers[0].Address;

            var contracts = new ExchangeContracts(publisherAccount, book.Addresses);
            var aggregatorContracts = contracts.For(new Web3(client, chain.Accounts[1]));
            ExchangeContracts[] providerContracts =
                [.. chain.Accounts.Skip(2).Take(options.Providers).Select(account => contracts.For(new Web3(client, account)))];

            progress?.Report(new WorkProgress("funding the parties and creating the job"));
            await contracts.Token.TransferAsync(aggregatorContracts.Sender, AggregatorStake, cancellation).ConfigureAwait(false);
            foreach (ExchangeContracts provider in providerContracts)
            {
                await contracts.Token.TransferAsync(provider.Sender, ProviderStake, cancellation).ConfigureAwait(false);
            }

            var publisher = new Publisher(contracts);
            TrainingJobSpec spec = await publisher.PinVerifierAsync(
                Terms(options, keys, contracts, aggregatorContracts.Sender, initialModel.Span), verifier, cancellation)
                .ConfigureAwait(false);
            JobCreated created = await publisher.CreateJobAsync(spec, cancellation).ConfigureAwait(false);

            var aggregator = new Aggregator(aggregatorContracts, Path.Combine(folder, "aggregator"), keys, witnesses, prover, device);
            await aggregator.JoinAsync(created.Job, cancellation).ConfigureAwait(false);
            var providers = new Provider[providerContracts.Length];
            for (int i = 0; i < providers.Length; i++)
            {
                progress?.Report(new WorkProgress("registering providers with their stakes", i, providers.Length));
                providers[i] = new Provider(providerContracts[i], Path.Combine(folder, $"provider-{i + 1}"));
                Hash32 dataset = Keccak256.Hash(
                    System.Text.Encoding.UTF8.GetBytes($"FlZk demo, seed {options.Seed}, shard {i + 1} of {options.Providers}"));
                await providers[i].JoinAsync(created.Job, dataset, default, cancellation).ConfigureAwait(false);
            }

            return new DemoFederation(client)
            {
                Contracts = contracts,
                Job = await contracts.Exchange.GetJobAsync(created.Job, default, cancellation).ConfigureAwait(false),
                Publisher = publisher,
                Aggregator = aggregator,
                Providers = providers,
            };
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    public void Dispose() => _client.Dispose();

    private static TrainingJobSpec Terms(
        DemoOptions options, FedAvgProvingKeys keys, ExchangeContracts contracts, Address aggregator,
        ReadOnlySpan<int> initialModel) => new()
        {
            BountyToken = contracts.Token.Address,
            Bounty = BountyPerRound * options.Rounds,
            Verifier = default,
            VerifierCodeHash = default,
            KeyId = default,
            Dimension = keys.Verification.Dimension,
            ChunkCount = keys.Verification.Chunks,
            RoundCount = options.Rounds,
            MinProviders = options.Providers,
            MaxProviders = options.Providers,
            MaxWeight = keys.Verification.Parameters.MaximumTotalWeight / options.Providers,
            ProviderStake = ProviderStake,
            AggregatorStake = AggregatorStake,
            Aggregator = aggregator,
            Expiry = DateTimeOffset.UtcNow.AddDays(30),
            InitialModelHash = PackedModel.Hash(initialModel, keys.Verification.Parameters.ValueBits),
        };
}
