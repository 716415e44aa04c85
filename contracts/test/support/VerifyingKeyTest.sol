// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IVerifierErrors } from "../../src/interfaces/IVerifierErrors.sol";
import { Bn254 } from "../../src/libraries/Bn254.sol";
import { VerifyingKey } from "../../src/verifiers/VerifyingKey.sol";
import { Test } from "./Test.sol";

/// @title VerifyingKeyTest
/// @notice What makes a key unsafe, whichever circuit it is of: no verifier for one can be deployed. The key is of two chunks of 16, with
///         20 values.
abstract contract VerifyingKeyTest is Test {
    bytes internal key;
    /// The word of [k_0]2.
    uint256 internal rows;
    uint256 internal maxScalarBits;

    /// @notice Deploys the verifier of a blob.
    function deployKey(bytes calldata blob) external virtual returns (address);

    function with(uint256 index, uint256 value) internal view returns (bytes memory changed) {
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

    function withPoint(uint256 index, uint256[4] memory words) internal view returns (bytes memory changed) {
        changed = bytes.concat(key);
        for (uint256 i = 0; i < 4; ++i) {
            put(changed, index + i, words[i]);
        }
    }

    function gamma() internal pure returns (uint256[4] memory) {
        return [Bn254.G2_X1, Bn254.G2_X0, Bn254.G2_Y1, Bn254.G2_Y0];
    }

    /// @dev The words of the G2 points.
    function twistPoints() internal view returns (uint256[] memory points) {
        points = new uint256[](2 + (rows - VerifyingKey.K_COMMITMENTS) / 4 + 2);
        (points[0], points[1]) = (VerifyingKey.BETA, VerifyingKey.DELTA);
        for (uint256 i = 2; i < points.length; ++i) {
            points[i] = VerifyingKey.K_COMMITMENTS + 4 * (i - 2);
        }
    }

    function expectRefused(bytes memory blob, bytes memory reason) internal {
        VM.expectRevert(reason);
        this.deployKey(blob);
    }

    function invalidPoint(uint256 index) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IVerifierErrors.KeyPointInvalid.selector, index);
    }

    function equalPoints(uint256 first, uint256 second) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IVerifierErrors.KeyPointsEqual.selector, first, second);
    }

    function refusesLength(uint256 length) private {
        bytes memory blob = new bytes(length);
        for (uint256 i = 0; i < length && i < key.length; ++i) {
            blob[i] = key[i];
        }
        expectRefused(blob, abi.encodeWithSelector(IVerifierErrors.KeyLengthWrong.selector, length));
    }

    function refusesWrongLengths() internal {
        refusesLength(0);
        refusesLength(32 * (rows + 4) - 1);
        refusesLength(32 * (rows + 4));
        refusesLength(key.length - 1);
        refusesLength(key.length + 1);
        refusesLength(key.length + 32);
    }

    function refusesShape(uint256 index, uint256 value) private {
        expectRefused(with(index, value), abi.encodeWithSelector(IVerifierErrors.KeyShapeWrong.selector));
    }

    function refusesWrongShapes() internal {
        refusesShape(VerifyingKey.DIMENSION, 0);
        refusesShape(VerifyingKey.DIMENSION, 16); // one chunk would do
        refusesShape(VerifyingKey.DIMENSION, 33); // three would be needed
        refusesShape(VerifyingKey.CHUNK_SIZE, 0);
        refusesShape(VerifyingKey.CHUNK_COUNT, 1);
        refusesShape(VerifyingKey.VALUE_BITS, 0);
        refusesShape(VerifyingKey.VALUE_BITS, 23); // values are published in whole bytes
        refusesShape(VerifyingKey.VALUE_BITS, 72);
        refusesShape(VerifyingKey.SCALAR_BITS, 0);
        refusesShape(VerifyingKey.SCALAR_BITS, maxScalarBits + 1);
    }

    /// @dev Sizes that two chunks would fit, were an index not to fit 32 bits.
    function refusesLargeSizes() internal {
        bytes memory reason = abi.encodeWithSelector(IVerifierErrors.KeyShapeWrong.selector);
        bytes memory blob = with(VerifyingKey.DIMENSION, 1 << 32);
        put(blob, VerifyingKey.CHUNK_SIZE, 1 << 31);
        expectRefused(blob, reason);
        blob = with(VerifyingKey.DIMENSION, (1 << 32) - 1);
        put(blob, VerifyingKey.CHUNK_SIZE, 1 << 31);
        this.deployKey(blob);
        blob = with(VerifyingKey.DIMENSION, 1);
        put(blob, VerifyingKey.CHUNK_COUNT, 1);
        put(blob, VerifyingKey.CHUNK_SIZE, 1 << 32);
        expectRefused(blob, reason);
        // The largest chunk there is, in a key of one.
        uint256 length = 32 * (rows + 4);
        blob = with(VerifyingKey.DIMENSION, 1);
        put(blob, VerifyingKey.CHUNK_COUNT, 1);
        put(blob, VerifyingKey.CHUNK_SIZE, (1 << 32) - 1);
        assembly ("memory-safe") {
            mstore(blob, length)
        }
        this.deployKey(blob);
    }

    function acceptsTheLargestScalarAndValues() internal {
        this.deployKey(with(VerifyingKey.SCALAR_BITS, maxScalarBits));
        this.deployKey(with(VerifyingKey.SCALAR_BITS, 1));
        this.deployKey(with(VerifyingKey.VALUE_BITS, 64));
        this.deployKey(with(VerifyingKey.VALUE_BITS, 8));
    }

    function refusesFalseG1Points() internal {
        uint256[4] memory points = [VerifyingKey.ALPHA, VerifyingKey.IC_0, VerifyingKey.IC_CONTEXT, VerifyingKey.IC_SCALAR];
        for (uint256 i = 0; i < 4; ++i) {
            uint256 index = points[i];
            expectRefused(with(index, VerifyingKey.word(key, index) ^ 1), invalidPoint(index));
            expectRefused(with(index, VerifyingKey.word(key, index) + Bn254.P), invalidPoint(index));
            expectRefused(with(index + 1, VerifyingKey.word(key, index + 1) + Bn254.P), invalidPoint(index));
            bytes memory infinite = with(index, 0);
            put(infinite, index + 1, 0);
            expectRefused(infinite, invalidPoint(index));
        }
    }

    function refusesFalseG2Points() internal {
        uint256[] memory points = twistPoints();
        uint256[4] memory outside = [
            uint256(1),
            2,
            19_659_275_751_359_636_165_940_301_690_575_149_581_329_631_496_732_780_143_538_578_556_285_923_319_774,
            7_292_567_877_523_311_580_221_095_596_750_716_176_434_782_432_868_683_424_513_645_834_767_876_293_070
        ];
        uint256[4] memory infinity;
        for (uint256 i = 0; i < points.length; ++i) {
            expectRefused(withPoint(points[i], outside), invalidPoint(points[i]));
            expectRefused(withPoint(points[i], infinity), invalidPoint(points[i]));
        }
    }

    function refusesGamma() internal {
        uint256[4] memory opposite = [Bn254.G2_X1, Bn254.G2_X0, Bn254.P - Bn254.G2_Y1, Bn254.P - Bn254.G2_Y0];
        uint256[] memory points = twistPoints();
        for (uint256 i = 0; i < points.length; ++i) {
            expectRefused(withPoint(points[i], gamma()), equalPoints(points[i], 0));
            expectRefused(withPoint(points[i], opposite), equalPoints(points[i], 0));
        }
    }

    function refusesEqualG2Points() internal {
        uint256[] memory points = twistPoints();
        for (uint256 i = 0; i < points.length; ++i) {
            for (uint256 j = i + 1; j < points.length; ++j) {
                expectRefused(withCopy(points[j], points[i], 4), equalPoints(points[i], points[j]));
                bytes memory opposite = withCopy(points[j], points[i], 4);
                put(opposite, points[j] + 2, Bn254.P - VerifyingKey.word(key, points[i] + 2));
                put(opposite, points[j] + 3, Bn254.P - VerifyingKey.word(key, points[i] + 3));
                expectRefused(opposite, equalPoints(points[i], points[j]));
            }
        }
    }

    function refusesEqualBases() internal {
        uint256[3] memory bases = [VerifyingKey.IC_0, VerifyingKey.IC_CONTEXT, VerifyingKey.IC_SCALAR];
        for (uint256 i = 0; i < 3; ++i) {
            for (uint256 j = i + 1; j < 3; ++j) {
                expectRefused(withCopy(bases[j], bases[i], 2), equalPoints(bases[i], bases[j]));
            }
        }
    }
}
