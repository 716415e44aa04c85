// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IVerifierErrors } from "../../src/interfaces/IVerifierErrors.sol";
import { Bn254 } from "../../src/libraries/Bn254.sol";
import { BoundedUpdateVerifier } from "../../src/verifiers/BoundedUpdateVerifier.sol";
import { BoundedUpdateKey } from "../../src/verifiers/BoundedUpdateKey.sol";
import { VerifyingKey } from "../../src/verifiers/VerifyingKey.sol";
import { ContributionTest } from "../support/ContributionTest.sol";

/// @notice A contribution verifier for an unsafe key cannot be deployed.
contract BoundedUpdateKeyTest is ContributionTest {
    bytes internal key;

    function setUp() public {
        readContributions();
        key = claimOf(".two", 0).key;
    }

    function withWord(uint256 index, uint256 value) internal view returns (bytes memory changed) {
        changed = bytes.concat(key);
        put(changed, index, value);
    }

    function put(bytes memory blob, uint256 index, uint256 value) internal pure {
        assembly ("memory-safe") {
            mstore(add(add(blob, 32), shl(5, index)), value)
        }
    }

    function withCopy(uint256 to, uint256 from, uint256 words) internal view returns (bytes memory changed) {
        changed = bytes.concat(key);
        for (uint256 i = 0; i < words; ++i) {
            put(changed, to + i, VerifyingKey.word(key, from + i));
        }
    }

    function withTwistPoint(uint256 index, uint256[4] memory words) internal view returns (bytes memory changed) {
        changed = bytes.concat(key);
        for (uint256 i = 0; i < 4; ++i) {
            put(changed, index + i, words[i]);
        }
    }

    function gamma() internal pure returns (uint256[4] memory) {
        return [Bn254.G2_X1, Bn254.G2_X0, Bn254.G2_Y1, Bn254.G2_Y0];
    }

    function expectRefused(bytes memory blob, bytes memory reason) internal {
        VM.expectRevert(reason);
        this.deployContributionVerifier(blob);
    }

    function invalidPoint(uint256 index) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IVerifierErrors.KeyPointInvalid.selector, index);
    }

    function test_a_sound_key_is_deployed() public {
        BoundedUpdateVerifier verifier = new BoundedUpdateVerifier(key);
        VM.assertEq(verifier.keyBlob(), key, "stored");
        VM.assertEq(verifier.chunkCount(), 2, "M");
    }

    function test_a_blob_of_the_wrong_length_is_refused() public {
        expectRefused("", abi.encodeWithSelector(IVerifierErrors.KeyLengthWrong.selector, 0));
        uint256 length = key.length;
        expectRefused(bytes.concat(key, bytes32(0)), abi.encodeWithSelector(IVerifierErrors.KeyLengthWrong.selector, length + 32));
        expectRefused(bytes.concat(key, bytes1(0)), abi.encodeWithSelector(IVerifierErrors.KeyLengthWrong.selector, length + 1));
    }

    function test_a_shape_that_does_not_fit_is_refused() public {
        bytes memory reason = abi.encodeWithSelector(IVerifierErrors.KeyShapeWrong.selector);
        expectRefused(withWord(0, 0), reason);
        expectRefused(withWord(0, 16), reason); // one chunk would do
        expectRefused(withWord(0, 33), reason); // three would be needed
        expectRefused(withWord(0, 1 << 32), reason);
        expectRefused(withWord(1, 0), reason);
        expectRefused(withWord(2, 1), reason);
        expectRefused(withWord(3, 0), reason);
        expectRefused(withWord(3, 23), reason); // values are published in whole bytes
        expectRefused(withWord(3, 72), reason);
        expectRefused(withWord(4, 0), reason);
        expectRefused(withWord(4, 129), reason);
    }

    function test_every_G1_point_is_on_the_curve_and_not_infinity() public {
        uint256[4] memory points = [uint256(7), 17, 19, 21];
        for (uint256 i = 0; i < 4; ++i) {
            uint256 index = points[i];
            expectRefused(withWord(index, VerifyingKey.word(key, index) ^ 1), invalidPoint(index));
            expectRefused(withWord(index, VerifyingKey.word(key, index) + Bn254.P), invalidPoint(index));
            bytes memory infinite = withWord(index, 0);
            put(infinite, index + 1, 0);
            expectRefused(infinite, invalidPoint(index));
        }
    }

    function test_every_G2_point_is_in_the_subgroup_and_not_infinity() public {
        uint256[5] memory points = [uint256(9), 13, 23, 27, 31];
        uint256[4] memory outside = [
            uint256(1),
            2,
            19_659_275_751_359_636_165_940_301_690_575_149_581_329_631_496_732_780_143_538_578_556_285_923_319_774,
            7_292_567_877_523_311_580_221_095_596_750_716_176_434_782_432_868_683_424_513_645_834_767_876_293_070
        ];
        uint256[4] memory infinity;
        for (uint256 i = 0; i < 5; ++i) {
            uint256 index = points[i];
            expectRefused(withTwistPoint(index, outside), invalidPoint(index));
            expectRefused(withTwistPoint(index, infinity), invalidPoint(index));
        }
    }

    function test_delta_must_not_be_gamma_nor_its_opposite() public {
        bytes memory reason = abi.encodeWithSelector(IVerifierErrors.KeyPointsEqual.selector, 13, 0);
        expectRefused(withTwistPoint(13, gamma()), reason);
        uint256[4] memory opposite = [Bn254.G2_X1, Bn254.G2_X0, Bn254.P - Bn254.G2_Y1, Bn254.P - Bn254.G2_Y0];
        expectRefused(withTwistPoint(13, opposite), reason);
    }

    function test_no_link_secret_is_one() public {
        for (uint256 index = 23; index <= 31; index += 4) {
            expectRefused(withTwistPoint(index, gamma()), abi.encodeWithSelector(IVerifierErrors.KeyPointsEqual.selector, index, 0));
        }
    }

    function test_link_secrets_differ_from_each_other_and_from_beta_and_delta() public {
        uint256[5] memory points = [uint256(9), 13, 23, 27, 31];
        for (uint256 i = 0; i < 5; ++i) {
            for (uint256 j = i + 1; j < 5; ++j) {
                bytes memory reason = abi.encodeWithSelector(IVerifierErrors.KeyPointsEqual.selector, points[i], points[j]);
                expectRefused(withCopy(points[j], points[i], 4), reason);
                bytes memory opposite = withCopy(points[j], points[i], 4);
                put(opposite, points[j] + 2, Bn254.P - VerifyingKey.word(key, points[i] + 2));
                put(opposite, points[j] + 3, Bn254.P - VerifyingKey.word(key, points[i] + 3));
                expectRefused(opposite, reason);
            }
        }
    }

    function test_input_bases_differ() public {
        expectRefused(withCopy(19, 17, 2), abi.encodeWithSelector(IVerifierErrors.KeyPointsEqual.selector, 17, 19));
        expectRefused(withCopy(21, 17, 2), abi.encodeWithSelector(IVerifierErrors.KeyPointsEqual.selector, 17, 21));
        expectRefused(withCopy(21, 19, 2), abi.encodeWithSelector(IVerifierErrors.KeyPointsEqual.selector, 19, 21));
    }
}
