// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ILinkedVerifier } from "../../src/interfaces/ILinkedVerifier.sol";
import { LinkedGroth16Verifier } from "../../src/verifiers/LinkedGroth16Verifier.sol";
import { StatementTest } from "../support/StatementTest.sol";

contract DifferentialTest is StatementTest {
    function test_valid_and_corrupted_statements_get_the_verdict_of_the_C_sharp_verifier() public {
        string memory json = load("differential");
        LinkedGroth16Verifier[2] memory verifiers =
            [new LinkedGroth16Verifier(bytesAt(json, ".keys[0]")), new LinkedGroth16Verifier(bytesAt(json, ".keys[1]"))];
        uint256 count = VM.parseJsonUint(json, ".count");
        uint256 accepted = 0;
        for (uint256 i = 0; i < count; ++i) {
            string memory path = string.concat(".cases[", VM.toString(i), "]");
            Statement memory s = wordsAt(json, path);
            ILinkedVerifier verifier = verifiers[VM.parseJsonUint(json, string.concat(path, ".source"))];
            bool valid = false;
            // Little gas: a point that the pairing precompile refuses takes all it is given.
            try verifier.verify{ gas: 2_000_000 }(s.context, s.weight, s.sum, s.proof) returns (bool answer) {
                valid = answer;
            } catch { }
            bool expected = VM.parseJsonBool(json, string.concat(path, ".accepted"));
            VM.assertTrue(valid == expected, string.concat(path, ": ", VM.parseJsonString(json, string.concat(path, ".name"))));
            if (valid) ++accepted;
        }
        VM.assertGe(accepted, 2, "some are valid");
        VM.assertLt(accepted, count / 2, "most are not");
    }
}
