// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title ICommitteeConsumer
/// @notice What the CommitteeSelector asks of the contract that requests committees: the ModelCoordinator.
interface ICommitteeConsumer {
    /// @notice The committee of a round has been drawn. Selector only; reverts unless the round waits for it and its deadline has not
    ///         passed.
    function committeeDrawn(uint256 roundId) external;

    /// @notice Whether the round still waits for its committee. While it does, the stakes it is drawn from stay as they are.
    function isDrawing(uint256 roundId) external view returns (bool);
}
