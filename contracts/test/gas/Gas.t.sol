// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";
import { ILinkedVerifier } from "../../src/interfaces/ILinkedVerifier.sol";
import { LinkedGroth16Verifier } from "../../src/verifiers/LinkedGroth16Verifier.sol";
import { StatementTest } from "../support/StatementTest.sol";
import { AcceptsEverything } from "../weakened/AcceptsEverything.sol";

/// @notice The whole round with the prover's own proof, each call measured as the transaction it is: base cost, calldata and cold storage
///         included.
contract GasTest is StatementTest {
    // forge shows the arguments of this event as a line of the test's log.
    // forge-lint: disable-next-line(mixed-case-variable)
    event log_named_uint(string key, uint256 val);

    string internal json;
    Statement internal statement;
    uint256 internal jobId;

    function setUp() public {
        deploy();
    }

    function prepare(string memory file) internal {
        json = load(file);
        VM.assertEq(VM.parseJsonAddress(json, ".coordinator"), address(coordinator), "fixtures are made for this coordinator");
        VM.assertEq(VM.parseJsonAddress(json, ".aggregator"), aggregator, "and this aggregator");
        store(statement, statementAt(json, ""));
        LinkedGroth16Verifier verifier = new LinkedGroth16Verifier(statement.key);
        jobId = createJob(specFor(verifier));
        joinMany(jobId, 3);
    }

    function measured(string memory name, uint256 limit) internal {
        uint256 gas = VM.snapshotGasLastCall("round", name);
        emit log_named_uint(name, gas);
        VM.assertLe(gas, limit, name);
    }

    function commitmentOf(uint256 i) internal view returns (G1 memory) {
        return abi.decode(slice(bytesAt(json, ".commitments"), 64 * i, 64), (G1));
    }

    function weightOf(uint256 i) internal view returns (uint256) {
        return VM.parseJsonUint(json, string.concat(".weights[", VM.toString(i), "]"));
    }

    function slice(bytes memory data, uint256 from, uint256 length) internal pure returns (bytes memory part) {
        part = new bytes(length);
        for (uint256 i = 0; i < length; ++i) {
            part[i] = data[from + i];
        }
    }

    function playRound() internal returns (uint256 round) {
        VM.prank(publisher);
        round = coordinator.startRound(jobId);
        for (uint256 i = 0; i < 3; ++i) {
            bytes32 hash = commitHashFor(jobId, round, providerAt(i), commitmentOf(i), weightOf(i), saltAt(i));
            VM.prank(providerAt(i));
            coordinator.commitUpdate(jobId, hash);
            if (i == 0) measured("commitUpdate", 85_000);
        }
        bytes32 key = coordinator.roundKeyOf(jobId, round);
        for (uint256 i = 0; i < 3; ++i) {
            G1 memory c = commitmentOf(i);
            bytes memory receipt = receiptBy(AGGREGATOR_KEY, jobId, round, providerAt(i), c, weightOf(i));
            bytes memory update = abi.encode(jobId, round, c, weightOf(i), saltAt(i), receipt);
            VM.prank(providerAt(i));
            coordinator.submitUpdate(key, update);
            if (i == 0) measured("submitUpdate, first of a round", 120_000);
            if (i == 1) measured("submitUpdate, later", 75_000);
        }
    }

    function test_gas_of_a_whole_round_with_one_chunk() public {
        prepare("one-chunk");
        uint256 round = playRound();
        VM.assertEq(coordinator.contextOf(jobId, round, aggregator), statement.context, "ctx as the prover computed it");
        VM.prank(aggregator);
        coordinator.verifyAggregate(jobId, statement.proof);
        measured("verifyAggregate, one chunk", 400_000);
        uint256 blinding = abi.decode(bytesAt(json, ".blinding"), (uint256));
        VM.prank(aggregator);
        coordinator.publishModel(jobId, round, blinding, bytesAt(json, ".model"));
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

    function test_gas_of_settling_two_chunks() public {
        prepare("two-chunks");
        playRound();
        VM.prank(aggregator);
        coordinator.verifyAggregate(jobId, statement.proof);
        measured("verifyAggregate, two chunks", 520_000);
    }

    function test_a_proof_copied_from_the_mempool_settles_for_nobody_else() public {
        prepare("one-chunk");
        playRound();
        VM.expectPartialRevert(bytes4(keccak256("CallerNotAggregator(address)")));
        VM.prank(address(0xBAD));
        coordinator.verifyAggregate(jobId, statement.proof);
        // Not even for the backup, once it may settle: the context names the aggregator.
        skip(2 hours + 1);
        VM.expectPartialRevert(bytes4(keccak256("AggregateProofRejected()")));
        VM.prank(backup);
        coordinator.verifyAggregate(jobId, statement.proof);
    }

    function test_a_whole_round_replayed_in_the_next_one_is_refused() public {
        prepare("one-chunk");
        playRound();
        VM.prank(aggregator);
        coordinator.verifyAggregate(jobId, statement.proof);
        publish(jobId, aggregator);
        playRound();
        VM.expectPartialRevert(bytes4(keccak256("AggregateProofRejected()")));
        VM.prank(aggregator);
        coordinator.verifyAggregate(jobId, statement.proof);
    }

    function test_a_round_with_a_provider_missing_does_not_settle_with_the_proof_for_all() public {
        prepare("one-chunk");
        VM.prank(publisher);
        uint256 round = coordinator.startRound(jobId);
        for (uint256 i = 0; i < 2; ++i) {
            bytes32 hash = commitHashFor(jobId, round, providerAt(i), commitmentOf(i), weightOf(i), saltAt(i));
            VM.prank(providerAt(i));
            coordinator.commitUpdate(jobId, hash);
        }
        skip(1 hours + 1);
        coordinator.advanceRound(jobId);
        bytes32 key = coordinator.roundKeyOf(jobId, round);
        for (uint256 i = 0; i < 2; ++i) {
            G1 memory c = commitmentOf(i);
            bytes memory receipt = receiptBy(AGGREGATOR_KEY, jobId, round, providerAt(i), c, weightOf(i));
            bytes memory update = abi.encode(jobId, round, c, weightOf(i), saltAt(i), receipt);
            VM.prank(providerAt(i));
            coordinator.submitUpdate(key, update);
        }
        VM.expectPartialRevert(bytes4(keccak256("AggregateProofRejected()")));
        VM.prank(aggregator);
        coordinator.verifyAggregate(jobId, statement.proof);
    }

    function test_nothing_costs_more_among_more_providers() public {
        // Nothing loops over providers: what a reveal, a settlement (without the pairings) and a claim cost is the same among any number.
        AcceptsEverything verifier = new AcceptsEverything(16, 1, 20);
        uint256[3] memory counts = [uint256(4), 32, 256];
        uint256[3][3] memory gas;
        for (uint256 n = 0; n < 3; ++n) {
            string memory among = string.concat(", one of ", VM.toString(counts[n]));
            gas[n] = played(counts[n], verifier, among);
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
    function played(uint256 count, ILinkedVerifier verifier, string memory among) private returns (uint256[3] memory gas) {
        jobId = createJob(specFor(verifier));
        joinMany(jobId, count);
        uint256 round = start(jobId);
        for (uint256 i = 0; i < count; ++i) {
            commit(jobId, round, i);
        }
        for (uint256 i = 0; i < count - 1; ++i) {
            reveal(jobId, round, i);
        }
        gas[0] = VM.snapshotGasLastCall("round", string.concat("submitUpdate", among));
        reveal(jobId, round, count - 1);
        VM.prank(aggregator);
        coordinator.verifyAggregate(jobId, someProof());
        gas[1] = VM.snapshotGasLastCall("round", string.concat("verifyAggregate without pairings", among));
        publish(jobId, aggregator);
        uint256 roundId = uint256(coordinator.roundKeyOf(jobId, round));
        distributor.distributeRewards(roundId);
        flt.transfer(providerAt(0), 1);
        VM.prank(providerAt(0));
        distributor.claim(roundId);
        gas[2] = VM.snapshotGasLastCall("round", string.concat("claim", among));
    }
}
