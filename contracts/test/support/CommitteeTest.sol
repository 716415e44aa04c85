// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ERC1967Proxy } from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import { Bls } from "../../src/committee/Bls.sol";
import { CommitteeSelector } from "../../src/committee/CommitteeSelector.sol";
import { Wiring } from "../../src/governance/Wiring.sol";
import { G1, G2 } from "../../src/interfaces/Bn254Points.sol";
import { Beacon } from "./Beacon.sol";
import { DrawingRounds } from "./DrawingRounds.sol";
import { Test } from "./Test.sol";

/// @title CommitteeTest
/// @notice A selector between an exchange that is this test's word and a coordinator that is a double.
abstract contract CommitteeTest is Test {
    uint256 internal constant JOB = 7;

    CommitteeSelector internal selector;
    DrawingRounds internal rounds;
    address internal exchange = address(0xE8C);
    address internal aggregator = address(0xA66);

    function deploySelector() internal {
        VM.roll(1000);
        rounds = new DrawingRounds();
        address place = VM.computeCreateAddress(address(this), VM.getNonce(address(this)) + 1);
        bytes memory start = abi.encodeCall(CommitteeSelector.initialize, ());
        selector = CommitteeSelector(address(new ERC1967Proxy(address(newImplementation(place)), start)));
        VM.assertEq(address(selector), place, "the proxy's place");
    }

    /// @dev An implementation for the proxy that will stand at `place`.
    function newImplementation(address place) internal returns (CommitteeSelector) {
        address other = address(0x0001);
        return new CommitteeSelector(
            Wiring({
                timelock: other,
                stakeToken: other,
                treasury: other,
                vault: other,
                distributor: other,
                registry: other,
                exchange: exchange,
                coordinator: address(rounds),
                reputation: other,
                selector: place,
                oracle: other,
                settlement: other,
                disputes: other,
                marketplace: other
            })
        );
    }

    function roundId(uint256 round) internal pure returns (uint256) {
        return (JOB << 32) | round;
    }

    function providerAt(uint256 index) internal pure returns (address) {
        return address(uint160(0x9000 + index));
    }

    function stake(uint256 index, uint256 amount) internal {
        VM.prank(exchange);
        selector.updateStake(JOB, providerAt(index), amount);
    }

    function stakeMany(uint256 count) internal {
        for (uint256 i = 0; i < count; ++i) {
            stake(i, 100 + 7 * i);
        }
    }

    function possessionOf(uint256 secret, G2 memory key, address account) internal view returns (G1 memory) {
        return Beacon.sign(secret, selector.possessionMessageOf(account, key), Bls.POSSESSION_TAG);
    }

    function registerKey() internal {
        G1 memory possession = possessionOf(Beacon.SECRET, Beacon.key(), aggregator);
        VM.prank(aggregator);
        selector.registerBeaconKey(Beacon.key(), possession);
    }

    function request(uint256 round, uint256 size) internal returns (uint256 members) {
        members = rounds.request(selector, roundId(round), size, aggregator);
        VM.roll(VM.getBlockNumber() + 2);
    }

    function signatureBy(uint256 secret, uint256 round) internal view returns (G1 memory) {
        return Beacon.sign(secret, selector.messageOf(roundId(round)), Bls.SIGNATURE_TAG);
    }

    function fulfil(uint256 round) internal {
        selector.fulfil(roundId(round), signatureBy(Beacon.SECRET, round));
    }
}
