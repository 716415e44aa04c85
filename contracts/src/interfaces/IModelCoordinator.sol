// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "./Bn254Points.sol";
import { IDataExchange } from "./IDataExchange.sol";
import { IRoundCalls } from "./IRoundCalls.sol";
import { IRoundExtension } from "./IRoundExtension.sol";

/// @title IModelCoordinator
/// @notice The rounds: providers commit, deliver off chain, and reveal; the contract adds up C_S = sum w_i C_i and W = sum w_i; the
///         aggregator proves the new model's commitment from them, or proposes it and proves it only when challenged, and publishes the
///         model. Whatever waits on a deadline can be pushed on by anyone. States, events and errors are here; the functions are those of
///         IRoundCalls and IRoundExtension.
interface IModelCoordinator is IRoundCalls, IRoundExtension {
    /// @notice Where a round is. Idle: not started.
    enum Phase {
        Idle,
        /// The committee is being drawn; only in jobs with a committee.
        Drawing,
        Committing,
        Delivering,
        Revealing,
        Aggregating,
        /// A model commitment was proposed without a proof and may be challenged; only in optimistic jobs.
        Proposed,
        /// The model commitment is proved; the model itself is still to be published.
        Publishing,
        Finalised,
        Failed
    }

    /// @notice A job's terms as the rounds need them, in the order of their storage: a reveal reads the first word, a settlement the first
    ///         three. Durations are in seconds, fractions in 1/10,000.
    struct JobTerms {
        address aggregator;
        uint32 maxWeight;
        uint32 revealDuration;
        /// What timeliness falls to over Revealing.
        uint16 timelinessFloor;
        /// Score of a reveal without a contribution proof: 10,000 when the job names no contribution verifier, 0 when it requires proofs.
        uint16 unprovedFactor;
        address verifier;
        uint32 aggregationDuration;
        uint32 publicationDuration;
        uint16 minProviders;
        IDataExchange.SettlementMode settlement;
        bytes32 verifierCodeHash;
        address backupAggregator;
        uint32 roundCount;
        uint32 challengeWindow;
        /// 0: every contributor takes part.
        uint16 committeeSize;
        address contributionVerifier;
        /// Also the longest that drawing a committee may take.
        uint32 commitDuration;
        uint32 deliveryDuration;
        bytes32 contributionCodeHash;
        uint128 maxSquaredNorm;
    }

    /// @notice A round as it stands.
    struct RoundState {
        uint256 jobId;
        uint256 round;
        Phase phase;
        /// When the phase ends at the latest, in seconds since the epoch; 0 once finalised or failed.
        uint256 deadline;
        /// Providers who may take part; those who committed; those who revealed.
        uint256 eligible;
        uint256 committed;
        uint256 revealed;
        /// W so far.
        uint256 totalWeight;
        /// The sum of the providers' reward points so far.
        uint256 totalPoints;
        /// C_S so far; (0, 0) from Publishing (or an unchallenged proposal's end) on, when AggregateVerified or UpdateRevealed tell it.
        G1 sumCommitment;
        /// C_Y, proposed or proved; (0, 0) before.
        G1 modelCommitment;
        /// Who proposed or proved C_Y; zero before.
        address settledBy;
        /// Whether C_Y was proposed without a proof, whatever came of it.
        bool proposed;
        /// Which of the job's finalised rounds this is, from 0; meaningful once finalised.
        uint256 ordinal;
    }

    /// @notice A settled round as its rewards need it.
    struct RoundOutcome {
        uint256 jobId;
        uint256 round;
        Phase phase;
        uint256 ordinal;
        uint256 totalPoints;
        /// Slashed stake waiting in the distributor for the providers of a failed round.
        uint256 compensation;
    }

    /// @notice A provider in a job.
    struct Participant {
        /// The first round it may commit to; 0 when it is not enrolled.
        uint32 firstRound;
        /// The largest weight that its stake is paid for; 0 for no limit.
        uint32 rewardWeightCap;
        /// Its reputation when it last committed, in 1/10,000.
        uint16 multiplier;
        /// The last round for which a receipt of its was posted; 0 for none.
        uint32 receiptRound;
    }

    event JobOpened(uint256 indexed jobId, JobTerms terms);
    event ProviderEnrolled(uint256 indexed jobId, address indexed provider, uint256 firstRound, uint256 rewardWeightCap);
    event ProviderWithdrawn(uint256 indexed jobId, address indexed provider);
    /// @param roundKey The round's id, (jobId << 32) | round.
    event RoundStarted(uint256 indexed jobId, uint256 indexed round, bytes32 indexed roundKey, uint256 eligible, uint256 deadline);
    event PhaseAdvanced(uint256 indexed jobId, uint256 indexed round, Phase phase, uint256 deadline);
    /// @param multiplier The provider's reputation for this round, in 1/10,000.
    event UpdateCommitted(uint256 indexed jobId, uint256 indexed round, address indexed provider, bytes32 commitHash, uint256 multiplier);
    /// @param signature The receipt, for a provider who has not got it otherwise.
    event ReceiptPosted(uint256 indexed jobId, uint256 indexed round, address indexed provider, bytes signature);
    /// @param points What the round's reward is shared by.
    event UpdateRevealed(
        uint256 indexed jobId,
        uint256 indexed round,
        address indexed provider,
        uint256 commitmentX,
        uint256 commitmentY,
        uint256 weight,
        uint256 points
    );
    event ContributionProved(uint256 indexed jobId, uint256 indexed round, address indexed provider);
    event SilentProviderReported(uint256 indexed jobId, uint256 indexed round, address indexed provider);
    /// @param contentHash keccak256 of the file with (s, rho_S, y, rho_Y), from which anyone can check the proposal without a proof.
    event AggregateProposed(
        uint256 indexed jobId,
        uint256 indexed round,
        address indexed proposer,
        G1 modelCommitment,
        bytes32 contentHash,
        string location,
        uint256 deadline
    );
    event ProofDemanded(uint256 indexed jobId, uint256 indexed round, uint256 deadline);
    /// @param verified How many of the model's chunks are proved so far.
    event ChunksVerified(uint256 indexed jobId, uint256 indexed round, address indexed aggregator, uint256 verified);
    event AggregateVerified(
        uint256 indexed jobId, uint256 indexed round, address indexed aggregator, G1 modelCommitment, uint256 totalWeight, G1 sumCommitment
    );
    event AggregatorLate(uint256 indexed jobId, uint256 indexed round, address indexed aggregator);
    event RoundFinalised(uint256 indexed jobId, uint256 indexed round, uint256 ordinal);
    /// @param compensation What the aggregators at fault were slashed, for the providers who revealed; 0 when nobody was at fault.
    event RoundFailed(uint256 indexed jobId, uint256 indexed round, Phase phase, uint256 compensation);
    /// @param blinding rho_Y, which with the model opens C_Y.
    /// @param model One big-endian two's complement integer of valueBits bits per parameter; of a model published in parts, what follows
    ///        them.
    event ModelPublished(uint256 indexed jobId, uint256 indexed round, address indexed publisher, uint256 blinding, bytes model);
    /// @param offset The part's place in the model, in bytes.
    event ModelPartPublished(uint256 indexed jobId, uint256 indexed round, address indexed publisher, uint256 offset, bytes part);
    event FinalWeightsCommitted(uint256 indexed jobId, uint256 indexed round, bytes32 contentHash, string location);

    error CallerNotExchange(address caller);
    error CallerNotSelector(address caller);
    error CallerNotSettlement(address caller);
    error CallerMayNotStart(uint256 jobId, address caller);
    error RoundRunning(uint256 jobId, uint256 round);
    error RoundsExhausted(uint256 jobId);
    error TooFewContributors(uint256 registered, uint256 needed);
    error RoundUnknown(uint256 jobId, uint256 round);
    error PhaseWrong(Phase actual);
    error DeadlinePassed(uint256 deadline);
    error DeadlineNotReached(uint256 deadline);
    error NotEligible(uint256 jobId, uint256 round, address provider);
    /// @notice The provider let a posted receipt of this round pass unrevealed; anyone may report it, and only then it may leave.
    error SilenceNotReported(uint256 jobId, uint256 round, address provider);
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
    error ReceiptAlreadyPosted(address provider);
    /// @notice There is no posted receipt of this provider's that it left unrevealed.
    error ProviderNotSilent(address provider);
    /// @notice Without its contribution proof a reveal counts for less: during delivery that is for the provider alone to choose.
    error PushTooEarly();
    error ContributionProofRequired();
    error ContributionProofNotWanted(uint256 jobId);
    error ContributionProofRejected();
    error LengthsDiffer();
    error CallerNotAggregator(address caller);
    error VerifierCodeChanged(address verifier);
    error AggregateProofRejected();
    /// @notice The job settles by proofs alone.
    error JobNotOptimistic(uint256 jobId);
    /// @notice The round's proposal was challenged: it can be proved, but not replaced.
    error ProposalFixed();
    error ChunksOutOfOrder(uint256 expected, uint256 actual);
    error ChunksMissing(uint256 verified, uint256 needed);
    /// @notice The commitments are not those of the chunks that were verified.
    error ChunksDiffer();
    error TooFewToGoOn(uint256 actual, uint256 needed);
    error RoundMayGoOn();
    error ModelLengthWrong(uint256 expected, uint256 actual);
    /// @notice A part of a model begins where the parts before it end.
    error ModelPartOutOfOrder(uint256 expected, uint256 actual);
    error ModelPartEmpty();
    error BlindingOutOfField();
    error FinalWeightsAlreadyCommitted(uint256 jobId);
    /// @notice The job is open and still has rounds to finalise.
    error JobNotFinished(uint256 jobId);
    error NotLastFinalisedRound(uint256 jobId, uint256 round);
}
