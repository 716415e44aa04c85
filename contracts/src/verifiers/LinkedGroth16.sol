// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Bn254 } from "../libraries/Bn254.sol";
import { G1 } from "../interfaces/Bn254Points.sol";
import { AggregateProof, ChunkProof } from "../interfaces/AggregateProof.sol";
import { ILinkedVerifier } from "../interfaces/ILinkedVerifier.sol";
import { LinkedKey } from "./LinkedKey.sol";

/// @title LinkedGroth16
/// @notice The linked equation: M Groth16 proofs over committed public signals, and one proof that what they were made about is what the
///         chain's commitments hold (Kiltz-Wee 2015; CP_link of LegoSNARK, CCS 2019). With v_c = IC_0 + ctx IC_ctx + W IC_W + D_c:
///
///           prod_c e(-t^c A_c, B_c) e(sum_c t^c alpha, beta) e(sum_c t^c v_c - rho pi, [1]2) e(sum_c t^c C_c, delta)
///             e(rho C_S, [k_S]2) e(rho C_Y, [k_Y]2) prod_c e(rho D_c, [k_c]2) = 1
///
///         D without the link is worthless: whoever may choose D freely can forge. rho and t come from one hash over everything above.
library LinkedGroth16 {
    uint256 private constant PAIR = 192;

    /// @notice Checks one statement against a key stored as code.
    /// @param keyStore The contract whose code holds the key blob; the key was checked by LinkedKey.requireSafe.
    function verify(
        address keyStore,
        bytes32 keyId,
        uint256 context,
        uint256 totalWeight,
        G1 calldata sumCommitment,
        AggregateProof calldata proof
    ) internal view returns (bool) {
        uint256 key = loadKey(keyStore);
        requireWellFormed(key, context, totalWeight, sumCommitment, proof);
        (uint256 rho, uint256 t) = challenges(keyId, context, totalWeight, sumCommitment, proof);
        return equationHolds(key, context, totalWeight, sumCommitment, proof, rho, t);
    }

    /// @notice Copies the key blob into memory.
    /// @return key The address of its first word.
    function loadKey(address keyStore) internal view returns (uint256 key) {
        assembly ("memory-safe") {
            key := mload(0x40)
            let size := sub(extcodesize(keyStore), 1)
            extcodecopy(keyStore, key, 1, size)
            mstore(0x40, add(key, size))
        }
    }

    /// @notice Reverts with a named error unless every scalar, coordinate and point is in range and the number of chunks is the key's.
    ///         B's curve and subgroup are left to the pairing precompile.
    function requireWellFormed(uint256 key, uint256 context, uint256 totalWeight, G1 calldata sumCommitment, AggregateProof calldata proof)
        internal
        pure
    {
        if (context >= Bn254.R) revert ILinkedVerifier.ContextOutOfField();
        if (totalWeight == 0 || totalWeight >> _word(key, LinkedKey.WEIGHT_BITS) != 0) {
            revert ILinkedVerifier.TotalWeightOutOfRange(totalWeight);
        }
        uint256 chunkCount = _word(key, LinkedKey.CHUNK_COUNT);
        if (proof.chunks.length != chunkCount) revert ILinkedVerifier.ChunkCountWrong(chunkCount, proof.chunks.length);
        _requireG1(sumCommitment);
        _requireG1(proof.modelCommitment);
        _requireG1(proof.link);
        for (uint256 c = 0; c < chunkCount; ++c) {
            ChunkProof calldata chunk = proof.chunks[c];
            _requireG1(chunk.commitment);
            _requireG1(chunk.a);
            _requireG1(chunk.c);
            (uint256 x1, uint256 x0, uint256 y1, uint256 y0) = (chunk.b.x[0], chunk.b.x[1], chunk.b.y[0], chunk.b.y[1]);
            if (x1 >= Bn254.P || x0 >= Bn254.P || y1 >= Bn254.P || y0 >= Bn254.P) revert ILinkedVerifier.CoordinateOutOfField();
            if ((x1 | x0 | y1 | y0) == 0) revert ILinkedVerifier.PointAtInfinity();
        }
    }

    /// @notice One Keccak over keyId | ctx | W | M | C_S | C_Y | D_0 .. D_M-1 | pi | A_0 | B_0 | C_0 | ...
    /// @return rho The low 128 bits: the weight of the link.
    /// @return t The high 128 bits: its powers are the weights of the chunks.
    function challenges(bytes32 keyId, uint256 context, uint256 totalWeight, G1 calldata sumCommitment, AggregateProof calldata proof)
        internal
        pure
        returns (uint256 rho, uint256 t)
    {
        ChunkProof[] calldata chunks = proof.chunks;
        assembly ("memory-safe") {
            let count := chunks.length
            // Scratch beyond the free memory pointer; nothing is allocated.
            let start := mload(0x40)
            mstore(start, keyId)
            mstore(add(start, 0x20), context)
            mstore(add(start, 0x40), totalWeight)
            mstore(add(start, 0x60), count)
            calldatacopy(add(start, 0x80), sumCommitment, 0x40)
            calldatacopy(add(start, 0xc0), proof, 0x40)
            let points := add(start, 0x100)
            let link := add(points, shl(6, count))
            calldatacopy(link, add(proof, 0x40), 0x40)
            let proofs := add(link, 0x40)
            // A chunk is ten words: D, then A, B and C.
            let chunk := chunks.offset
            for { } lt(points, link) { points := add(points, 0x40) } {
                calldatacopy(points, chunk, 0x40)
                calldatacopy(proofs, add(chunk, 0x40), 0x100)
                chunk := add(chunk, 0x140)
                proofs := add(proofs, 0x100)
            }
            let digest := keccak256(start, sub(proofs, start))
            rho := and(digest, 0xffffffffffffffffffffffffffffffff)
            t := shr(128, digest)
        }
    }

    /// @notice Evaluates the equation for given challenges, on well-formed input.
    function equationHolds(
        uint256 key,
        uint256 context,
        uint256 totalWeight,
        G1 calldata sumCommitment,
        AggregateProof calldata proof,
        uint256 rho,
        uint256 t
    ) internal view returns (bool holds) {
        ChunkProof[] calldata chunks = proof.chunks;
        uint256 pairs;
        assembly ("memory-safe") {
            pairs := mload(0x40)
            mstore(0x40, add(pairs, mul(PAIR, add(5, shl(1, chunks.length)))))
        }

        // The five pairs that do not depend on the number of chunks come first, then two per chunk.
        uint256 inputs = pairs + PAIR;
        uint256 quotients = pairs + 2 * PAIR;
        uint256 powers = 0;
        bool done = true;
        {
            uint256 pair = pairs + 5 * PAIR;
            uint256 power = 1;
            for (uint256 c = 0; c < chunks.length; ++c) {
                ChunkProof calldata chunk = chunks[c];
                G1 calldata d = chunk.commitment;
                powers = addmod(powers, power, Bn254.R);

                // e(-t^c A, B); the first power is one. a.y is not zero: no point of G1 has order two.
                if (c == 0) {
                    _store(pair, chunk.a.x, Bn254.P - chunk.a.y);
                    _store(inputs, d.x, d.y);
                    _store(quotients, chunk.c.x, chunk.c.y);
                } else {
                    done = Bn254.multiply(pair, chunk.a.x, Bn254.P - chunk.a.y, power) && done;
                    done = Bn254.multiplyAdd(inputs, d.x, d.y, power) && done;
                    done = Bn254.multiplyAdd(quotients, chunk.c.x, chunk.c.y, power) && done;
                }
                assembly ("memory-safe") {
                    calldatacopy(add(pair, 0x40), add(chunk, 0x80), 0x80)
                }
                pair += PAIR;

                // e(rho D, [k_c]2)
                done = Bn254.multiply(pair, d.x, d.y, rho) && done;
                _copyG2(pair, key, LinkedKey.K_CHUNKS + 4 * c);
                pair += PAIR;
                power = mulmod(power, t, Bn254.R);
            }
        }

        // e(sum t^c alpha, beta)
        if (powers == 1) _store(pairs, _word(key, LinkedKey.ALPHA), _word(key, LinkedKey.ALPHA + 1));
        else done = Bn254.multiply(pairs, _word(key, LinkedKey.ALPHA), _word(key, LinkedKey.ALPHA + 1), powers) && done;
        _copyG2(pairs, key, LinkedKey.BETA);

        // e(sum t^c (IC_0 + ctx IC_ctx + W IC_W + D_c) - rho pi, [1]2)
        done = _addInputs(inputs, key, mulmod(context, powers, Bn254.R), mulmod(totalWeight, powers, Bn254.R), powers) && done;
        done = Bn254.multiplyAdd(inputs, proof.link.x, Bn254.P - proof.link.y, rho) && done;
        assembly ("memory-safe") {
            mstore(add(inputs, 0x40), 0x198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2)
            mstore(add(inputs, 0x60), 0x1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed)
            mstore(add(inputs, 0x80), 0x090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b)
            mstore(add(inputs, 0xa0), 0x12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa)
        }

        // e(sum t^c C_c, delta) e(rho C_S, [k_S]2) e(rho C_Y, [k_Y]2)
        _copyG2(quotients, key, LinkedKey.DELTA);
        uint256 link = pairs + 3 * PAIR;
        done = Bn254.multiply(link, sumCommitment.x, sumCommitment.y, rho) && done;
        _copyG2(link, key, LinkedKey.K_SUM);
        link += PAIR;
        done = Bn254.multiply(link, proof.modelCommitment.x, proof.modelCommitment.y, rho) && done;
        _copyG2(link, key, LinkedKey.K_MODEL);

        bool paired;
        (paired, holds) = Bn254.pairingProduct(pairs, 5 + 2 * chunks.length);
        // Every G1 point was checked: what can fail is a B off the twist or outside the subgroup, or the gas running out.
        if (!done || !paired) revert ILinkedVerifier.PointNotOnCurve();
    }

    /// @dev inputs += powers IC_0 + context IC_ctx + weight IC_W, the scalars already multiplied by `powers`.
    function _addInputs(uint256 inputs, uint256 key, uint256 context, uint256 weight, uint256 powers) private view returns (bool done) {
        uint256 x = _word(key, LinkedKey.IC_0);
        uint256 y = _word(key, LinkedKey.IC_0 + 1);
        done = powers == 1 ? Bn254.add(inputs, x, y) : Bn254.multiplyAdd(inputs, x, y, powers);
        done = Bn254.multiplyAdd(inputs, _word(key, LinkedKey.IC_CONTEXT), _word(key, LinkedKey.IC_CONTEXT + 1), context) && done;
        done = Bn254.multiplyAdd(inputs, _word(key, LinkedKey.IC_WEIGHT), _word(key, LinkedKey.IC_WEIGHT + 1), weight) && done;
    }

    function _requireG1(G1 calldata point) private pure {
        (uint256 x, uint256 y) = (point.x, point.y);
        if (x >= Bn254.P || y >= Bn254.P) revert ILinkedVerifier.CoordinateOutOfField();
        if ((x | y) == 0) revert ILinkedVerifier.PointAtInfinity();
        if (!Bn254.isOnCurve(x, y)) revert ILinkedVerifier.PointNotOnCurve();
    }

    function _word(uint256 key, uint256 index) private pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := mload(add(key, shl(5, index)))
        }
    }

    function _store(uint256 destination, uint256 x, uint256 y) private pure {
        assembly ("memory-safe") {
            mstore(destination, x)
            mstore(add(destination, 0x20), y)
        }
    }

    /// @dev Completes the pair at `pair` with the key's G2 point at word `index`.
    function _copyG2(uint256 pair, uint256 key, uint256 index) private pure {
        assembly ("memory-safe") {
            mcopy(add(pair, 0x40), add(key, shl(5, index)), 0x80)
        }
    }
}
