// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { OptimisticTest } from "../support/OptimisticTest.sol";

/// @notice What a correct proposal costs from Aggregating to the end of its round beside what a proved round costs, each call a transaction.
///         The verifier here computes nothing, so what the real one's precompiles cost for one chunk is added to the proved round (EIP-1108:
///         seven pairings, six multiplications, four additions), and nothing else of what it does.
contract OptimisticGasTest is OptimisticTest {
    // forge shows the arguments of this event as a line of the test's log.
    // forge-lint: disable-next-line(mixed-case-variable)
    event log_named_uint(string key, uint256 val);

    function measured(string memory name) internal returns (uint256 gas) {
        gas = VM.snapshotGasLastCall("optimistic", name);
        emit log_named_uint(name, gas);
    }

    uint256 internal constant PRECOMPILES = 45_000 + 7 * 34_000 + 6 * 6000 + 4 * 150;

    /// @dev The second and third round: a job's first settlement fills a fresh word of progress, on either path.
    function test_gas_of_a_proposal_that_nobody_challenges() public {
        playToProposed();
        skip(WINDOW + 1);
        coordinator.advanceRound(jobId);
        playToProposed();
        uint256 total = measured("proposeAggregate");
        skip(WINDOW + 1);
        coordinator.advanceRound(jobId);
        total += measured("advanceRound to Finalised");
        emit log_named_uint("a correct proposal", total);

        playToAggregating(jobId, 3);
        prove();
        uint256 proved = measured("verifyAggregate, without its verifier") + PRECOMPILES;
        publish(jobId, aggregator);
        proved += measured("publishModel, 32 parameters");
        emit log_named_uint("a proved round, at least", proved);
        VM.assertLe(3 * total, proved, "a third of the proved path");
    }
}
