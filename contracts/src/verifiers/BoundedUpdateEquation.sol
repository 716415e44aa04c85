// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Bn254 } from "../libraries/Bn254.sol";
import { G1 } from "../interfaces/Bn254Points.sol";
import { IContributionVerifier } from "../interfaces/IContributionVerifier.sol";
import { IVerifierErrors } from "../interfaces/IVerifierErrors.sol";
import { BoundedUpdateKey } from "./BoundedUpdateKey.sol";

/// @title BoundedUpdateEquation
/// @notice The equation of N contribution proofs of M chunks each under one bound. With f(i, c) = t^(i + Nc), v_ic = IC_0 + ctx_i IC_ctx +
///         bound IC_bound + D_ic and S_c = sum_i t^i D_ic:
///
///           prod_ic e(-f A_ic, B_ic) e(sum f alpha, beta) e(sum f v_ic - rho sum_i t^i pi_i, [1]2) e(sum f C_ic, delta)
///             e(rho sum_i t^i C_i, [k_C]2) prod_c e(rho S_c, [k_c]2) = 1
///
///         D without the link is worthless: whoever may choose D freely can forge. rho and t come from one hash over everything above, and no
///         two of the NM Groth16 equations and N link equations share a monomial: what is false in one cannot cancel against another.
library BoundedUpdateEquation {
    uint256 private constant PAIR = 192;
    /// @dev Bytes of a proof before its chunks, which are pi, and of a chunk: D, then A, B and C at these bytes.
    uint256 private constant HEADER = 64;
    uint256 private constant CHUNK = 320;
    uint256 private constant A = 64;
    uint256 private constant B = 128;
    uint256 private constant C = 256;

    /// @dev Bytes of a claim in memory: the context, and where in the call data its commitment and its proof begin.
    uint256 private constant CLAIM = 96;

    /// @notice What is checked together; in memory, so that the equation's parts fit the stack.
    struct Batch {
        /// Address in memory of the key's first word.
        uint256 key;
        uint256 chunkCount;
        uint256 maxSquaredNorm;
        uint256 count;
        /// Address in memory of the first claim.
        uint256 claims;
        uint256 rho;
        uint256 t;
        /// Address in memory of the first pair.
        uint256 pairs;
        /// Whether every precompile has accepted its input.
        bool done;
    }

    /// @notice Begins a batch of `count` proofs under one key and bound; reverts with a named error unless the bound is in the circuit's range.
    function begin(address keyStore, uint256 maxSquaredNorm, uint256 count) internal view returns (Batch memory batch) {
        uint256 key;
        uint256 claims;
        assembly ("memory-safe") {
            key := mload(0x40)
            let size := sub(extcodesize(keyStore), 1)
            extcodecopy(keyStore, key, 1, size)
            claims := add(key, size)
            mstore(0x40, add(claims, mul(CLAIM, count)))
        }
        if (maxSquaredNorm >> _word(key, BoundedUpdateKey.NORM_BITS) != 0) {
            revert IContributionVerifier.NormBoundOutOfRange(maxSquaredNorm);
        }
        (batch.key, batch.claims) = (key, claims);
        (batch.chunkCount, batch.maxSquaredNorm, batch.count) = (_word(key, BoundedUpdateKey.CHUNK_COUNT), maxSquaredNorm, count);
    }

    /// @notice Sets claim `index`; reverts with a named error unless context, commitment and proof are well-formed.
    function set(Batch memory batch, uint256 index, uint256 context, G1 calldata commitment, bytes calldata proof) internal pure {
        if (context >= Bn254.R) revert IVerifierErrors.ContextOutOfField();
        uint256 point;
        uint256 start;
        uint256 claim = _claim(batch, index);
        assembly ("memory-safe") {
            point := commitment
            start := proof.offset
            mstore(claim, context)
            mstore(add(claim, 0x20), point)
            mstore(add(claim, 0x40), start)
        }
        _requireG1(point);
        uint256 length = proofLength(batch.chunkCount);
        if (proof.length != length) revert IContributionVerifier.ProofLengthWrong(length, proof.length);
        _requireG1(start);
        for (uint256 chunk = start + HEADER; chunk < start + length; chunk += CHUNK) {
            _requireG1(chunk);
            _requireG1(chunk + A);
            _requireG1(chunk + C);
            (uint256 x1, uint256 x0, uint256 y1, uint256 y0) = _twist(chunk + B);
            if (x1 >= Bn254.P || x0 >= Bn254.P || y1 >= Bn254.P || y0 >= Bn254.P) revert IVerifierErrors.CoordinateOutOfField();
            if ((x1 | x0 | y1 | y0) == 0) revert IVerifierErrors.PointAtInfinity();
        }
    }

    /// @notice Whether a proof has its key's length and its points are in their groups: nothing that `set` or the pairing precompile would
    ///         refuse.
    function isWellFormed(bytes calldata proof, uint256 chunkCount) internal view returns (bool) {
        if (proof.length != proofLength(chunkCount)) return false;
        uint256 start;
        assembly ("memory-safe") {
            start := proof.offset
        }
        if (!_isG1(start)) return false;
        uint256 price = _priceOfG2();
        for (uint256 chunk = start + HEADER; chunk < start + proof.length; chunk += CHUNK) {
            if (!_isG1(chunk) || !_isG1(chunk + A) || !_isG1(chunk + C) || !_isG2(chunk + B, price)) return false;
        }
        return true;
    }

    /// @notice The length of a proof of M chunks, in bytes.
    function proofLength(uint256 chunkCount) internal pure returns (uint256) {
        return HEADER + CHUNK * chunkCount;
    }

    /// @notice Draws the challenges of a batch whose claims are all set: one Keccak over keyId | bound | N | ctx_0 | C_0 | proof_0 | ctx_1 | ..
    ///         rho is the low 128 bits: with t^i the weight of proof i's link. t is the high 128 bits: t^(i + Nc) is the weight of its chunk c.
    function challenge(Batch memory batch, bytes32 keyId) internal pure {
        uint256 length = proofLength(batch.chunkCount);
        uint256 bound = batch.maxSquaredNorm;
        uint256 claim = batch.claims;
        uint256 end = claim + CLAIM * batch.count;
        uint256 digest;
        assembly ("memory-safe") {
            // Scratch beyond the free memory pointer; nothing is allocated.
            let start := mload(0x40)
            mstore(start, keyId)
            mstore(add(start, 0x20), bound)
            mstore(add(start, 0x40), div(sub(end, claim), CLAIM))
            let position := add(start, 0x60)
            for { } lt(claim, end) { claim := add(claim, CLAIM) } {
                mstore(position, mload(claim))
                calldatacopy(add(position, 0x20), mload(add(claim, 0x20)), 0x40)
                calldatacopy(add(position, 0x60), mload(add(claim, 0x40)), length)
                position := add(add(position, 0x60), length)
            }
            digest := keccak256(start, sub(position, start))
        }
        (batch.rho, batch.t) = (digest & type(uint128).max, digest >> 128);
    }

    /// @notice Evaluates the equation for the batch's challenges.
    function holds(Batch memory batch) internal view returns (bool one) {
        // alpha, gamma, delta, C; then a pair per chunk for the link; then a pair per proof and chunk for A and B.
        uint256 count = 4 + batch.chunkCount * (1 + batch.count);
        uint256 pairs;
        assembly ("memory-safe") {
            pairs := mload(0x40)
            mstore(0x40, add(pairs, mul(PAIR, count)))
            // Sums begin at infinity, (0, 0): what lies beyond the call data reads as zero.
            calldatacopy(pairs, calldatasize(), mul(PAIR, count))
        }
        (batch.pairs, batch.done) = (pairs, true);
        (uint256 powers, uint256 contexts) = _addChunks(batch);
        _addLinks(batch);

        // e(sum f alpha, beta)
        uint256 key = batch.key;
        _addKey(batch, pairs, BoundedUpdateKey.ALPHA, powers);
        _copyG2(pairs, key, BoundedUpdateKey.BETA);

        // IC_0 + ctx IC_ctx + bound IC_bound for all chunks together
        uint256 inputs = pairs + PAIR;
        _addKey(batch, inputs, BoundedUpdateKey.IC_0, powers);
        _addKey(batch, inputs, BoundedUpdateKey.IC_CONTEXT, contexts);
        _addKey(batch, inputs, BoundedUpdateKey.IC_BOUND, mulmod(batch.maxSquaredNorm, powers, Bn254.R));
        assembly ("memory-safe") {
            mstore(add(inputs, 0x40), 0x198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2)
            mstore(add(inputs, 0x60), 0x1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed)
            mstore(add(inputs, 0x80), 0x090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b)
            mstore(add(inputs, 0xa0), 0x12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa)
        }
        _copyG2(pairs + 2 * PAIR, key, BoundedUpdateKey.DELTA);

        bool paired;
        (paired, one) = Bn254.pairingProduct(pairs, count);
        // Every G1 point was checked: what can fail is a B off the twist or outside the subgroup, or the gas running out.
        if (!batch.done || !paired) revert IVerifierErrors.PointNotOnCurve();
    }

    /// @dev Groth16: the A and B pairs, sum f C for delta, and S_c, which goes to the gamma pair with t^(Nc) and to its own with rho.
    function _addChunks(Batch memory batch) private view returns (uint256 powers, uint256 contexts) {
        uint256 pair = batch.pairs + PAIR * (4 + batch.chunkCount);
        uint256 power = 1;
        for (uint256 c = 0; c < batch.chunkCount; ++c) {
            uint256 row = batch.pairs + PAIR * (4 + c);
            uint256 shift = power;
            uint256 rowPower = 1;
            for (uint256 i = 0; i < batch.count; ++i) {
                uint256 claim = _claim(batch, i);
                powers = addmod(powers, power, Bn254.R);
                contexts = addmod(contexts, mulmod(power, _load(claim), Bn254.R), Bn254.R);
                _addProof(batch, _load(claim + 0x40) + HEADER + CHUNK * c, pair, row, power, rowPower);
                pair += PAIR;
                power = mulmod(power, batch.t, Bn254.R);
                rowPower = mulmod(rowPower, batch.t, Bn254.R);
            }
            _add(batch, batch.pairs + PAIR, _load(row), _load(row + 0x20), shift);
            batch.done = Bn254.multiply(row, _load(row), _load(row + 0x20), batch.rho) && batch.done;
            _copyG2(row, batch.key, BoundedUpdateKey.K_CHUNKS + 4 * c);
        }
    }

    /// @dev The proof in the call data at `chunk`: its D to the chunk's row, its C to delta's pair, its A and B to a pair of their own.
    function _addProof(Batch memory batch, uint256 chunk, uint256 pair, uint256 row, uint256 power, uint256 rowPower) private view {
        (uint256 x, uint256 y) = _point(chunk);
        _add(batch, row, x, y, rowPower);
        (x, y) = _point(chunk + C);
        _add(batch, batch.pairs + 2 * PAIR, x, y, power);

        // e(-f A, B). y is not zero: no point of G1 has order two.
        (x, y) = _point(chunk + A);
        _add(batch, pair, x, Bn254.P - y, power);
        assembly ("memory-safe") {
            calldatacopy(add(pair, 0x40), add(chunk, B), 0x80)
        }
    }

    /// @dev The link: rho sum t^i C_i in its own pair, and -rho sum t^i pi_i in the gamma pair.
    function _addLinks(Batch memory batch) private view {
        uint256 row = batch.pairs + 3 * PAIR;
        uint256 power = batch.rho;
        for (uint256 i = 0; i < batch.count; ++i) {
            uint256 claim = _claim(batch, i);
            (uint256 x, uint256 y) = _point(_load(claim + 0x20));
            _add(batch, row, x, y, power);
            (x, y) = _point(_load(claim + 0x40));
            _add(batch, batch.pairs + PAIR, x, Bn254.P - y, power);
            power = mulmod(power, batch.t, Bn254.R);
        }
        _copyG2(row, batch.key, BoundedUpdateKey.K_COMMITMENT);
    }

    /// @dev sum += scalar times the key's G1 point at word `index`.
    function _addKey(Batch memory batch, uint256 sum, uint256 index, uint256 scalar) private view {
        _add(batch, sum, _word(batch.key, index), _word(batch.key, index + 1), scalar);
    }

    /// @dev sum += scalar (x, y). A sum that is infinity is written to, and a scalar of one needs no multiplication.
    function _add(Batch memory batch, uint256 sum, uint256 x, uint256 y, uint256 scalar) private view {
        bool empty = (_load(sum) | _load(sum + 0x20)) == 0;
        if (scalar != 1) {
            batch.done = (empty ? Bn254.multiply(sum, x, y, scalar) : Bn254.multiplyAdd(sum, x, y, scalar)) && batch.done;
        } else if (!empty) {
            batch.done = Bn254.add(sum, x, y) && batch.done;
        } else {
            assembly ("memory-safe") {
                mstore(sum, x)
                mstore(add(sum, 0x20), y)
            }
        }
    }

    function _claim(Batch memory batch, uint256 index) private pure returns (uint256) {
        return batch.claims + CLAIM * index;
    }

    /// @dev The word in memory at `position`.
    function _load(uint256 position) private pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := mload(position)
        }
    }

    /// @dev The G1 point in the call data at `position`.
    function _point(uint256 position) private pure returns (uint256 x, uint256 y) {
        assembly ("memory-safe") {
            x := calldataload(position)
            y := calldataload(add(position, 0x20))
        }
    }

    /// @dev The G2 point in the call data at `position`.
    function _twist(uint256 position) private pure returns (uint256 x1, uint256 x0, uint256 y1, uint256 y0) {
        assembly ("memory-safe") {
            x1 := calldataload(position)
            x0 := calldataload(add(position, 0x20))
            y1 := calldataload(add(position, 0x40))
            y0 := calldataload(add(position, 0x60))
        }
    }

    function _requireG1(uint256 position) private pure {
        (uint256 x, uint256 y) = _point(position);
        if (x >= Bn254.P || y >= Bn254.P) revert IVerifierErrors.CoordinateOutOfField();
        if ((x | y) == 0) revert IVerifierErrors.PointAtInfinity();
        if (!Bn254.isOnCurve(x, y)) revert IVerifierErrors.PointNotOnCurve();
    }

    function _isG1(uint256 position) private pure returns (bool) {
        (uint256 x, uint256 y) = _point(position);
        // Infinity is (0, 0), which does not satisfy the curve's equation.
        return x < Bn254.P && y < Bn254.P && Bn254.isOnCurve(x, y);
    }

    /// @dev What the precompile takes for a look at one G2 point, with the call around it: measured on the generator, so that no price is
    ///      assumed.
    function _priceOfG2() private view returns (uint256) {
        uint256 before = gasleft();
        if (!Bn254.isInG2(Bn254.G2_X1, Bn254.G2_X0, Bn254.G2_Y1, Bn254.G2_Y0)) revert IContributionVerifier.GasInsufficient();
        return before - gasleft();
    }

    /// @dev The precompile fails for points that are none and for want of gas alike, and takes all it was given. It is given the price, and only
    ///      where twice that is at hand: then it is the point.
    function _isG2(uint256 position, uint256 price) private view returns (bool done) {
        (uint256 x1, uint256 x0, uint256 y1, uint256 y0) = _twist(position);
        if ((x1 | x0 | y1 | y0) == 0) return false;
        if (gasleft() < 2 * price) revert IContributionVerifier.GasInsufficient();
        assembly ("memory-safe") {
            // e(infinity, B): the precompile checks B before it computes anything.
            let pair := mload(0x40)
            mstore(pair, 0)
            mstore(add(pair, 0x20), 0)
            mstore(add(pair, 0x40), x1)
            mstore(add(pair, 0x60), x0)
            mstore(add(pair, 0x80), y1)
            mstore(add(pair, 0xa0), y0)
            done := staticcall(price, 8, pair, PAIR, 0, 0x20)
        }
    }

    function _word(uint256 key, uint256 index) private pure returns (uint256) {
        return _load(key + 32 * index);
    }

    /// @dev Completes the pair at `pair` with the key's G2 point at word `index`.
    function _copyG2(uint256 pair, uint256 key, uint256 index) private pure {
        assembly ("memory-safe") {
            mcopy(add(pair, 0x40), add(key, shl(5, index)), 0x80)
        }
    }
}
