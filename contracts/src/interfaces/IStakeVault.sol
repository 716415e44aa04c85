// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IStakeVault
/// @notice Holds every bond, in the stake token. A bond is free, locked, or unbonding; it leaves only from unbonding, and only after the
///         delay. The roles are fixed at construction: exchange and settlement lock and unlock, each under ids of its own; coordinator,
///         settlement and disputes slash, and each only on evidence that it has checked itself. Nobody else moves a bond.
/// @dev A lock's id is the job's for the exchange, and jobId | 1 << 255 for the settlement. What the exchange unlocks stays liable for its job
///      for one unbonding delay: it may serve elsewhere meanwhile, but what it owes is then collected before it comes free.
interface IStakeVault {
    /// @notice Where slashed stake goes. Never to whoever reported the fault, but for a challenger's share (slashChallenged).
    enum SlashProceeds {
        /// Credited to the treasury, which collects it.
        Treasury,
        /// Sent to the reward distributor, for the providers of the failed round.
        Harmed
    }

    /// @notice A node's bond, in units of the stake token.
    struct Bond {
        uint128 free;
        uint128 locked;
        uint128 unbonding;
        /// When `unbonding` may leave, in seconds since the epoch.
        uint64 releasableAt;
    }

    event StakeDeposited(address indexed node, uint256 amount);
    event StakeLocked(address indexed node, uint256 indexed lockId, uint256 amount);
    event StakeUnlocked(address indexed node, uint256 indexed lockId, uint256 amount);
    event UnbondingStarted(address indexed node, uint256 amount, uint256 releasableAt);
    event StakeWithdrawn(address indexed node, uint256 amount);
    event NodeSlashed(address indexed node, uint256 indexed lockId, uint256 amount, SlashProceeds proceeds);
    /// @notice Part of what a node was slashed, beside what NodeSlashed tells, became the free bond of who had challenged it.
    event ChallengerRewarded(address indexed node, uint256 indexed lockId, address indexed challenger, uint256 amount);
    /// @notice A slash found less than it takes, because the liable stake was locked elsewhere; the node owes the rest.
    event DebtRecorded(address indexed node, uint256 indexed lockId, uint256 amount);
    /// @notice Stake that came free paid what its node owed; the treasury is credited.
    event DebtCollected(address indexed node, uint256 amount);
    event ProceedsCollected(uint256 amount);

    error AddressZero();
    error AmountZero();
    error DelayZero();
    /// @notice The caller may not lock or unlock, or not under this id.
    error CallerNotLocker(address caller, uint256 lockId);
    error CallerNotSlasher(address caller);
    error CallerNotTreasury(address caller);
    /// @notice The token delivered another amount than asked for: it takes a fee or rebases.
    error TransferAmountWrong(uint256 expected, uint256 actual);
    error StakeInsufficient(address node, uint256 needed, uint256 free);
    error NothingUnbonding(address node);
    error StillUnbonding(uint256 releasableAt);
    error FractionOutOfRange(uint256 basisPoints);

    /// @notice Adds to the caller's free bond; the vault must be approved for `amount`.
    function deposit(uint256 amount) external;

    /// @notice Moves free bond to unbonding and (re)starts the delay for all that is unbonding.
    function startUnbonding(uint256 amount) external;

    /// @notice Pays out the caller's unbonding bond once the delay is over.
    /// @return amount What left.
    function withdraw() external returns (uint256 amount);

    /// @notice Sends what slashing has credited to the treasury. Treasury only.
    function collectProceeds() external returns (uint256 amount);

    /// @notice Locks `amount` of a node's free bond. Exchange and settlement only.
    function lock(address node, uint256 lockId, uint256 amount) external;

    /// @notice Frees all that is locked under an id. Exchange and settlement only, each under its own ids.
    /// @return amount What was locked; what the node owed is taken out of it.
    function unlock(address node, uint256 lockId) external returns (uint256 amount);

    /// @notice Takes a fraction of what a node has locked under an id, or unlocked less than an unbonding delay ago, rounded up.
    ///         Coordinator, settlement and disputes only.
    /// @param basisPoints The fraction in 1/10,000, in (0, 10,000].
    /// @return amount What was taken now; a shortfall becomes the node's debt to the treasury.
    function slashNode(address node, uint256 lockId, uint256 basisPoints, SlashProceeds proceeds) external returns (uint256 amount);

    /// @notice Slashes as slashNode does, for an offence that somebody challenged at the risk of a bond. CHALLENGER_SHARE of what is taken
    ///         becomes the challenger's free bond (less what it owes), HARMED_SHARE goes to the distributor, both rounded down, and the
    ///         rest to the treasury: at least a unit, so that a node loses even if challenger and harmed are itself. Coordinator only.
    /// @param basisPoints The fraction in 1/10,000, in (0, 10,000].
    /// @return harmed What the distributor was sent.
    function slashChallenged(address node, uint256 lockId, uint256 basisPoints, address challenger) external returns (uint256 harmed);

    function bondOf(address node) external view returns (Bond memory);

    function lockedFor(address node, uint256 lockId) external view returns (uint256);

    /// @notice What a slash of 10,000 would be counted from: what is locked under an id, or what was unlocked less than a delay ago if that
    ///         is more.
    function liableFor(address node, uint256 lockId) external view returns (uint256);

    /// @notice What a node owes for slashes that found too little; collected from whatever comes free.
    function debtOf(address node) external view returns (uint256);

    /// @notice The sum of all bonds, in whatever state.
    function totalBonded() external view returns (uint256);

    /// @notice What slashing has credited to the treasury and it has not collected.
    function uncollectedProceeds() external view returns (uint256);

    /// @notice What a challenger gets of what slashChallenged takes, in 1/10,000.
    function CHALLENGER_SHARE() external view returns (uint256);

    /// @notice What the providers of the failed round get of what slashChallenged takes, in 1/10,000.
    function HARMED_SHARE() external view returns (uint256);

    function stakeToken() external view returns (address);

    function treasury() external view returns (address);

    function exchange() external view returns (address);

    function coordinator() external view returns (address);

    function settlement() external view returns (address);

    function disputes() external view returns (address);

    function distributor() external view returns (address);

    /// @notice Seconds between `startUnbonding` and `withdraw`.
    function unbondingDelay() external view returns (uint256);
}
