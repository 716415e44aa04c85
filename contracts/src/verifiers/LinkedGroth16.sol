// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../interfaces/Bn254Points.sol";
import { AggregateProof, ChunkProof } from "../interfaces/AggregateProof.sol";
import { ILinkedVerifier } from "../interfaces/ILinkedVerifier.sol";
import { IVerifierErrors } from "../interfaces/IVerifierErrors.sol";
import { Bn254 } from "../libraries/Bn254.sol";
import { LinkedKey } from "./LinkedKey.sol";
import { PairingEquation } from "./PairingEquation.sol";
import { ProofPoints } from "./ProofPoints.sol";
import { VerifyingKey } from "./VerifyingKey.sol";

/// @title LinkedGroth16
/// @notice The linked equation: M Groth16 proofs over committed public signals, and one proof that what they were made about is what the
///         chain's commitments hold (Kiltz-Wee 2015; CP_link of LegoSNARK, CCS 2019). With v_c = IC_0 + ctx IC_ctx + W IC_W + D_c and
///         w_c = rho t^c:
///
///           prod_c e(-w_c A_c, B_c) e(sum_c w_c alpha, beta) e(sum_c w_c v_c - pi, [1]2) e(sum_c w_c C_c, delta)
///             e(C_S, [k_S]2) e(C_Y, [k_Y]2) prod_c e(D_c, [k_c]2) = 1
///
///         D without the link is worthless: whoever may choose D freely can forge.
///
///         Why one equation says as much as M + 1: rho and t come from one hash over everything in it, so when they are drawn, the link's
///         error L and each chunk's error E_c, as exponents of e([1]1, [1]2), are settled. The product is one where L + sum_c rho t^c E_c =
///         0. The monomials 1, rho, rho t, .., rho t^(M-1) differ, so an error anywhere makes this a polynomial of degree at most M that is
///         not zero, and it vanishes at no more than M / 2^128 of all pairs of 128-bit challenges (Schwartz-Zippel). The link has the
///         weight one because it has 3 + M points and a chunk only three.
library LinkedGroth16 {
    using PairingEquation for PairingEquation.Equation;

    uint256 private constant PAIR = PairingEquation.PAIR;
    /// @dev Bytes of a chunk's proof: D, then A, B and C at these bytes.
    uint256 private constant CHUNK = 320;
    uint256 private constant A = 64;
    uint256 private constant B = 128;
    uint256 private constant C = 256;
    /// @dev Bytes of a commitment that stands alone.
    uint256 private constant POINT = 64;

    /// @dev Pairs in order: alpha, the inputs, the quotients, A of each chunk; then C_S, C_Y, D of each chunk.
    uint256 private constant INPUTS = PAIR;
    uint256 private constant QUOTIENTS = 2 * PAIR;
    uint256 private constant CHUNKS = 3 * PAIR;

    /// @notice Chunks to be weighed; in memory, so that the equation's parts fit the stack.
    struct Chunks {
        /// Where in the call data the first of them begins.
        uint256 first;
        uint256 count;
        /// Address in memory of IC_0 + ctx IC_ctx + W IC_W, followed by room for a point.
        uint256 inputs;
        /// The next chunk's weight, and what it is multiplied by from chunk to chunk.
        uint256 weight;
        uint256 t;
        /// The sum of the weights so far.
        uint256 weights;
    }

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

    /// @notice Checks the Groth16 proofs of some of a model's chunks in one combination, with the weights 1, t, ..: M + 3 pairs for M
    ///         chunks. See ILinkedVerifier.verifyChunks for what this does not say.
    function verifyChunks(address keyStore, bytes32 keyId, uint256 context, uint256 totalWeight, ChunkProof[] calldata chunks)
        internal
        view
        returns (bool)
    {
        uint256 key = loadKey(keyStore);
        uint256 count = chunks.length;
        if (count == 0 || count > _chunkCount(key)) revert ILinkedVerifier.ChunkCountWrong(_chunkCount(key), count);
        requireChunksWellFormed(key, context, totalWeight, chunks);
        uint256 t = uint256(keccak256(abi.encode(keyId, context, totalWeight, chunks))) >> 128;
        PairingEquation.Equation memory equation = PairingEquation.begin(key, 3 + count);
        _addChunks(equation, context, totalWeight, _weigh(chunks, 1, t));
        return equation.holds();
    }

    /// @notice Checks the link alone: e(-pi, [1]2) e(C_S, [k_S]2) e(C_Y, [k_Y]2) prod_c e(D_c, [k_c]2) = 1.
    function verifyLink(
        address keyStore,
        G1 calldata sumCommitment,
        G1 calldata modelCommitment,
        G1 calldata link,
        G1[] calldata commitments
    ) internal view returns (bool) {
        uint256 key = loadKey(keyStore);
        requireChunkCount(key, commitments.length);
        ProofPoints.requireG1(_position(sumCommitment));
        ProofPoints.requireG1(_position(modelCommitment));
        ProofPoints.requireG1(_position(link));
        uint256 first;
        assembly ("memory-safe") {
            first := commitments.offset
        }
        for (uint256 c = 0; c < commitments.length; ++c) {
            ProofPoints.requireG1(first + POINT * c);
        }
        PairingEquation.Equation memory equation = PairingEquation.begin(key, 3 + commitments.length);
        PairingEquation.store(equation.pairs, link.x, Bn254.P - link.y);
        PairingEquation.pairWithGenerator(equation.pairs);
        uint256 rows = _addCommitments(equation, equation.pairs + PAIR, sumCommitment, modelCommitment);
        _addRows(equation, rows, first, POINT, commitments.length);
        return equation.holds();
    }

    /// @notice Copies the key blob into memory.
    /// @return key The address of its first word.
    function loadKey(address keyStore) internal view returns (uint256 key) {
        return PairingEquation.loadKey(keyStore);
    }

    /// @notice Reverts with a named error unless every scalar, coordinate and point is in range and the number of chunks is the key's.
    ///         B's curve and subgroup are left to the pairing precompile.
    function requireWellFormed(uint256 key, uint256 context, uint256 totalWeight, G1 calldata sumCommitment, AggregateProof calldata proof)
        internal
        pure
    {
        ChunkProof[] calldata chunks = proof.chunks;
        requireChunkCount(key, chunks.length);
        requireChunksWellFormed(key, context, totalWeight, chunks);
        ProofPoints.requireG1(_position(sumCommitment));
        ProofPoints.requireG1(_position(proof.modelCommitment));
        ProofPoints.requireG1(_position(proof.link));
    }

    /// @notice Reverts with a named error unless scalars, coordinates and points of some chunks are in range.
    function requireChunksWellFormed(uint256 key, uint256 context, uint256 totalWeight, ChunkProof[] calldata chunks) internal pure {
        if (context >= Bn254.R) revert IVerifierErrors.ContextOutOfField();
        if (totalWeight == 0 || totalWeight >> PairingEquation.word(key, LinkedKey.WEIGHT_BITS) != 0) {
            revert ILinkedVerifier.TotalWeightOutOfRange(totalWeight);
        }
        uint256 chunk = _first(chunks);
        // Positions in call data that exists do not overflow.
        unchecked {
            for (uint256 end = chunk + CHUNK * chunks.length; chunk < end; chunk += CHUNK) {
                ProofPoints.requireG1(chunk);
                ProofPoints.requireG1(chunk + A);
                ProofPoints.requireTwist(chunk + B);
                ProofPoints.requireG1(chunk + C);
            }
        }
    }

    /// @notice Reverts unless `count` is the key's number of chunks.
    function requireChunkCount(uint256 key, uint256 count) internal pure {
        uint256 chunkCount = _chunkCount(key);
        if (count != chunkCount) revert ILinkedVerifier.ChunkCountWrong(chunkCount, count);
    }

    /// @notice One Keccak over keyId | ctx | W | M | C_S | C_Y | D_0 .. D_M-1 | pi | A_0 | B_0 | C_0 | ...
    /// @return rho The low 128 bits: the weight of the first chunk.
    /// @return t The high 128 bits: the quotient of the weights of a chunk and the one before it.
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
    ) internal view returns (bool) {
        Chunks memory chunks = _weigh(proof.chunks, rho, t);
        PairingEquation.Equation memory equation = PairingEquation.begin(key, 5 + 2 * chunks.count);
        _addChunks(equation, context, totalWeight, chunks);
        // -pi, beside the inputs; pi.y is not zero: no point of G1 has order two.
        equation.add(equation.pairs + INPUTS, proof.link.x, Bn254.P - proof.link.y, 1);
        uint256 rows;
        unchecked {
            rows = equation.pairs + CHUNKS + PAIR * chunks.count;
        }
        rows = _addCommitments(equation, rows, sumCommitment, proof.modelCommitment);
        _addRows(equation, rows, chunks.first, CHUNK, chunks.count);
        return equation.holds();
    }

    function _weigh(ChunkProof[] calldata proofs, uint256 weight, uint256 t) private pure returns (Chunks memory chunks) {
        uint256 inputs;
        assembly ("memory-safe") {
            inputs := mload(0x40)
            mstore(0x40, add(inputs, 0x80))
            // The sum begins at infinity.
            mstore(inputs, 0)
            mstore(add(inputs, 0x20), 0)
        }
        (chunks.first, chunks.count, chunks.inputs) = (_first(proofs), proofs.length, inputs);
        (chunks.weight, chunks.t) = (weight, t);
    }

    /// @dev Writes the 3 + M pairs of Groth16.
    function _addChunks(PairingEquation.Equation memory equation, uint256 context, uint256 totalWeight, Chunks memory chunks) private view {
        uint256 inputs = chunks.inputs;
        equation.addKey(inputs, VerifyingKey.IC_CONTEXT, context);
        equation.addKey(inputs, LinkedKey.IC_WEIGHT, totalWeight);
        equation.addKey(inputs, VerifyingKey.IC_0, 1);
        uint256 pair = equation.pairs + CHUNKS;
        uint256 chunk = chunks.first;
        // Addresses in memory and call data that exists do not overflow.
        unchecked {
            for (uint256 end = chunk + CHUNK * chunks.count; chunk < end; chunk += CHUNK) {
                _addChunk(equation, chunks, pair, chunk);
                pair += PAIR;
            }
        }

        // e(sum of weights alpha, beta) e(sum of weight C, delta)
        pair = equation.pairs;
        equation.addKey(pair, VerifyingKey.ALPHA, chunks.weights);
        equation.pairWithKey(pair, VerifyingKey.BETA);
        PairingEquation.pairWithGenerator(pair + INPUTS);
        equation.pairWithKey(pair + QUOTIENTS, VerifyingKey.DELTA);
    }

    function _addChunk(PairingEquation.Equation memory equation, Chunks memory chunks, uint256 pair, uint256 chunk) private view {
        unchecked {
            uint256 weight = chunks.weight;
            // e(-weight A, B); a's y is not zero either.
            (uint256 x, uint256 y) = ProofPoints.g1(chunk + A);
            equation.add(pair, x, Bn254.P - y, weight);
            PairingEquation.pairWithTwist(pair, chunk + B);

            // weight v_c: one multiplication for D and the public inputs
            uint256 sum = chunks.inputs + POINT;
            assembly ("memory-safe") {
                mcopy(sum, sub(sum, 0x40), 0x40)
            }
            (x, y) = ProofPoints.g1(chunk);
            equation.add(sum, x, y, 1);
            equation.add(equation.pairs + INPUTS, PairingEquation.load(sum), PairingEquation.load(sum + 0x20), weight);

            (x, y) = ProofPoints.g1(chunk + C);
            equation.add(equation.pairs + QUOTIENTS, x, y, weight);
            chunks.weights = addmod(chunks.weights, weight, Bn254.R);
            chunks.weight = mulmod(weight, chunks.t, Bn254.R);
        }
    }

    /// @dev Writes e(C_S, [k_S]2) e(C_Y, [k_Y]2) from `pair` on.
    /// @return next Where the next pair begins.
    function _addCommitments(PairingEquation.Equation memory equation, uint256 pair, G1 calldata sumCommitment, G1 calldata modelCommitment)
        private
        pure
        returns (uint256 next)
    {
        _addRow(equation, pair, _position(sumCommitment), LinkedKey.K_SUM);
        unchecked {
            pair += PAIR;
            _addRow(equation, pair, _position(modelCommitment), LinkedKey.K_MODEL);
            return pair + PAIR;
        }
    }

    /// @dev Writes prod_c e(D_c, [k_c]2) from `pair` on; the D's lie in the call data from `position` on, `stride` bytes apart.
    function _addRows(PairingEquation.Equation memory equation, uint256 pair, uint256 position, uint256 stride, uint256 count)
        private
        pure
    {
        unchecked {
            uint256 end = LinkedKey.K_CHUNKS + 4 * count;
            for (uint256 index = LinkedKey.K_CHUNKS; index < end; index += 4) {
                _addRow(equation, pair, position, index);
                position += stride;
                pair += PAIR;
            }
        }
    }

    /// @dev Writes a pair of the link: the G1 point in the call data at `position`, and its row's secret.
    function _addRow(PairingEquation.Equation memory equation, uint256 pair, uint256 position, uint256 index) private pure {
        assembly ("memory-safe") {
            calldatacopy(pair, position, 0x40)
        }
        equation.pairWithKey(pair, index);
    }

    function _chunkCount(uint256 key) private pure returns (uint256) {
        return PairingEquation.word(key, VerifyingKey.CHUNK_COUNT);
    }

    function _first(ChunkProof[] calldata chunks) private pure returns (uint256 first) {
        assembly ("memory-safe") {
            first := chunks.offset
        }
    }

    /// @dev Where in the call data a point lies.
    function _position(G1 calldata point) private pure returns (uint256 position) {
        assembly ("memory-safe") {
            position := point
        }
    }
}
