// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ChunkProof } from "../../src/interfaces/AggregateProof.sol";
import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { LinkedGroth16Verifier } from "../../src/verifiers/LinkedGroth16Verifier.sol";
import { GasMeter } from "../support/GasMeter.sol";
import { StatementTest } from "../support/StatementTest.sol";

/// @notice What checking one statement costs by itself, without the base cost and the calldata of a transaction: the difference between one
///         chunk and two is what a further chunk costs to check. Its ten words of calldata come to some 5,000 gas more.
contract VerifierGasTest is StatementTest, GasMeter {
    Statement internal s;
    LinkedGroth16Verifier internal verifier;

    function prepare(string memory file) internal {
        store(s, statementAt(load(file), ""));
        verifier = new LinkedGroth16Verifier(s.key);
    }

    function measured(string memory name) internal returns (uint256 gas) {
        return meter("verifier", name);
    }

    function test_gas_of_a_further_chunk() public {
        prepare("one-chunk");
        VM.assertTrue(verifier.verify(s.context, s.weight, s.sum, s.proof), "one");
        uint256 one = measured("verify, one chunk");
        prepare("two-chunks");
        VM.assertTrue(verifier.verify(s.context, s.weight, s.sum, s.proof), "two");
        uint256 further = measured("verify, two chunks") - one;
        VM.assertLe(further, 100_000, "a further chunk");
    }

    function test_gas_of_a_settlement_in_parts() public {
        prepare("two-chunks");
        ChunkProof[] memory chunks = new ChunkProof[](1);
        chunks[0] = s.proof.chunks[0];
        VM.assertTrue(verifier.verifyChunks(s.context, s.weight, chunks), "one");
        uint256 one = measured("verifyChunks, one chunk");
        VM.assertTrue(verifier.verifyChunks(s.context, s.weight, s.proof.chunks), "two");
        VM.assertLe(measured("verifyChunks, two chunks") - one, 100_000, "a further chunk");
        G1[] memory commitments = new G1[](2);
        (commitments[0], commitments[1]) = (s.proof.chunks[0].commitment, s.proof.chunks[1].commitment);
        VM.assertTrue(verifier.verifyLink(s.sum, s.proof.modelCommitment, s.proof.link, commitments), "link");
        VM.assertLe(measured("verifyLink, two chunks"), 250_000, "the link");
    }
}
