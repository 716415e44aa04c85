using FlZk.Ethereum.Abi;

namespace FlZk.Exchange.Contracts;

/// <content><c>IStakeVault</c>.</content>
internal static partial class ExchangeAbi
{
    /// <summary><c>StakeVault</c>: bonds.</summary>
    public static ContractAbi StakeVault { get; } = Interface(
        "event NodeSlashed(address indexed node, uint256 indexed jobId, uint256 amount, uint8 proceeds)",
        "event ProceedsCollected(uint256 amount)",
        "event StakeDeposited(address indexed node, uint256 amount)",
        "event StakeLocked(address indexed node, uint256 indexed jobId, uint256 amount)",
        "event StakeUnlocked(address indexed node, uint256 indexed jobId, uint256 amount)",
        "event StakeWithdrawn(address indexed node, uint256 amount)",
        "event UnbondingStarted(address indexed node, uint256 amount, uint256 releasableAt)",
        $"function bondOf(address node) view returns ({Bond} value)",
        "function collectProceeds() returns (uint256 amount)",
        "function coordinator() view returns (address value)",
        "function deposit(uint256 amount)",
        "function distributor() view returns (address value)",
        "function exchange() view returns (address value)",
        "function lock(address node, uint256 jobId, uint256 amount)",
        "function lockedFor(address node, uint256 jobId) view returns (uint256 value)",
        "function slashNode(address node, uint256 jobId, uint256 basisPoints, uint8 proceeds) returns (uint256 amount)",
        "function stakeToken() view returns (address value)",
        "function startUnbonding(uint256 amount)",
        "function totalBonded() view returns (uint256 value)",
        "function treasury() view returns (address value)",
        "function unbondingDelay() view returns (uint256 value)",
        "function uncollectedProceeds() view returns (uint256 value)",
        "function unlock(address node, uint256 jobId) returns (uint256 amount)",
        "function withdraw() returns (uint256 amount)");
}
