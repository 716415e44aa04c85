using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;
using FlZk.Ethereum.JsonRpc;
using FlZk.Platform;
using FlZk.Platform.Files;

namespace FlZk.Exchange.Contracts;

/// <summary>Puts a whole exchange on a chain: verifiers, token, timelock, vault, distributor, and every module behind its proxy, wired to
/// each other at construction and listed in an address book.</summary>
/// <remarks>
/// The contracts name each other as immutables, at addresses that follow from the deployer's nonce, so nothing else may be sent by the
/// deployer meanwhile; every module refuses a place other than the one it was built for. No role is left with the deployer, except where
/// the parameters name it.
/// </remarks>
public sealed class ExchangeDeployment
{
    private static readonly TimeSpan MempoolPatience = TimeSpan.FromMinutes(5);

    private readonly Web3 _web3;
    private readonly ContractArtifacts _artifacts;
    private readonly List<(string Contract, ulong GasUsed)> _gas = [];

    /// <summary>Prepares a deployment.</summary>
    /// <param name="web3">The deployer.</param>
    /// <param name="artifacts">The compiled contracts.</param>
    public ExchangeDeployment(Web3 web3, ContractArtifacts artifacts)
    {
        _web3 = web3;
        _artifacts = artifacts;
    }

    /// <summary>What each creation of this object took so far, in gas.</summary>
    public IReadOnlyList<(string Contract, ulong GasUsed)> Gas => _gas;

    /// <summary>The whole supply of the token that a deployment mints: a hundred million, of 18 decimals.</summary>
    public static BigInteger TokenSupply { get; } = 100_000_000 * BigInteger.Pow(10, 18);

    /// <summary>Deploys an exchange.</summary>
    /// <param name="parameters">What it fixes; null for the defaults.</param>
    /// <param name="verifiers">The keys of the verifiers that jobs may name from the start; governance lists later ones.</param>
    /// <param name="planFile">Where the plan is kept until the deployment is complete: called again with the same file, an interrupted one
    /// goes on where it ended. Null keeps none.</param>
    /// <param name="progress">Told of each contract.</param>
    /// <param name="cancellation">Stops between contracts.</param>
    /// <exception cref="ExchangeException">The plan in the file is another deployment's, or another transaction of the deployer came
    /// between.</exception>
    /// <exception cref="ChainException">The node cannot be reached or refused, or a creation reverted: for a verifier, an unsafe
    /// key.</exception>
    /// <exception cref="FileFormatException">A compiled contract or the plan is not what it should be.</exception>
    /// <exception cref="IOException">The plan could not be read or written; nothing was sent that is not in it.</exception>
    public async Task<AddressBook> DeployAsync(
        DeploymentParameters? parameters = null,
        IReadOnlyList<(VerifierKind Kind, ReadOnlyMemory<byte> KeyBlob)>? verifiers = null,
        string? planFile = null,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        Address deployer = _web3.Account?.Address ?? throw new InvalidOperationException("A deployment needs an account.");
        parameters ??= new DeploymentParameters();
        verifiers ??= [];
        DeploymentPlan fresh = await PlanAsync(deployer, parameters, verifiers, cancellation).ConfigureAwait(false);
        DeploymentPlan plan = fresh;
        int done = 0;
        if (planFile is not null && File.Exists(planFile))
        {
            plan = DeploymentPlan.Read(planFile);
            done = await DoneAsync(plan, fresh, planFile, cancellation).ConfigureAwait(false);
        }
        else if (planFile is not null)
        {
            fresh.Write(planFile);
        }

        parameters = parameters with
        {
            Treasury = parameters.Treasury ?? plan.Of("ExchangeTimelock"),
            Guardian = parameters.Guardian ?? deployer,
            TokenHolder = parameters.TokenHolder ?? deployer,
        };
        Creation[] creations = [.. Creations(plan, parameters, verifiers)];
        for (int i = done; i < creations.Length; i++)
        {
            progress?.Report(new WorkProgress($"deploying {creations[i].What}", i, creations.Length));
            await CreateAsync(creations[i], plan.At(i), plan.FirstNonce + (ulong)i, cancellation).ConfigureAwait(false);
        }

        AddressBook book = await BookAsync(plan, parameters, verifiers, cancellation).ConfigureAwait(false);
        await book.OpenAsync(_web3, cancellation).ConfigureAwait(false);
        if (planFile is not null) File.Delete(planFile);
        return book;
    }

    /// <summary>Deploys the verifier of one key after the exchange; governance may list it then. The contract checks the key and refuses an
    /// unsafe one.</summary>
    /// <param name="keyBlob">The key as the contract stores it.</param>
    /// <param name="kind">What it verifies.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The verifier's address.</returns>
    /// <exception cref="ChainException">The node cannot be reached or refused, or the key is unsafe.</exception>
    public async Task<Address> DeployVerifierAsync(
        ReadOnlyMemory<byte> keyBlob, VerifierKind kind = VerifierKind.Aggregate, CancellationToken cancellation = default)
    {
        ContractArtifact artifact = Artifact(ContractOf(kind));
        Contract created = await _web3.DeployAsync(artifact, [keyBlob], null, cancellation).ConfigureAwait(false);
        _gas.Add((artifact.Name, created.CreationReceipt!.GasUsed));
        return created.Address;
    }

    private static string ContractOf(VerifierKind kind) =>
        kind == VerifierKind.Aggregate ? "LinkedGroth16Verifier" : "BoundedUpdateVerifier";

    private static Hash32 TermsOf(
        DeploymentParameters parameters, IReadOnlyList<(VerifierKind Kind, ReadOnlyMemory<byte> KeyBlob)> verifiers) =>
        Keccak256.Hash(System.Text.Encoding.UTF8.GetBytes(
            $"{parameters}\n{string.Join('\n', verifiers.Select(static v => $"{v.Kind} {Keccak256.Hash(v.KeyBlob.Span)}"))}"));

    private async Task<DeploymentPlan> PlanAsync(
        Address deployer,
        DeploymentParameters parameters,
        IReadOnlyList<(VerifierKind Kind, ReadOnlyMemory<byte> KeyBlob)> verifiers,
        CancellationToken cancellation)
    {
        BlockHeader genesis = await _web3.Client.GetBlockAsync(BlockReference.Earliest, cancellation).ConfigureAwait(false)
            ?? throw new InvalidChainResponseException("The node has no first block.");
        return new DeploymentPlan
        {
            ChainId = await _web3.Client.GetChainIdAsync(cancellation).ConfigureAwait(false),
            Genesis = genesis.Hash,
            Deployer = deployer,
            FirstNonce = await _web3.Client.GetTransactionCountAsync(
                deployer, BlockReference.Pending, cancellation).ConfigureAwait(false),
            Block = await _web3.Client.GetBlockNumberAsync(cancellation).ConfigureAwait(false),
            Sources = _artifacts.Sources,
            Terms = TermsOf(parameters, verifiers),
            Verifiers = verifiers.Count,
        };
    }

    /// <summary>How many creations of an interrupted deployment stand.</summary>
    private async Task<int> DoneAsync(DeploymentPlan plan, DeploymentPlan fresh, string planFile, CancellationToken cancellation)
    {
        string? difference =
            plan.ChainId != fresh.ChainId || plan.Genesis != fresh.Genesis ? "on another chain, or a local one since restarted"
            : plan.Deployer != fresh.Deployer ? $"by {plan.Deployer}"
            : plan.Sources != fresh.Sources ? "with other contracts"
            : plan.Terms != fresh.Terms || plan.Verifiers != fresh.Verifiers ? "with other parameters or verifiers"
            : null;
        if (difference is not null)
        {
            throw new ExchangeException(
                $"The deployment in {planFile} was begun {difference}: finish it as it was begun, or delete the file and deploy anew.");
        }

        ulong nonce = await SettledNonceAsync(plan.Deployer, cancellation).ConfigureAwait(false);
        int done = nonce <= plan.FirstNonce ? 0 : (int)Math.Min(nonce - plan.FirstNonce, (ulong)plan.Count);
        for (int i = 0; i < done; i++)
        {
            byte[] code = await _web3.Client.GetCodeAsync(plan.At(i), default, cancellation).ConfigureAwait(false);
            if (code.Length == 0)
            {
                throw new ExchangeException(
                    $"Creation {i + 1} of {plan.Count} should stand at {plan.At(i)} and does not: another transaction of {plan.Deployer} "
                    + "came "
                    + $"between, and the addresses after it are lost. Delete {planFile} and deploy anew.");
            }
        }

        return done;
    }

    /// <summary>The account's nonce once nothing of it waits any more.</summary>
    private async Task<ulong> SettledNonceAsync(Address deployer, CancellationToken cancellation)
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        while (true)
        {
            ulong mined = await _web3.Client.GetTransactionCountAsync(deployer, BlockReference.Latest, cancellation).ConfigureAwait(false);
            ulong waiting = await _web3.Client.GetTransactionCountAsync(
                deployer, BlockReference.Pending, cancellation).ConfigureAwait(false);
            if (mined >= waiting) return mined;
            if (System.Diagnostics.Stopwatch.GetElapsedTime(start) > MempoolPatience)
                throw new ExchangeException($"{waiting - mined} transactions of {deployer} wait to be mined: try again when they are.");
            await Task.Delay(TimeSpan.FromSeconds(1), cancellation).ConfigureAwait(false);
        }
    }

    private IEnumerable<Creation> Creations(
        DeploymentPlan plan, DeploymentParameters parameters, IReadOnlyList<(VerifierKind Kind, ReadOnlyMemory<byte> KeyBlob)> verifiers)
    {
        Address governor = plan.Of("ExchangeGovernor");
        object[] wiring = [.. WiringOf(plan, parameters.Treasury!.Value).Select(static a => (object)a)];
        var known = new Dictionary<string, object>
        {
            ["wiring"] = wiring,
            ["holder"] = parameters.TokenHolder!.Value,
            ["supply"] = TokenSupply,
            ["minDelay"] = (long)parameters.TimelockDelay.TotalSeconds,
            ["governor"] = governor,
            ["guardian"] = parameters.Guardian!.Value,
            ["unbondingDelay"] = (long)parameters.UnbondingDelay.TotalSeconds,
            ["token"] = plan.Of("FltToken"),
            ["timelock"] = plan.Of("ExchangeTimelock"),
            ["genesis"] = Enumerable.Range(0, verifiers.Count).Select(i => (object)plan.At(i)).ToArray(),
            ["attesters"] = Array.Empty<object>(),
            ["votingDelay"] = (long)parameters.VotingDelay.TotalSeconds,
            ["votingPeriod"] = (long)parameters.VotingPeriod.TotalSeconds,
            ["proposalThreshold"] = parameters.ProposalThreshold,
            ["quorumPercent"] = parameters.QuorumPercent,
        };
        foreach ((VerifierKind kind, ReadOnlyMemory<byte> blob) in verifiers)
            yield return Create(ContractOf(kind), new Dictionary<string, object> { ["key"] = blob, ["keyBlob"] = blob, ["blob"] = blob });
        foreach (string contract in DeploymentPlan.Fixed) yield return Create(contract, known);
        foreach (string module in DeploymentPlan.Modules)
        {
            yield return Create(module, known);
            AbiFunction initialise = Artifact(module).Abi.Function("initialize");
            byte[] call = initialise.EncodeCall(Arguments($"{module}.initialize", initialise.Inputs, known));
            yield return new Creation(
                $"{module}'s proxy", Artifact("ModuleProxy"), [plan.ImplementationOf(module), call]);
        }
    }

    /// <summary>The struct <c>Wiring</c>, in the order of its members.</summary>
    private static IEnumerable<Address> WiringOf(DeploymentPlan plan, Address treasury) =>
    [
        plan.Of("ExchangeTimelock"), plan.Of("FltToken"), treasury, plan.Of("StakeVault"), plan.Of("RewardDistributor"),
        plan.Of("VerifierRegistry"), plan.Of("DataExchange"), plan.Of("ModelCoordinator"), plan.Of("Reputation"),
        plan.Of("CommitteeSelector"), plan.Of("DataQualityOracle"), plan.Of("OptimisticSettlement"), plan.Of("ContributionDisputes"),
        plan.Of("ModelMarketplace"),
    ];

    private Creation Create(string contract, Dictionary<string, object> known)
    {
        ContractArtifact artifact = Artifact(contract);
        return new Creation(contract, artifact, Arguments($"the constructor of {contract}", artifact.Abi.Constructor, known));
    }

    /// <summary>Arguments by the names of the parameters, so that a changed order cannot swap two addresses.</summary>
    private static object[] Arguments(string of, IReadOnlyList<AbiParameter> parameters, Dictionary<string, object> known) =>
    [
        .. parameters.Select(parameter => known.TryGetValue(parameter.Name.TrimEnd('_'), out object? value)
            ? value
            : throw new AbiException($"{of} wants '{parameter.Name}', which this deployment does not know.")),
    ];

    private ContractArtifact Artifact(string contract) => ContractArtifact.Read(_artifacts.PathOf(contract));

    private async Task CreateAsync(Creation creation, Address expected, ulong nonce, CancellationToken cancellation)
    {
        var options = new SendOptions
        {
            BeforeBroadcast = (signed, _) => signed.Transaction.Nonce == nonce
                ? Task.CompletedTask
                : throw new ExchangeException(
                    $"{creation.What} should be created with nonce {nonce}, but the deployer's is {signed.Transaction.Nonce}: another "
                    + "transaction of it came between, and the addresses are lost. Nothing was sent; deploy anew."),
        };
        Contract created = await _web3.DeployAsync(creation.Artifact, creation.Arguments, options, cancellation).ConfigureAwait(false);
        if (created.Address != expected)
            throw new InvalidChainResponseException($"{creation.What} was created at {created.Address} instead of {expected}.");
        _gas.Add((creation.What, created.CreationReceipt!.GasUsed));
    }

    private async Task<AddressBook> BookAsync(
        DeploymentPlan plan,
        DeploymentParameters parameters,
        IReadOnlyList<(VerifierKind Kind, ReadOnlyMemory<byte> KeyBlob)> verifiers,
        CancellationToken cancellation)
    {
        var listed = new List<DeployedVerifier>();
        for (int i = 0; i < verifiers.Count; i++)
        {
            byte[] code = await _web3.Client.GetCodeAsync(plan.At(i), default, cancellation).ConfigureAwait(false);
            listed.Add(new DeployedVerifier(
                verifiers[i].Kind, plan.At(i), Keccak256.Hash(code), Keccak256.Hash(verifiers[i].KeyBlob.Span)));
        }

        return new AddressBook
        {
            Addresses = ExchangeAddresses.Of(plan.ChainId, DeploymentPlan.Contracts.ToDictionary(static c => c, plan.Of)),
            Genesis = plan.Genesis,
            Deployer = plan.Deployer,
            DeployedAt = plan.Block,
            Sources = plan.Sources,
            Implementations = DeploymentPlan.Modules.ToDictionary(static m => m, plan.ImplementationOf),
            Verifiers = listed,
            Parameters = parameters,
        };
    }

    /// <summary>One creation.</summary>
    private sealed record Creation(string What, ContractArtifact Artifact, object[] Arguments);
}
