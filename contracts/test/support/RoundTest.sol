// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";
import { AcceptsEverything } from "../weakened/AcceptsEverything.sol";
import { ExchangeTest } from "./ExchangeTest.sol";

/// @title RoundTest
/// @notice A job with three providers, and a verifier that believes anything: what stands between them and a payment is the round alone.
abstract contract RoundTest is ExchangeTest {
    AcceptsEverything internal verifier;
    uint256 internal jobId;

    function setUp() public {
        deploy();
        verifier = new AcceptsEverything(32, 2, 20);
        jobId = createJob(specFor(verifier));
        joinMany(jobId, 3);
    }

    function phase(uint256 round) internal view returns (IModelCoordinator.Phase) {
        return coordinator.phaseOf(jobId, round);
    }

    function commitAll(uint256 round) internal {
        for (uint256 i = 0; i < 3; ++i) {
            commit(jobId, round, i);
        }
    }

    function expectRevealRevert(uint256 round, address sender, bytes memory update, bytes4 reason) internal {
        bytes32 key = coordinator.roundKeyOf(jobId, round);
        VM.expectPartialRevert(reason);
        VM.prank(sender);
        coordinator.submitUpdate(key, update);
    }
}
