// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ChunkProof } from "../../src/interfaces/AggregateProof.sol";
import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";
import { LinkedGroth16Verifier } from "../../src/verifiers/LinkedGroth16Verifier.sol";
import { StatementTest } from "./StatementTest.sol";

/// @title ProvedRoundTest
/// @notice A round that the C# prover has proved, for the aggregator and for its backup, on the real verifier.
abstract contract ProvedRoundTest is StatementTest {
    string internal json;
    Statement internal statement;
    Statement internal byBackup;
    LinkedGroth16Verifier internal verifier;
    uint256 internal jobId;
    G1[] private provedCommitments;
    uint256[] private provedWeights;

    /// @dev After deploy: the first job with a fixture's verifier, its terms as `amended` leaves them, and the fixture's providers.
    function prepare(string memory file) internal {
        json = load(file);
        VM.assertEq(VM.parseJsonAddress(json, ".coordinator"), address(coordinator), "fixtures are made for this coordinator");
        VM.assertEq(VM.parseJsonAddress(json, ".aggregator"), aggregator, "and this aggregator");
        store(statement, statementAt(json, ""));
        store(byBackup, wordsAt(json, ".byBackup"));
        verifier = new LinkedGroth16Verifier(statement.key);
        jobId = createJob(amended(specFor(verifier)));
        readProviders();
        joinMany(jobId, provedWeights.length);
    }

    function amended(IDataExchange.TrainingJobSpec memory spec) internal view virtual returns (IDataExchange.TrainingJobSpec memory) {
        return spec;
    }

    /// @dev Read once: a fixture of hundreds of providers is long.
    function readProviders() private {
        bytes memory points = bytesAt(json, ".commitments");
        provedWeights = VM.parseJsonUintArray(json, ".weights");
        delete provedCommitments;
        for (uint256 i = 0; i < provedWeights.length; ++i) {
            G1 memory c;
            assembly ("memory-safe") {
                mcopy(c, add(add(points, 0x20), mul(0x40, i)), 0x40)
            }
            provedCommitments.push(c);
        }
    }

    function provedCount() internal view returns (uint256) {
        return provedWeights.length;
    }

    function provedCommitmentAt(uint256 i) internal view returns (G1 memory) {
        return provedCommitments[i];
    }

    function provedWeightAt(uint256 i) internal view returns (uint256) {
        return provedWeights[i];
    }

    function commitProved(uint256 job, uint256 round, uint256 i) internal {
        bytes32 hash = commitHashFor(job, round, providerAt(i), provedCommitmentAt(i), provedWeightAt(i), saltAt(i));
        VM.prank(providerAt(i));
        coordinator.commitUpdate(job, hash);
    }

    function revealProved(uint256 job, uint256 round, uint256 i) internal {
        G1 memory c = provedCommitmentAt(i);
        uint256 weight = provedWeightAt(i);
        bytes memory receipt = receiptBy(AGGREGATOR_KEY, job, round, providerAt(i), c, weight);
        bytes memory update = abi.encode(job, round, c, weight, saltAt(i), receipt);
        bytes32 key = coordinator.roundKeyOf(job, round);
        VM.prank(providerAt(i));
        coordinator.submitUpdate(key, update);
    }

    /// @dev The proved round up to Aggregating: of the job's first round, or replayed in a later one, where its proof holds no more.
    function playProved(uint256 job) internal returns (uint256 round) {
        round = start(job);
        for (uint256 i = 0; i < provedCount(); ++i) {
            commitProved(job, round, i);
        }
        for (uint256 i = 0; i < provedCount(); ++i) {
            revealProved(job, round, i);
        }
    }

    function settleProved() internal {
        VM.prank(aggregator);
        coordinator.verifyAggregate(jobId, statement.proof);
    }

    function publishProved(uint256 round) internal {
        uint256 blinding = abi.decode(bytesAt(json, ".blinding"), (uint256));
        VM.prank(aggregator);
        coordinator.publishModel(jobId, round, blinding, bytesAt(json, ".model"));
    }

    function only(ChunkProof memory chunk) internal pure returns (ChunkProof[] memory chunks) {
        chunks = new ChunkProof[](1);
        chunks[0] = chunk;
    }

    function pair(G1 memory first, G1 memory second) internal pure returns (G1[] memory commitments) {
        commitments = new G1[](2);
        (commitments[0], commitments[1]) = (first, second);
    }

    /// @dev D of both chunks of a proof.
    function bothOf(Statement memory s) internal pure returns (G1[] memory) {
        return pair(s.proof.chunks[0].commitment, s.proof.chunks[1].commitment);
    }
}
