// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IVerifierErrors
/// @notice What is wrong with a key, a statement or a proof, said alike by the verifiers of every circuit.
interface IVerifierErrors {
    /// @notice The key blob has another length than the M it names gives it.
    error KeyLengthWrong(uint256 length);
    /// @notice d, K, M or the circuit's bits are zero, too large, or do not fit each other.
    error KeyShapeWrong();
    /// @notice The key's point at this word of the blob is off the curve, outside the subgroup, or infinity.
    error KeyPointInvalid(uint256 word);
    /// @notice Two of the key's points that must differ are equal or opposite: input bases, or delta, gamma and the link's k points.
    error KeyPointsEqual(uint256 firstWord, uint256 secondWord);
    /// @notice The key could not be stored as contract code.
    error KeyNotStored();

    /// @notice A context is not below r.
    error ContextOutOfField();
    /// @notice A coordinate of the statement or proof is not below p.
    error CoordinateOutOfField();
    /// @notice A point of the statement or proof is infinity where none belongs.
    error PointAtInfinity();
    /// @notice A point of the statement or proof is off its curve, or outside G2's subgroup.
    error PointNotOnCurve();
}
