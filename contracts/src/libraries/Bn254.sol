// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Bn254
/// @notice Moduli, generators and group operations of BN254 through the EVM's precompiles (EIP-196, EIP-197). Points in memory are two
///         words (G1) or four (G2), named by the address of their first word.
library Bn254 {
    /// @notice p, the base field's modulus.
    uint256 internal constant P = 21_888_242_871_839_275_222_246_405_745_257_275_088_696_311_157_297_823_662_689_037_894_645_226_208_583;
    /// @notice r, the scalar field's modulus and the order of the groups.
    uint256 internal constant R = 21_888_242_871_839_275_222_246_405_745_257_275_088_548_364_400_416_034_343_698_204_186_575_808_495_617;

    /// @notice The generator [1]2 in EIP-197 order.
    uint256 internal constant G2_X1 =
        11_559_732_032_986_387_107_991_004_021_392_285_783_925_812_861_821_192_530_917_403_151_452_391_805_634;
    uint256 internal constant G2_X0 =
        10_857_046_999_023_057_135_944_570_762_232_829_481_370_756_359_578_518_086_990_519_993_285_655_852_781;
    uint256 internal constant G2_Y1 = 4_082_367_875_863_433_681_332_203_403_145_435_568_316_851_327_593_401_208_105_741_076_214_120_093_531;
    uint256 internal constant G2_Y0 = 8_495_653_923_123_431_417_604_973_247_489_272_438_418_190_587_263_600_148_770_280_649_306_958_101_930;

    /// @notice Whether (x, y), both below p, satisfies y^2 = x^3 + 3. G1 has no cofactor: on the curve is in the group.
    function isOnCurve(uint256 x, uint256 y) internal pure returns (bool) {
        return mulmod(y, y, P) == addmod(mulmod(mulmod(x, x, P), x, P), 3, P);
    }

    /// @notice Adds (x, y) to the point at `destination`.
    /// @return done Whether the precompile accepted both points.
    function add(uint256 destination, uint256 x, uint256 y) internal view returns (bool done) {
        assembly ("memory-safe") {
            let scratch := mload(0x40)
            mcopy(scratch, destination, 64)
            mstore(add(scratch, 64), x)
            mstore(add(scratch, 96), y)
            done := staticcall(gas(), 6, scratch, 128, destination, 64)
        }
    }

    /// @notice Adds scalar * (x, y) to the point at `destination`.
    /// @return done Whether the precompiles accepted the points.
    function multiplyAdd(uint256 destination, uint256 x, uint256 y, uint256 scalar) internal view returns (bool done) {
        assembly ("memory-safe") {
            let scratch := mload(0x40)
            mcopy(scratch, destination, 64)
            let term := add(scratch, 64)
            mstore(term, x)
            mstore(add(term, 32), y)
            mstore(add(term, 64), scalar)
            done := staticcall(gas(), 7, term, 96, term, 64)
            done := and(done, staticcall(gas(), 6, scratch, 128, destination, 64))
        }
    }

    /// @notice Checks that a product of pairings is one.
    /// @param pairs The first of `count` pairs of six words: a G1 point, then a G2 point.
    /// @return done Whether the precompile accepted every point: on its curve, and for G2 in the subgroup.
    /// @return one Whether the product is one; false when not done.
    function pairingProduct(uint256 pairs, uint256 count) internal view returns (bool done, bool one) {
        assembly ("memory-safe") {
            // The answer is one word in scratch space, cleared so that a failed call reads as false.
            mstore(0, 0)
            done := staticcall(gas(), 8, pairs, mul(count, 192), 0, 32)
            one := and(done, mload(0))
        }
    }

    /// @notice Whether a G2 point, coordinates in EIP-197 order, is on the twist and in the subgroup of order r. Infinity counts as inside.
    function isInG2(uint256 x1, uint256 x0, uint256 y1, uint256 y0) internal view returns (bool) {
        return isInG2(x1, x0, y1, y0, gasleft());
    }

    /// @notice As above, with no more than `limit` gas: of a point that is none, the precompile takes all it is given.
    function isInG2(uint256 x1, uint256 x0, uint256 y1, uint256 y0, uint256 limit) internal view returns (bool done) {
        assembly ("memory-safe") {
            // e(infinity, Q): the precompile checks Q before it computes anything.
            let pair := mload(0x40)
            mstore(pair, 0)
            mstore(add(pair, 32), 0)
            mstore(add(pair, 64), x1)
            mstore(add(pair, 96), x0)
            mstore(add(pair, 128), y1)
            mstore(add(pair, 160), y0)
            done := staticcall(limit, 8, pair, 192, 0, 32)
        }
    }
}
