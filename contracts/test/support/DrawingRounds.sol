// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ICommitteeConsumer } from "../../src/interfaces/ICommitteeConsumer.sol";
import { ICommitteeSelector } from "../../src/interfaces/ICommitteeSelector.sol";

/// @title DrawingRounds
/// @notice A coordinator as far as the selector sees one: a test says which rounds wait for their committee.
contract DrawingRounds is ICommitteeConsumer {
    error NotWaiting(uint256 roundId);

    mapping(uint256 roundId => bool) public isDrawing;
    uint256 public drawn;

    function request(ICommitteeSelector selector, uint256 roundId, uint256 size, address aggregator) external returns (uint256) {
        isDrawing[roundId] = true;
        return selector.requestCommittee(roundId, size, aggregator);
    }

    /// @notice The round fails, as after its deadline.
    function fail(uint256 roundId) external {
        isDrawing[roundId] = false;
    }

    function committeeDrawn(uint256 roundId) external {
        if (!isDrawing[roundId]) revert NotWaiting(roundId);
        isDrawing[roundId] = false;
        drawn = roundId;
    }
}
