// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { DataExchange } from "../../src/exchange/DataExchange.sol";
import { DataQualityOracle } from "../../src/exchange/DataQualityOracle.sol";
import { VerifierRegistry } from "../../src/exchange/VerifierRegistry.sol";
import { Wiring } from "../../src/governance/Wiring.sol";
import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";
import { RewardDistributor } from "../../src/rewards/RewardDistributor.sol";
import { StakeVault } from "../../src/staking/StakeVault.sol";
import { FltToken } from "../../src/token/FltToken.sol";
import { AcceptsEverything } from "../weakened/AcceptsEverything.sol";
import { ContributionVerifierDouble } from "./ContributionVerifierDouble.sol";
import { CoordinatorDouble } from "./CoordinatorDouble.sol";
import { ModuleTest } from "./ModuleTest.sol";
import { SelectorDouble } from "./SelectorDouble.sol";

/// @title RegistryTest
/// @notice An exchange with its registry, oracle, vault and distributor, and with rounds and committees that only remember what they are
///         told.
abstract contract RegistryTest is ModuleTest {
    uint128 internal constant BOUNTY = 1000e18 + 1;
    uint128 internal constant STAKE = 100e18;
    uint256 internal constant DELAY = 7 days;

    FltToken internal flt;
    StakeVault internal vault;
    RewardDistributor internal distributor;
    DataExchange internal exchange;
    VerifierRegistry internal registry;
    DataQualityOracle internal oracle;
    CoordinatorDouble internal coordinator;
    SelectorDouble internal selector;
    AcceptsEverything internal verifier;
    ContributionVerifierDouble internal contributions;

    address internal publisher = address(0x9B);
    address internal aggregator = address(0xA6);
    address internal backup = address(0xBA);
    address internal provider = address(0x9001);
    address internal attester = address(0xA77);

    function setUp() public virtual {
        VM.warp(1_800_000_000);
        flt = new FltToken(address(this), 1_000_000_000e18);
        coordinator = new CoordinatorDouble();
        selector = new SelectorDouble();
        verifier = new AcceptsEverything(32, 2, 20);
        contributions = new ContributionVerifierDouble(32, 24);
        Wiring memory wiring = someWiring();
        wiring.stakeToken = address(flt);
        wiring.coordinator = address(coordinator);
        wiring.selector = address(selector);
        wiring.vault = creationAt(0);
        wiring.distributor = creationAt(1);
        wiring.exchange = creationAt(3);
        wiring.registry = creationAt(5);
        wiring.oracle = creationAt(7);
        address[] memory verifiers = new address[](2);
        verifiers[0] = address(verifier);
        verifiers[1] = address(contributions);
        address[] memory attesters = new address[](1);
        attesters[0] = attester;
        vault = new StakeVault(wiring, DELAY);
        distributor = new RewardDistributor(wiring);
        exchange = DataExchange(deployProxy(address(new DataExchange(wiring)), abi.encodeCall(DataExchange.initialize, ())));
        registry = VerifierRegistry(
            deployProxy(address(new VerifierRegistry(wiring)), abi.encodeCall(VerifierRegistry.initialize, (verifiers)))
        );
        oracle = DataQualityOracle(
            deployProxy(address(new DataQualityOracle(wiring)), abi.encodeCall(DataQualityOracle.initialize, (attesters)))
        );
    }

    /// @dev A job in which every policy is the simplest.
    function plainSpec() internal view returns (IDataExchange.TrainingJobSpec memory spec) {
        spec.bountyToken = address(flt);
        spec.bounty = BOUNTY;
        spec.verifier = address(verifier);
        spec.verifierCodeHash = address(verifier).codehash;
        spec.keyId = verifier.keyId();
        spec.dimension = 32;
        spec.chunkCount = 2;
        spec.roundCount = 3;
        spec.minProviders = 2;
        spec.maxProviders = 256;
        spec.maxWeight = 4095;
        spec.providerStake = STAKE;
        spec.aggregatorStake = 1001;
        spec.aggregator = aggregator;
        spec.backupAggregator = backup;
        spec.commitDuration = 1 hours;
        spec.deliveryDuration = 2 hours;
        spec.revealDuration = 3 hours;
        spec.aggregationDuration = 4 hours;
        spec.publicationDuration = 5 hours;
        spec.expiry = uint64(VM.getBlockTimestamp() + 30 days);
        spec.initialModelHash = keccak256("zero");
        spec.descriptionHash = keccak256("description");
    }

    /// @dev A job in which no policy is the simplest.
    function richSpec() internal view returns (IDataExchange.TrainingJobSpec memory spec) {
        spec = plainSpec();
        spec.committeeSize = 8;
        spec.stakePerWeight = 1e18;
        spec.timelinessFloor = 5000;
        spec.unprovedFactor = 2500;
        spec.settlement = IDataExchange.SettlementMode.Optimistic;
        spec.challengeWindow = 1 days;
        spec.contributionVerifier = address(contributions);
        spec.maxSquaredNorm = 1 << 40;
        spec.minDatasetQuality = 7000;
    }

    function create(IDataExchange.TrainingJobSpec memory spec) internal returns (uint256) {
        flt.transfer(publisher, spec.bounty);
        VM.startPrank(publisher);
        flt.approve(address(exchange), spec.bounty);
        uint256 jobId = exchange.createTrainingJob(spec);
        VM.stopPrank();
        return jobId;
    }

    function expectRefused(IDataExchange.TrainingJobSpec memory spec, bytes memory reason) internal {
        VM.expectRevert(reason);
        VM.prank(publisher);
        exchange.createTrainingJob(spec);
    }

    function bond(address account, uint256 amount) internal {
        flt.transfer(account, amount);
        VM.startPrank(account);
        flt.approve(address(vault), amount);
        vault.deposit(amount);
        VM.stopPrank();
    }

    function datasetOf(address account) internal returns (uint256) {
        VM.prank(account);
        return exchange.registerDataset(keccak256(abi.encode(account)), 0);
    }

    function join(uint256 jobId, address account, uint128 stake) internal returns (uint256 datasetId) {
        bond(account, stake);
        datasetId = datasetOf(account);
        VM.prank(account);
        exchange.registerAsContributor(jobId, datasetId, stake);
    }
}
