// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { CommitteeSelector } from "../../src/committee/CommitteeSelector.sol";
import { ContributionDisputes } from "../../src/disputes/ContributionDisputes.sol";
import { DataExchange } from "../../src/exchange/DataExchange.sol";
import { DataQualityOracle } from "../../src/exchange/DataQualityOracle.sol";
import { ModelCoordinator } from "../../src/exchange/ModelCoordinator.sol";
import { VerifierRegistry } from "../../src/exchange/VerifierRegistry.sol";
import { ExchangeTimelock } from "../../src/governance/ExchangeTimelock.sol";
import { ModuleProxy } from "../../src/governance/ModuleProxy.sol";
import { Wiring } from "../../src/governance/Wiring.sol";
import { AggregateProof, ChunkProof } from "../../src/interfaces/AggregateProof.sol";
import { G1, G2 } from "../../src/interfaces/Bn254Points.sol";
import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";
import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";
import { ILinkedVerifier } from "../../src/interfaces/ILinkedVerifier.sol";
import { ModelMarketplace } from "../../src/marketplace/ModelMarketplace.sol";
import { Reputation } from "../../src/rewards/Reputation.sol";
import { RewardDistributor } from "../../src/rewards/RewardDistributor.sol";
import { OptimisticSettlement } from "../../src/settlement/OptimisticSettlement.sol";
import { StakeVault } from "../../src/staking/StakeVault.sol";
import { FltToken } from "../../src/token/FltToken.sol";
import { Curve } from "./Curve.sol";
import { Test } from "./Test.sol";

/// @title ExchangeTest
/// @notice A whole deployment and the moves of a round, for tests to build on.
abstract contract ExchangeTest is Test {
    uint256 internal constant SUPPLY = 1_000_000_000e18;
    uint256 internal constant PROVIDER_STAKE = 100e18;
    uint256 internal constant AGGREGATOR_STAKE = 1001;
    uint128 internal constant BOUNTY = 1000e18 + 1;
    uint256 internal constant DELAY = 7 days;
    uint256 internal constant TIMELOCK_DELAY = 2 days;
    uint256 internal constant AGGREGATOR_KEY = 0xA66;
    uint256 internal constant BACKUP_KEY = 0xBAC;

    Wiring internal wiring;
    FltToken internal flt;
    ExchangeTimelock internal timelock;
    StakeVault internal vault;
    RewardDistributor internal distributor;
    DataExchange internal exchange;
    IModelCoordinator internal coordinator;
    VerifierRegistry internal registry;
    Reputation internal reputation;
    CommitteeSelector internal selector;
    DataQualityOracle internal oracle;
    OptimisticSettlement internal settlement;
    ContributionDisputes internal disputes;
    ModelMarketplace internal marketplace;

    address internal treasury = address(0x7EA5);
    address internal guardian = address(0x96AD);
    address internal governor;
    address internal publisher = address(0x9B);
    address internal aggregator = VM.addr(AGGREGATOR_KEY);
    address internal backup = VM.addr(BACKUP_KEY);

    /// @dev Creations in the fixed order of docs/contracts.md, so that every address is the same in every test (fixtures are made for the
    ///      coordinator's). Addresses are predicted, since the contracts name each other.
    function deploy() internal {
        VM.warp(1_800_000_000);
        _predict();
        flt = new FltToken(address(this), SUPPLY);
        timelock = new ExchangeTimelock(TIMELOCK_DELAY, governor, guardian);
        vault = new StakeVault(wiring, DELAY);
        distributor = new RewardDistributor(wiring);
        exchange = DataExchange(_proxy(address(new DataExchange(wiring)), abi.encodeCall(DataExchange.initialize, ())));
        coordinator = IModelCoordinator(_proxy(address(new ModelCoordinator(wiring)), abi.encodeCall(ModelCoordinator.initialize, ())));
        registry = VerifierRegistry(
            _proxy(address(new VerifierRegistry(wiring)), abi.encodeCall(VerifierRegistry.initialize, (new address[](0))))
        );
        reputation = Reputation(_proxy(address(new Reputation(wiring)), abi.encodeCall(Reputation.initialize, ())));
        selector = CommitteeSelector(_proxy(address(new CommitteeSelector(wiring)), abi.encodeCall(CommitteeSelector.initialize, ())));
        oracle = DataQualityOracle(
            _proxy(address(new DataQualityOracle(wiring)), abi.encodeCall(DataQualityOracle.initialize, (new address[](0))))
        );
        settlement =
            OptimisticSettlement(_proxy(address(new OptimisticSettlement(wiring)), abi.encodeCall(OptimisticSettlement.initialize, ())));
        disputes =
            ContributionDisputes(_proxy(address(new ContributionDisputes(wiring)), abi.encodeCall(ContributionDisputes.initialize, ())));
        marketplace = ModelMarketplace(_proxy(address(new ModelMarketplace(wiring)), abi.encodeCall(ModelMarketplace.initialize, ())));
    }

    function _predict() private {
        uint256 nonce = VM.getNonce(address(this));
        wiring.stakeToken = _creation(nonce);
        wiring.timelock = _creation(nonce + 1);
        wiring.treasury = treasury;
        wiring.vault = _creation(nonce + 2);
        wiring.distributor = _creation(nonce + 3);
        // From here on an implementation, then its proxy.
        wiring.exchange = _creation(nonce + 5);
        wiring.coordinator = _creation(nonce + 7);
        wiring.registry = _creation(nonce + 9);
        wiring.reputation = _creation(nonce + 11);
        wiring.selector = _creation(nonce + 13);
        wiring.oracle = _creation(nonce + 15);
        wiring.settlement = _creation(nonce + 17);
        wiring.disputes = _creation(nonce + 19);
        wiring.marketplace = _creation(nonce + 21);
        governor = _creation(nonce + 23);
    }

    function _creation(uint256 nonce) private view returns (address) {
        return VM.computeCreateAddress(address(this), nonce);
    }

    function _proxy(address implementation, bytes memory initialisation) internal returns (address) {
        return address(new ModuleProxy(implementation, initialisation));
    }

    function fund(address account, uint256 amount) internal {
        flt.transfer(account, amount);
        VM.prank(account);
        flt.approve(address(exchange), type(uint256).max);
        VM.prank(account);
        flt.approve(address(vault), type(uint256).max);
    }

    function bond(address account, uint256 amount) internal {
        fund(account, amount);
        VM.prank(account);
        vault.deposit(amount);
    }

    function listVerifier(address verifier) internal {
        if (registry.isListed(verifier)) return;
        VM.prank(address(timelock));
        registry.list(verifier);
    }

    /// @dev Lists the verifier, too.
    function specFor(ILinkedVerifier verifier) internal returns (IDataExchange.TrainingJobSpec memory spec) {
        listVerifier(address(verifier));
        spec.bountyToken = address(flt);
        spec.bounty = BOUNTY;
        spec.verifier = address(verifier);
        spec.verifierCodeHash = address(verifier).codehash;
        spec.keyId = verifier.keyId();
        spec.dimension = uint32(verifier.dimension());
        spec.chunkCount = uint16(verifier.chunkCount());
        spec.roundCount = 3;
        spec.minProviders = 2;
        spec.maxProviders = 256;
        spec.maxWeight = 4095;
        spec.providerStake = uint128(PROVIDER_STAKE);
        spec.aggregatorStake = uint128(AGGREGATOR_STAKE);
        spec.aggregator = aggregator;
        spec.backupAggregator = backup;
        spec.commitDuration = 1 hours;
        spec.deliveryDuration = 1 hours;
        spec.revealDuration = 1 hours;
        spec.aggregationDuration = 2 hours;
        spec.publicationDuration = 1 hours;
        spec.expiry = uint64(VM.getBlockTimestamp() + 30 days);
        spec.initialModelHash = keccak256("zero");
        spec.descriptionHash = keccak256("description");
    }

    function createJob(IDataExchange.TrainingJobSpec memory spec) internal returns (uint256 jobId) {
        fund(publisher, spec.bounty);
        VM.prank(publisher);
        jobId = exchange.createTrainingJob(spec);
        bond(spec.aggregator, spec.aggregatorStake);
        VM.prank(spec.aggregator);
        exchange.registerAsAggregator(jobId);
        if (spec.backupAggregator != address(0)) {
            bond(spec.backupAggregator, spec.aggregatorStake);
            VM.prank(spec.backupAggregator);
            exchange.registerAsAggregator(jobId);
        }
    }

    function providerAt(uint256 index) internal pure returns (address) {
        return address(uint160(0x9000 + index));
    }

    function weightAt(uint256 index) internal pure returns (uint256) {
        return 10 + 7 * index;
    }

    function commitmentAt(uint256 index) internal view returns (G1 memory) {
        return Curve.mul(Curve.generator(), 1000 + index);
    }

    function saltAt(uint256 index) internal pure returns (bytes32) {
        return keccak256(abi.encode("salt", index));
    }

    function join(uint256 jobId, address provider) internal {
        bond(provider, PROVIDER_STAKE);
        VM.startPrank(provider);
        uint256 datasetId = exchange.registerDataset(keccak256(abi.encode(provider)), 0);
        exchange.registerAsContributor(jobId, datasetId);
        VM.stopPrank();
    }

    function joinMany(uint256 jobId, uint256 count) internal {
        for (uint256 i = 0; i < count; ++i) {
            join(jobId, providerAt(i));
        }
    }

    function start(uint256 jobId) internal returns (uint256 round) {
        VM.prank(publisher);
        return coordinator.startRound(jobId);
    }

    function commitHashFor(uint256 jobId, uint256 round, address provider, G1 memory c, uint256 weight, bytes32 salt)
        internal
        view
        returns (bytes32)
    {
        return keccak256(abi.encode(block.chainid, address(coordinator), jobId, round, provider, c.x, c.y, weight, salt));
    }

    function commit(uint256 jobId, uint256 round, uint256 index) internal {
        bytes32 hash = commitHashFor(jobId, round, providerAt(index), commitmentAt(index), weightAt(index), saltAt(index));
        VM.prank(providerAt(index));
        coordinator.commitUpdate(jobId, hash);
    }

    function receiptBy(uint256 key, uint256 jobId, uint256 round, address provider, G1 memory c, uint256 weight)
        internal
        view
        returns (bytes memory)
    {
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(key, coordinator.receiptDigest(jobId, round, provider, c, weight));
        return abi.encodePacked(r, s, v);
    }

    function updateBy(uint256 key, uint256 jobId, uint256 round, uint256 index) internal view returns (bytes memory) {
        G1 memory c = commitmentAt(index);
        uint256 weight = weightAt(index);
        return abi.encode(jobId, round, c, weight, saltAt(index), receiptBy(key, jobId, round, providerAt(index), c, weight));
    }

    function reveal(uint256 jobId, uint256 round, uint256 index) internal {
        bytes memory update = updateBy(AGGREGATOR_KEY, jobId, round, index);
        bytes32 key = coordinator.roundKeyOf(jobId, round);
        VM.prank(providerAt(index));
        coordinator.submitUpdate(key, update);
    }

    /// @dev A round with providers 0 .. count - 1, up to Aggregating.
    function playToAggregating(uint256 jobId, uint256 count) internal returns (uint256 round) {
        round = start(jobId);
        for (uint256 i = 0; i < count; ++i) {
            commit(jobId, round, i);
        }
        for (uint256 i = 0; i < count; ++i) {
            reveal(jobId, round, i);
        }
    }

    function settle(uint256 jobId) internal {
        VM.prank(aggregator);
        coordinator.verifyAggregate(jobId, someProof());
        publish(jobId, aggregator);
    }

    /// @dev A model of nothing but zeros.
    function publish(uint256 jobId, address settler) internal {
        uint256 round = coordinator.currentRound(jobId);
        ILinkedVerifier verifier = ILinkedVerifier(exchange.getJob(jobId).spec.verifier);
        bytes memory model = new bytes(verifier.dimension() * (verifier.valueBits() / 8));
        VM.prank(settler);
        coordinator.publishModel(jobId, round, 1, model);
    }

    /// @dev A proof in form only.
    function someProof() internal pure returns (AggregateProof memory proof) {
        proof.modelCommitment = G1(1, 2);
        proof.link = G1(1, 2);
        proof.chunks = new ChunkProof[](1);
        proof.chunks[0] = ChunkProof(G1(1, 2), G1(1, 2), G2([uint256(1), 2], [uint256(3), 4]), G1(1, 2));
    }
}
