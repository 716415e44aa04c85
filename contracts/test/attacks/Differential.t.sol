// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { AggregateProof } from "../../src/interfaces/AggregateProof.sol";
import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { ILinkedVerifier } from "../../src/interfaces/ILinkedVerifier.sol";
import { LinkedGroth16Verifier } from "../../src/verifiers/LinkedGroth16Verifier.sol";
import { StatementTest } from "../support/StatementTest.sol";

contract DifferentialTest is StatementTest {
    /// @dev Little: a point that the pairing precompile refuses takes all it is given.
    uint256 private constant GAS = 2_000_000;

    /// @dev Hundreds of statements as raw calldata: honest ones, re-randomised ones, and everything else that can be wrong. The checks for
    ///      models too long for one call give the same verdict together.
    function test_valid_and_corrupted_statements_get_the_verdict_of_the_C_sharp_verifier() public {
        string memory json = load("differential");
        address[2] memory verifiers = [
            address(new LinkedGroth16Verifier(bytesAt(json, ".keys[0]"))), address(new LinkedGroth16Verifier(bytesAt(json, ".keys[1]")))
        ];
        bytes[] memory statements = VM.parseJsonBytesArray(json, ".calldata");
        bytes memory sources = bytesAt(json, ".sources");
        bytes memory expected = bytesAt(json, ".accepted");
        uint256 accepted = 0;
        for (uint256 i = 0; i < statements.length; ++i) {
            address verifier = verifiers[uint8(sources[i])];
            bool valid = says(verifier, bytes.concat(ILinkedVerifier.verify.selector, statements[i]));
            bool inParts = saysInParts(verifier, statements[i]);
            if (valid) ++accepted;
            if (valid == (expected[i] != 0) && inParts == valid) continue;
            string memory name = VM.parseJsonString(json, string.concat(".names[", VM.toString(i), "]"));
            VM.assertTrue(inParts == valid, string.concat(VM.toString(i), ": ", name, ": another verdict in parts"));
            VM.assertTrue(false, string.concat(VM.toString(i), ": ", name, valid ? ", accepted here only" : ", refused here only"));
        }
        VM.assertGe(statements.length, 300, "hundreds");
        VM.assertGe(accepted, 60, "many are valid");
        VM.assertLt(accepted, statements.length / 2, "most are not");
    }

    function says(address verifier, bytes memory call) internal view returns (bool) {
        (bool done, bytes memory answer) = verifier.staticcall{ gas: GAS }(call);
        return done && abi.decode(answer, (bool));
    }

    function saysInParts(address verifier, bytes memory statement) internal view returns (bool) {
        (uint256 context, uint256 weight, G1 memory sum, AggregateProof memory proof) =
            abi.decode(statement, (uint256, uint256, G1, AggregateProof));
        G1[] memory commitments = new G1[](proof.chunks.length);
        for (uint256 c = 0; c < commitments.length; ++c) {
            commitments[c] = proof.chunks[c].commitment;
        }
        return says(verifier, abi.encodeCall(ILinkedVerifier.verifyChunks, (context, weight, proof.chunks)))
            && says(verifier, abi.encodeCall(ILinkedVerifier.verifyLink, (sum, proof.modelCommitment, proof.link, commitments)));
    }
}
