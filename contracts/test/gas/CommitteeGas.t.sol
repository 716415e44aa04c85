// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { Beacon } from "../support/Beacon.sol";
import { CommitteeTest } from "../support/CommitteeTest.sol";
import { GasMeter } from "../support/GasMeter.sol";

/// @notice What a draw costs: by its members, and by the logarithm of the number of candidates.
contract CommitteeGasTest is CommitteeTest, GasMeter {
    function drawn(uint256 candidates, uint256 size, string memory name) internal returns (uint256 gas) {
        deploySelector();
        registerKey();
        stakeMany(candidates);
        meter("committee", string.concat("updateStake, one more of ", VM.toString(candidates)));
        rounds.request(selector, roundId(1), size, aggregator);
        VM.roll(VM.getBlockNumber() + 2);
        G1 memory signature = signatureBy(Beacon.SECRET, 1);
        selector.fulfil(roundId(1), signature);
        return meter("committee", string.concat("fulfil, ", name));
    }

    function test_a_draw_costs_by_its_members_and_hardly_by_the_candidates() public {
        uint256 few = drawn(8, 4, "4 of 8");
        uint256 many = drawn(1024, 4, "4 of 1024");
        uint256 larger = drawn(256, 32, "32 of 256");
        VM.assertLt(many, few + 4 * 8 * 2500, "seven more words a member");
        VM.assertLt(larger, few + 28 * 90_000, "by the member");
    }

    /// @dev EIP-7825 lets a transaction use 2^24.
    function test_the_largest_draw_fits_a_transaction() public {
        VM.assertLt(drawn(512, 128, "128 of 512"), 12_000_000, "largest");
    }

    function test_a_key_is_registered_for_a_pairing_or_two() public {
        deploySelector();
        registerKey();
        VM.assertLt(meter("committee", "registerBeaconKey"), 450_000, "key");
    }
}
