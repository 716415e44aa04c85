// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ERC1967Proxy } from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import { Wiring } from "../../src/governance/Wiring.sol";
import { ModelMarketplace } from "../../src/marketplace/ModelMarketplace.sol";
import { Reputation } from "../../src/rewards/Reputation.sol";
import { RewardDistributor } from "../../src/rewards/RewardDistributor.sol";
import { FltToken } from "../../src/token/FltToken.sol";
import { ScriptedRounds } from "./ScriptedRounds.sol";
import { Test } from "./Test.sol";

/// @title RewardTest
/// @notice Rewards, reputation and marketplace among scripted rounds. This contract is exchange, vault and disputes at once.
abstract contract RewardTest is Test {
    uint256 internal constant JOB = 7;
    address internal constant ETH = address(0);

    ScriptedRounds internal rounds;
    RewardDistributor internal distributor;
    Reputation internal reputation;
    ModelMarketplace internal marketplace;
    FltToken internal flt;
    address internal publisher = address(0x9B);

    function setUp() public virtual {
        VM.warp(1_800_000_000);
        flt = new FltToken(address(this), type(uint208).max);
        rounds = new ScriptedRounds();
        uint256 nonce = VM.getNonce(address(this));
        Wiring memory wiring = wiringOf(nonce);
        // Custody first, then a module and its proxy, twice.
        distributor = new RewardDistributor(wiring);
        wiring.vault = address(rounds);
        reputation = Reputation(address(new ERC1967Proxy(address(new Reputation(wiring)), abi.encodeCall(Reputation.initialize, ()))));
        marketplace = ModelMarketplace(
            address(new ERC1967Proxy(address(new ModelMarketplace(wiring)), abi.encodeCall(ModelMarketplace.initialize, ())))
        );
        flt.approve(address(distributor), type(uint256).max);
    }

    function wiringOf(uint256 nonce) internal view returns (Wiring memory wiring) {
        wiring.timelock = address(0x71);
        wiring.stakeToken = address(flt);
        wiring.treasury = address(0x7EA5);
        wiring.vault = address(this);
        wiring.distributor = VM.computeCreateAddress(address(this), nonce);
        wiring.registry = address(0x4E6);
        wiring.exchange = address(this);
        wiring.coordinator = address(rounds);
        wiring.reputation = VM.computeCreateAddress(address(this), nonce + 2);
        wiring.selector = address(0x5E1);
        wiring.oracle = address(0x04A);
        wiring.settlement = address(0x5E7);
        wiring.disputes = address(this);
        wiring.marketplace = VM.computeCreateAddress(address(this), nonce + 4);
    }

    /// @notice Deploys in a call of its own, so that a revert can be expected of it.
    function deployDistributor(Wiring calldata wiring) external returns (RewardDistributor) {
        return new RewardDistributor(wiring);
    }

    function roundIdOf(uint256 round) internal pure returns (uint256) {
        return (JOB << 32) | round;
    }

    function providerAt(uint256 index) internal pure returns (address) {
        return address(uint160(0x9000 + index));
    }

    function openPool(address token, uint128 bounty, uint32 roundCount) internal {
        distributor.openPool{ value: token == ETH ? bounty : 0 }(JOB, publisher, token, bounty, roundCount);
    }

    /// @dev A finalised round in which provider i has points[i].
    function settled(uint256 round, uint256 ordinal, uint256[] memory points) internal returns (uint256 roundId) {
        roundId = roundIdOf(round);
        for (uint256 i = 0; i < points.length; ++i) {
            rounds.reveal(roundId, providerAt(i), points[i]);
        }
        rounds.finalise(roundId, ordinal);
    }

    function claimBy(address provider, uint256 roundId) internal returns (uint256) {
        VM.prank(provider);
        return distributor.claim(roundId);
    }

    /// @dev `count` values in [low, high] from one seed.
    function valuesFrom(uint256 seed, uint256 count, uint256 low, uint256 high) internal pure returns (uint256[] memory values) {
        values = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) {
            values[i] = bound(uint256(keccak256(abi.encode(seed, i))), low, high);
        }
    }

    /// @dev 0 .. count - 1 in an order that depends on the seed.
    function shuffled(uint256 seed, uint256 count) internal pure returns (uint256[] memory order) {
        order = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) {
            uint256 j = uint256(keccak256(abi.encode(seed, "order", i))) % (i + 1);
            order[i] = order[j];
            order[j] = i;
        }
    }
}
