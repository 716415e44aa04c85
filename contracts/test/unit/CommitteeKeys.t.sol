// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Bls } from "../../src/committee/Bls.sol";
import { CommitteeSelector } from "../../src/committee/CommitteeSelector.sol";
import { G1, G2 } from "../../src/interfaces/Bn254Points.sol";
import { ICommitteeSelector } from "../../src/interfaces/ICommitteeSelector.sol";
import { Bn254 } from "../../src/libraries/Bn254.sol";
import { Beacon } from "../support/Beacon.sol";
import { SelectorTest } from "../support/SelectorTest.sol";

contract CommitteeKeysTest is SelectorTest {
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
