// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "./Bn254Points.sol";
import { AggregateProof } from "./AggregateProof.sol";

/// @title IModelCoordinator
/// @notice The rounds: providers commit, deliver off chain, and reveal; the contract adds up C_S = sum w_i C_i and W = sum w_i; the
///         aggregator proves the new model's commitment from them. Whatever waits on a deadline can be pushed on by anyone.
interface IModelCoordinator {
    /// @notice Where a round is. Idle: not started.
    enum Phase {
        Idle,
        Committing,
        Delivering,
        Revealing,
        Aggregating,
        Finalised,
        Failed
    }

    /// @notice A job's terms as the rounds need them.
    struct JobTerms {
        address verifier;
        uint32 commitDuration;
        uint32 deliveryDuration;
        uint32 revealDuration;
        address aggregator;
        uint32 maxWeight;
        uint32 aggregationDuration;
        uint16 minProviders;
        address backupAggregator;
        uint32 roundCount;
        bytes32 verifierCodeHash;
    }

    /// @notice A round as it stands.
    struct RoundState {
        uint256 jobId;
        uint256 round;
        Phase phase;
        /// When the phase ends at the latest, in seconds since the epoch; 0 once settled.
        uint256 deadline;
        /// Providers registered when the round started; those who committed; those who revealed.
        uint256 eligible;
        uint256 committed;
        uint256 revealed;
        /// W so far.
        uint256 totalWeight;
        /// C_S so far; (0, 0) once finalised, when AggregateVerified holds it.
        G1 sumCommitment;
        /// C_Y; (0, 0) until finalised.
        G1 modelCommitment;
        /// Who settled the round; zero until finalised.
        address settledBy;
        /// Which of the job's finalised rounds this is, from 0; meaningful once finalised.
        uint256 ordinal;
        bool modelPublished;
    }

    event JobOpened(uint256 indexed jobId, JobTerms terms);
    event RoundStarted(uint256 indexed jobId, uint256 indexed round, bytes32 indexed roundKey, uint256 eligible, uint256 deadline);
    event PhaseAdvanced(uint256 indexed jobId, uint256 indexed round, Phase phase, uint256 deadline);
    event UpdateCommitted(uint256 indexed jobId, uint256 indexed round, address indexed provider, bytes32 commitHash);
    event UpdateRevealed(
        uint256 indexed jobId, uint256 indexed round, address indexed provider, uint256 commitmentX, uint256 commitmentY, uint256 weight
    );
    event AggregateVerified(
        uint256 indexed jobId, uint256 indexed round, address indexed aggregator, G1 modelCommitment, uint256 totalWeight, G1 sumCommitment
    );
    /// @param compensation What the aggregators at fault were slashed, for the providers who revealed; 0 when nobody was at fault.
    event RoundFailed(uint256 indexed jobId, uint256 indexed round, Phase phase, uint256 compensation);
    /// @param blinding rho_Y, which with the model opens C_Y.
    /// @param model One big-endian two's complement integer of valueBits bits per parameter.
    event ModelPublished(uint256 indexed jobId, uint256 indexed round, address indexed publisher, uint256 blinding, bytes model);
    event FinalWeightsCommitted(uint256 indexed jobId, uint256 indexed round, bytes32 contentHash, string location);

    error CallerNotExchange(address caller);
    error CallerMayNotStart(uint256 jobId, address caller);
    error RoundRunning(uint256 jobId, uint256 round);
    error RoundsExhausted(uint256 jobId);
    error TooFewContributors(uint256 registered, uint256 needed);
    error RoundUnknown(uint256 jobId, uint256 round);
    error PhaseWrong(Phase actual);
    error DeadlinePassed(uint256 deadline);
    error DeadlineNotReached(uint256 deadline);
    error NotEligible(uint256 jobId, uint256 round, address provider);
    error AlreadyCommitted(address provider);
    error CommitHashZero();
    error NotCommitted(address provider);
    error AlreadyRevealed(address provider);
    /// @notice The reveal names another round than its round key.
    error RoundKeyMismatch();
    /// @notice The revealed values are not those committed to.
    error CommitmentMismatch();
    error WeightOutOfRange(uint256 weight, uint256 maxWeight);
    error PointAtInfinity();
    /// @notice A coordinate is not below p, or the point is not on the curve.
    error PointNotOnCurve();
    /// @notice The receipt was signed neither by the aggregator nor by its backup.
    error ReceiptInvalid(address signer);
    error CallerNotAggregator(address caller);
    error VerifierCodeChanged(address verifier);
    error AggregateProofRejected();
    error TooFewToGoOn(uint256 actual, uint256 needed);
    error RoundMayGoOn();
    error ModelAlreadyPublished(uint256 jobId, uint256 round);
    error ModelLengthWrong(uint256 expected, uint256 actual);
    error BlindingOutOfField();
    error FinalWeightsAlreadyCommitted(uint256 jobId);
    /// @notice The job is open and still has rounds to finalise.
    error JobNotFinished(uint256 jobId);
    error NotLastFinalisedRound(uint256 jobId, uint256 round);

    /// @notice Records a new job's terms. Exchange only.
    function openJob(uint256 jobId, JobTerms calldata terms) external;

    /// @notice Starts a job's next round. Its publisher, aggregator or backup may call.
    /// @return round The round's number, from 1.
    function startRound(uint256 jobId) external returns (uint256 round);

    /// @notice Commits the caller to an update. The last eligible provider's commit ends the phase.
    /// @param commitHash keccak256(abi.encode(chainid, this contract, jobId, round, provider, C.x, C.y, weight, salt)).
    function commitUpdate(uint256 jobId, bytes32 commitHash) external;

    /// @notice Reveals the caller's committed update and adds it to C_S and W. Possible as soon as commits are closed, since a receipt
    ///         shows that delivery is over for this provider. The last committed provider's reveal ends the phase.
    /// @param roundKey keccak256(abi.encode(jobId, round)).
    /// @param update abi.encode(uint256 jobId, uint256 round, G1 commitment, uint256 weight, bytes32 salt, bytes receiptSignature); the
    ///        signature is EIP-712 over
    ///        Receipt(uint256 jobId,uint256 round,address provider,uint256 commitmentX,uint256 commitmentY,uint256 weight).
    function submitUpdate(bytes32 roundKey, bytes calldata update) external;

    /// @notice Moves the running round to its next phase once its deadline has passed (or everybody has acted). Anyone may call.
    function advanceRound(uint256 jobId) external;

    /// @notice Settles the running round: checks the proof against the contract's own C_S, W and context. The aggregator until its
    ///         deadline, then the backup until its own.
    function verifyAggregate(uint256 jobId, AggregateProof calldata proof) external;

    /// @notice Fails the running round when too few committed or revealed in time, or nobody settled it in time. Anyone may call;
    ///         aggregators at fault are slashed in favour of the round's providers.
    function failRound(uint256 jobId) external;

    /// @notice Publishes a finalised round's model, once, by whoever settled it.
    /// @param blinding rho_Y, below r.
    /// @param model valueBits / 8 bytes per parameter, big-endian two's complement.
    function publishModel(uint256 jobId, uint256 round, uint256 blinding, bytes calldata model) external;

    /// @notice Names the file of the job's last finalised model, once, by whoever settled that round.
    /// @param finalWeights abi.encode(uint256 jobId, uint256 round, bytes32 contentHash, string location).
    function commitFinalWeights(bytes calldata finalWeights) external;

    /// @notice The number of the job's latest round; 0 before the first.
    function currentRound(uint256 jobId) external view returns (uint256);

    function finalisedRounds(uint256 jobId) external view returns (uint256);

    /// @notice Whether a round has started and is neither finalised nor failed.
    function isRoundRunning(uint256 jobId) external view returns (bool);

    function getTerms(uint256 jobId) external view returns (JobTerms memory);

    function getRound(uint256 jobId, uint256 round) external view returns (RoundState memory);

    function phaseOf(uint256 jobId, uint256 round) external view returns (Phase);

    /// @notice C_Y of a finalised round; (0, 0) otherwise.
    function modelCommitment(uint256 jobId, uint256 round) external view returns (G1 memory);

    /// @notice The commit hash of a provider who has not revealed, cut to its low 248 bits; 0 otherwise.
    function pendingCommit(bytes32 key, address provider) external view returns (uint256);

    /// @notice What a provider revealed.
    /// @return weight w_i; 0 when it has not revealed.
    /// @return weightBefore The sum of the weights revealed before it.
    /// @return index How many revealed before it.
    function revealOf(bytes32 key, address provider) external view returns (uint256 weight, uint256 weightBefore, uint256 index);

    /// @notice What the distributor needs of a settled round; `compensation` is slashed stake waiting in the distributor for the
    ///         providers of a failed round.
    function outcomeOf(bytes32 key)
        external
        view
        returns (uint256 jobId, uint256 round, Phase phase, uint256 ordinal, uint256 totalWeight, uint256 compensation);

    /// @notice ctx = uint256(keccak256(abi.encode(chainid, this contract, jobId, round, aggregator))) mod r.
    function contextOf(uint256 jobId, uint256 round, address aggregator) external view returns (uint256);

    /// @notice keccak256(abi.encode(jobId, round)).
    function roundKeyOf(uint256 jobId, uint256 round) external pure returns (bytes32);

    /// @notice The EIP-712 digest that a receipt signs.
    function receiptDigest(uint256 jobId, uint256 round, address provider, G1 calldata commitment, uint256 weight)
        external
        view
        returns (bytes32);

    function exchange() external view returns (address);

    function stakeVault() external view returns (address);

    function distributor() external view returns (address);
}
