// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ILinkedVerifier } from "../../src/interfaces/ILinkedVerifier.sol";
import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";
import { GasMeter } from "../support/GasMeter.sol";
import { ProvedRoundTest } from "../support/ProvedRoundTest.sol";
import { AcceptsEverything } from "../weakened/AcceptsEverything.sol";

/// @notice The whole round with the prover's own proof, each call measured as the transaction it is: base cost, calldata and cold storage
///         included.
contract GasTest is ProvedRoundTest, GasMeter {
    function setUp() public {
        deploy();
    }

    function measured(string memory name, uint256 limit) internal {
        uint256 gas = meter("round", name);
        VM.assertLe(gas, limit, name);
    }

    function playRound() internal returns (uint256 round) {
        round = start(jobId);
        for (uint256 i = 0; i < provedCount(); ++i) {
            commitProved(jobId, round, i);
            if (i == 0) measured("commitUpdate", 85_000);
        }
        for (uint256 i = 0; i < provedCount(); ++i) {
            revealProved(jobId, round, i);
            if (i == 0) measured("submitUpdate, first of a round", 120_000);
            if (i == 1) measured("submitUpdate, later", 75_000);
        }
    }

    /// @dev Calls verifyAggregate, all in, with a fixture's proof.
    function settled(string memory file, string memory name, uint256 limit) internal {
        prepare(file);
        playProved(jobId);
        settleProved();
        measured(string.concat("verifyAggregate, ", name), limit);
    }

    function test_gas_of_a_whole_round_with_one_chunk() public {
        prepare("one-chunk");
        uint256 round = playRound();
        VM.assertEq(coordinator.contextOf(jobId, round, aggregator), statement.context, "ctx as the prover computed it");
        settleProved();
        measured("verifyAggregate, one chunk", 400_000);
        publishProved(round);
        measured("publishModel, 16 parameters", 75_000);
        VM.assertEq(coordinator.finalisedRounds(jobId), 1, "finalised");
        uint256 roundId = uint256(coordinator.roundKeyOf(jobId, round));
        distributor.distributeRewards(roundId);
        measured("distributeRewards", 120_000);
        flt.transfer(providerAt(0), 1);
        flt.transfer(providerAt(1), 1);
        VM.prank(providerAt(0));
        distributor.claim(roundId);
        measured("claim, first of a round", 70_000);
        VM.prank(providerAt(1));
        distributor.claim(roundId);
        measured("claim, later", 70_000);
    }

    /// @dev A fixture is of the first job's first round, so each is settled by a deployment of its own.
    function test_gas_of_settling_two_chunks() public {
        settled("two-chunks", "two chunks", 500_000);
    }

    function test_gas_of_settling_three_chunks() public {
        settled("three-chunks", "three chunks", 600_000);
    }

    function test_gas_of_settling_four_chunks() public {
        settled("four-chunks", "four chunks", 700_000);
    }

    function test_gas_of_settling_for_4_providers() public {
        settled("4-providers", "one chunk of 4 providers", 400_000);
    }

    function test_gas_of_settling_for_32_providers() public {
        settled("32-providers", "one chunk of 32 providers", 400_000);
    }

    function test_gas_of_settling_for_256_providers() public {
        settled("256-providers", "one chunk of 256 providers", 400_000);
    }

    function test_a_proof_copied_from_the_mempool_settles_for_nobody_else() public {
        prepare("one-chunk");
        playProved(jobId);
        VM.expectPartialRevert(IModelCoordinator.CallerNotAggregator.selector);
        VM.prank(address(0xBAD));
        coordinator.verifyAggregate(jobId, statement.proof);
        // Not even for the backup, once it may settle: the context names the aggregator.
        skip(2 hours + 1);
        VM.expectPartialRevert(IModelCoordinator.AggregateProofRejected.selector);
        VM.prank(backup);
        coordinator.verifyAggregate(jobId, statement.proof);
    }

    function test_a_whole_round_replayed_in_the_next_one_is_refused() public {
        prepare("one-chunk");
        playProved(jobId);
        VM.prank(aggregator);
        coordinator.verifyAggregate(jobId, statement.proof);
        publish(jobId, aggregator);
        playProved(jobId);
        VM.expectPartialRevert(IModelCoordinator.AggregateProofRejected.selector);
        VM.prank(aggregator);
        coordinator.verifyAggregate(jobId, statement.proof);
    }

    function test_a_round_with_a_provider_missing_does_not_settle_with_the_proof_for_all() public {
        prepare("one-chunk");
        uint256 round = start(jobId);
        for (uint256 i = 0; i < 2; ++i) {
            commitProved(jobId, round, i);
        }
        skip(1 hours + 1);
        coordinator.advanceRound(jobId);
        for (uint256 i = 0; i < 2; ++i) {
            revealProved(jobId, round, i);
        }
        VM.expectPartialRevert(IModelCoordinator.AggregateProofRejected.selector);
        VM.prank(aggregator);
        coordinator.verifyAggregate(jobId, statement.proof);
    }

    function test_nothing_costs_more_among_more_providers() public {
        // Nothing loops over providers: what a reveal, a settlement (without the pairings) and a claim cost is the same among any number.
        AcceptsEverything accepting = new AcceptsEverything(16, 1, 20);
        uint256[3] memory counts = [uint256(4), 32, 256];
        uint256[3][3] memory gas;
        for (uint256 n = 0; n < 3; ++n) {
            string memory among = string.concat(", one of ", VM.toString(counts[n]));
            gas[n] = played(counts[n], accepting, among);
        }
        for (uint256 call = 0; call < 3; ++call) {
            for (uint256 n = 1; n < 3; ++n) {
                // A few bytes of calldata are zero or not.
                VM.assertLt(gas[n][call], gas[0][call] + 1000, "more cost no more");
                VM.assertLt(gas[0][call], gas[n][call] + 1000, "nor less");
            }
        }
    }

    /// @return gas Of the last reveal but one, of settling, and of the first claim.
    function played(uint256 count, ILinkedVerifier accepting, string memory among) private returns (uint256[3] memory gas) {
        jobId = createJob(specFor(accepting));
        joinMany(jobId, count);
        uint256 round = start(jobId);
        for (uint256 i = 0; i < count; ++i) {
            commit(jobId, round, i);
        }
        for (uint256 i = 0; i < count - 1; ++i) {
            reveal(jobId, round, i);
        }
        gas[0] = meter("round", string.concat("submitUpdate", among));
        reveal(jobId, round, count - 1);
        VM.prank(aggregator);
        coordinator.verifyAggregate(jobId, someProof());
        gas[1] = meter("round", string.concat("verifyAggregate without pairings", among));
        publish(jobId, aggregator);
        uint256 roundId = uint256(coordinator.roundKeyOf(jobId, round));
        distributor.distributeRewards(roundId);
        flt.transfer(providerAt(0), 1);
        VM.prank(providerAt(0));
        distributor.claim(roundId);
        gas[2] = meter("round", string.concat("claim", among));
    }
}
