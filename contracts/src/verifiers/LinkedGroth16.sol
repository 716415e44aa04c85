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
///         With more than one chunk the whole is weighed the other way round, the link by 1 and chunk c by rho t^c: the same two kinds of
///         equation under the same challenges, and one multiplication less a chunk.
library LinkedGroth16 {
    uint256 private constant PAIR = 192;
    uint256 private constant CHUNK_BYTES = 320;

    /// @dev An equation as it is put together.
    struct Equation {
        // Where the key blob and the first pair lie in memory.
        uint256 key;
        uint256 pairs;
        // Whether every precompile called so far has taken its points.
        bool done;
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

    /// @notice Checks the Groth16 proofs of some of a model's chunks in one combination: M + 3 pairs for M chunks. See
    ///         ILinkedVerifier.verifyChunks for what this does not say.
    function verifyChunks(address keyStore, bytes32 keyId, uint256 context, uint256 totalWeight, ChunkProof[] calldata chunks)
        internal
        view
        returns (bool)
    {
        uint256 key = loadKey(keyStore);
        uint256 count = chunks.length;
        if (count == 0 || count > _word(key, LinkedKey.CHUNK_COUNT)) {
            revert ILinkedVerifier.ChunkCountWrong(_word(key, LinkedKey.CHUNK_COUNT), count);
        }
        requireChunksWellFormed(key, context, totalWeight, chunks);
        uint256 t = uint256(keccak256(abi.encode(keyId, context, totalWeight, chunks))) >> 128;
        Equation memory equation = _equation(key, 3 + count);
        _addKey(equation, context, totalWeight, _addChunks(equation, chunks, 1, t));
        return _holds(equation, 3 + count);
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
        uint256 count = commitments.length;
        requireChunkCount(key, count);
        _requireG1(sumCommitment);
        _requireG1(modelCommitment);
        _requireG1(link);
        for (uint256 c = 0; c < count; ++c) {
            _requireG1(commitments[c]);
        }
        Equation memory equation = _equation(key, 3 + count);
        _store(equation.pairs, link.x, Bn254.P - link.y);
        _storeGenerator(equation.pairs);
        _addLink(equation, equation.pairs + PAIR, sumCommitment, modelCommitment, 1);
        uint256 first;
        assembly ("memory-safe") {
            first := commitments.offset
        }
        _addLinkedChunks(equation, equation.pairs + 3 * PAIR, first, 0x40, 1);
        return _holds(equation, 3 + count);
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
        requireChunkCount(key, proof.chunks.length);
        requireChunksWellFormed(key, context, totalWeight, proof.chunks);
        _requireG1(sumCommitment);
        _requireG1(proof.modelCommitment);
        _requireG1(proof.link);
    }

    /// @notice Reverts with a named error unless scalars, coordinates and points of some chunks are in range.
    function requireChunksWellFormed(uint256 key, uint256 context, uint256 totalWeight, ChunkProof[] calldata chunks) internal pure {
        if (context >= Bn254.R) revert ILinkedVerifier.ContextOutOfField();
        if (totalWeight == 0 || totalWeight >> _word(key, LinkedKey.WEIGHT_BITS) != 0) {
            revert ILinkedVerifier.TotalWeightOutOfRange(totalWeight);
        }
        for (uint256 c = 0; c < chunks.length; ++c) {
            ChunkProof calldata chunk = chunks[c];
            _requireG1(chunk.commitment);
            _requireG1(chunk.a);
            _requireG1(chunk.c);
            (uint256 x1, uint256 x0, uint256 y1, uint256 y0) = (chunk.b.x[0], chunk.b.x[1], chunk.b.y[0], chunk.b.y[1]);
            if (x1 >= Bn254.P || x0 >= Bn254.P || y1 >= Bn254.P || y0 >= Bn254.P) revert ILinkedVerifier.CoordinateOutOfField();
            if ((x1 | x0 | y1 | y0) == 0) revert ILinkedVerifier.PointAtInfinity();
        }
    }

    /// @notice Reverts unless `count` is the key's number of chunks.
    function requireChunkCount(uint256 key, uint256 count) internal pure {
        uint256 chunkCount = _word(key, LinkedKey.CHUNK_COUNT);
        if (count != chunkCount) revert ILinkedVerifier.ChunkCountWrong(chunkCount, count);
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
        uint256 count = proof.chunks.length;
        Equation memory equation = _equation(key, 5 + 2 * count);
        _addKey(equation, context, totalWeight, _addChunks(equation, proof.chunks, count == 1 ? 1 : rho, t));

        uint256 weight = count == 1 ? rho : 1;
        // e(inputs - weight pi, [1]2); pi.y is not zero: no point of G1 has order two.
        _accumulate(equation, equation.pairs + PAIR, proof.link.x, Bn254.P - proof.link.y, weight);
        uint256 links = equation.pairs + (3 + count) * PAIR;
        _addLink(equation, links, sumCommitment, proof.modelCommitment, weight);
        _addLinkedChunks(equation, links + 2 * PAIR, _start(proof.chunks), CHUNK_BYTES, weight);
        return _holds(equation, 5 + 2 * count);
    }

    function _start(ChunkProof[] calldata chunks) private pure returns (uint256 start) {
        assembly ("memory-safe") {
            start := chunks.offset
        }
    }

    /// @dev Writes the pairs of A and B from the fourth on, and sums D and C in the second and the third; chunk c is weighed by weight t^c.
    /// @return weights The sum of the weights.
    function _addChunks(Equation memory equation, ChunkProof[] calldata chunks, uint256 weight, uint256 t)
        private
        view
        returns (uint256 weights)
    {
        uint256 inputs = equation.pairs + PAIR;
        uint256 quotients = inputs + PAIR;
        uint256 pair = quotients + PAIR;
        for (uint256 c = 0; c < chunks.length; ++c) {
            ChunkProof calldata chunk = chunks[c];
            weights = addmod(weights, weight, Bn254.R);

            // e(-weight A, B); a.y is not zero either.
            _scale(equation, pair, chunk.a.x, Bn254.P - chunk.a.y, weight);
            assembly ("memory-safe") {
                calldatacopy(add(pair, 0x40), add(chunk, 0x80), 0x80)
            }
            if (c == 0) {
                _scale(equation, inputs, chunk.commitment.x, chunk.commitment.y, weight);
                _scale(equation, quotients, chunk.c.x, chunk.c.y, weight);
            } else {
                _accumulate(equation, inputs, chunk.commitment.x, chunk.commitment.y, weight);
                _accumulate(equation, quotients, chunk.c.x, chunk.c.y, weight);
            }
            pair += PAIR;
            weight = mulmod(weight, t, Bn254.R);
        }
    }

    /// @dev Completes the first three pairs with the key's part, to which the chunks' sums have been written: alpha, the inputs, the quotients.
    function _addKey(Equation memory equation, uint256 context, uint256 totalWeight, uint256 weights) private view {
        (uint256 key, uint256 pairs) = (equation.key, equation.pairs);
        // e(sum of weights alpha, beta) e(sum of weight C, delta)
        _scale(equation, pairs, _word(key, LinkedKey.ALPHA), _word(key, LinkedKey.ALPHA + 1), weights);
        _copyG2(pairs, key, LinkedKey.BETA);
        _copyG2(pairs + 2 * PAIR, key, LinkedKey.DELTA);

        // e(sum of weight (IC_0 + ctx IC_ctx + W IC_W + D), [1]2)
        uint256 inputs = pairs + PAIR;
        _storeGenerator(inputs);
        _accumulate(equation, inputs, _word(key, LinkedKey.IC_0), _word(key, LinkedKey.IC_0 + 1), weights);
        context = mulmod(context, weights, Bn254.R);
        totalWeight = mulmod(totalWeight, weights, Bn254.R);
        // Not by _accumulate: these scalars are the statement's, and nothing is saved where one of them is one.
        bool done = Bn254.multiplyAdd(inputs, _word(key, LinkedKey.IC_CONTEXT), _word(key, LinkedKey.IC_CONTEXT + 1), context);
        done = Bn254.multiplyAdd(inputs, _word(key, LinkedKey.IC_WEIGHT), _word(key, LinkedKey.IC_WEIGHT + 1), totalWeight) && done;
        equation.done = done && equation.done;
    }

    /// @dev Writes the link's pairs of C_S and C_Y at `pair`.
    function _addLink(Equation memory equation, uint256 pair, G1 calldata sumCommitment, G1 calldata modelCommitment, uint256 weight)
        private
        view
    {
        _scale(equation, pair, sumCommitment.x, sumCommitment.y, weight);
        _copyG2(pair, equation.key, LinkedKey.K_SUM);
        pair += PAIR;
        _scale(equation, pair, modelCommitment.x, modelCommitment.y, weight);
        _copyG2(pair, equation.key, LinkedKey.K_MODEL);
    }

    /// @dev Writes the link's pairs e(weight D_c, [k_c]2) at `pair`, one for each chunk of the key: D_0 lies in calldata at `commitment`, the
    ///      others `stride` bytes apart.
    function _addLinkedChunks(Equation memory equation, uint256 pair, uint256 commitment, uint256 stride, uint256 weight) private view {
        uint256 key = equation.key;
        uint256 end = LinkedKey.K_CHUNKS + 4 * _word(key, LinkedKey.CHUNK_COUNT);
        for (uint256 index = LinkedKey.K_CHUNKS; index < end; index += 4) {
            G1 calldata d;
            assembly ("memory-safe") {
                d := commitment
            }
            _scale(equation, pair, d.x, d.y, weight);
            _copyG2(pair, key, index);
            commitment += stride;
            pair += PAIR;
        }
    }

    function _holds(Equation memory equation, uint256 count) private view returns (bool holds) {
        bool paired;
        (paired, holds) = Bn254.pairingProduct(equation.pairs, count);
        // Every G1 point was checked: what can fail is a B off the twist or outside the subgroup, or the gas running out.
        if (!equation.done || !paired) revert ILinkedVerifier.PointNotOnCurve();
    }

    /// @dev An equation of `count` pairs yet to be written.
    function _equation(uint256 key, uint256 count) private pure returns (Equation memory equation) {
        uint256 pairs;
        assembly ("memory-safe") {
            pairs := mload(0x40)
            mstore(0x40, add(pairs, mul(PAIR, count)))
        }
        (equation.key, equation.pairs, equation.done) = (key, pairs, true);
    }

    /// @dev destination = scalar (x, y), without the precompile when the scalar is one.
    function _scale(Equation memory equation, uint256 destination, uint256 x, uint256 y, uint256 scalar) private view {
        if (scalar == 1) _store(destination, x, y);
        else if (!Bn254.multiply(destination, x, y, scalar)) equation.done = false;
    }

    /// @dev destination += scalar (x, y).
    function _accumulate(Equation memory equation, uint256 destination, uint256 x, uint256 y, uint256 scalar) private view {
        if (!(scalar == 1 ? Bn254.add(destination, x, y) : Bn254.multiplyAdd(destination, x, y, scalar))) equation.done = false;
    }

    /// @dev Completes the pair at `pair` with [1]2.
    function _storeGenerator(uint256 pair) private pure {
        assembly ("memory-safe") {
            mstore(add(pair, 0x40), 0x198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2)
            mstore(add(pair, 0x60), 0x1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed)
            mstore(add(pair, 0x80), 0x090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b)
            mstore(add(pair, 0xa0), 0x12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa)
        }
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
