// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Bn254 } from "../libraries/Bn254.sol";
import { G1 } from "../interfaces/Bn254Points.sol";
import { IContributionVerifier } from "../interfaces/IContributionVerifier.sol";
import { IVerifierErrors } from "../interfaces/IVerifierErrors.sol";
import { BoundedUpdateKey } from "./BoundedUpdateKey.sol";
import { PairingEquation } from "./PairingEquation.sol";
import { ProofPoints } from "./ProofPoints.sol";
import { VerifyingKey } from "./VerifyingKey.sol";

/// @title BoundedUpdateEquation
/// @notice The equation of N contribution proofs of M chunks each under one bound. With f(i, c) = t^(i + Nc), v_ic = IC_0 + ctx_i IC_ctx +
///         bound IC_bound + D_ic and S_c = sum_i t^i D_ic:
///
///           prod_ic e(-f A_ic, B_ic) e(sum f alpha, beta) e(sum f v_ic - rho sum_i t^i pi_i, [1]2) e(sum f C_ic, delta)
///             e(rho sum_i t^i C_i, [k_C]2) prod_c e(rho S_c, [k_c]2) = 1
///
///         D without the link is worthless: whoever may choose D freely can forge. rho and t come from one hash over everything above, and
///         no two of the NM Groth16 equations and N link equations share a monomial: what is false in one cannot cancel against another.
library BoundedUpdateEquation {
    using PairingEquation for PairingEquation.Equation;

    uint256 private constant PAIR = PairingEquation.PAIR;
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
        PairingEquation.Equation equation;
    }

    /// @notice Begins a batch of `count` proofs under one key and bound; reverts with a named error unless the bound is in the circuit's
    ///         range.
    function begin(address keyStore, uint256 maxSquaredNorm, uint256 count) internal view returns (Batch memory batch) {
        uint256 key = PairingEquation.loadKey(keyStore);
        uint256 claims;
        assembly ("memory-safe") {
            claims := mload(0x40)
            mstore(0x40, add(claims, mul(CLAIM, count)))
        }
        if (maxSquaredNorm >> PairingEquation.word(key, BoundedUpdateKey.NORM_BITS) != 0) {
            revert IContributionVerifier.NormBoundOutOfRange(maxSquaredNorm);
        }
        (batch.key, batch.claims) = (key, claims);
        (batch.chunkCount, batch.maxSquaredNorm, batch.count) = (PairingEquation.word(key, VerifyingKey.CHUNK_COUNT), maxSquaredNorm, count);
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
        ProofPoints.requireG1(point);
        uint256 length = proofLength(batch.chunkCount);
        if (proof.length != length) revert IContributionVerifier.ProofLengthWrong(length, proof.length);
        ProofPoints.requireG1(start);
        for (uint256 chunk = start + HEADER; chunk < start + length; chunk += CHUNK) {
            ProofPoints.requireG1(chunk);
            ProofPoints.requireG1(chunk + A);
            ProofPoints.requireG1(chunk + C);
            ProofPoints.requireTwist(chunk + B);
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
        if (!ProofPoints.isG1(start)) return false;
        uint256 price = _priceOfG2();
        for (uint256 chunk = start + HEADER; chunk < start + proof.length; chunk += CHUNK) {
            if (!ProofPoints.isG1(chunk) || !ProofPoints.isG1(chunk + A) || !ProofPoints.isG1(chunk + C) || !_isG2(chunk + B, price)) {
                return false;
            }
        }
        return true;
    }

    /// @notice The length of a proof of M chunks, in bytes.
    function proofLength(uint256 chunkCount) internal pure returns (uint256) {
        return HEADER + CHUNK * chunkCount;
    }

    /// @notice Draws the challenges of a batch whose claims are all set: one Keccak over keyId | bound | N | ctx_0 | C_0 | proof_0 | ctx_1 | ..
    ///         rho is the low 128 bits: with t^i the weight of proof i's link. t is the high 128 bits: t^(i + Nc) is the weight of its
    ///         chunk c.
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
        PairingEquation.Equation memory equation = PairingEquation.begin(batch.key, count);
        batch.equation = equation;
        (uint256 powers, uint256 contexts) = _addChunks(batch);
        _addLinks(batch);

        // e(sum f alpha, beta)
        equation.addKey(equation.pairs, VerifyingKey.ALPHA, powers);
        equation.pairWithKey(equation.pairs, VerifyingKey.BETA);

        // IC_0 + ctx IC_ctx + bound IC_bound for all chunks together
        uint256 inputs = equation.pairs + PAIR;
        equation.addKey(inputs, VerifyingKey.IC_0, powers);
        equation.addKey(inputs, VerifyingKey.IC_CONTEXT, contexts);
        equation.addKey(inputs, BoundedUpdateKey.IC_BOUND, mulmod(batch.maxSquaredNorm, powers, Bn254.R));
        PairingEquation.pairWithGenerator(inputs);
        equation.pairWithKey(equation.pairs + 2 * PAIR, VerifyingKey.DELTA);
        return equation.holds();
    }

    /// @dev Groth16: the A and B pairs, sum f C for delta, and S_c, which goes to the gamma pair with t^(Nc) and to its own with rho.
    function _addChunks(Batch memory batch) private view returns (uint256 powers, uint256 contexts) {
        uint256 pair = batch.equation.pairs + PAIR * (4 + batch.chunkCount);
        uint256 power = 1;
        for (uint256 c = 0; c < batch.chunkCount; ++c) {
            uint256 row = batch.equation.pairs + PAIR * (4 + c);
            uint256 shift = power;
            uint256 rowPower = 1;
            for (uint256 i = 0; i < batch.count; ++i) {
                uint256 claim = _claim(batch, i);
                powers = addmod(powers, power, Bn254.R);
                contexts = addmod(contexts, mulmod(power, PairingEquation.load(claim), Bn254.R), Bn254.R);
                _addProof(batch, PairingEquation.load(claim + 0x40) + HEADER + CHUNK * c, pair, row, power, rowPower);
                pair += PAIR;
                power = mulmod(power, batch.t, Bn254.R);
                rowPower = mulmod(rowPower, batch.t, Bn254.R);
            }
            _closeRow(batch, row, shift);
            batch.equation.pairWithKey(row, BoundedUpdateKey.K_CHUNKS + 4 * c);
        }
    }

    /// @dev S_c, which is in its row: `shift` times it to the inputs, and rho times it stays.
    function _closeRow(Batch memory batch, uint256 row, uint256 shift) private view {
        PairingEquation.Equation memory equation = batch.equation;
        (uint256 x, uint256 y) = (PairingEquation.load(row), PairingEquation.load(row + 0x20));
        equation.add(equation.pairs + PAIR, x, y, shift);
        PairingEquation.store(row, 0, 0);
        equation.add(row, x, y, batch.rho);
    }

    /// @dev The proof in the call data at `chunk`: its D to the chunk's row, its C to delta's pair, its A and B to a pair of their own.
    function _addProof(Batch memory batch, uint256 chunk, uint256 pair, uint256 row, uint256 power, uint256 rowPower) private view {
        PairingEquation.Equation memory equation = batch.equation;
        (uint256 x, uint256 y) = ProofPoints.g1(chunk);
        equation.add(row, x, y, rowPower);
        (x, y) = ProofPoints.g1(chunk + C);
        equation.add(equation.pairs + 2 * PAIR, x, y, power);

        // e(-f A, B). y is not zero: no point of G1 has order two.
        (x, y) = ProofPoints.g1(chunk + A);
        equation.add(pair, x, Bn254.P - y, power);
        PairingEquation.pairWithTwist(pair, chunk + B);
    }

    /// @dev The link: rho sum t^i C_i in its own pair, and -rho sum t^i pi_i in the gamma pair.
    function _addLinks(Batch memory batch) private view {
        PairingEquation.Equation memory equation = batch.equation;
        uint256 row = equation.pairs + 3 * PAIR;
        uint256 power = batch.rho;
        for (uint256 i = 0; i < batch.count; ++i) {
            uint256 claim = _claim(batch, i);
            (uint256 x, uint256 y) = ProofPoints.g1(PairingEquation.load(claim + 0x20));
            equation.add(row, x, y, power);
            (x, y) = ProofPoints.g1(PairingEquation.load(claim + 0x40));
            equation.add(equation.pairs + PAIR, x, Bn254.P - y, power);
            power = mulmod(power, batch.t, Bn254.R);
        }
        equation.pairWithKey(row, BoundedUpdateKey.K_COMMITMENT);
    }

    function _claim(Batch memory batch, uint256 index) private pure returns (uint256) {
        return batch.claims + CLAIM * index;
    }

    /// @dev The precompile fails for points that are none and for want of gas alike, and takes all it was given. It is given the price, and
    ///      only where twice that is at hand: then it is the point.
    function _isG2(uint256 position, uint256 price) private view returns (bool) {
        if (gasleft() < 2 * price) revert IContributionVerifier.GasInsufficient();
        return ProofPoints.isG2(position, price);
    }

    /// @dev What the precompile takes for a look at one G2 point, with the call around it: measured on the generator, so that no price is
    ///      assumed.
    function _priceOfG2() private view returns (uint256) {
        uint256 before = gasleft();
        if (!Bn254.isInG2(Bn254.G2_X1, Bn254.G2_X0, Bn254.G2_Y1, Bn254.G2_Y0)) revert IContributionVerifier.GasInsufficient();
        return before - gasleft();
    }
}
