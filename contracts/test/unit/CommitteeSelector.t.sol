// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Bls } from "../../src/committee/Bls.sol";
import { StakeTree } from "../../src/committee/StakeTree.sol";
import { CommitteeSelector } from "../../src/committee/CommitteeSelector.sol";
import { G1, G2 } from "../../src/interfaces/Bn254Points.sol";
import { ICommitteeSelector } from "../../src/interfaces/ICommitteeSelector.sol";
import { Bn254 } from "../../src/libraries/Bn254.sol";
import { Beacon } from "../support/Beacon.sol";
import { CommitteeTest } from "../support/CommitteeTest.sol";
import { Curve } from "../support/Curve.sol";

contract CommitteeSelectorTest is CommitteeTest {
    /// @dev The namespace's first slot (ERC-7201).
    uint256 private constant STORAGE = 0x6b3bd1cf971a8013b88e34dfc08385cdfe0f72418fabb18e5e7158978d9c8600;

    function setUp() public {
        deploySelector();
        registerKey();
    }

    function expectRefused(uint256 round, G1 memory signature, bytes memory reason) internal {
        VM.expectRevert(reason);
        selector.fulfil(roundId(round), signature);
    }

    function because(bytes4 reason, uint256 argument) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(reason, argument);
    }

    // Keys

    function expectKeyRefused(G2 memory key, G1 memory possession, bytes4 reason) internal {
        VM.expectRevert(reason);
        VM.prank(aggregator);
        // Little gas: the pairing precompile takes all it is given when it refuses a point.
        selector.registerBeaconKey{ gas: 600_000 }(key, possession);
    }

    function test_a_key_is_registered_with_its_proof_of_possession() public {
        VM.assertEq(selector.beaconKeyCount(aggregator), 1, "one");
        VM.assertEq(abi.encode(selector.beaconKeyOf(aggregator, 1)), abi.encode(Beacon.key()), "the key");
        G1 memory possession = possessionOf(Beacon.OTHER_SECRET, Beacon.otherKey(), aggregator);
        VM.expectEmit(true, true, true, true, address(selector));
        emit ICommitteeSelector.BeaconKeyRegistered(aggregator, 2, Beacon.otherKey());
        VM.prank(aggregator);
        VM.assertEq(selector.registerBeaconKey(Beacon.otherKey(), possession), 2, "version");
        VM.assertEq(selector.beaconKeyCount(aggregator), 2, "two");
    }

    function test_a_key_that_was_not_registered_is_not_shown() public {
        VM.expectRevert(abi.encodeWithSelector(ICommitteeSelector.BeaconKeyUnknown.selector, aggregator, 2));
        selector.beaconKeyOf(aggregator, 2);
        VM.expectRevert(abi.encodeWithSelector(ICommitteeSelector.BeaconKeyUnknown.selector, aggregator, 0));
        selector.beaconKeyOf(aggregator, 0);
    }

    function test_a_key_outside_the_group_is_refused() public {
        G1 memory possession = possessionOf(Beacon.SECRET, Beacon.key(), aggregator);
        expectKeyRefused(G2([uint256(0), 0], [uint256(0), 0]), possession, ICommitteeSelector.BeaconKeyInvalid.selector);
        expectKeyRefused(Beacon.outsideSubgroup(), possession, ICommitteeSelector.BeaconKeyInvalid.selector);
        G2 memory key = Beacon.key();
        key.x[1] += Bn254.P;
        expectKeyRefused(key, possession, ICommitteeSelector.BeaconKeyInvalid.selector);
    }

    function test_a_key_is_refused_without_its_owners_proof_for_this_account_and_contract() public {
        bytes4 reason = ICommitteeSelector.PossessionNotProved.selector;
        // Copied from another account's registration.
        expectKeyRefused(Beacon.key(), possessionOf(Beacon.SECRET, Beacon.key(), address(0xBAD)), reason);
        // Of another key.
        expectKeyRefused(Beacon.otherKey(), possessionOf(Beacon.SECRET, Beacon.otherKey(), aggregator), reason);
        // A signature that a beacon could be made to give for a round is no proof.
        bytes memory message = selector.possessionMessageOf(aggregator, Beacon.key());
        expectKeyRefused(Beacon.key(), Beacon.sign(Beacon.SECRET, message, Bls.SIGNATURE_TAG), reason);
        // Of another deployment.
        CommitteeSelector other = newImplementation(address(1));
        message = other.possessionMessageOf(aggregator, Beacon.key());
        expectKeyRefused(Beacon.key(), Beacon.sign(Beacon.SECRET, message, Bls.POSSESSION_TAG), reason);
        // Of another chain.
        G1 memory possession = possessionOf(Beacon.SECRET, Beacon.key(), aggregator);
        VM.chainId(5);
        expectKeyRefused(Beacon.key(), possession, reason);
    }

    function test_a_proof_of_possession_is_a_point_of_the_curve() public {
        expectKeyRefused(Beacon.key(), G1(0, 0), ICommitteeSelector.SignatureInvalid.selector);
        expectKeyRefused(Beacon.key(), G1(1, 3), ICommitteeSelector.SignatureInvalid.selector);
    }

    // Stakes

    function test_stakes_are_added_changed_and_removed() public {
        VM.expectEmit(true, true, true, true, address(selector));
        emit ICommitteeSelector.CandidateStakeUpdated(JOB, providerAt(0), 100);
        stake(0, 100);
        stake(1, 200);
        stake(2, 300);
        stake(1, 250);
        stake(0, 0);
        VM.assertEq(selector.candidateCount(JOB), 2, "count");
        VM.assertEq(selector.totalStakeOf(JOB), 550, "total");
        VM.assertEq(selector.stakeOf(JOB, providerAt(1)), 250, "changed");
        VM.assertEq(selector.stakeOf(JOB, providerAt(0)), 0, "removed");
        (address[] memory providers, uint256[] memory stakes) = selector.getCandidates(JOB, 0, 9);
        VM.assertEq(providers.length, 2, "all");
        VM.assertEq(providers[0], providerAt(2), "the last moved into the place left");
        VM.assertEq(stakes[1], 250, "stake");
        (providers,) = selector.getCandidates(JOB, 1, 1);
        VM.assertEq(providers[0], providerAt(1), "second page");
        (providers,) = selector.getCandidates(JOB, 3, 1);
        VM.assertEq(providers.length, 0, "behind the end");
        VM.assertEq(selector.candidateCount(JOB + 1), 0, "another job");
    }

    function test_whoever_has_no_stake_is_no_candidate() public {
        stake(0, 0);
        VM.assertEq(selector.candidateCount(JOB), 0, "none");
    }

    function test_only_the_exchange_sets_stakes() public {
        VM.expectRevert(abi.encodeWithSelector(ICommitteeSelector.CallerNotExchange.selector, address(this)));
        selector.updateStake(JOB, providerAt(0), 1);
    }

    function test_a_stake_beyond_112_bits_is_refused() public {
        stake(0, StakeTree.MAX_STAKE);
        VM.expectRevert(because(ICommitteeSelector.StakeTooLarge.selector, 1 << 112));
        VM.prank(exchange);
        selector.updateStake(JOB, providerAt(1), 1 << 112);
    }

    function test_a_job_has_at_most_65535_candidates() public {
        stake(0, 1);
        // The second word of the job's record: total stake, then count.
        uint256 word = uint256(keccak256(abi.encode(JOB, STORAGE + 1))) + 1;
        VM.store(address(selector), bytes32(word), bytes32((uint256(65_535) << 128) | 1));
        VM.assertEq(selector.candidateCount(JOB), 65_535, "full");
        VM.expectRevert(because(ICommitteeSelector.TooManyCandidates.selector, JOB));
        VM.prank(exchange);
        selector.updateStake(JOB, providerAt(1), 1);
    }

    // Requests

    function test_a_request_fixes_what_is_drawn_from() public {
        stakeMany(5);
        VM.prevrandao(keccak256("randao"));
        VM.expectEmit(true, true, true, true, address(selector));
        emit ICommitteeSelector.CommitteeRequested(roundId(1), aggregator, 1, 3, 5, 570, keccak256("randao"));
        VM.assertEq(rounds.request(selector, roundId(1), 3, aggregator), 3, "members");
        ICommitteeSelector.Request memory asked = selector.requestOf(roundId(1));
        VM.assertEq(asked.aggregator, aggregator, "aggregator");
        VM.assertEq(asked.keyVersion, 1, "key");
        VM.assertEq(asked.requestBlock, 1000, "block");
        VM.assertEq(asked.prevrandao, keccak256("randao"), "randao");
        VM.assertEq(asked.members, 3, "members");
        VM.assertEq(asked.candidates, 5, "candidates");
        VM.assertEq(asked.totalStake, 570, "stake");
        VM.assertFalse(asked.fulfilled, "fulfilled");
        VM.assertEq(selector.requestOf(roundId(2)).requestBlock, 0, "no request");
    }

    function test_only_the_coordinator_requests() public {
        stakeMany(1);
        VM.expectRevert(abi.encodeWithSelector(ICommitteeSelector.CallerNotCoordinator.selector, address(this)));
        selector.requestCommittee(roundId(1), 1, aggregator);
    }

    function test_a_committee_has_1_to_128_members() public {
        stakeMany(1);
        VM.expectRevert(abi.encodeWithSelector(ICommitteeSelector.CommitteeSizeOutOfRange.selector, 0, 128));
        rounds.request(selector, roundId(1), 0, aggregator);
        VM.expectRevert(abi.encodeWithSelector(ICommitteeSelector.CommitteeSizeOutOfRange.selector, 129, 128));
        rounds.request(selector, roundId(1), 129, aggregator);
        VM.assertEq(rounds.request(selector, roundId(1), 128, aggregator), 1, "all there are");
    }

    function test_a_request_needs_candidates_and_a_key_and_comes_once() public {
        VM.expectRevert(because(ICommitteeSelector.NoCandidates.selector, JOB));
        rounds.request(selector, roundId(1), 1, aggregator);
        stakeMany(2);
        VM.expectRevert(abi.encodeWithSelector(ICommitteeSelector.BeaconKeyMissing.selector, address(0xBAD)));
        rounds.request(selector, roundId(1), 1, address(0xBAD));
        rounds.request(selector, roundId(1), 1, aggregator);
        VM.expectRevert(because(ICommitteeSelector.AlreadyRequested.selector, roundId(1)));
        rounds.request(selector, roundId(1), 1, aggregator);
    }

    // Draws

    function test_the_beacons_signature_draws_the_committee() public {
        stakeMany(20);
        request(1, 6);
        VM.assertFalse(selector.isMember(roundId(1), providerAt(0)), "before");
        fulfil(1);
        address[] memory members = selector.getCommittee(roundId(1));
        VM.assertEq(members.length, 6, "size");
        uint256 found = 0;
        for (uint256 i = 0; i < 20; ++i) {
            if (selector.isMember(roundId(1), providerAt(i))) ++found;
        }
        VM.assertEq(found, 6, "members");
        VM.assertTrue(selector.requestOf(roundId(1)).fulfilled, "fulfilled");
        VM.assertEq(rounds.drawn(), roundId(1), "the coordinator was told");
    }

    function test_all_are_drawn_when_there_are_no_more() public {
        stakeMany(3);
        request(1, 9);
        fulfil(1);
        for (uint256 i = 0; i < 3; ++i) {
            VM.assertTrue(selector.isMember(roundId(1), providerAt(i)), "member");
        }
    }

    function testFuzz_members_differ_and_have_a_stake(uint256 seed, uint256 count, uint256 size) public {
        count = bound(count, 1, 24);
        for (uint256 i = 0; i < count; ++i) {
            stake(i, 1 + uint256(keccak256(abi.encode(seed, i))) % 1000);
        }
        // One leaves, and one more comes too late.
        if (count > 1) stake(seed % count, 0);
        VM.prevrandao(bytes32(seed));
        uint256 drawn = request(1, bound(size, 1, 24));
        stake(99, 1_000_000_000);
        fulfil(1);
        address[] memory members = selector.getCommittee(roundId(1));
        VM.assertEq(members.length, drawn, "size");
        for (uint256 i = 0; i < members.length; ++i) {
            VM.assertTrue(selector.stakeOf(JOB, members[i]) != 0 && members[i] != providerAt(99), "was a candidate");
            for (uint256 j = 0; j < i; ++j) {
                VM.assertTrue(members[i] != members[j], "no duplicates");
            }
        }
    }

    function test_wrong_signatures_are_refused() public {
        stakeMany(4);
        request(1, 2);
        G1 memory signature = signatureBy(Beacon.SECRET, 1);
        bytes memory wrong = abi.encodeWithSelector(ICommitteeSelector.SignatureWrong.selector);
        expectRefused(1, signatureBy(Beacon.OTHER_SECRET, 1), wrong);
        expectRefused(1, Curve.negate(signature), wrong);
        expectRefused(1, Curve.add(signature, Curve.generator()), wrong);
        bytes memory message = selector.messageOf(roundId(1));
        expectRefused(1, Beacon.sign(Beacon.SECRET, message, Bls.POSSESSION_TAG), wrong);
        bytes memory invalid = abi.encodeWithSelector(ICommitteeSelector.SignatureInvalid.selector);
        expectRefused(1, G1(0, 0), invalid);
        expectRefused(1, G1(signature.x, signature.y ^ 1), invalid);
        expectRefused(1, G1(signature.x + Bn254.P, signature.y), invalid);
        expectRefused(1, G1(signature.x, signature.y + Bn254.P), invalid);
        selector.fulfil(roundId(1), signature);
    }

    /// @dev Chain, contract, round, prevrandao and entropy each enter the message: a signature made when one of them was another is
    ///      refused.
    function test_a_signature_is_for_one_request_only() public {
        stakeMany(4);
        request(1, 2);
        bytes memory wrong = abi.encodeWithSelector(ICommitteeSelector.SignatureWrong.selector);
        (uint256 chain, address here, uint256 id, bytes32 randao, bytes32 entropy) =
            abi.decode(selector.messageOf(roundId(1)), (uint256, address, uint256, bytes32, bytes32));
        VM.assertEq(entropy, blockhash(1001), "the block after the request");
        bytes[5] memory messages = [
            abi.encode(chain + 1, here, id, randao, entropy),
            abi.encode(chain, address(1), id, randao, entropy),
            abi.encode(chain, here, id + 1, randao, entropy),
            abi.encode(chain, here, id, ~randao, entropy),
            abi.encode(chain, here, id, randao, ~entropy)
        ];
        for (uint256 i = 0; i < messages.length; ++i) {
            expectRefused(1, Beacon.sign(Beacon.SECRET, messages[i], Bls.SIGNATURE_TAG), wrong);
        }
    }

    function test_a_draw_happens_once() public {
        stakeMany(4);
        request(1, 2);
        G1 memory signature = signatureBy(Beacon.SECRET, 1);
        selector.fulfil(roundId(1), signature);
        expectRefused(1, signature, because(ICommitteeSelector.AlreadyFulfilled.selector, roundId(1)));
    }

    function test_nothing_can_be_fulfilled_that_was_not_requested() public {
        expectRefused(1, G1(1, 2), because(ICommitteeSelector.RequestUnknown.selector, roundId(1)));
        VM.expectRevert(because(ICommitteeSelector.RequestUnknown.selector, roundId(1)));
        selector.messageOf(roundId(1));
        VM.expectRevert(because(ICommitteeSelector.RequestUnknown.selector, roundId(1)));
        selector.recordEntropy(roundId(1));
    }

    function test_a_failed_rounds_request_is_stale() public {
        stakeMany(4);
        request(1, 2);
        G1 memory signature = signatureBy(Beacon.SECRET, 1);
        rounds.fail(roundId(1));
        request(2, 2);
        expectRefused(1, signature, because(ICommitteeSelector.RequestStale.selector, roundId(1)));
        fulfil(2);
        VM.assertEq(selector.getCommittee(roundId(1)).length, 0, "none for the failed round");
    }

    // Entropy

    function test_the_entropy_is_not_known_in_the_requests_block_or_the_next() public {
        stakeMany(4);
        rounds.request(selector, roundId(1), 2, aggregator);
        for (uint256 i = 0; i < 2; ++i) {
            expectRefused(1, G1(1, 2), because(ICommitteeSelector.EntropyNotYetKnown.selector, 1001));
            VM.expectRevert(because(ICommitteeSelector.EntropyNotYetKnown.selector, 1001));
            selector.recordEntropy(roundId(1));
            VM.roll(1001);
        }
        VM.roll(1002);
        fulfil(1);
    }

    function test_entropy_that_nobody_recorded_is_lost_after_256_blocks() public {
        stakeMany(4);
        request(1, 2);
        G1 memory signature = signatureBy(Beacon.SECRET, 1);
        VM.roll(1001 + 257);
        expectRefused(1, signature, because(ICommitteeSelector.EntropyLost.selector, 1001));
        VM.expectRevert(because(ICommitteeSelector.EntropyLost.selector, 1001));
        selector.recordEntropy(roundId(1));
        VM.roll(1001 + 256);
        selector.fulfil(roundId(1), signature);
    }

    function test_entropy_that_was_recorded_stays() public {
        stakeMany(4);
        request(1, 2);
        G1 memory signature = signatureBy(Beacon.SECRET, 1);
        bytes32 entropy = blockhash(1001);
        VM.expectEmit(true, true, true, true, address(selector));
        emit ICommitteeSelector.EntropyRecorded(roundId(1), entropy);
        selector.recordEntropy(roundId(1));
        VM.expectRevert(because(ICommitteeSelector.EntropyAlreadyRecorded.selector, roundId(1)));
        selector.recordEntropy(roundId(1));
        VM.assertEq(selector.requestOf(roundId(1)).entropy, entropy, "kept");
        VM.roll(5000);
        selector.fulfil(roundId(1), signature);
    }

    // What is frozen

    function test_the_stakes_drawn_from_cannot_change_during_a_draw() public {
        stakeMany(4);
        request(1, 2);
        bytes memory pending = abi.encodeWithSelector(ICommitteeSelector.DrawPending.selector, JOB, roundId(1));
        VM.expectRevert(pending);
        VM.prank(exchange);
        selector.updateStake(JOB, providerAt(1), 1);
        VM.expectRevert(pending);
        VM.prank(exchange);
        selector.updateStake(JOB, providerAt(1), 0);
        // Another job's are not concerned.
        VM.prank(exchange);
        selector.updateStake(JOB + 1, providerAt(1), 5);
        fulfil(1);
        stake(1, 1);
        stake(2, 0);
    }

    function test_a_failed_draw_holds_no_stake_back() public {
        stakeMany(4);
        request(1, 2);
        rounds.fail(roundId(1));
        stake(1, 0);
        VM.assertEq(selector.candidateCount(JOB), 3, "left");
    }

    function test_who_comes_after_the_request_is_not_drawn() public {
        stakeMany(3);
        request(1, 3);
        stake(50, StakeTree.MAX_STAKE);
        fulfil(1);
        VM.assertFalse(selector.isMember(roundId(1), providerAt(50)), "too late");
        request(2, 1);
        fulfil(2);
        VM.assertTrue(selector.isMember(roundId(2), providerAt(50)), "in time for the next");
    }

    function test_a_job_keeps_the_key_of_its_first_request() public {
        stakeMany(4);
        request(1, 2);
        fulfil(1);
        G1 memory possession = possessionOf(Beacon.OTHER_SECRET, Beacon.otherKey(), aggregator);
        VM.prank(aggregator);
        selector.registerBeaconKey(Beacon.otherKey(), possession);
        request(2, 2);
        VM.assertEq(selector.jobKeyVersionOf(JOB), 1, "the first");
        expectRefused(2, signatureBy(Beacon.OTHER_SECRET, 2), abi.encodeWithSelector(ICommitteeSelector.SignatureWrong.selector));
        fulfil(2);

        // Another job takes the new one.
        VM.prank(exchange);
        selector.updateStake(JOB + 1, providerAt(0), 5);
        rounds.request(selector, (JOB + 1) << 32 | 1, 1, aggregator);
        VM.assertEq(selector.requestOf((JOB + 1) << 32 | 1).keyVersion, 2, "the second");
    }
}
