// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Initializable } from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";
import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";
import { HostileToken } from "../support/HostileToken.sol";
import { RegistryTest } from "../support/RegistryTest.sol";
import { AcceptsEverything } from "../weakened/AcceptsEverything.sol";
import { ContributionVerifierDouble } from "../support/ContributionVerifierDouble.sol";

contract JobCreationTest is RegistryTest {
    function test_the_rounds_get_the_terms_of_the_job() public {
        IDataExchange.TrainingJobSpec memory spec = richSpec();
        uint256 jobId = create(spec);
        VM.assertEq(abi.encode(exchange.getJob(jobId).spec), abi.encode(spec), "spec");
        IModelCoordinator.JobTerms memory wanted = IModelCoordinator.JobTerms({
            aggregator: aggregator,
            maxWeight: 4095,
            revealDuration: 3 hours,
            timelinessFloor: 5000,
            unprovedFactor: 2500,
            verifier: address(verifier),
            aggregationDuration: 4 hours,
            publicationDuration: 5 hours,
            minProviders: 2,
            settlement: IDataExchange.SettlementMode.Optimistic,
            verifierCodeHash: address(verifier).codehash,
            backupAggregator: backup,
            roundCount: 3,
            challengeWindow: 1 days,
            committeeSize: 8,
            contributionVerifier: address(contributions),
            commitDuration: 1 hours,
            deliveryDuration: 2 hours,
            contributionCodeHash: address(contributions).codehash,
            maxSquaredNorm: 1 << 40
        });
        VM.assertEq(abi.encode(coordinator.getTerms(jobId)), abi.encode(wanted), "terms");
    }

    function test_what_an_update_without_proof_counts_follows_from_the_policy() public {
        VM.assertEq(uint256(coordinator.getTerms(create(plainSpec())).unprovedFactor), 10_000, "all, where no proof can be given");
        VM.assertEq(coordinator.getTerms(1).contributionCodeHash, bytes32(0), "no verifier, no code");
        IDataExchange.TrainingJobSpec memory spec = richSpec();
        spec.requireContributionProof = true;
        VM.assertEq(uint256(coordinator.getTerms(create(spec)).unprovedFactor), 0, "nothing, where one must be given");
    }

    function test_an_eth_bounty_comes_with_the_call() public {
        IDataExchange.TrainingJobSpec memory spec = plainSpec();
        spec.bountyToken = address(0);
        spec.bounty = 5 ether;
        VM.deal(publisher, 6 ether);
        VM.startPrank(publisher);
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.ValueWrong.selector, 5 ether, 4 ether));
        exchange.createTrainingJob{ value: 4 ether }(spec);
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.ValueWrong.selector, 5 ether, 6 ether));
        exchange.createTrainingJob{ value: 6 ether }(spec);
        uint256 jobId = exchange.createTrainingJob{ value: 5 ether }(spec);
        VM.assertEq(address(distributor).balance, 5 ether, "locked");
        VM.assertEq(address(exchange).balance, 0, "nothing stays in between");
        coordinator.play(1, 1, false);
        exchange.closeJob(jobId);
        distributor.withdrawRefund(jobId);
        VM.stopPrank();
        VM.assertEq(publisher.balance, 6 ether - uint256(5 ether) / 3, "two rounds' worth is back");
    }

    function test_a_token_bounty_comes_without_eth() public {
        IDataExchange.TrainingJobSpec memory spec = plainSpec();
        VM.deal(publisher, 1);
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.ValueWrong.selector, 0, 1));
        VM.prank(publisher);
        exchange.createTrainingJob{ value: 1 }(spec);
        create(plainSpec());
        VM.assertEq(flt.balanceOf(address(distributor)), BOUNTY, "locked");
        VM.assertEq(flt.balanceOf(address(exchange)), 0, "nothing stays in between");
        VM.assertEq(flt.allowance(address(exchange), address(distributor)), 0, "and nothing may be taken");
    }

    function test_a_bounty_token_has_code_and_takes_no_fee() public {
        IDataExchange.TrainingJobSpec memory spec = plainSpec();
        spec.bountyToken = address(0xE0A);
        expectRefused(spec, abi.encodeWithSelector(IDataExchange.TokenWithoutCode.selector, address(0xE0A)));
        HostileToken token = new HostileToken(publisher);
        token.takeFee(1);
        VM.prank(publisher);
        token.approve(address(exchange), type(uint256).max);
        spec.bountyToken = address(token);
        expectRefused(spec, abi.encodeWithSelector(IDataExchange.TransferAmountWrong.selector, BOUNTY, BOUNTY - 1));
    }

    /// @dev The token is a publisher itself, with all that another job takes: nothing but the guards can refuse its calls.
    function test_while_the_bounty_moves_no_second_job_is_made_and_none_is_closed() public {
        HostileToken token = new HostileToken(publisher);
        VM.prank(publisher);
        token.approve(address(exchange), type(uint256).max);
        flt.transfer(address(token), 2 * uint256(BOUNTY));
        VM.startPrank(address(token));
        flt.approve(address(exchange), type(uint256).max);
        exchange.createTrainingJob(plainSpec());
        VM.stopPrank();
        bytes[2] memory calls =
            [abi.encodeCall(IDataExchange.createTrainingJob, (plainSpec())), abi.encodeCall(IDataExchange.closeJob, (1))];
        IDataExchange.TrainingJobSpec memory spec = plainSpec();
        spec.bountyToken = address(token);
        for (uint256 i = 0; i < 2; ++i) {
            token.callBack(address(exchange), calls[i]);
            VM.prank(publisher);
            exchange.createTrainingJob(spec);
            VM.assertTrue(token.calledBack(), "tried");
            VM.assertFalse(token.callBackSucceeded(), "refused");
            VM.assertEq(exchange.jobCount(), i + 2, "one job each");
        }
        VM.startPrank(address(token));
        exchange.createTrainingJob(plainSpec());
        exchange.closeJob(1);
        VM.stopPrank();
        VM.assertTrue(exchange.stateOf(1) == IDataExchange.JobState.Closed, "at another time both are its right");
    }

    function test_only_listed_verifiers_are_named_and_running_jobs_keep_theirs() public {
        AcceptsEverything unlisted = new AcceptsEverything(32, 2, 21);
        IDataExchange.TrainingJobSpec memory spec = plainSpec();
        spec.verifier = address(unlisted);
        spec.verifierCodeHash = address(unlisted).codehash;
        expectRefused(spec, abi.encodeWithSelector(IDataExchange.VerifierNotListed.selector, address(unlisted)));
        spec = richSpec();
        spec.contributionVerifier = address(unlisted);
        expectRefused(spec, abi.encodeWithSelector(IDataExchange.VerifierNotListed.selector, address(unlisted)));
        uint256 jobId = create(plainSpec());
        VM.prank(TIMELOCK);
        registry.delist(address(verifier));
        expectRefused(plainSpec(), abi.encodeWithSelector(IDataExchange.VerifierNotListed.selector, address(verifier)));
        VM.assertEq(coordinator.getTerms(jobId).verifier, address(verifier), "pinned");
        join(jobId, provider, STAKE);
    }

    function test_a_verifier_is_the_one_the_publisher_means() public {
        IDataExchange.TrainingJobSpec memory spec = plainSpec();
        spec.verifierCodeHash = bytes32(uint256(1));
        expectRefused(
            spec, abi.encodeWithSelector(IDataExchange.VerifierCodeHashWrong.selector, bytes32(uint256(1)), address(verifier).codehash)
        );
        spec = plainSpec();
        spec.keyId = bytes32(uint256(1));
        expectRefused(spec, abi.encodeWithSelector(IDataExchange.VerifierKeyWrong.selector, bytes32(uint256(1)), verifier.keyId()));
        spec = plainSpec();
        spec.dimension = 31;
        expectRefused(spec, abi.encodeWithSelector(IDataExchange.ModelShapeWrong.selector, 31, 2));
        spec = plainSpec();
        spec.chunkCount = 1;
        expectRefused(spec, abi.encodeWithSelector(IDataExchange.ModelShapeWrong.selector, 32, 1));
    }

    function test_a_verifier_of_too_large_weights_is_refused() public {
        AcceptsEverything wide = new AcceptsEverything(32, 2, 33);
        VM.prank(TIMELOCK);
        registry.list(address(wide));
        IDataExchange.TrainingJobSpec memory spec = plainSpec();
        spec.verifier = address(wide);
        spec.verifierCodeHash = address(wide).codehash;
        expectRefused(spec, abi.encodeWithSelector(IDataExchange.MaxWeightOutOfRange.selector, 4095));
    }

    function test_committees_are_within_what_can_be_drawn() public {
        IDataExchange.TrainingJobSpec memory spec = plainSpec();
        uint16[4] memory wrong = [uint16(1), 129, 257, type(uint16).max];
        for (uint256 i = 0; i < wrong.length; ++i) {
            spec.committeeSize = wrong[i];
            expectRefused(spec, abi.encodeWithSelector(IDataExchange.CommitteeSizeOutOfRange.selector, wrong[i]));
        }
        spec.committeeSize = 2;
        create(spec);
        spec.committeeSize = 128;
        create(spec);
        spec.maxProviders = 127;
        expectRefused(spec, abi.encodeWithSelector(IDataExchange.CommitteeSizeOutOfRange.selector, 128));
        spec.committeeSize = 127;
        create(spec);
        spec.providerStake = 0;
        expectRefused(spec, abi.encodeWithSelector(IDataExchange.StakeZero.selector));
        spec.committeeSize = 0;
        create(spec);
    }

    function test_factors_are_at_most_whole() public {
        IDataExchange.TrainingJobSpec memory spec = plainSpec();
        bytes memory reason = abi.encodeWithSelector(IDataExchange.FactorOutOfRange.selector, 10_001);
        spec.timelinessFloor = 10_001;
        expectRefused(spec, reason);
        spec.timelinessFloor = 10_000;
        spec.unprovedFactor = 10_001;
        expectRefused(spec, reason);
        spec.unprovedFactor = 10_000;
        spec.minDatasetQuality = 10_001;
        expectRefused(spec, reason);
        spec.minDatasetQuality = 10_000;
        create(spec);
    }

    function test_a_provider_stake_pays_for_one_unit_of_weight() public {
        IDataExchange.TrainingJobSpec memory spec = plainSpec();
        spec.stakePerWeight = STAKE + 1;
        expectRefused(spec, abi.encodeWithSelector(IDataExchange.StakePerWeightOutOfRange.selector, STAKE + 1, STAKE));
        spec.stakePerWeight = STAKE;
        create(spec);
    }

    function test_proved_jobs_have_no_challenge_window_and_optimistic_ones_have_one() public {
        IDataExchange.TrainingJobSpec memory spec = plainSpec();
        spec.challengeWindow = 1;
        expectRefused(spec, abi.encodeWithSelector(IDataExchange.ChallengeWindowOutOfRange.selector, 1));
        spec.settlement = IDataExchange.SettlementMode.Optimistic;
        create(spec);
        spec.challengeWindow = 0;
        expectRefused(spec, abi.encodeWithSelector(IDataExchange.ChallengeWindowOutOfRange.selector, 0));
        spec.challengeWindow = 30 days + 1;
        expectRefused(spec, abi.encodeWithSelector(IDataExchange.ChallengeWindowOutOfRange.selector, 30 days + 1));
        spec.challengeWindow = 1;
        spec.aggregatorStake = 0;
        expectRefused(spec, abi.encodeWithSelector(IDataExchange.StakeZero.selector));
    }

    function test_every_window_ends_before_a_bond_could_leave() public {
        IDataExchange.TrainingJobSpec memory spec = plainSpec();
        spec.publicationDuration = uint32(DELAY);
        expectRefused(spec, abi.encodeWithSelector(IDataExchange.UnbondingDelayTooShort.selector, DELAY, DELAY));
        spec.publicationDuration = uint32(DELAY) - 1;
        create(spec);
        spec = plainSpec();
        spec.settlement = IDataExchange.SettlementMode.Optimistic;
        spec.challengeWindow = uint32(DELAY) - spec.aggregationDuration - spec.publicationDuration;
        expectRefused(spec, abi.encodeWithSelector(IDataExchange.UnbondingDelayTooShort.selector, DELAY, DELAY));
        spec.challengeWindow -= 1;
        create(spec);
    }

    function test_every_duration_is_bounded() public {
        for (uint256 i = 0; i < 10; ++i) {
            IDataExchange.TrainingJobSpec memory spec = plainSpec();
            uint32 duration = i % 2 == 0 ? 0 : 30 days + 1;
            if (i / 2 == 0) spec.commitDuration = duration;
            if (i / 2 == 1) spec.deliveryDuration = duration;
            if (i / 2 == 2) spec.revealDuration = duration;
            if (i / 2 == 3) spec.aggregationDuration = duration;
            if (i / 2 == 4) spec.publicationDuration = duration;
            expectRefused(spec, abi.encodeWithSelector(IDataExchange.DurationOutOfRange.selector, duration));
        }
    }

    function test_a_contribution_policy_is_whole() public {
        bytes memory reason = abi.encodeWithSelector(IDataExchange.ContributionPolicyWrong.selector);
        IDataExchange.TrainingJobSpec memory spec = plainSpec();
        spec.requireContributionProof = true;
        expectRefused(spec, reason);
        spec = plainSpec();
        spec.maxSquaredNorm = 1;
        expectRefused(spec, reason);
        spec = richSpec();
        spec.maxSquaredNorm = 0;
        expectRefused(spec, reason);
        spec.maxSquaredNorm = 1 << 64;
        expectRefused(spec, reason);
        spec.maxSquaredNorm = (1 << 64) - 1;
        create(spec);
        spec.unprovedFactor = 0;
        expectRefused(spec, reason);
        spec.requireContributionProof = true;
        create(spec);
    }

    function test_a_contribution_verifier_is_for_models_of_this_dimension() public {
        IDataExchange.TrainingJobSpec memory spec = specWithContributions(31, 24);
        expectRefused(spec, abi.encodeWithSelector(IDataExchange.ModelShapeWrong.selector, 31, 2));
    }

    function specWithContributions(uint256 dimension, uint256 valueBits) internal returns (IDataExchange.TrainingJobSpec memory spec) {
        ContributionVerifierDouble other = new ContributionVerifierDouble(dimension, valueBits);
        VM.prank(TIMELOCK);
        registry.list(address(other));
        spec = richSpec();
        spec.contributionVerifier = address(other);
    }

    function test_contributions_are_not_proved_in_a_range_that_no_aggregate_could_hold() public {
        // A provider could prove a value of 32 bits there, and whoever has to settle the sum in 24 would be slashed for being unable to.
        IDataExchange.TrainingJobSpec memory spec = specWithContributions(32, 32);
        expectRefused(spec, abi.encodeWithSelector(IDataExchange.ContributionValuesTooWide.selector, 32, 24));
        VM.assertTrue(create(specWithContributions(32, 16)) != 0, "a narrower range is the publisher's choice");
    }

    function test_jobs_are_found_by_their_state() public {
        for (uint256 i = 0; i < 5; ++i) {
            create(plainSpec());
        }
        VM.startPrank(publisher);
        exchange.closeJob(2);
        exchange.closeJob(5);
        VM.stopPrank();
        (uint256[] memory open, uint256 next) = exchange.findJobs(IDataExchange.JobState.Open, 0, 3);
        VM.assertEq(open.length, 2, "two of the first three");
        VM.assertEq(open[0], 1, "the first");
        VM.assertEq(open[1], 3, "the third");
        VM.assertEq(next, 4, "go on there");
        (open, next) = exchange.findJobs(IDataExchange.JobState.Open, next, 3);
        VM.assertEq(open.length, 1, "one of the last two");
        VM.assertEq(open[0], 4, "the fourth");
        VM.assertEq(next, 0, "no more");
        (open, next) = exchange.findJobs(IDataExchange.JobState.Closed, 1, type(uint256).max);
        VM.assertEq(open.length, 2, "two are closed");
        VM.assertEq(open[1], 5, "the fifth is");
        (open, next) = exchange.findJobs(IDataExchange.JobState.Open, 6, 1);
        VM.assertEq(open.length + next, 0, "nothing beyond");
        (open, next) = exchange.findJobs(IDataExchange.JobState.Open, 1, 0);
        VM.assertEq(open.length + next, 0, "nothing in nothing");
    }

    function test_it_is_initialised_once() public {
        VM.expectRevert(Initializable.InvalidInitialization.selector);
        exchange.initialize();
    }

    function test_it_tells_its_peers() public view {
        VM.assertEq(exchange.stakeVault(), address(vault), "vault");
        VM.assertEq(exchange.distributor(), address(distributor), "distributor");
        VM.assertEq(exchange.coordinator(), address(coordinator), "coordinator");
        VM.assertEq(exchange.selector(), address(selector), "selector");
        VM.assertEq(exchange.registry(), address(registry), "registry");
        VM.assertEq(exchange.oracle(), address(oracle), "oracle");
    }
}
