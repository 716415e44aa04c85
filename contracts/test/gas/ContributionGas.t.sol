// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { BoundedUpdateVerifier } from "../../src/verifiers/BoundedUpdateVerifier.sol";
import { ContributionTest } from "../support/ContributionTest.sol";
import { GasMeter } from "../support/GasMeter.sol";

/// @notice What contribution proofs cost, each call as a transaction of its own: one by one, and in batches of one pairing call.
contract ContributionGasTest is ContributionTest, GasMeter {
    function setUp() public {
        readContributions();
    }

    function measured(string memory name, uint256 limit) internal {
        uint256 gas = meter("contribution", name);
        VM.assertLe(gas, limit, name);
    }

    function measuredBatch(string memory path, uint256 count, string memory name, uint256 limit) internal {
        BoundedUpdateVerifier verifier = this.deployContributionVerifier(claimOf(path, 0).key);
        uint256[] memory contexts = new uint256[](count);
        G1[] memory commitments = new G1[](count);
        bytes[] memory proofs = new bytes[](count);
        uint256 bound;
        for (uint256 i = 0; i < count; ++i) {
            Claim memory claim = claimOf(path, i);
            (contexts[i], bound, commitments[i], proofs[i]) = (claim.context, claim.bound, claim.commitment, claim.proof);
        }
        VM.assertTrue(verifier.verifyBatch(contexts, bound, commitments, proofs), name);
        measured(name, limit);
    }

    function test_gas_of_one_proof() public {
        string[2] memory paths = [".one", ".two"];
        string[2] memory names = ["one proof of one chunk", "one proof of two chunks"];
        uint256[2] memory limits = [uint256(350_000), 460_000];
        for (uint256 i = 0; i < 2; ++i) {
            Claim memory claim = claimOf(paths[i], 0);
            BoundedUpdateVerifier verifier = this.deployContributionVerifier(claim.key);
            VM.assertTrue(verifier.verify(claim.context, claim.bound, claim.commitment, claim.proof), names[i]);
            measured(names[i], limits[i]);
        }
    }

    function test_gas_of_a_batch() public {
        measuredBatch(".one", 2, "batch of 2 proofs of one chunk", 440_000);
        measuredBatch(".one", 8, "batch of 8 proofs of one chunk", 980_000);
        measuredBatch(".two", 8, "batch of 8 proofs of two chunks", 1_600_000);
    }
}
