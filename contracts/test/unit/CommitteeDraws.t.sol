// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Bls } from "../../src/committee/Bls.sol";
import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { ICommitteeSelector } from "../../src/interfaces/ICommitteeSelector.sol";
import { Bn254 } from "../../src/libraries/Bn254.sol";
import { Beacon } from "../support/Beacon.sol";
import { Curve } from "../support/Curve.sol";
import { SelectorTest } from "../support/SelectorTest.sol";

contract CommitteeDrawsTest is SelectorTest {
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
}
