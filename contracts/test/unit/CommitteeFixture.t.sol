// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { CommitteeSelector } from "../../src/committee/CommitteeSelector.sol";
import { G1, G2 } from "../../src/interfaces/Bn254Points.sol";
import { CommitteeTest } from "../support/CommitteeTest.sol";
import { DrawingRounds } from "../support/DrawingRounds.sol";

/// @notice A draw made by the C# side (tests/FlZk.Contracts.Tests writes it to contracts/fixtures): the contract accepts its key,
///         possession and signature, wants the same message signed, and draws the same committee in the same order.
contract CommitteeFixtureTest is CommitteeTest {
    function test_the_contract_draws_the_committee_of_the_C_sharp_replay() public {
        string memory json = VM.readFile("./fixtures/committee.json");
        VM.roll(1000);
        rounds = new DrawingRounds();
        // The fixture is made for this address; the namespaced storage starts empty there.
        selector = CommitteeSelector(VM.parseJsonAddress(json, ".selector"));
        VM.etch(address(selector), address(newImplementation(address(selector))).code);
        aggregator = VM.parseJsonAddress(json, ".aggregator");
        uint256 id = VM.parseJsonUint(json, ".roundId");

        G2 memory key = abi.decode(VM.parseJsonBytes(json, ".key"), (G2));
        G1 memory possession = abi.decode(VM.parseJsonBytes(json, ".possession"), (G1));
        VM.prank(aggregator);
        selector.registerBeaconKey(key, possession);
        address[] memory providers = VM.parseJsonAddressArray(json, ".providers");
        uint256[] memory stakes = VM.parseJsonUintArray(json, ".stakes");
        for (uint256 i = 0; i < providers.length; ++i) {
            VM.prank(exchange);
            selector.updateStake(id >> 32, providers[i], stakes[i]);
        }
        VM.assertEq(selector.totalStakeOf(id >> 32), VM.parseJsonUint(json, ".totalStake"), "total stake");

        VM.prevrandao(VM.parseJsonBytes32(json, ".prevrandao"));
        rounds.request(selector, id, VM.parseJsonUint(json, ".size"), aggregator);
        VM.roll(1002);
        VM.setBlockhash(1001, VM.parseJsonBytes32(json, ".entropy"));
        VM.assertEq(selector.messageOf(id), VM.parseJsonBytes(json, ".message"), "message");
        selector.fulfil(id, abi.decode(VM.parseJsonBytes(json, ".signature"), (G1)));

        address[] memory expected = VM.parseJsonAddressArray(json, ".members");
        address[] memory members = selector.getCommittee(id);
        VM.assertEq(members.length, expected.length, "size");
        for (uint256 i = 0; i < members.length; ++i) {
            VM.assertEq(members[i], expected[i], "member");
        }
    }
}
