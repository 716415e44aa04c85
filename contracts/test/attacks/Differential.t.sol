// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ILinkedVerifier } from "../../src/interfaces/ILinkedVerifier.sol";
import { LinkedGroth16Verifier } from "../../src/verifiers/LinkedGroth16Verifier.sol";
import { StatementTest } from "../support/StatementTest.sol";

contract DifferentialTest is StatementTest {
    /// @dev Hundreds of statements as raw calldata: honest ones, re-randomised ones, and everything else that can be wrong.
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
            // Little gas: a point that the pairing precompile refuses takes all it is given.
            (bool done, bytes memory answer) =
                verifiers[uint8(sources[i])].staticcall{ gas: 2_000_000 }(bytes.concat(ILinkedVerifier.verify.selector, statements[i]));
            bool valid = done && abi.decode(answer, (bool));
            if (valid) ++accepted;
            if (valid == (expected[i] != 0)) continue;
            string memory name = VM.parseJsonString(json, string.concat(".names[", VM.toString(i), "]"));
            VM.assertTrue(false, string.concat(VM.toString(i), ": ", name, valid ? ", accepted here only" : ", refused here only"));
        }
        VM.assertGe(statements.length, 300, "hundreds");
        VM.assertGe(accepted, 60, "many are valid");
        VM.assertLt(accepted, statements.length / 2, "most are not");
    }
}
