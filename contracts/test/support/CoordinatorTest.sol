// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ERC1967Proxy } from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import { ModelCoordinator } from "../../src/exchange/ModelCoordinator.sol";
import { Wiring } from "../../src/governance/Wiring.sol";
import { AggregateProof, ChunkProof } from "../../src/interfaces/AggregateProof.sol";
import { G1, G2 } from "../../src/interfaces/Bn254Points.sol";
import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";
import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";
import { IStakeVault } from "../../src/interfaces/IStakeVault.sol";
import { Curve } from "./Curve.sol";
import { FakeLinkedVerifier } from "./FakeLinkedVerifier.sol";
import { FakePeers } from "./FakePeers.sol";
import { Test } from "./Test.sol";

/// @title CoordinatorTest
/// @notice A ModelCoordinator behind its proxy, alone among peers that play along, and one job with four providers.
abstract contract CoordinatorTest is Test {
    uint256 internal constant AGGREGATOR_KEY = 0xA66;
    uint256 internal constant BACKUP_KEY = 0xBAC;
    uint256 internal constant JOB = 5;

    FakePeers internal peers;
    FakeLinkedVerifier internal verifier;
    IModelCoordinator internal coordinator;
    address internal publisher = address(0x9B);
    address internal aggregator = VM.addr(AGGREGATOR_KEY);
    address internal backup = VM.addr(BACKUP_KEY);
    address internal settlement = address(0x5E77);

    function setUp() public virtual {
        VM.warp(1_800_000_000);
        peers = new FakePeers();
        peers.set(publisher, 4);
        verifier = new FakeLinkedVerifier();
        address deployed = VM.computeCreateAddress(address(this), VM.getNonce(address(this)) + 1);
        ModelCoordinator implementation = new ModelCoordinator(wiringFor(deployed));
        new ERC1967Proxy(address(implementation), abi.encodeCall(ModelCoordinator.initialize, ()));
        coordinator = IModelCoordinator(deployed);
        open(JOB, terms());
    }

    function wiringFor(address deployed) internal view returns (Wiring memory wiring) {
        address peer = address(peers);
        wiring.timelock = address(0x71);
        wiring.stakeToken = peer;
        wiring.treasury = peer;
        wiring.vault = peer;
        wiring.distributor = peer;
        wiring.registry = peer;
        wiring.exchange = peer;
        wiring.coordinator = deployed;
        wiring.reputation = peer;
        wiring.selector = peer;
        wiring.oracle = peer;
        wiring.settlement = settlement;
        wiring.disputes = peer;
        wiring.marketplace = peer;
    }

    function terms() internal view returns (IModelCoordinator.JobTerms memory t) {
        t.aggregator = aggregator;
        t.maxWeight = 4095;
        t.revealDuration = 1000;
        t.timelinessFloor = 4000;
        t.unprovedFactor = 10_000;
        t.verifier = address(verifier);
        t.aggregationDuration = 2 hours;
        t.publicationDuration = 3 hours;
        t.minProviders = 2;
        t.verifierCodeHash = address(verifier).codehash;
        t.backupAggregator = backup;
        t.roundCount = 3;
        t.challengeWindow = 4 hours;
        t.commitDuration = 1 hours;
        t.deliveryDuration = 1 hours;
        t.maxSquaredNorm = 777;
    }

    /// @dev Terms of a job with a contribution verifier.
    function boundedTerms(uint16 unprovedFactor) internal view returns (IModelCoordinator.JobTerms memory t) {
        t = terms();
        t.contributionVerifier = address(peers);
        t.contributionCodeHash = address(peers).codehash;
        t.unprovedFactor = unprovedFactor;
    }

    function optimisticTerms() internal view returns (IModelCoordinator.JobTerms memory t) {
        t = terms();
        t.settlement = IDataExchange.SettlementMode.Optimistic;
    }

    function open(uint256 jobId, IModelCoordinator.JobTerms memory t) internal {
        VM.prank(address(peers));
        coordinator.openJob(jobId, t);
        for (uint256 i = 0; i < 4; ++i) {
            peers.setMultiplier(providerAt(i), 10_000);
            VM.prank(address(peers));
            coordinator.enrol(jobId, providerAt(i), 0);
        }
    }

    function providerAt(uint256 index) internal pure returns (address) {
        return address(uint160(0x9000 + index));
    }

    function weightAt(uint256 index) internal pure returns (uint256) {
        return 10 + 7 * index;
    }

    function commitmentAt(uint256 index) internal view returns (G1 memory) {
        return Curve.mul(Curve.generator(), 1000 + index);
    }

    function saltAt(uint256 index) internal pure returns (bytes32) {
        return keccak256(abi.encode("salt", index));
    }

    function key(uint256 jobId, uint256 round) internal pure returns (bytes32) {
        return bytes32((jobId << 32) | round);
    }

    function start(uint256 jobId) internal returns (uint256 round) {
        VM.prank(publisher);
        return coordinator.startRound(jobId);
    }

    function commit(uint256 jobId, uint256 round, uint256 index) internal {
        G1 memory c = commitmentAt(index);
        bytes32 hash = keccak256(
            abi.encode(block.chainid, address(coordinator), jobId, round, providerAt(index), c.x, c.y, weightAt(index), saltAt(index))
        );
        VM.prank(providerAt(index));
        coordinator.commitUpdate(jobId, hash);
    }

    function commitAll(uint256 jobId) internal returns (uint256 round) {
        round = start(jobId);
        for (uint256 i = 0; i < 4; ++i) {
            commit(jobId, round, i);
        }
    }

    function receiptBy(uint256 signer, uint256 jobId, uint256 round, uint256 index) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) =
            VM.sign(signer, coordinator.receiptDigest(jobId, round, providerAt(index), commitmentAt(index), weightAt(index)));
        return abi.encodePacked(r, s, v);
    }

    function updateBy(uint256 signer, uint256 jobId, uint256 round, uint256 index) internal view returns (bytes memory) {
        return abi.encode(jobId, round, commitmentAt(index), weightAt(index), saltAt(index), receiptBy(signer, jobId, round, index));
    }

    function reveal(uint256 jobId, uint256 round, uint256 index) internal {
        bytes memory update = updateBy(AGGREGATOR_KEY, jobId, round, index);
        VM.prank(providerAt(index));
        coordinator.submitUpdate(key(jobId, round), update);
    }

    function proofOf(uint256 jobId, uint256 round, uint256 index) internal view returns (bytes memory) {
        return abi.encode(coordinator.contextOf(jobId, round, providerAt(index)), uint256(777), commitmentAt(index));
    }

    function postReceipt(uint256 jobId, uint256 round, uint256 index) internal {
        coordinator.postReceipt(
            key(jobId, round),
            providerAt(index),
            commitmentAt(index),
            weightAt(index),
            saltAt(index),
            receiptBy(AGGREGATOR_KEY, jobId, round, index)
        );
    }

    /// @dev A round whose four providers have revealed; the verifier expects its sums from `settler`.
    function playToAggregating(uint256 jobId, address settler) internal returns (uint256 round) {
        round = commitAll(jobId);
        for (uint256 i = 0; i < 4; ++i) {
            reveal(jobId, round, i);
        }
        expectStatement(jobId, round, settler);
    }

    function expectStatement(uint256 jobId, uint256 round, address settler) internal {
        IModelCoordinator.RoundState memory state = coordinator.getRound(jobId, round);
        verifier.expect(coordinator.contextOf(jobId, round, settler), state.totalWeight, state.sumCommitment);
    }

    function modelPoint() internal view returns (G1 memory) {
        return Curve.mul(Curve.generator(), 31_337);
    }

    function goodProof() internal view returns (AggregateProof memory proof) {
        proof.modelCommitment = modelPoint();
        proof.link = G1(1, 2);
        proof.chunks = chunksFrom(0, 3);
    }

    /// @dev Chunk c's commitment has x = 5 + c.
    function chunksFrom(uint256 first, uint256 count) internal pure returns (ChunkProof[] memory chunks) {
        chunks = new ChunkProof[](count);
        for (uint256 i = 0; i < count; ++i) {
            chunks[i] = ChunkProof(G1(5 + first + i, 2), G1(1, 2), G2([uint256(1), 2], [uint256(3), 4]), G1(1, 2));
        }
    }

    function settle(uint256 jobId, address settler) internal {
        AggregateProof memory proof = goodProof();
        VM.prank(settler);
        coordinator.verifyAggregate(jobId, proof);
    }

    function publish(uint256 jobId, uint256 round, address settler) internal {
        VM.prank(settler);
        coordinator.publishModel(jobId, round, 1, new bytes(96));
    }

    function assertPhase(uint256 jobId, uint256 round, IModelCoordinator.Phase phase) internal view {
        VM.assertEq(uint256(coordinator.phaseOf(jobId, round)), uint256(phase), "phase");
    }

    function assertSlash(uint256 index, address node, uint256 basisPoints, IStakeVault.SlashProceeds proceeds) internal view {
        (address who, uint256 jobId, uint256 fraction, IStakeVault.SlashProceeds where) = peers.slashes(index);
        VM.assertEq(who, node, "who is slashed");
        VM.assertEq(jobId, JOB, "of the job's bond");
        VM.assertEq(fraction, basisPoints, "how much");
        VM.assertEq(uint256(where), uint256(proceeds), "in whose favour");
        VM.assertEq(peers.faults(index), node, "and its reputation falls");
    }
}
