// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IVerifierErrors } from "../../src/interfaces/IVerifierErrors.sol";
import { CodeStorage } from "../../src/libraries/CodeStorage.sol";
import { BoundedUpdateVerifier } from "../../src/verifiers/BoundedUpdateVerifier.sol";
import { LinkedGroth16Verifier } from "../../src/verifiers/LinkedGroth16Verifier.sol";
import { StatementTest } from "../support/StatementTest.sol";

/// @notice Keys are kept as code. No verifier stands without the key that it was checked for.
contract CodeStorageTest is StatementTest {
    function testFuzz_what_is_written_is_read(bytes memory data) public {
        VM.assertEq(CodeStorage.read(CodeStorage.write(data)), data, "as it was");
    }

    function test_a_store_cannot_be_called_into_anything() public {
        address store = CodeStorage.write(hex"ff");
        (bool done, bytes memory answer) = store.call("");
        VM.assertTrue(done && answer.length == 0, "it stops at once");
        VM.assertEq(store.code, hex"00ff", "and is still there");
    }

    /// @dev A creation fails where there is code already. The call that creates the verifier takes a nonce of its own where forge isolates
    ///      calls.
    function occupyStore() private {
        uint256 nonce = VM.getNonce(address(this));
        for (uint256 i = 0; i < 2; ++i) {
            address verifier = VM.computeCreateAddress(address(this), nonce + i);
            VM.etch(VM.computeCreateAddress(verifier, 1), hex"00");
        }
    }

    function test_without_a_store_for_its_key_no_verifier_is_built() public {
        bytes memory contributions = VM.parseJsonBytes(load("contributions"), ".one.key");
        bytes memory aggregates = statementAt(load("one-chunk"), "").key;
        occupyStore();
        VM.expectRevert(IVerifierErrors.KeyNotStored.selector);
        this.deployVerifier(aggregates);
        occupyStore();
        VM.expectRevert(IVerifierErrors.KeyNotStored.selector);
        this.deployContributionVerifier(contributions);
    }

    /// @notice A call of its own, so that its revert does not end the test; see StatementTest.deployVerifier.
    function deployContributionVerifier(bytes calldata key) external returns (BoundedUpdateVerifier) {
        return new BoundedUpdateVerifier(key);
    }
}
