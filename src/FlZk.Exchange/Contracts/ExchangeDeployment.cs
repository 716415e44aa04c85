using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;
using FlZk.Ethereum.JsonRpc;
using FlZk.Platform;

namespace FlZk.Exchange.Contracts;

/// <summary>Puts an exchange on a chain: token, vault, distributor, exchange and coordinator, wired to each other at
/// construction.</summary>
/// <remarks>
/// The contracts name each other as immutables, so each must know addresses that do not exist yet: they follow from the deployer's nonce.
/// Another
/// transaction of the deployer in between would shift them; the coordinator, created last, reverts when the wiring is wrong.
/// </remarks>
public sealed class ExchangeDeployment
{
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

    /// <summary>What each creation took so far, in gas.</summary>
    public IReadOnlyList<(string Contract, ulong GasUsed)> Gas => _gas;

    /// <summary>The whole supply of the token that a deployment mints to the deployer: a hundred million, of 18 decimals.</summary>
    public static BigInteger TokenSupply { get; } = 100_000_000 * BigInteger.Pow(10, 18);

    /// <summary>Deploys a token and an exchange that uses it for stakes.</summary>
    /// <param name="treasury">Receives slashed stake that no provider was harmed by; null for the deployer.</param>
    /// <param name="unbondingDelay">How long a bond waits before it leaves; longer than any round.</param>
    /// <param name="progress">Told of each contract.</param>
    /// <param name="cancellation">Stops between contracts.</param>
    /// <exception cref="ChainException">The node cannot be reached or refused, or a creation reverted.</exception>
    /// <exception cref="Platform.Files.FileFormatException">A compiled contract is not what it should be.</exception>
    public async Task<ExchangeAddresses> DeployAsync(
        Address? treasury = null, TimeSpan? unbondingDelay = null, IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        Address deployer = _web3.Account?.Address ?? throw new InvalidOperationException("A deployment needs an account.");
        ulong chainId = await _web3.Client.GetChainIdAsync(cancellation).ConfigureAwait(false);
        Address token = await CreateAsync("FltToken", new() { ["holder"] = deployer, ["supply"] = TokenSupply }, 0, progress, cancellation)
            .ConfigureAwait(false);

        ulong nonce = await _web3.Client.GetTransactionCountAsync(deployer, BlockReference.Pending, cancellation).ConfigureAwait(false);
        var known = new Dictionary<string, object>
        {
            ["stakeToken"] = token,
            ["treasury"] = treasury ?? deployer,
            ["unbondingDelay"] = (long)(unbondingDelay ?? TimeSpan.FromDays(14)).TotalSeconds,
            ["stakeVault"] = Address.OfCreated(deployer, nonce),
            ["distributor"] = Address.OfCreated(deployer, nonce + 1),
            ["exchange"] = Address.OfCreated(deployer, nonce + 2),
            ["coordinator"] = Address.OfCreated(deployer, nonce + 3),
        };
        string[] order = ["StakeVault", "RewardDistributor", "DataExchange", "ModelCoordinator"];
        string[] names = ["stakeVault", "distributor", "exchange", "coordinator"];
        for (int i = 0; i < order.Length; i++)
        {
            Address created = await CreateAsync(order[i], known, i + 1, progress, cancellation).ConfigureAwait(false);
            if (created != (Address)known[names[i]])
            {
                throw new ChainException(
                    $"{order[i]} was created at {created} instead of {known[names[i]]}: another transaction of the deployer came between. "
                    + $"Deploy again.");
            }
        }

        return new ExchangeAddresses
        {
            ChainId = chainId,
            Exchange = (Address)known["exchange"],
            Coordinator = (Address)known["coordinator"],
            StakeVault = (Address)known["stakeVault"],
            Distributor = (Address)known["distributor"],
            Token = token,
        };
    }

    /// <summary>Deploys the verifier of one linked key; the contract checks the key and refuses an unsafe one.</summary>
    /// <param name="keyBlob">The key as the contract stores it.</param>
    /// <param name="progress">Told of the creation.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The verifier's address.</returns>
    /// <exception cref="ChainException">The node cannot be reached or refused, or the key is unsafe.</exception>
    public Task<Address> DeployVerifierAsync(
        ReadOnlyMemory<byte> keyBlob, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default) =>
        CreateAsync("LinkedGroth16Verifier", new() { ["key"] = keyBlob }, 0, progress, cancellation);

    private async Task<Address> CreateAsync(
        string contract, Dictionary<string, object> known, int done, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new WorkProgress($"deploying {contract}", done, 5));
        ContractArtifact artifact = ContractArtifact.Read(_artifacts.PathOf(contract));

        // Constructors are wired by the names of their parameters, so a changed order cannot swap two addresses.
        object[] arguments =
            [.. artifact.Abi.Constructor.Select(parameter => known.TryGetValue(parameter.Name.TrimEnd('_'), out object? value)
            ? value
            : throw new AbiException($"The constructor of {contract} wants '{parameter.Name}', which this deployment does not know."))];
        Contract created = await _web3.DeployAsync(artifact, arguments, null, cancellation).ConfigureAwait(false);
        _gas.Add((contract, created.CreationReceipt!.GasUsed));
        return created.Address;
    }
}
