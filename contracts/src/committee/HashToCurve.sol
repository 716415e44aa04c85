// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../interfaces/Bn254Points.sol";
import { Bn254 } from "../libraries/Bn254.sol";

/// @title HashToCurve
/// @notice Hashing to BN254's G1 as a random oracle: the suite BN254G1_XMD:SHA-256_SVDW_RO_ in the manner of RFC 9380, with Z = 1 and
///         L = 48. Nobody knows a discrete logarithm between the points of different messages or tags. For public data: the work depends on
///         it.
library HashToCurve {
    /// @dev 2^256 mod p.
    uint256 private constant SHIFT = 6_350_874_878_119_819_312_338_956_282_401_532_409_788_428_879_151_445_726_012_394_534_686_998_597_021;
    /// @dev (p + 1) / 4, the exponent of a square root, since p = 3 mod 4.
    uint256 private constant ROOT = 5_472_060_717_959_818_805_561_601_436_314_318_772_174_077_789_324_455_915_672_259_473_661_306_552_146;
    /// @dev The map's constants (section 6.6.1) for g(x) = x^3 + 3 and Z = 1: c1 = g(Z), c2 = -Z / 2, c3 = sqrt(-3 g(Z)) with
    ///      sgn0(c3) = 0, c4 = -4 g(Z) / 3.
    uint256 private constant C1 = 4;
    uint256 private constant C2 = 10_944_121_435_919_637_611_123_202_872_628_637_544_348_155_578_648_911_831_344_518_947_322_613_104_291;
    uint256 private constant C3 = 8_815_841_940_592_487_685_674_414_971_303_048_083_897_117_035_520_822_607_866;
    uint256 private constant C4 = 7_296_080_957_279_758_407_415_468_581_752_425_029_565_437_052_432_607_887_563_012_631_548_408_736_189;

    /// @notice The domain separation tag is empty, which RFC 9380 (section 3.1) forbids.
    error TagEmpty();
    /// @notice A precompile refused: the gas ran out.
    error PrecompileFailed();

    /// @notice The point of a message under a domain separation tag; RFC 9380's hash_to_curve. G1 has cofactor 1.
    /// @param tag Names the use; not empty. Longer than 255 bytes, it is hashed first (section 5.3.3).
    function hashToG1(bytes memory message, bytes memory tag) internal view returns (G1 memory point) {
        (uint256 u0, uint256 u1) = hashToField(message, tag);
        (point.x, point.y) = map(u0);
        (uint256 x, uint256 y) = map(u1);
        uint256 sum;
        assembly ("memory-safe") {
            sum := point
        }
        if (!Bn254.add(sum, x, y)) revert PrecompileFailed();
    }

    /// @notice Two field elements from 48 uniform bytes each, so that reduction leaves a bias below 2^-128.
    function hashToField(bytes memory message, bytes memory tag) internal pure returns (uint256 u0, uint256 u1) {
        bytes32[] memory uniform = expandMessage(message, tag, 96);
        u0 = _reduce(uint256(uniform[0]) >> 128, uint256(uniform[0]) << 128 | uint256(uniform[1]) >> 128);
        u1 = _reduce(uint128(uint256(uniform[1])), uint256(uniform[2]));
    }

    /// @notice expand_message_xmd of RFC 9380, section 5.3.1, with SHA-256.
    /// @param length Bytes wanted, a multiple of 32 up to 8,160: the length enters the hash.
    function expandMessage(bytes memory message, bytes memory tag, uint256 length) internal pure returns (bytes32[] memory uniform) {
        if (tag.length == 0) revert TagEmpty();
        if (tag.length > 255) tag = abi.encodePacked(sha256(abi.encodePacked("H2C-OVERSIZE-DST-", tag)));
        bytes memory suffix = abi.encodePacked(tag, uint8(tag.length));
        bytes32 first = sha256(abi.encodePacked(bytes32(0), bytes32(0), message, uint16(length), uint8(0), suffix));
        uniform = new bytes32[](length / 32);
        bytes32 previous = 0;
        for (uint256 i = 0; i < uniform.length; ++i) {
            previous = sha256(abi.encodePacked(first ^ previous, uint8(i + 1), suffix));
            uniform[i] = previous;
        }
    }

    /// @notice The Shallue-van de Woestijne map (section 6.6.1, straight-line form of appendix F.1).
    /// @param u Below p.
    function map(uint256 u) internal view returns (uint256 x, uint256 y) {
        uint256 p = Bn254.P;
        uint256 product = mulmod(mulmod(u, u, p), C1, p);
        uint256 plus = addmod(1, product, p);
        uint256 minus = addmod(1, p - product, p);
        // inv0: the inverse of zero is zero.
        uint256 inverse = _power(mulmod(minus, plus, p), p - 2);
        uint256 shift = mulmod(mulmod(mulmod(u, minus, p), inverse, p), C3, p);

        bool square;
        x = addmod(C2, p - shift, p);
        (y, square) = _root(x);
        if (!square) {
            x = addmod(C2, shift, p);
            (y, square) = _root(x);
            if (!square) {
                uint256 ratio = mulmod(mulmod(plus, plus, p), inverse, p);
                x = addmod(mulmod(mulmod(ratio, ratio, p), C4, p), 1, p);
                // One of the three candidates always has a square value.
                (y,) = _root(x);
            }
        }
        if ((u ^ y) & 1 == 1) y = p - y;
    }

    /// @dev high 2^256 + low modulo p.
    function _reduce(uint256 high, uint256 low) private pure returns (uint256) {
        return addmod(mulmod(high, SHIFT, Bn254.P), low, Bn254.P);
    }

    /// @dev A square root of x^3 + 3, and whether it is one.
    function _root(uint256 x) private view returns (uint256 y, bool square) {
        uint256 value = addmod(mulmod(mulmod(x, x, Bn254.P), x, Bn254.P), 3, Bn254.P);
        y = _power(value, ROOT);
        square = mulmod(y, y, Bn254.P) == value;
    }

    /// @dev base^exponent modulo p, by the precompile of EIP-198.
    function _power(uint256 base, uint256 exponent) private view returns (uint256 result) {
        bool done;
        uint256 modulus = Bn254.P;
        assembly ("memory-safe") {
            // Scratch beyond the free memory pointer; nothing is allocated.
            let scratch := mload(0x40)
            mstore(scratch, 32)
            mstore(add(scratch, 32), 32)
            mstore(add(scratch, 64), 32)
            mstore(add(scratch, 96), base)
            mstore(add(scratch, 128), exponent)
            mstore(add(scratch, 160), modulus)
            done := staticcall(gas(), 5, scratch, 192, 0, 32)
            result := mload(0)
        }
        if (!done) revert PrecompileFailed();
    }
}
