// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { AggregateProof } from "./AggregateProof.sol";
import { G1 } from "./Bn254Points.sol";
import { ICommitteeConsumer } from "./ICommitteeConsumer.sol";
import { IModelCoordinator } from "./IModelCoordinator.sol";

/// @title IRoundCalls
/// @notice The calls that every round takes, and the views that other contracts need: ModelCoordinator's own code.
interface IRoundCalls is ICommitteeConsumer {
    /// @notice Records a new job's terms. Exchange only.
    function openJob(uint256 jobId, IModelCoordinator.JobTerms calldata terms) external;

    /// @notice Lets a provider take part from the next round on, or changes what an enrolled provider is paid for. Exchange only.
    /// @param rewardWeightCap The largest weight that its stake is paid for; 0 for no limit.
    /// @return firstRound The first round it may commit to.
    function enrol(uint256 jobId, address provider, uint32 rewardWeightCap) external returns (uint32 firstRound);

    /// @notice Takes a provider with no part in a running round out of a job. Exchange only; refused while a silence of its is unreported.
    function withdrawProvider(uint256 jobId, address provider) external;

    /// @notice Starts a job's next round. Its publisher, aggregator or backup may call.
    /// @return round The round's number, from 1.
    function startRound(uint256 jobId) external returns (uint256 round);

    /// @notice Commits the caller to an update. The last eligible provider's commit ends the phase.
    /// @param commitHash keccak256(abi.encode(chainid, this contract, jobId, round, provider, C.x, C.y, weight, salt)).
    function commitUpdate(uint256 jobId, bytes32 commitHash) external;

    /// @notice Reveals the caller's committed update and adds it to C_S and W. Possible as soon as commits are closed, since a receipt
    ///         shows that delivery is over for this provider. The last committed provider's reveal ends the phase.
    /// @param roundKey The round's id, bytes32((jobId << 32) | round).
    /// @param update abi.encode(uint256 jobId, uint256 round, G1 commitment, uint256 weight, bytes32 salt, bytes receiptSignature); the
    ///        signature is EIP-712 over
    ///        Receipt(uint256 jobId,uint256 round,address provider,uint256 commitmentX,uint256 commitmentY,uint256 weight).
    function submitUpdate(bytes32 roundKey, bytes calldata update) external;

    /// @notice The same for another provider: whoever holds its salt and its receipt may push its reveal. In jobs where a contribution
    ///         proof earns more, others than the provider may do so only from Revealing on.
    function submitUpdateFor(address provider, bytes32 roundKey, bytes calldata update) external;

    /// @notice The same with a proof that the update keeps the job's bound (IContributionVerifier).
    function submitProvedUpdate(bytes32 roundKey, bytes calldata update, bytes calldata contributionProof) external;

    /// @notice Reveals several providers' updates, their contribution proofs checked in one pairing call. Anyone who holds them may call.
    ///         Those who have revealed already are passed over.
    function submitProvedUpdates(
        bytes32 roundKey,
        address[] calldata providers,
        bytes[] calldata updates,
        bytes[] calldata contributionProofs
    ) external;

    /// @notice Moves the running round on once its deadline has passed: to its next phase, or, after a challenge window in which nobody
    ///         challenged, to Finalised. Anyone may call.
    function advanceRound(uint256 jobId) external;

    /// @notice Settles the running round: checks the proof against the contract's own C_S, W and context. The aggregator until its
    ///         deadline, then the backup until its own; after a challenge the proposer alone.
    function verifyAggregate(uint256 jobId, AggregateProof calldata proof) external;

    /// @notice Publishes a proved round's model and finalises the round, by whoever settled it and in time.
    /// @param blinding rho_Y, below r.
    /// @param model valueBits / 8 bytes per parameter, big-endian two's complement, without those that publishModelPart has published.
    function publishModel(uint256 jobId, uint256 round, uint256 blinding, bytes calldata model) external;

    /// @notice The number of the job's latest round; 0 before the first.
    function currentRound(uint256 jobId) external view returns (uint256);

    function finalisedRounds(uint256 jobId) external view returns (uint256);

    /// @notice Whether a round has started and is neither finalised nor failed.
    function isRoundRunning(uint256 jobId) external view returns (bool);

    function phaseOf(uint256 jobId, uint256 round) external view returns (IModelCoordinator.Phase);

    /// @notice C_Y of a finalised round; (0, 0) otherwise.
    function modelCommitment(uint256 jobId, uint256 round) external view returns (G1 memory);

    /// @notice A provider's part of a round's reward.
    /// @return points What it is paid by, of the round's totalPoints.
    /// @return pointsBefore The sum of the points of those who revealed before it.
    /// @return index How many revealed before it.
    /// @return revealed Whether it revealed; all else is 0 when not.
    function shareOf(uint256 roundId, address provider)
        external
        view
        returns (uint256 points, uint256 pointsBefore, uint256 index, bool revealed);

    /// @notice What the distributor needs of a settled round.
    function outcomeOf(uint256 roundId) external view returns (IModelCoordinator.RoundOutcome memory);

    /// @notice ctx = uint256(keccak256(abi.encode(chainid, this contract, jobId, round, party))) mod r, where the party is the aggregator
    ///         who settles, or the provider whose contribution proof it is.
    function contextOf(uint256 jobId, uint256 round, address party) external view returns (uint256);

    /// @notice bytes32((jobId << 32) | round).
    function roundKeyOf(uint256 jobId, uint256 round) external pure returns (bytes32);

    function exchange() external view returns (address);

    function stakeVault() external view returns (address);

    function reputation() external view returns (address);

    function selector() external view returns (address);

    function settlement() external view returns (address);
}
