// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Bls } from "../../src/committee/Bls.sol";
import { G1, G2 } from "../../src/interfaces/Bn254Points.sol";
import { Bn254 } from "../../src/libraries/Bn254.sol";
import { Beacon } from "../support/Beacon.sol";
import { Curve } from "../support/Curve.sol";
import { Test } from "../support/Test.sol";

contract BlsTest is Test {
    bytes private constant MESSAGE = "round 7";

    function verified(G2 memory key, bytes memory message, bytes memory tag, G1 memory signature) internal view returns (bool) {
        return Bls.isKey(key) && Bls.isSignature(signature) && Bls.verify(key, message, tag, signature);
    }

    function signed() internal view returns (G1 memory) {
        return Beacon.sign(Beacon.SECRET, MESSAGE, Bls.SIGNATURE_TAG);
    }

    function testFuzz_a_signature_verifies_under_its_key_message_and_tag_only(bytes calldata message) public view {
        G1 memory point = Beacon.sign(Beacon.SECRET, message, Bls.SIGNATURE_TAG);
        VM.assertTrue(verified(Beacon.key(), message, Bls.SIGNATURE_TAG, point), "accepted");
        VM.assertFalse(verified(Beacon.otherKey(), message, Bls.SIGNATURE_TAG, point), "another key");
        VM.assertFalse(verified(Beacon.key(), bytes.concat(message, hex"00"), Bls.SIGNATURE_TAG, point), "another message");
        VM.assertFalse(verified(Beacon.key(), message, Bls.POSSESSION_TAG, point), "another use");
    }

    function testFuzz_no_other_point_is_a_signature(uint256 scalar) public view {
        G1 memory other = Curve.mul(signed(), bound(scalar, 2, Bn254.R - 1));
        VM.assertFalse(verified(Beacon.key(), MESSAGE, Bls.SIGNATURE_TAG, other), "refused");
    }

    function test_a_signature_has_one_encoding() public view {
        G1 memory point = signed();
        VM.assertFalse(Bls.isSignature(G1(point.x + Bn254.P, point.y)), "x + p");
        VM.assertFalse(Bls.isSignature(G1(point.x, point.y + Bn254.P)), "y + p");
        VM.assertFalse(Bls.isSignature(G1(0, 0)), "infinity");
        VM.assertFalse(Bls.isSignature(G1(point.x, point.y ^ 1)), "off the curve");
        VM.assertFalse(verified(Beacon.key(), MESSAGE, Bls.SIGNATURE_TAG, Curve.negate(point)), "the opposite");
    }

    function test_a_key_is_a_point_of_the_subgroup_other_than_infinity() public view {
        VM.assertTrue(Bls.isKey(Beacon.key()), "a key");
        VM.assertFalse(Bls.isKey(G2([uint256(0), 0], [uint256(0), 0])), "infinity");
        // Little gas: the precompile takes all it is given when it refuses.
        VM.assertFalse(this.keyWithGas{ gas: 200_000 }(Beacon.outsideSubgroup()), "outside the subgroup");
        G2 memory key = Beacon.key();
        key.y[1] ^= 1;
        VM.assertFalse(this.keyWithGas{ gas: 200_000 }(key), "off the twist");
        key = Beacon.key();
        key.x[0] += Bn254.P;
        VM.assertFalse(this.keyWithGas{ gas: 200_000 }(key), "x + p");
    }

    function keyWithGas(G2 calldata key) external view returns (bool) {
        return Bls.isKey(key);
    }
}
