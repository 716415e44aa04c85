// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";
import { IRewardDistributor } from "../../src/interfaces/IRewardDistributor.sol";
import { IStakeVault } from "../../src/interfaces/IStakeVault.sol";
import { ExchangeTest } from "../support/ExchangeTest.sol";
import { HostileToken } from "../support/HostileToken.sol";
import { AcceptsEverything } from "../weakened/AcceptsEverything.sol";

contract DataExchangeTest is ExchangeTest {
    AcceptsEverything internal verifier;

    function setUp() public {
        deploy();
        verifier = new AcceptsEverything(32, 2, 20);
    }

    function expectRefused(IDataExchange.TrainingJobSpec memory spec, bytes4 selector) internal {
        VM.expectPartialRevert(selector);
        VM.prank(publisher);
        exchange.createTrainingJob(spec);
    }

    function test_creating_a_job_locks_its_bounty_and_stores_its_spec() public {
        IDataExchange.TrainingJobSpec memory spec = specFor(verifier);
        uint256 jobId = createJob(spec);
        VM.assertEq(jobId, 1, "ids start at 1");
        VM.assertEq(flt.balanceOf(address(distributor)), BOUNTY, "bounty locked");
        IDataExchange.Job memory job = exchange.getJob(jobId);
        VM.assertEq(job.publisher, publisher, "publisher");
        VM.assertEq(abi.encode(job.spec), abi.encode(spec), "spec");
    }

    function test_a_spec_that_cannot_work_is_refused_by_name() public {
        IDataExchange.TrainingJobSpec memory spec = specFor(verifier);
        spec.bounty = 0;
        expectRefused(spec, IDataExchange.BountyZero.selector);
        spec = specFor(verifier);
        spec.roundCount = 0;
        expectRefused(spec, IDataExchange.RoundCountZero.selector);
        spec = specFor(verifier);
        spec.minProviders = 0;
        expectRefused(spec, IDataExchange.ProviderLimitsWrong.selector);
        spec = specFor(verifier);
        spec.minProviders = 257;
        expectRefused(spec, IDataExchange.ProviderLimitsWrong.selector);
        spec = specFor(verifier);
        spec.aggregator = address(0);
        expectRefused(spec, IDataExchange.AggregatorInvalid.selector);
        spec = specFor(verifier);
        spec.backupAggregator = spec.aggregator;
        expectRefused(spec, IDataExchange.AggregatorInvalid.selector);
        spec = specFor(verifier);
        spec.expiry = uint64(VM.getBlockTimestamp());
        expectRefused(spec, IDataExchange.ExpiryInPast.selector);
        spec = specFor(verifier);
        spec.commitDuration = 0;
        expectRefused(spec, IDataExchange.DurationOutOfRange.selector);
        spec = specFor(verifier);
        spec.aggregationDuration = 30 days + 1;
        expectRefused(spec, IDataExchange.DurationOutOfRange.selector);
    }

    function test_a_job_pins_the_verifiers_code_key_and_shape() public {
        IDataExchange.TrainingJobSpec memory spec = specFor(verifier);
        spec.verifier = address(0xE0A);
        expectRefused(spec, IDataExchange.VerifierNotListed.selector);
        spec = specFor(verifier);
        spec.verifierCodeHash = bytes32(uint256(1));
        expectRefused(spec, IDataExchange.VerifierCodeHashWrong.selector);
        spec = specFor(verifier);
        spec.keyId = bytes32(uint256(1));
        expectRefused(spec, IDataExchange.VerifierKeyWrong.selector);
        spec = specFor(verifier);
        spec.dimension = 31;
        expectRefused(spec, IDataExchange.ModelShapeWrong.selector);
        spec = specFor(verifier);
        spec.chunkCount = 1;
        expectRefused(spec, IDataExchange.ModelShapeWrong.selector);
    }

    function test_the_largest_weights_together_fit_the_circuits_total() public {
        IDataExchange.TrainingJobSpec memory spec = specFor(verifier);
        spec.maxWeight = 4096; // 256 * 4096 = 2^20
        expectRefused(spec, IDataExchange.MaxWeightOutOfRange.selector);
        spec.maxWeight = 0;
        expectRefused(spec, IDataExchange.MaxWeightOutOfRange.selector);
        spec.maxWeight = 4095;
        createJob(spec);
    }

    function test_a_bounty_token_that_takes_a_fee_is_refused() public {
        HostileToken token = new HostileToken(publisher);
        token.takeFee(1);
        VM.prank(publisher);
        token.approve(address(exchange), type(uint256).max);
        IDataExchange.TrainingJobSpec memory spec = specFor(verifier);
        spec.bountyToken = address(token);
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.TransferAmountWrong.selector, BOUNTY, BOUNTY - 1));
        VM.prank(publisher);
        exchange.createTrainingJob(spec);
    }

    function test_a_bounty_token_that_calls_back_cannot_count_one_payment_twice() public {
        HostileToken token = new HostileToken(publisher);
        VM.prank(publisher);
        token.approve(address(exchange), type(uint256).max);
        IDataExchange.TrainingJobSpec memory spec = specFor(verifier);
        spec.bountyToken = address(token);
        token.callBack(address(exchange), abi.encodeCall(IDataExchange.createTrainingJob, (spec)));
        VM.prank(publisher);
        exchange.createTrainingJob(spec);
        VM.assertTrue(token.calledBack(), "tried");
        VM.assertFalse(token.callBackSucceeded(), "refused");
        VM.assertEq(exchange.jobCount(), 1, "one job");
    }

    function test_registration_needs_an_own_dataset_stake_and_room() public {
        IDataExchange.TrainingJobSpec memory spec = specFor(verifier);
        spec.maxProviders = 2;
        uint256 jobId = createJob(spec);
        join(jobId, providerAt(0));
        VM.startPrank(providerAt(0));
        VM.expectPartialRevert(IDataExchange.AlreadyRegistered.selector);
        exchange.registerAsContributor(jobId, 1);
        VM.stopPrank();
        VM.startPrank(providerAt(1));
        VM.expectPartialRevert(IDataExchange.DatasetUnknown.selector);
        exchange.registerAsContributor(jobId, 2);
        VM.expectPartialRevert(IDataExchange.CallerNotDatasetOwner.selector);
        exchange.registerAsContributor(jobId, 1);
        VM.expectRevert(IDataExchange.DatasetCommitmentZero.selector);
        exchange.registerDataset(0, 0);
        exchange.registerDataset(bytes32(uint256(1)), 0);
        VM.expectPartialRevert(IStakeVault.StakeInsufficient.selector);
        exchange.registerAsContributor(jobId, 2);
        VM.stopPrank();
        join(jobId, providerAt(1));
        bond(providerAt(2), PROVIDER_STAKE);
        VM.startPrank(providerAt(2));
        exchange.registerDataset(bytes32(uint256(1)), 0);
        VM.expectPartialRevert(IDataExchange.JobFull.selector);
        exchange.registerAsContributor(jobId, 4);
        VM.stopPrank();
    }

    function test_an_aggregator_does_not_contribute_to_its_own_job() public {
        uint256 jobId = createJob(specFor(verifier));
        bond(aggregator, PROVIDER_STAKE);
        VM.startPrank(aggregator);
        exchange.registerDataset(bytes32(uint256(1)), 0);
        VM.expectPartialRevert(IDataExchange.AggregatorMayNotContribute.selector);
        exchange.registerAsContributor(jobId, 1);
        VM.stopPrank();
    }

    function test_contributors_leave_between_rounds_and_take_their_stake() public {
        uint256 jobId = createJob(specFor(verifier));
        joinMany(jobId, 3);
        uint256 round = start(jobId);
        commit(jobId, round, 0);
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.RoundRunning.selector, jobId, round));
        VM.prank(providerAt(0));
        exchange.leaveJob(jobId);
        skip(1 hours + 1);
        coordinator.failRound(jobId);
        VM.prank(providerAt(0));
        exchange.leaveJob(jobId);
        VM.assertEq(vault.bondOf(providerAt(0)).free, PROVIDER_STAKE, "free again");
        VM.assertEq(exchange.contributorCount(jobId), 2, "two are left");
        IDataExchange.Contributor[] memory left = exchange.getContributors(jobId, 0, 10);
        VM.assertEq(left[0].provider, providerAt(2), "the last took the place");
        VM.assertEq(exchange.getContributor(jobId, providerAt(2)).provider, providerAt(2), "and is found there");
        VM.assertEq(exchange.firstRoundOf(jobId, providerAt(0)), 0, "gone");
        VM.expectPartialRevert(IDataExchange.NotRegistered.selector);
        VM.prank(providerAt(0));
        exchange.leaveJob(jobId);
    }

    function test_closing_refunds_what_no_finalised_round_earned() public {
        uint256 jobId = createJob(specFor(verifier));
        joinMany(jobId, 3);
        playToAggregating(jobId, 3);
        VM.expectPartialRevert(IDataExchange.RoundRunning.selector);
        VM.prank(publisher);
        exchange.closeJob(jobId);
        settle(jobId);
        VM.expectPartialRevert(IDataExchange.JobNotClosable.selector);
        exchange.closeJob(jobId);
        VM.prank(publisher);
        exchange.closeJob(jobId);
        VM.expectPartialRevert(IDataExchange.JobNotOpen.selector);
        VM.prank(publisher);
        exchange.closeJob(jobId);
        uint256 earned = uint256(BOUNTY) / 3;
        VM.expectPartialRevert(IRewardDistributor.CallerNotPublisher.selector);
        distributor.withdrawRefund(jobId);
        uint256 before = flt.balanceOf(publisher);
        VM.prank(publisher);
        VM.assertEq(distributor.withdrawRefund(jobId), BOUNTY - earned, "refund");
        VM.assertEq(flt.balanceOf(publisher) - before, BOUNTY - earned, "received");
        VM.expectPartialRevert(IRewardDistributor.NothingToRefund.selector);
        VM.prank(publisher);
        distributor.withdrawRefund(jobId);
        VM.prank(aggregator);
        exchange.releaseAggregator(jobId);
        VM.assertEq(vault.lockedFor(aggregator, jobId), 0, "released");
        VM.prank(providerAt(1));
        exchange.leaveJob(jobId);
    }

    function test_an_aggregator_stays_bonded_while_the_job_is_open() public {
        uint256 jobId = createJob(specFor(verifier));
        VM.expectPartialRevert(IDataExchange.JobNotClosed.selector);
        VM.prank(aggregator);
        exchange.releaseAggregator(jobId);
        VM.expectPartialRevert(IDataExchange.CallerNotAggregator.selector);
        exchange.registerAsAggregator(jobId);
    }

    function test_anyone_closes_an_expired_job() public {
        uint256 jobId = createJob(specFor(verifier));
        skip(30 days + 1);
        exchange.closeJob(jobId);
        VM.prank(publisher);
        VM.assertEq(distributor.withdrawRefund(jobId), BOUNTY, "all of it");
    }

    function test_every_function_refuses_a_job_that_does_not_exist() public {
        createJob(specFor(verifier));
        uint256[3] memory unknown = [uint256(0), 2, type(uint256).max];
        for (uint256 i = 0; i < 3; ++i) {
            uint256 jobId = unknown[i];
            bytes[10] memory calls = [
                abi.encodeWithSignature("registerAsContributor(uint256,uint256)", jobId, 1),
                abi.encodeWithSignature("registerAsContributor(uint256,uint256,uint128)", jobId, 1, PROVIDER_STAKE),
                abi.encodeCall(IDataExchange.leaveJob, (jobId)),
                abi.encodeCall(IDataExchange.refreshContributor, (jobId, providerAt(0))),
                abi.encodeCall(IDataExchange.registerAsAggregator, (jobId)),
                abi.encodeCall(IDataExchange.releaseAggregator, (jobId)),
                abi.encodeCall(IDataExchange.closeJob, (jobId)),
                abi.encodeCall(IDataExchange.getJob, (jobId)),
                abi.encodeCall(IDataExchange.contributorCount, (jobId)),
                abi.encodeCall(IDataExchange.getContributors, (jobId, 0, 1))
            ];
            for (uint256 c = 0; c < calls.length; ++c) {
                (bool done, bytes memory answer) = address(exchange).call(calls[c]);
                VM.assertFalse(done, "refused");
                VM.assertEq(answer, abi.encodeWithSelector(IDataExchange.JobUnknown.selector, jobId), "by name");
            }
            VM.expectRevert(abi.encodeWithSelector(IDataExchange.JobUnknown.selector, jobId));
            exchange.requireRoundMayStart(jobId);
        }
    }

    function test_datasets_are_counted_and_told() public {
        VM.assertEq(exchange.datasetCount(), 0, "none");
        VM.expectEmit(true, true, true, true, address(exchange));
        emit IDataExchange.DatasetRegistered(1, providerAt(0), keccak256("rows"), keccak256("profile"));
        VM.prank(providerAt(0));
        VM.assertEq(exchange.registerDataset(keccak256("rows"), keccak256("profile")), 1, "ids start at 1");
        VM.assertEq(exchange.datasetCount(), 1, "one");
        IDataExchange.Dataset memory dataset = exchange.getDataset(1);
        VM.assertEq(dataset.owner, providerAt(0), "owner");
        VM.assertEq(uint256(dataset.registeredAt), VM.getBlockTimestamp(), "time");
        VM.assertEq(dataset.commitment, keccak256("rows"), "commitment");
        VM.assertEq(dataset.profileHash, keccak256("profile"), "profile");
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.DatasetUnknown.selector, 0));
        exchange.getDataset(0);
    }

    function test_views_page() public {
        for (uint256 i = 0; i < 3; ++i) {
            createJob(specFor(verifier));
        }
        joinMany(2, 3);
        VM.assertEq(exchange.getJobs(1, 2).length, 2, "first page");
        VM.assertEq(exchange.getJobs(3, 2).length, 1, "last page");
        VM.assertEq(exchange.getJobs(4, 2).length, 0, "beyond");
        VM.assertEq(exchange.getDatasets(1, type(uint256).max).length, 3, "datasets");
        VM.assertEq(exchange.getDatasets(2, 1)[0].owner, providerAt(1), "second dataset");
        VM.assertEq(exchange.getContributors(2, 1, 5).length, 2, "contributors");
        VM.assertEq(exchange.getContributors(1, 0, 5).length, 0, "none");
        VM.expectPartialRevert(IDataExchange.JobUnknown.selector);
        exchange.getJob(4);
        VM.expectPartialRevert(IDataExchange.JobUnknown.selector);
        exchange.getContributors(0, 0, 1);
        VM.expectPartialRevert(IDataExchange.DatasetUnknown.selector);
        exchange.getDataset(4);
    }
}
