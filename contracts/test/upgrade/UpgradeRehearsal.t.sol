// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Initializable } from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import { UUPSUpgradeable } from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import { DataExchange } from "../../src/exchange/DataExchange.sol";
import { ModelCoordinator } from "../../src/exchange/ModelCoordinator.sol";
import { VerifierRegistry } from "../../src/exchange/VerifierRegistry.sol";
import { ModuleProxy } from "../../src/governance/ModuleProxy.sol";
import { Wiring } from "../../src/governance/Wiring.sol";
import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";
import { IExchangeModule } from "../../src/interfaces/IExchangeModule.sol";
import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";
import { OptimisticSettlement } from "../../src/settlement/OptimisticSettlement.sol";
import { GovernanceTest } from "../support/GovernanceTest.sol";
import { AcceptsEverything } from "../weakened/AcceptsEverything.sol";
import { DataExchangeV2 } from "./DataExchangeV2.sol";
import { ModelCoordinatorV2 } from "./ModelCoordinatorV2.sol";

/// @notice Coordinator and exchange are exchanged for their next versions in the middle of a round, by vote and timelock; and nobody can do
///         it otherwise.
contract UpgradeRehearsalTest is GovernanceTest {
    bytes32 internal constant IMPLEMENTATION_SLOT = 0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc;

    AcceptsEverything internal verifier;
    uint256 internal jobId;

    function setUp() public {
        deploy();
        deployGovernor();
        verifier = new AcceptsEverything(32, 2, 20);
        jobId = createJob(specFor(verifier));
        joinMany(jobId, 4);
    }

    function roundIdOf(uint256 round) internal view returns (uint256) {
        return (jobId << 32) | round;
    }

    function implementationOf(address proxy) internal view returns (address) {
        return address(uint160(uint256(VM.load(proxy, IMPLEMENTATION_SLOT))));
    }

    /// @dev All that both contracts tell of the job and its rounds.
    function everything(uint256 rounds) internal view returns (bytes32 digest) {
        digest = keccak256(abi.encode(exchange.getJob(jobId), exchange.getContributors(jobId, 0, 9), exchange.getDatasets(1, 9)));
        digest = keccak256(abi.encode(digest, coordinator.getTerms(jobId), coordinator.currentRound(jobId)));
        digest = keccak256(abi.encode(digest, coordinator.finalisedRounds(jobId), exchange.jobCount()));
        for (uint256 round = 1; round <= rounds; ++round) {
            digest = keccak256(abi.encode(digest, coordinator.getRound(jobId, round), coordinator.outcomeOf(roundIdOf(round))));
            digest =
                keccak256(abi.encode(digest, coordinator.modelCommitment(jobId, round), coordinator.contextOf(jobId, round, aggregator)));
            for (uint256 i = 0; i < 4; ++i) {
                (uint256 points, uint256 before, uint256 index, bool revealed) = coordinator.shareOf(roundIdOf(round), providerAt(i));
                uint256 pending = coordinator.pendingCommit(bytes32(roundIdOf(round)), providerAt(i));
                digest = keccak256(abi.encode(digest, points, before, index, revealed, pending));
                digest = keccak256(abi.encode(digest, coordinator.getParticipant(jobId, providerAt(i))));
            }
        }
    }

    // ---- the proposal

    function upgrades() internal returns (address[] memory targets, bytes[] memory datas) {
        targets = new address[](2);
        datas = new bytes[](2);
        (targets[0], targets[1]) = (address(coordinator), address(exchange));
        address nextCoordinator = address(new ModelCoordinatorV2(wiring));
        address nextExchange = address(new DataExchangeV2(wiring));
        datas[0] = abi.encodeCall(UUPSUpgradeable.upgradeToAndCall, (nextCoordinator, abi.encodeCall(ModelCoordinatorV2.initializeV2, ())));
        datas[1] = abi.encodeCall(UUPSUpgradeable.upgradeToAndCall, (nextExchange, ""));
    }

    /// @dev Up to where anybody may execute it.
    function makeReady(address[] memory targets, bytes[] memory datas) internal {
        uint256[] memory values = new uint256[](targets.length);
        VM.prank(voter);
        vote(voting.propose(targets, values, datas, "upgrade"));
        voting.queue(targets, values, datas, keccak256("upgrade"));
        skip(TIMELOCK_DELAY);
    }

    function executeUpgrade(address[] memory targets, bytes[] memory datas) internal {
        voting.execute(targets, new uint256[](targets.length), datas, keccak256("upgrade"));
    }

    function upgradeNow(address[] memory targets, bytes[] memory datas, uint256 rounds) internal {
        bytes32 before = everything(rounds);
        executeUpgrade(targets, datas);
        VM.assertEq(everything(rounds), before, "nothing lost, nothing changed");
        VM.assertEq(ModelCoordinatorV2(payable(address(coordinator))).version(), 2, "the new coordinator");
        VM.assertEq(ModelCoordinatorV2(payable(address(coordinator))).upgradedAt(), VM.getBlockTimestamp(), "and its own state");
        VM.assertEq(DataExchangeV2(address(exchange)).version(), 2, "the new exchange");
    }

    function test_an_upgrade_while_a_round_is_aggregating_loses_nothing() public {
        playToAggregating(jobId, 4);
        settle(jobId);
        distributor.distributeRewards(roundIdOf(1));
        VM.prank(providerAt(0));
        uint256 paid = distributor.claim(roundIdOf(1));
        (address[] memory targets, bytes[] memory datas) = upgrades();
        makeReady(targets, datas);

        playToAggregating(jobId, 4);
        upgradeNow(targets, datas, 2);

        // The round that was running settles, on the proof that its aggregator was making all the while.
        settle(jobId);
        VM.assertTrue(coordinator.phaseOf(jobId, 2) == IModelCoordinator.Phase.Finalised, "settled");
        distributor.distributeRewards(roundIdOf(2));
        for (uint256 i = 0; i < 4; ++i) {
            VM.startPrank(providerAt(i));
            if (i != 0) paid += distributor.claim(roundIdOf(1));
            paid += distributor.claim(roundIdOf(2));
            VM.stopPrank();
        }
        // And the job goes on to its end, whole bounty paid.
        playToAggregating(jobId, 4);
        settle(jobId);
        distributor.distributeRewards(roundIdOf(3));
        for (uint256 i = 0; i < 4; ++i) {
            VM.prank(providerAt(i));
            paid += distributor.claim(roundIdOf(3));
        }
        VM.assertEq(paid, BOUNTY, "to the last unit");
        VM.prank(publisher);
        exchange.closeJob(jobId);
        VM.prank(providerAt(1));
        exchange.leaveJob(jobId);
        VM.prank(aggregator);
        exchange.releaseAggregator(jobId);
        VM.assertEq(vault.lockedFor(providerAt(1), jobId) + vault.lockedFor(aggregator, jobId), 0, "stakes are free");
    }

    function test_an_upgrade_between_reveals_keeps_commits_and_sums() public {
        (address[] memory targets, bytes[] memory datas) = upgrades();
        makeReady(targets, datas);
        uint256 round = start(jobId);
        for (uint256 i = 0; i < 4; ++i) {
            commit(jobId, round, i);
        }
        reveal(jobId, round, 2);
        upgradeNow(targets, datas, 1);
        reveal(jobId, round, 0);
        reveal(jobId, round, 1);
        reveal(jobId, round, 3);
        VM.assertEq(
            coordinator.getRound(jobId, round).totalWeight, weightAt(0) + weightAt(1) + weightAt(2) + weightAt(3), "W over both versions"
        );
        settle(jobId);
        VM.assertTrue(coordinator.phaseOf(jobId, round) == IModelCoordinator.Phase.Finalised, "settled");
    }

    // ---- who cannot

    function modules() internal view returns (address[9] memory) {
        return [
            address(exchange),
            address(coordinator),
            address(registry),
            address(reputation),
            address(selector),
            address(oracle),
            address(settlement),
            address(disputes),
            address(marketplace)
        ];
    }

    function test_every_module_stands_in_its_place_and_obeys_the_timelock_alone() public {
        address[9] memory all = modules();
        address[5] memory callers = [address(this), publisher, guardian, address(voting), aggregator];
        for (uint256 m = 0; m < all.length; ++m) {
            VM.assertEq(IExchangeModule(all[m]).timelock(), address(timelock), "timelock");
            VM.assertEq(IExchangeModule(all[m]).place(), all[m], "place");
            VM.assertEq(IExchangeModule(all[m]).wiringHash(), keccak256(abi.encode(wiring)), "wiring");
            address implementation = implementationOf(all[m]);
            for (uint256 c = 0; c < callers.length; ++c) {
                VM.expectRevert(abi.encodeWithSelector(IExchangeModule.CallerNotTimelock.selector, callers[c]));
                VM.prank(callers[c]);
                UUPSUpgradeable(all[m]).upgradeToAndCall(implementation, "");
            }
            // Its own implementation again is an upgrade like any other.
            VM.prank(address(timelock));
            UUPSUpgradeable(all[m]).upgradeToAndCall(implementation, "");
            VM.expectRevert(UUPSUpgradeable.UUPSUnauthorizedCallContext.selector);
            VM.prank(address(timelock));
            UUPSUpgradeable(implementation).upgradeToAndCall(implementation, "");
        }
    }

    function expectRefused(address proxy, address implementation, bytes4 selector_) internal {
        VM.expectPartialRevert(selector_);
        VM.prank(address(timelock));
        UUPSUpgradeable(proxy).upgradeToAndCall(implementation, "");
    }

    function test_no_upgrade_rewires_a_module() public {
        for (uint256 member = 0; member < 14; ++member) {
            Wiring memory other = wiring;
            assembly ("memory-safe") {
                mstore(add(other, shl(5, member)), 0xBAD)
            }
            // The timelock and the place are checked by name, the rest by the hash.
            expectRefused(address(exchange), address(new DataExchange(other)), IExchangeModule.WiringChanged.selector);
        }
    }

    function test_a_governance_proposal_cannot_rewire_either() public {
        Wiring memory other = wiring;
        other.vault = address(0xBAD);
        (address[] memory targets, bytes[] memory datas) = (new address[](1), new bytes[](1));
        targets[0] = address(coordinator);
        datas[0] = abi.encodeCall(UUPSUpgradeable.upgradeToAndCall, (address(new ModelCoordinatorV2(other)), ""));
        makeReady(targets, datas);
        VM.expectRevert(IExchangeModule.WiringChanged.selector);
        this.executeBatch(targets, datas);
    }

    /// @notice A call of its own for what must revert.
    function executeBatch(address[] calldata targets, bytes[] calldata datas) external {
        executeUpgrade(targets, datas);
    }

    function test_no_module_takes_anothers_place_nor_what_is_no_module() public {
        expectRefused(address(coordinator), implementationOf(address(exchange)), IExchangeModule.PlaceChanged.selector);
        expectRefused(address(exchange), implementationOf(address(settlement)), IExchangeModule.PlaceChanged.selector);
        VM.expectRevert();
        VM.prank(address(timelock));
        UUPSUpgradeable(address(exchange)).upgradeToAndCall(address(flt), "");
        VM.expectRevert();
        VM.prank(address(timelock));
        UUPSUpgradeable(address(exchange)).upgradeToAndCall(address(0xBAD), "");
    }

    function test_nothing_is_initialised_twice() public {
        address[9] memory all = modules();
        for (uint256 m = 0; m < all.length; ++m) {
            bytes memory initialisation = all[m] == address(registry) || all[m] == address(oracle)
                ? abi.encodeCall(VerifierRegistry.initialize, (new address[](0)))
                : abi.encodeCall(DataExchange.initialize, ());
            expectInitialised(all[m], initialisation);
            expectInitialised(implementationOf(all[m]), initialisation);
        }
        (address[] memory targets, bytes[] memory datas) = upgrades();
        makeReady(targets, datas);
        executeUpgrade(targets, datas);
        VM.expectRevert(Initializable.InvalidInitialization.selector);
        ModelCoordinatorV2(payable(address(coordinator))).initializeV2();
        expectInitialised(address(coordinator), abi.encodeCall(ModelCoordinator.initialize, ()));
    }

    function expectInitialised(address module, bytes memory initialisation) internal {
        (bool done, bytes memory answer) = module.call(initialisation);
        VM.assertFalse(done, "initialised twice");
        VM.assertEq(bytes32(answer), bytes32(Initializable.InvalidInitialization.selector), "refused by name");
    }

    function test_a_proxy_in_the_wrong_place_is_not_built() public {
        OptimisticSettlement implementation = new OptimisticSettlement(wiring);
        VM.expectPartialRevert(IExchangeModule.NotInPlace.selector);
        this.deployProxy(address(implementation));
    }

    function test_a_wiring_with_a_gap_is_refused() public {
        for (uint256 member = 0; member < 14; ++member) {
            Wiring memory other = wiring;
            assembly ("memory-safe") {
                mstore(add(other, shl(5, member)), 0)
            }
            VM.expectRevert(IExchangeModule.WiringIncomplete.selector);
            this.deploySettlement(other);
        }
    }

    /// @notice Calls of their own, so that their reverts do not end the test; see StatementTest.deployVerifier.
    function deployProxy(address implementation) external returns (ModuleProxy) {
        return new ModuleProxy(implementation, abi.encodeCall(OptimisticSettlement.initialize, ()));
    }

    function deploySettlement(Wiring calldata other) external returns (OptimisticSettlement) {
        return new OptimisticSettlement(other);
    }
}
