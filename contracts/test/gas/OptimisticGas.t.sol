// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";
import { GasMeter } from "../support/GasMeter.sol";
import { ProvedRoundTest } from "../support/ProvedRoundTest.sol";

/// @notice What a correct proposal costs from Aggregating to the end of its round beside what a proved round of one chunk costs, with the
///         prover's own proof on the real verifier; then what a challenge adds. Each call is a transaction of its own.
contract OptimisticGasTest is ProvedRoundTest, GasMeter {
    uint256 internal constant WINDOW = 6 hours;

    function setUp() public {
        deploy();
        prepare("one-chunk");
    }

    function amended(IDataExchange.TrainingJobSpec memory spec) internal pure override returns (IDataExchange.TrainingJobSpec memory) {
        spec.settlement = IDataExchange.SettlementMode.Optimistic;
        spec.challengeWindow = uint32(WINDOW);
        return spec;
    }

    function measured(string memory name) internal returns (uint256 gas) {
        return meter("optimistic", name);
    }

    function propose(uint256 job, G1 memory model) internal {
        VM.prank(aggregator);
        coordinator.proposeAggregate(job, model, keccak256("file"), "https://example.org/opening.json");
    }

    /// @dev The first rounds of two jobs with the same terms: what is filled for the first time is on either path.
    function test_gas_of_a_proposal_that_nobody_challenges_is_a_third_of_a_proved_rounds() public {
        playProved(jobId);
        settleProved();
        uint256 proved = measured("verifyAggregate, one chunk");
        publishProved(1);
        proved += measured("publishModel, 16 parameters");

        uint256 job = createJob(amended(specFor(verifier)));
        joinMany(job, 3);
        playProved(job);
        propose(job, statement.proof.modelCommitment);
        uint256 proposed = measured("proposeAggregate");
        skip(WINDOW + 1);
        coordinator.advanceRound(job);
        proposed += measured("advanceRound to Finalised");
        VM.assertLe(3 * proposed, proved, "a third of the proved path");
    }

    function test_gas_of_a_challenge_that_is_answered() public {
        address challenger = address(0xC4A1);
        bond(challenger, AGGREGATOR_STAKE);
        uint256 roundId = uint256(coordinator.roundKeyOf(jobId, playProved(jobId)));
        propose(jobId, statement.proof.modelCommitment);
        VM.prank(challenger);
        settlement.challenge(roundId);
        measured("challenge");
        settleProved();
        measured("verifyAggregate of what was proposed, one chunk");
        settlement.resolve(roundId);
        measured("resolve, the proof was given");
    }

    function test_gas_of_a_challenge_that_is_not_answered() public {
        address challenger = address(0xC4A1);
        bond(challenger, AGGREGATOR_STAKE);
        uint256 roundId = uint256(coordinator.roundKeyOf(jobId, playProved(jobId)));
        propose(jobId, statement.proof.modelCommitment);
        VM.prank(challenger);
        settlement.challenge(roundId);
        skip(2 hours + 1);
        coordinator.failRound(jobId);
        measured("failRound of an unproved proposal");
        settlement.resolve(roundId);
        measured("resolve, the proof was not given");
    }
}
