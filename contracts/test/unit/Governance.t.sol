// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { TimelockController } from "@openzeppelin/contracts/governance/TimelockController.sol";
import { IGovernor } from "@openzeppelin/contracts/governance/IGovernor.sol";
import { Initializable } from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import { IAccessControl } from "@openzeppelin/contracts/access/IAccessControl.sol";
import { ExchangeGovernor } from "../../src/governance/ExchangeGovernor.sol";
import { ExchangeTimelock } from "../../src/governance/ExchangeTimelock.sol";
import { AcceptsEverything } from "../weakened/AcceptsEverything.sol";
import { GovernanceTest } from "../support/GovernanceTest.sol";

/// @notice A proposal's whole way, and who cannot take it.
contract GovernanceTests is GovernanceTest {
    AcceptsEverything internal verifier;
    bytes internal listing;

    function setUp() public {
        deploy();
        deployGovernor();
        verifier = new AcceptsEverything(32, 2, 20);
        listing = abi.encodeCall(registry.list, (address(verifier)));
    }

    function test_roles_are_apart_from_the_first_block_on() public view {
        VM.assertTrue(timelock.hasRole(timelock.PROPOSER_ROLE(), address(voting)), "the governor proposes");
        VM.assertFalse(timelock.hasRole(timelock.CANCELLER_ROLE(), address(voting)), "and does not cancel");
        VM.assertTrue(timelock.hasRole(timelock.CANCELLER_ROLE(), guardian), "the guardian cancels");
        VM.assertFalse(timelock.hasRole(timelock.PROPOSER_ROLE(), guardian), "and does not propose");
        VM.assertTrue(timelock.hasRole(timelock.EXECUTOR_ROLE(), address(0)), "anyone executes");
        bytes32 admin = timelock.DEFAULT_ADMIN_ROLE();
        VM.assertTrue(timelock.hasRole(admin, address(timelock)), "the timelock administers itself");
        VM.assertFalse(timelock.hasRole(admin, address(this)) || timelock.hasRole(admin, guardian), "and nobody else");
        VM.assertFalse(timelock.hasRole(admin, address(voting)), "not even the governor");
        VM.assertEq(address(voting), governor, "the governor stands where the timelock was told");
        VM.assertEq(voting.timelock(), address(timelock), "and executes there");
    }

    function test_votes_are_counted_in_seconds() public view {
        VM.assertEq(flt.clock(), VM.getBlockTimestamp(), "clock");
        VM.assertEq(bytes(flt.CLOCK_MODE()), "mode=timestamp", "mode");
        VM.assertEq(voting.clock(), flt.clock(), "the governor's is the token's");
        VM.assertEq(voting.quorum(VM.getBlockTimestamp() - 1), SUPPLY * QUORUM_PERCENT / 100, "quorum of the supply");
    }

    function test_a_proposal_goes_through_votes_and_delay_to_its_effect() public {
        VM.expectPartialRevert(bytes4(keccak256("CallerNotTimelock(address)")));
        registry.list(address(verifier));
        uint256 id = propose(address(registry), listing);
        VM.assertTrue(stateOf(id) == IGovernor.ProposalState.Pending, "pending");
        vote(id);
        VM.assertTrue(stateOf(id) == IGovernor.ProposalState.Succeeded, "succeeded");
        VM.assertTrue(voting.proposalNeedsQueuing(id), "it has to wait");
        queue(address(registry), listing);
        VM.assertTrue(stateOf(id) == IGovernor.ProposalState.Queued, "queued");
        skip(TIMELOCK_DELAY - 1);
        VM.expectPartialRevert(TimelockController.TimelockUnexpectedOperationState.selector);
        execute(address(registry), listing);
        skip(1);
        VM.prank(address(0xA11));
        execute(address(registry), listing);
        VM.assertTrue(stateOf(id) == IGovernor.ProposalState.Executed, "executed");
        VM.assertTrue(registry.isListed(address(verifier)), "in effect");
    }

    function test_the_guardian_alone_cancels_what_is_queued() public {
        uint256 id = propose(address(registry), listing);
        vote(id);
        queue(address(registry), listing);
        bytes32 operation = operationOf(address(registry), listing);
        bytes memory denied =
            abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, address(voting), timelock.CANCELLER_ROLE());
        VM.expectRevert(denied);
        VM.prank(address(voting));
        timelock.cancel(operation);
        VM.expectPartialRevert(IAccessControl.AccessControlUnauthorizedAccount.selector);
        VM.prank(voter);
        timelock.cancel(operation);
        VM.prank(guardian);
        timelock.cancel(operation);
        VM.assertTrue(stateOf(id) == IGovernor.ProposalState.Canceled, "cancelled");
        skip(TIMELOCK_DELAY);
        VM.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        execute(address(registry), listing);
    }

    function test_the_guardian_cannot_schedule() public {
        VM.expectPartialRevert(IAccessControl.AccessControlUnauthorizedAccount.selector);
        VM.prank(guardian);
        timelock.schedule(address(registry), 0, listing, 0, 0, TIMELOCK_DELAY);
    }

    function test_a_proposer_takes_a_pending_proposal_back_and_nobody_else_does() public {
        uint256 id = propose(address(registry), listing);
        VM.expectPartialRevert(IGovernor.GovernorUnableToCancel.selector);
        voting.cancel(only(address(registry)), new uint256[](1), only(listing), keccak256("proposal"));
        VM.prank(voter);
        voting.cancel(only(address(registry)), new uint256[](1), only(listing), keccak256("proposal"));
        VM.assertTrue(stateOf(id) == IGovernor.ProposalState.Canceled, "cancelled");
    }

    function test_the_threshold_of_a_proposer_is_met_to_the_unit() public {
        VM.assertEq(voting.proposalThreshold(), THRESHOLD, "as initialised");
        address small = address(0x5A11);
        flt.transfer(small, THRESHOLD - 1);
        VM.prank(small);
        flt.delegate(small);
        skip(1);
        VM.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInsufficientProposerVotes.selector, small, THRESHOLD - 1, THRESHOLD));
        VM.prank(small);
        voting.propose(only(address(registry)), new uint256[](1), only(listing), "proposal");
        flt.transfer(small, 1);
        skip(1);
        VM.prank(small);
        voting.propose(only(address(registry)), new uint256[](1), only(listing), "proposal");
    }

    function test_the_governor_changes_its_numbers_by_a_proposal_alone() public {
        VM.expectRevert(abi.encodeWithSelector(IGovernor.GovernorOnlyExecutor.selector, voter));
        VM.prank(voter);
        voting.setProposalThreshold(1);
        enact(address(voting), abi.encodeCall(voting.setProposalThreshold, (1)));
        VM.assertEq(voting.proposalThreshold(), 1, "changed");
    }

    function test_few_votes_propose_nothing_and_decide_nothing() public {
        VM.expectPartialRevert(IGovernor.GovernorInsufficientProposerVotes.selector);
        voting.propose(only(address(registry)), new uint256[](1), only(listing), "proposal");
        uint256 id = propose(address(registry), listing);
        skip(VOTING_DELAY + 1);
        skip(VOTING_PERIOD);
        VM.assertTrue(stateOf(id) == IGovernor.ProposalState.Defeated, "no quorum");
        VM.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        queue(address(registry), listing);
    }

    function test_votes_bought_after_the_snapshot_do_not_count() public {
        uint256 id = propose(address(registry), listing);
        skip(VOTING_DELAY + 1);
        address late = address(0x1A7E);
        flt.transfer(late, SUPPLY / 2);
        VM.prank(late);
        flt.delegate(late);
        skip(1);
        VM.prank(late);
        VM.assertEq(voting.castVote(id, 1), 0, "the snapshot is older");
    }

    function test_the_governor_upgrades_itself_by_a_proposal_alone_and_is_initialised_once() public {
        address next = address(new ExchangeGovernor());
        bytes memory upgrade = abi.encodeCall(voting.upgradeToAndCall, (next, ""));
        VM.expectPartialRevert(IGovernor.GovernorOnlyExecutor.selector);
        voting.upgradeToAndCall(next, "");
        VM.expectPartialRevert(IGovernor.GovernorOnlyExecutor.selector);
        VM.prank(guardian);
        voting.upgradeToAndCall(next, "");
        enact(address(voting), upgrade);
        bytes32 slot = 0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc;
        VM.assertEq(VM.load(address(voting), slot), bytes32(uint256(uint160(next))), "upgraded");
        VM.assertEq(voting.votingPeriod(), VOTING_PERIOD, "its numbers stay");
        bytes memory again = governorInitialisation();
        (bool done, bytes memory answer) = address(voting).call(again);
        VM.assertFalse(done, "initialised once");
        VM.assertEq(bytes32(answer), bytes32(Initializable.InvalidInitialization.selector), "by name");
        (done, answer) = next.call(again);
        VM.assertFalse(done, "and the implementation never");
        VM.assertEq(bytes32(answer), bytes32(Initializable.InvalidInitialization.selector), "by name");
    }

    function test_a_timelock_whose_roles_would_meet_is_not_built() public {
        VM.expectRevert(ExchangeTimelock.AddressZero.selector);
        this.deployTimelock(1, address(0), guardian);
        VM.expectRevert(ExchangeTimelock.AddressZero.selector);
        this.deployTimelock(1, governor, address(0));
        VM.expectRevert(ExchangeTimelock.GuardianIsGovernor.selector);
        this.deployTimelock(1, governor, governor);
        VM.expectRevert(ExchangeTimelock.DelayZero.selector);
        this.deployTimelock(0, governor, guardian);
    }

    /// @notice A call of its own, so that its revert does not end the test; see StatementTest.deployVerifier.
    function deployTimelock(uint256 delay, address governor_, address guardian_) external returns (ExchangeTimelock) {
        return new ExchangeTimelock(delay, governor_, guardian_);
    }
}
