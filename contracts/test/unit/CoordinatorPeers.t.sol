// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";
import { RoundId } from "../../src/libraries/RoundId.sol";
import { RoundTest } from "../support/RoundTest.sol";

/// @notice Whom the coordinator listens to, and how it names rounds.
contract CoordinatorPeersTest is RoundTest {
    function test_it_tells_its_peers() public view {
        VM.assertEq(coordinator.exchange(), address(exchange), "exchange");
        VM.assertEq(coordinator.stakeVault(), address(vault), "vault");
        VM.assertEq(coordinator.reputation(), address(reputation), "reputation");
        VM.assertEq(coordinator.selector(), address(selector), "selector");
        VM.assertEq(coordinator.settlement(), address(settlement), "settlement");
    }

    function test_only_the_exchange_opens_jobs_and_moves_providers() public {
        IModelCoordinator.JobTerms memory terms;
        address[3] memory others = [publisher, aggregator, address(timelock)];
        for (uint256 i = 0; i < 3; ++i) {
            bytes memory reason = abi.encodeWithSelector(IModelCoordinator.CallerNotExchange.selector, others[i]);
            VM.startPrank(others[i]);
            VM.expectRevert(reason);
            coordinator.openJob(9, terms);
            VM.expectRevert(reason);
            coordinator.enrol(jobId, others[i], 0);
            VM.expectRevert(reason);
            coordinator.withdrawProvider(jobId, providerAt(0));
            VM.stopPrank();
        }
    }

    function test_no_two_rounds_share_a_name() public {
        VM.assertEq(coordinator.roundKeyOf(1, 2), bytes32((uint256(1) << 32) | 2), "job, then round");
        coordinator.roundKeyOf((1 << 224) - 1, (1 << 32) - 1);
        VM.expectRevert(abi.encodeWithSelector(RoundId.RoundIdOutOfRange.selector, 1, uint256(1) << 32));
        coordinator.roundKeyOf(1, 1 << 32);
        VM.expectRevert(abi.encodeWithSelector(RoundId.RoundIdOutOfRange.selector, uint256(1) << 224, 1));
        coordinator.roundKeyOf(1 << 224, 1);
    }
}
