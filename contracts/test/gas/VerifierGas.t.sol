// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { AggregateProof, ChunkProof } from "../../src/interfaces/AggregateProof.sol";
import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { LinkedGroth16Verifier } from "../../src/verifiers/LinkedGroth16Verifier.sol";
import { Test } from "../support/Test.sol";

/// @notice What checking one statement costs by itself, without the base cost and the calldata of a transaction: the difference between one
///         chunk and two is what a further chunk costs to check. Its ten words of calldata come to some 5,000 gas more.
contract VerifierGasTest is Test {
    // forge shows the arguments of this event as a line of the test's log.
    // forge-lint: disable-next-line(mixed-case-variable)
    event log_named_uint(string key, uint256 val);

    uint256 internal context;
    uint256 internal weight;
    G1 internal sum;
    AggregateProof internal proof;
    LinkedGroth16Verifier internal verifier;

    function prepare(string memory file) internal {
        string memory json = VM.readFile(string.concat("./fixtures/", file, ".json"));
        context = abi.decode(VM.parseJsonBytes(json, ".context"), (uint256));
        weight = abi.decode(VM.parseJsonBytes(json, ".weight"), (uint256));
        sum = abi.decode(VM.parseJsonBytes(json, ".sum"), (G1));
        proof = abi.decode(VM.parseJsonBytes(json, ".proof"), (AggregateProof));
        verifier = new LinkedGroth16Verifier(VM.parseJsonBytes(json, ".key"));
    }

    function measured(string memory name) internal returns (uint256 gas) {
        gas = VM.snapshotGasLastCall("verifier", name);
        emit log_named_uint(name, gas);
    }

    function test_gas_of_a_further_chunk() public {
        prepare("one-chunk");
        VM.assertTrue(verifier.verify(context, weight, sum, proof), "one");
        uint256 one = measured("verify, one chunk");
        prepare("two-chunks");
        VM.assertTrue(verifier.verify(context, weight, sum, proof), "two");
        uint256 further = measured("verify, two chunks") - one;
        emit log_named_uint("a further chunk", further);
        VM.assertLe(further, 100_000, "a further chunk");
    }

    function test_gas_of_a_settlement_in_parts() public {
        prepare("two-chunks");
        ChunkProof[] memory chunks = new ChunkProof[](1);
        chunks[0] = proof.chunks[0];
        VM.assertTrue(verifier.verifyChunks(context, weight, chunks), "one");
        uint256 one = measured("verifyChunks, one chunk");
        VM.assertTrue(verifier.verifyChunks(context, weight, proof.chunks), "two");
        VM.assertLe(measured("verifyChunks, two chunks") - one, 100_000, "a further chunk");
        G1[] memory commitments = new G1[](2);
        (commitments[0], commitments[1]) = (proof.chunks[0].commitment, proof.chunks[1].commitment);
        VM.assertTrue(verifier.verifyLink(sum, proof.modelCommitment, proof.link, commitments), "link");
        VM.assertLe(measured("verifyLink, two chunks"), 250_000, "the link");
    }
}
