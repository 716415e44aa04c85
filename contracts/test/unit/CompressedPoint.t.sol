// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { CompressedPoint } from "../../src/libraries/CompressedPoint.sol";
import { Curve } from "../support/Curve.sol";
import { Test } from "../support/Test.sol";

/// @notice A model's commitment is kept in one word: whoever reads it back must get the very point that was proved.
contract CompressedPointTest is Test {
    function testFuzz_a_point_and_its_opposite_come_back_as_themselves(uint128 scalar) external view {
        G1 memory point = Curve.mul(Curve.generator(), uint256(scalar) + 1);
        G1 memory opposite = Curve.negate(point);
        VM.assertTrue(Curve.same(CompressedPoint.decompress(CompressedPoint.compress(point)), point), "point");
        VM.assertTrue(Curve.same(CompressedPoint.decompress(CompressedPoint.compress(opposite)), opposite), "opposite");
        VM.assertTrue(CompressedPoint.compress(point) != CompressedPoint.compress(opposite), "told apart");
    }

    function test_a_precompile_that_refuses_gives_no_point() external {
        uint256 word = CompressedPoint.compress(Curve.generator());
        VM.mockCallRevert(address(5), "", "");
        VM.expectRevert(bytes(""));
        this.decompressed(word);
    }

    function decompressed(uint256 word) external view returns (G1 memory) {
        return CompressedPoint.decompress(word);
    }

    function test_the_empty_word_is_no_point() external view {
        VM.assertTrue(Curve.same(CompressedPoint.decompress(0), G1(0, 0)), "infinity stands for nothing");
    }
}
