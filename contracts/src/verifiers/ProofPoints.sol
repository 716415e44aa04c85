// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IVerifierErrors } from "../interfaces/IVerifierErrors.sol";
import { Bn254 } from "../libraries/Bn254.sol";

/// @title ProofPoints
/// @notice The points of statements and proofs, read where they lie in the call data, and what must hold of each.
library ProofPoints {
    /// @notice The G1 point at `position`.
    function g1(uint256 position) internal pure returns (uint256 x, uint256 y) {
        assembly ("memory-safe") {
            x := calldataload(position)
            y := calldataload(add(position, 0x20))
        }
    }

    /// @notice The G2 point at `position`, in EIP-197 order.
    function g2(uint256 position) internal pure returns (uint256 x1, uint256 x0, uint256 y1, uint256 y0) {
        assembly ("memory-safe") {
            x1 := calldataload(position)
            x0 := calldataload(add(position, 0x20))
            y1 := calldataload(add(position, 0x40))
            y0 := calldataload(add(position, 0x60))
        }
    }

    /// @notice Whether the point at `position` is in G1, and not infinity.
    function isG1(uint256 position) internal pure returns (bool valid) {
        uint256 p = Bn254.P;
        assembly ("memory-safe") {
            let x := calldataload(position)
            let y := calldataload(add(position, 0x20))
            // Infinity is (0, 0), which does not satisfy the curve's equation. Every one of these is 0 or 1.
            valid := eq(mulmod(y, y, p), addmod(mulmod(mulmod(x, x, p), x, p), 3, p))
            valid := and(valid, and(lt(x, p), lt(y, p)))
        }
    }

    /// @notice Reverts with a named error unless the point at `position` is in G1, and not infinity.
    function requireG1(uint256 position) internal pure {
        if (isG1(position)) return;
        (uint256 x, uint256 y) = g1(position);
        if (x >= Bn254.P || y >= Bn254.P) revert IVerifierErrors.CoordinateOutOfField();
        if ((x | y) == 0) revert IVerifierErrors.PointAtInfinity();
        revert IVerifierErrors.PointNotOnCurve();
    }

    /// @notice Reverts with a named error unless the point at `position` has coordinates of G2 and is not infinity. Curve and subgroup are
    ///         left to the pairing precompile.
    function requireTwist(uint256 position) internal pure {
        (uint256 x1, uint256 x0, uint256 y1, uint256 y0) = g2(position);
        uint256 p = Bn254.P;
        bool inField;
        assembly ("memory-safe") {
            inField := and(and(lt(x1, p), lt(x0, p)), and(lt(y1, p), lt(y0, p)))
        }
        if (!inField) revert IVerifierErrors.CoordinateOutOfField();
        if ((x1 | x0 | y1 | y0) == 0) revert IVerifierErrors.PointAtInfinity();
    }

    /// @notice Whether the point at `position` is in G2, and not infinity; looked at with no more than `gas`.
    function isG2(uint256 position, uint256 gas) internal view returns (bool) {
        (uint256 x1, uint256 x0, uint256 y1, uint256 y0) = g2(position);
        return (x1 | x0 | y1 | y0) != 0 && Bn254.isInG2(x1, x0, y1, y0, gas);
    }
}
