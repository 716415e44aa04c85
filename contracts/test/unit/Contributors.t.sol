// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";
import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";
import { IStakeVault } from "../../src/interfaces/IStakeVault.sol";
import { RegistryTest } from "../support/RegistryTest.sol";

contract ContributorsTest is RegistryTest {
    uint256 internal jobId;

    function setUp() public override {
        super.setUp();
        IDataExchange.TrainingJobSpec memory spec = richSpec();
        spec.minDatasetQuality = 0;
        jobId = create(spec);
    }

    function slash(uint256 basisPoints) internal {
        VM.prank(address(coordinator));
        vault.slashNode(provider, jobId, basisPoints, IStakeVault.SlashProceeds.Treasury);
    }

    function test_more_stake_raises_the_cap_and_the_chance() public {
        coordinator.play(4, 0, true);
        join(jobId, provider, 2 * STAKE);
        IDataExchange.Contributor memory contributor = exchange.getContributor(jobId, provider);
        VM.assertEq(uint256(contributor.stake), 2 * STAKE, "stake");
        VM.assertEq(uint256(contributor.rewardWeightCap), 200, "cap");
        VM.assertEq(uint256(contributor.firstRound), 5, "from the next round on");
        VM.assertEq(coordinator.capOf(jobId, provider), 200, "the rounds know the cap");
        VM.assertEq(selector.stakeOf(jobId, provider), 2 * STAKE, "the committees know the stake");
        VM.assertEq(vault.lockedFor(provider, jobId), 2 * STAKE, "locked");
    }

    function test_without_a_stake_of_ones_own_it_is_the_jobs() public {
        bond(provider, STAKE);
        uint256 datasetId = datasetOf(provider);
        VM.prank(provider);
        exchange.registerAsContributor(jobId, datasetId);
        VM.assertEq(vault.lockedFor(provider, jobId), STAKE, "locked");
        VM.assertEq(coordinator.capOf(jobId, provider), 100, "cap");
    }

    function test_less_than_the_jobs_stake_is_refused() public {
        bond(provider, STAKE);
        uint256 datasetId = datasetOf(provider);
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.StakeBelowMinimum.selector, STAKE - 1, STAKE));
        VM.prank(provider);
        exchange.registerAsContributor(jobId, datasetId, STAKE - 1);
    }

    function test_stake_that_is_not_there_is_refused() public {
        bond(provider, STAKE);
        uint256 datasetId = datasetOf(provider);
        VM.expectRevert(abi.encodeWithSelector(IStakeVault.StakeInsufficient.selector, provider, STAKE + 1, STAKE));
        VM.prank(provider);
        exchange.registerAsContributor(jobId, datasetId, STAKE + 1);
    }

    function test_a_cap_ends_at_the_largest_weight_and_is_none_where_the_job_has_none() public {
        join(jobId, provider, 1_000_000e18);
        VM.assertEq(coordinator.capOf(jobId, provider), 4095, "the largest weight");
        uint256 plain = create(plainSpec());
        join(plain, provider, STAKE);
        VM.assertEq(coordinator.capOf(plain, provider), 0, "none");
        VM.assertEq(selector.stakeOf(plain, provider), 0, "nor does a job without committees tell stakes");
    }

    function test_attestations_gate_registration() public {
        uint256 gated = create(richSpec());
        bond(provider, STAKE);
        uint256 datasetId = datasetOf(provider);
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.DatasetQualityTooLow.selector, datasetId, 0, 7000));
        VM.prank(provider);
        exchange.registerAsContributor(gated, datasetId);
        VM.prank(attester);
        oracle.attest(datasetId, 6999, keccak256("report"));
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.DatasetQualityTooLow.selector, datasetId, 6999, 7000));
        VM.prank(provider);
        exchange.registerAsContributor(gated, datasetId);
        VM.prank(attester);
        oracle.attest(datasetId, 7000, keccak256("report"));
        VM.prank(provider);
        exchange.registerAsContributor(gated, datasetId);
        VM.assertTrue(coordinator.isEnrolled(gated, provider), "in");
    }

    function test_nobody_registers_after_expiry_or_in_a_closed_job() public {
        bond(provider, STAKE);
        uint256 datasetId = datasetOf(provider);
        skip(30 days + 1);
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.JobExpired.selector, jobId));
        VM.prank(provider);
        exchange.registerAsContributor(jobId, datasetId);
        exchange.closeJob(jobId);
        VM.startPrank(provider);
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.JobNotOpen.selector, jobId));
        exchange.registerAsContributor(jobId, datasetId);
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.JobNotOpen.selector, jobId));
        exchange.registerAsContributor(jobId, datasetId, STAKE);
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.JobUnknown.selector, jobId + 1));
        exchange.registerAsContributor(jobId + 1, datasetId);
        VM.stopPrank();
    }

    function test_the_backup_does_not_contribute_either() public {
        uint256 datasetId = datasetOf(backup);
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.AggregatorMayNotContribute.selector, jobId));
        VM.prank(backup);
        exchange.registerAsContributor(jobId, datasetId);
    }

    function test_who_leaves_is_out_of_rounds_and_committees_and_liable_for_a_while() public {
        join(jobId, provider, STAKE);
        VM.expectEmit(true, true, true, true, address(exchange));
        emit IDataExchange.ContributorLeft(jobId, provider, STAKE);
        VM.prank(provider);
        exchange.leaveJob(jobId);
        VM.assertFalse(coordinator.isEnrolled(jobId, provider), "out of rounds");
        VM.assertEq(selector.stakeOf(jobId, provider), 0, "out of committees");
        VM.assertEq(vault.bondOf(provider).free, STAKE, "free");
        VM.assertEq(vault.liableFor(provider, jobId), STAKE, "and liable");
        VM.assertEq(exchange.contributorCount(jobId), 0, "off the list");
    }

    function test_nobody_leaves_a_running_round_or_an_unreported_silence() public {
        join(jobId, provider, STAKE);
        coordinator.play(1, 0, true);
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.RoundRunning.selector, jobId, 1));
        VM.prank(provider);
        exchange.leaveJob(jobId);
        coordinator.play(1, 0, false);
        coordinator.refuseWithdrawals();
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.SilenceNotReported.selector, jobId, 1, provider));
        VM.prank(provider);
        exchange.leaveJob(jobId);
    }

    function test_a_slashed_contributors_cap_and_chance_follow_its_stake() public {
        join(jobId, provider, 2 * STAKE);
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.NothingToRefresh.selector, jobId, provider));
        exchange.refreshContributor(jobId, provider);
        slash(1000);
        coordinator.play(1, 0, true);
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.RoundRunning.selector, jobId, 1));
        exchange.refreshContributor(jobId, provider);
        coordinator.play(1, 0, false);
        VM.expectEmit(true, true, true, true, address(exchange));
        emit IDataExchange.ContributorRefreshed(jobId, provider, 180e18, 180);
        exchange.refreshContributor(jobId, provider);
        VM.assertEq(coordinator.capOf(jobId, provider), 180, "cap");
        VM.assertEq(selector.stakeOf(jobId, provider), 180e18, "chance");
        VM.assertEq(uint256(exchange.getContributor(jobId, provider).stake), 180e18, "stake");
        VM.assertEq(uint256(exchange.getContributor(jobId, provider).rewardWeightCap), 180, "cap on record");
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.NothingToRefresh.selector, jobId, provider));
        exchange.refreshContributor(jobId, provider);
    }

    function test_a_job_without_committees_refreshes_without_the_selector() public {
        uint256 plain = create(plainSpec());
        join(plain, provider, 2 * STAKE);
        VM.prank(address(coordinator));
        vault.slashNode(provider, plain, 1000, IStakeVault.SlashProceeds.Treasury);
        exchange.refreshContributor(plain, provider);
        VM.assertEq(selector.updates(), 0, "not asked");
        VM.prank(provider);
        exchange.leaveJob(plain);
        VM.assertEq(selector.updates(), 0, "nor for leaving");
    }

    function test_whom_slashing_left_with_too_little_is_expelled_by_anyone() public {
        join(jobId, provider, STAKE);
        address other = address(0x9002);
        join(jobId, other, STAKE);
        slash(1);
        coordinator.play(1, 0, true);
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.RoundRunning.selector, jobId, 1));
        exchange.refreshContributor(jobId, provider);
        coordinator.play(1, 0, false);
        uint256 left = STAKE - 0.01e18;
        VM.expectEmit(true, true, true, true, address(exchange));
        emit IDataExchange.ContributorExpelled(jobId, provider, left);
        exchange.refreshContributor(jobId, provider);
        VM.assertFalse(coordinator.isEnrolled(jobId, provider), "out of rounds");
        VM.assertEq(selector.stakeOf(jobId, provider), 0, "out of committees");
        VM.assertEq(vault.bondOf(provider).free, left, "the rest is free");
        VM.assertEq(exchange.contributorCount(jobId), 1, "one is left");
        VM.assertEq(exchange.getContributors(jobId, 0, 1)[0].provider, other, "the other");
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.NotRegistered.selector, jobId, provider));
        exchange.refreshContributor(jobId, provider);
    }

    function test_aggregators_bond_for_the_job_and_top_up_what_slashing_took() public {
        bond(aggregator, 2000);
        VM.prank(aggregator);
        exchange.registerAsAggregator(jobId);
        VM.assertEq(vault.lockedFor(aggregator, jobId), 1001, "bonded");
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.AggregatorNotBonded.selector, jobId));
        exchange.requireRoundMayStart(jobId);
        bond(backup, 1001);
        VM.prank(backup);
        exchange.registerAsAggregator(jobId);
        exchange.requireRoundMayStart(jobId);
        VM.prank(address(coordinator));
        vault.slashNode(aggregator, jobId, 5000, IStakeVault.SlashProceeds.Treasury);
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.AggregatorNotBonded.selector, jobId));
        exchange.requireRoundMayStart(jobId);
        VM.prank(aggregator);
        exchange.registerAsAggregator(jobId);
        exchange.requireRoundMayStart(jobId);
        VM.prank(aggregator);
        exchange.registerAsAggregator(jobId);
        VM.assertEq(vault.lockedFor(aggregator, jobId), 1001, "no more than asked for");
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.CallerNotAggregator.selector, jobId, provider));
        VM.prank(provider);
        exchange.registerAsAggregator(jobId);
    }

    function test_aggregators_are_released_when_the_job_is_closed() public {
        bond(aggregator, 1001);
        VM.startPrank(aggregator);
        exchange.registerAsAggregator(jobId);
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.JobNotClosed.selector, jobId));
        exchange.releaseAggregator(jobId);
        VM.stopPrank();
        VM.prank(publisher);
        exchange.closeJob(jobId);
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.CallerNotAggregator.selector, jobId, provider));
        VM.prank(provider);
        exchange.releaseAggregator(jobId);
        VM.prank(aggregator);
        exchange.releaseAggregator(jobId);
        VM.assertEq(vault.bondOf(aggregator).free, 1001, "released");
    }

    function test_anyone_closes_a_job_whose_rounds_are_done() public {
        coordinator.play(2, 2, false);
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.JobNotClosable.selector, jobId));
        exchange.closeJob(jobId);
        coordinator.play(3, 3, false);
        exchange.closeJob(jobId);
        VM.assertTrue(exchange.stateOf(jobId) == IDataExchange.JobState.Closed, "closed");
        VM.assertEq(uint256(distributor.getPool(jobId).refund), 0, "every round earned its part");
    }

    function test_no_round_starts_in_a_closed_or_expired_job() public {
        skip(30 days + 1);
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.JobExpired.selector, jobId));
        exchange.requireRoundMayStart(jobId);
        exchange.closeJob(jobId);
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.JobNotOpen.selector, jobId));
        exchange.requireRoundMayStart(jobId);
        VM.assertTrue(exchange.stateOf(jobId + 1) == IDataExchange.JobState.None, "none");
    }
}
