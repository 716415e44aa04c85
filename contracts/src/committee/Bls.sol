// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1, G2 } from "../interfaces/Bn254Points.sol";
import { Bn254 } from "../libraries/Bn254.sol";
import { HashToCurve } from "./HashToCurve.sol";

/// @title Bls
/// @notice BLS signatures on BN254 (Boneh, Lynn, Shacham, 2001), in the manner of draft-irtf-cfrg-bls-signature's proof-of-possession
///         scheme: signatures secret * H(message) in G1, keys [secret]2 in G2. A message has exactly one signature under a key, which is
///         what makes one a verifiable random value. About 100 bits of security, as everything on this curve.
library Bls {
    /// @notice Tags of the two uses, so that a signature can never pass for a proof of possession.
    bytes internal constant SIGNATURE_TAG = "FlZk/v1/beacon/BN254G1_XMD:SHA-256_SVDW_RO_";
    bytes internal constant POSSESSION_TAG = "FlZk/v1/possession/BN254G1_XMD:SHA-256_SVDW_RO_";

    uint256 private constant PAIR = 192;

    /// @notice Whether a key may be used: coordinates below p, on the twist, in the subgroup of order r, not infinity.
    function isKey(G2 memory key) internal view returns (bool) {
        (uint256 x1, uint256 x0, uint256 y1, uint256 y0) = (key.x[0], key.x[1], key.y[0], key.y[1]);
        return (x1 | x0 | y1 | y0) != 0 && Bn254.isInG2(x1, x0, y1, y0);
    }

    /// @notice Whether a signature has the one form that a point of G1 other than infinity has.
    function isSignature(G1 memory signature) internal pure returns (bool) {
        // Infinity is (0, 0), which does not satisfy the curve's equation.
        return signature.x < Bn254.P && signature.y < Bn254.P && Bn254.isOnCurve(signature.x, signature.y);
    }

    /// @notice Whether e(signature, [1]2) = e(H(message), key).
    /// @param key Must have passed isKey.
    /// @param signature Must have passed isSignature.
    function verify(G2 memory key, bytes memory message, bytes memory tag, G1 memory signature) internal view returns (bool holds) {
        G1 memory point = HashToCurve.hashToG1(message, tag);
        uint256 pairs;
        uint256 negated = Bn254.P - signature.y;
        assembly ("memory-safe") {
            pairs := mload(0x40)
            mstore(0x40, add(pairs, mul(2, PAIR)))
            mstore(pairs, mload(signature))
            mstore(add(pairs, 0x20), negated)
            mstore(add(pairs, 0x40), 0x198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2)
            mstore(add(pairs, 0x60), 0x1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed)
            mstore(add(pairs, 0x80), 0x090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b)
            mstore(add(pairs, 0xa0), 0x12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa)
            mstore(add(pairs, 0xc0), mload(point))
            mstore(add(pairs, 0xe0), mload(add(point, 0x20)))
            // A G2 in memory is two pointers to arrays of two words.
            mcopy(add(pairs, 0x100), mload(key), 0x40)
            mcopy(add(pairs, 0x140), mload(add(key, 0x20)), 0x40)
        }
        (, holds) = Bn254.pairingProduct(pairs, 2);
    }
}
