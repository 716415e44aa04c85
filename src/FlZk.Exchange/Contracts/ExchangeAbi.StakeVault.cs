using FlZk.Ethereum.Abi;

namespace FlZk.Exchange.Contracts;

/// <content><c>IStakeVault</c>.</content>
internal static partial class ExchangeAbi
{
    /// <summary><c>StakeVault</c>: bonds.</summary>
    public static ContractAbi StakeVault { get; } = Interface(
        "event ChallengerRewarded(address indexed node, uint256 indexed lockId, address indexed challenger, uint256 amount)",
        "event DebtCollected(address indexed node, uint256 amount)",
        "event DebtRecorded(address indexed node, uint256 indexed lockId, uint256 amount)",
        "event NodeSlashed(address indexed node, uint256 indexed lockId, uint256 amount, uint8 proceeds)",
        "event ProceedsCollected(uint256 amount)",
        "event StakeDeposited(address indexed node, uint256 amount)",
        "event StakeLocked(address indexed node, uint256 indexed lockId, uint256 amount)",
        "event StakeUnlocked(address indexed node, uint256 indexed lockId, uint256 amount)",
        "event StakeWithdrawn(address indexed node, uint256 amount)",
        "event UnbondingStarted(address indexed node, uint256 amount, uint256 releasableAt)",
        "function CHALLENGER_SHARE() view returns (uint256 value)",
        "function HARMED_SHARE() view returns (uint256 value)",
        $"function bondOf(address node) view returns ({Bond} value)",
        "function collectProceeds() returns (uint256 amount)",
        "function coordinator() view returns (address value)",
        "function debtOf(address node) view returns (uint256 value)",
        "function deposit(uint256 amount)",
        "function disputes() view returns (address value)",
        "function distributor() view returns (address value)",
        "function exchange() view returns (address value)",
        "function liableFor(address node, uint256 lockId) view returns (uint256 value)",
        "function lock(address node, uint256 lockId, uint256 amount)",
        "function lockedFor(address node, uint256 lockId) view returns (uint256 value)",
        "function settlement() view returns (address value)",
        "function slashChallenged(address node, uint256 lockId, uint256 basisPoints, address challenger) returns (uint256 harmed)",
        "function slashNode(address node, uint256 lockId, uint256 basisPoints, uint8 proceeds) returns (uint256 amount)",
        "function stakeToken() view returns (address value)",
        "function startUnbonding(uint256 amount)",
        "function totalBonded() view returns (uint256 value)",
        "function treasury() view returns (address value)",
        "function unbondingDelay() view returns (uint256 value)",
        "function uncollectedProceeds() view returns (uint256 value)",
        "function unlock(address node, uint256 lockId) returns (uint256 amount)",
        "function withdraw() returns (uint256 amount)");
}
