using System.Numerics;
using FlZk.Circuits.Catalog;
using FlZk.Circuits.Keys;
using FlZk.Circuits.Witnesses;
using FlZk.Ethereum;
using FlZk.Ethereum.Accounts;
using FlZk.Ethereum.Development;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Deliveries;
using FlZk.Exchange.Jobs;
using FlZk.Exchange.Keys;
using FlZk.Exchange.Roles;
using FlZk.Exchange.Tests.Chain;
using FlZk.Groth16;
using FlZk.Learning.Aggregation.Devices;
using FlZk.Statements;

// One local chain serves all tests, and some of them move its clock.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
[assembly: AssemblyFixture(typeof(TestExchange))]

namespace FlZk.Exchange.Tests.Chain;

/// <summary>A local chain with an exchange on it, keys for models of 20 parameters in two chunks of 16 and for their contributions, and
/// accounts by role.</summary>
public sealed class TestExchange : IAsyncLifetime
{
    public const int Dimension = 20;
    public const int PublisherIndex = 0;
    public const int AggregatorIndex = 1;
    public const int BackupIndex = 2;
    public const int FirstProviderIndex = 3;
    public const int StrangerIndex = 9;

    public static readonly BigInteger Token = BigInteger.Pow(10, 18);

    private readonly Dictionary<int, ExchangeContracts> _bound = [];
    private AnvilNode? _node;
    private readonly List<EthereumClient> _clients = [];
    private EthereumClient? _client;
    private WasmWitnessGenerator? _witnesses;
    private CatalogWitnessGenerator? _contributionWitnesses;

    public Uri Url => _node!.Url;

    public EthereumClient Client => _client!;

    public ContractArtifacts Artifacts { get; private set; } = null!;

    public AddressBook Book { get; private set; } = null!;

    public ExchangeAddresses Addresses => Book.Addresses;

    public Address Verifier => Book.Verifiers[0].Address;

    public Address ContributionVerifier => Book.Verifiers[1].Address;

    public FedAvgProvingKeys Keys { get; private set; } = null!;

    public BoundedUpdateProvingKeys ContributionKeys { get; private set; } = null!;

    public IWitnessGenerator Witnesses => _witnesses!;

    public string Folder { get; } = Directory.CreateTempSubdirectory("flzk-exchange-").FullName;

    public async ValueTask InitializeAsync()
    {
        Artifacts = await ContractArtifacts.EnsureBuiltAsync();
        (Keys, CircuitKeys circuit, _) = await FedAvgDevelopmentKeys.EnsureAsync(CircuitCatalog.Read()["fedavg-16"], Dimension);
        _witnesses = WasmWitnessGenerator.Open(circuit.Circuit);
        (ContributionKeys, circuit, _) = await BoundedUpdateDevelopmentKeys.EnsureAsync(CircuitCatalog.Read()["bounded-16"], Dimension);
        _contributionWitnesses = CatalogWitnessGenerator.Open(circuit.Circuit);
        _node = await AnvilNode.StartAsync();
        _client = new EthereumClient(_node.Url);
        var deployer = new Web3(_client, AccountOf(PublisherIndex));
        var deployment = new ExchangeDeployment(deployer, Artifacts);
        Book = await deployment.DeployAsync(
            new DeploymentParameters
            {
                UnbondingDelay = TimeSpan.FromDays(4),
                VotingDelay = TimeSpan.FromMinutes(1),
                VotingPeriod = TimeSpan.FromHours(1),
                TimelockDelay = TimeSpan.FromHours(1),
            },
            [
                (VerifierKind.Aggregate, Keys.Verification.ToBlob()),
                (VerifierKind.Contribution, ContributionKeys.Verification.ToBlob()),
            ]);
        for (int i = 1; i < 10; i++) await As(PublisherIndex).Token.TransferAsync(AccountOf(i).Address, 100_000 * Token);
    }

    public async ValueTask DisposeAsync()
    {
        _witnesses?.Dispose();
        _contributionWitnesses?.Dispose();
        _client?.Dispose();
        foreach (EthereumClient client in _clients) client.Dispose();
        if (_node is not null) await _node.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    public static Account AccountOf(int index) => Mnemonic.Derive(AnvilOptions.DefaultMnemonic, index);

    public ExchangeContracts As(int index)
    {
        lock (_bound)
        {
            if (_bound.TryGetValue(index, out ExchangeContracts? bound)) return bound;
            return _bound[index] = new ExchangeContracts(new Web3(Client, AccountOf(index)), Addresses);
        }
    }

    public string NewFolder() => Directory.CreateDirectory(Path.Combine(Folder, Guid.NewGuid().ToString("N"))).FullName;

    public BoundedUpdateProver NewContributionProver() => new(ContributionKeys, _contributionWitnesses!, new NativeProver());

    public Aggregator NewAggregator(string? folder = null, int index = AggregatorIndex) =>
        new(As(index), folder ?? NewFolder(), Keys, Witnesses, new NativeProver(), new CpuDevice());

    /// <summary>Creates a job whose aggregator and providers have joined.</summary>
    public async Task<TestJob> NewJobAsync(
        int providers = 3, int rounds = 3, bool withBackup = true, int minProviders = 1,
        Func<TrainingJobSpec, TrainingJobSpec>? terms = null)
    {
        var publisher = new Publisher(As(PublisherIndex));
        TrainingJobSpec spec = await publisher.PinVerifierAsync(
            new TrainingJobSpec
            {
                BountyToken = Addresses.Token,
                Bounty = (1000 * Token) + 1,
                Verifier = default,
                VerifierCodeHash = default,
                KeyId = default,
                Dimension = 0,
                ChunkCount = 0,
                RoundCount = rounds,
                MinProviders = minProviders,
                MaxProviders = 8,
                MaxWeight = 100_000,
                ProviderStake = 10 * Token,
                AggregatorStake = 50 * Token,
                Aggregator = AccountOf(AggregatorIndex).Address,
                BackupAggregator = withBackup ? AccountOf(BackupIndex).Address : default,
                Expiry = DateTimeOffset.UtcNow.AddYears(1),
            },
            Verifier);
        ulong job = (await publisher.CreateJobAsync(terms?.Invoke(spec) ?? spec)).Job;
        await NewAggregator().JoinAsync(job);
        if (withBackup) await NewAggregator(index: BackupIndex).JoinAsync(job);
        var joined = new List<Provider>();
        for (int i = 0; i < providers; i++)
        {
            var provider = new Provider(As(FirstProviderIndex + i), NewFolder());
            await provider.JoinAsync(job, Keccak256.Hash($"data set {i}"));
            joined.Add(provider);
        }

        return new TestJob(this, job, publisher, joined);
    }

    /// <summary>Moves the chain's clock forward and mines a block.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        await Client.Rpc.CallAsync("evm_increaseTime", [(long)time.TotalSeconds]);
        await Client.Rpc.CallAsync("evm_mine", []);
    }

    /// <summary>Runs something on a fork of the chain: afterwards the chain is as before, and accounts count from there again.</summary>
    public async Task OnAForkAsync(Func<Task> attack)
    {
        string snapshot = (await Client.Rpc.CallAsync("evm_snapshot", [])).GetString()!;
        try
        {
            await attack();
        }
        finally
        {
            await Client.Rpc.CallAsync("evm_revert", [snapshot]);
            lock (_bound) _bound.Clear();

            // A client remembers the nonces that it used.
            _clients.Add(_client!);
            _client = new EthereumClient(Url);
        }
    }
}
