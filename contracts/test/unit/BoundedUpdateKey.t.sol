// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { BoundedUpdateKey } from "../../src/verifiers/BoundedUpdateKey.sol";
import { BoundedUpdateVerifier } from "../../src/verifiers/BoundedUpdateVerifier.sol";
import { ContributionTest } from "../support/ContributionTest.sol";
import { VerifyingKeyTest } from "../support/VerifyingKeyTest.sol";

/// @notice A contribution verifier for an unsafe key cannot be deployed.
contract BoundedUpdateKeyTest is ContributionTest, VerifyingKeyTest {
    function setUp() public {
        readContributions();
        key = claimOf(".two", 0).key;
        (rows, maxScalarBits) = (BoundedUpdateKey.K_CHUNKS, 128);
    }

    function deployKey(bytes calldata blob) external override returns (address) {
        return address(new BoundedUpdateVerifier(blob));
    }

    function test_a_sound_key_is_deployed() public {
        BoundedUpdateVerifier verifier = new BoundedUpdateVerifier(key);
        VM.assertEq(verifier.keyBlob(), key, "stored");
        VM.assertEq(verifier.chunkCount(), 2, "M");
    }

    function test_a_blob_of_the_wrong_length_is_refused() public {
        refusesWrongLengths();
    }

    function test_a_shape_that_does_not_fit_is_refused() public {
        refusesWrongShapes();
        refusesLargeSizes();
    }

    function test_a_shape_at_its_limits_is_deployed() public {
        acceptsTheLargestScalarAndValues();
    }

    function test_every_G1_point_is_on_the_curve_and_not_infinity() public {
        refusesFalseG1Points();
    }

    function test_every_G2_point_is_in_the_subgroup_and_not_infinity() public {
        refusesFalseG2Points();
    }

    function test_delta_must_not_be_gamma_nor_its_opposite() public {
        refusesGamma();
    }

    function test_link_secrets_differ_from_each_other_and_from_beta_and_delta() public {
        refusesEqualG2Points();
    }

    function test_input_bases_differ() public {
        refusesEqualBases();
    }
}
