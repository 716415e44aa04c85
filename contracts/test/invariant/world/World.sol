// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Bls } from "../../../src/committee/Bls.sol";
import { Wiring } from "../../../src/governance/Wiring.sol";
import { G1 } from "../../../src/interfaces/Bn254Points.sol";
import { IDataExchange } from "../../../src/interfaces/IDataExchange.sol";
import { IModelCoordinator } from "../../../src/interfaces/IModelCoordinator.sol";
import { Beacon } from "../../support/Beacon.sol";
import { ExchangeTest } from "../../support/ExchangeTest.sol";
import { HostileToken } from "../../support/HostileToken.sol";
import { JudgingContributions } from "./JudgingContributions.sol";
import { JudgingVerifier } from "./JudgingVerifier.sol";
import { Ledger } from "./Ledger.sol";
import { Party } from "./Party.sol";

/// @title World
/// @notice One deployment with a job of every kind, the parties who move in it, and the ledger of what they did.
contract World is ExchangeTest {
    /// What sets a job apart from the others.
    enum Kind {
        Split,
        Ether,
        Optimistic,
        Committee,
        Contributions
    }

    uint256 public constant PROVIDERS = 8;
    uint256 public constant STAKE = 1_000_000;
    uint256 public constant ROUNDS = 4;
    uint256 public constant SEATS = 3;
    uint256 public constant MAX_JOBS = 8;
    /// Of every job's packed model: six parameters of 24 bits.
    uint256 public constant MODEL_BYTES = 18;
    /// The key of the aggregator that never misses a deadline.
    uint256 public constant STEADY_KEY = 0x57EAD;

    Ledger public immutable ledger;
    JudgingVerifier public immutable verifier;
    JudgingContributions public immutable contributions;
    HostileToken public immutable hostile;
    address public immutable steady = VM.addr(STEADY_KEY);
    /// Challenges only what is false.
    address public immutable watcher = address(0x3A7C);
    /// Challenges anything.
    address public immutable busybody = address(0xB057);
    address public immutable buyer = address(0xB0BE);
    uint256 public jobCount;
    /// How often a call from within a transfer of the hostile token took effect.
    uint256 public thefts;
    mapping(uint256 jobId => Kind) public kindOf;

    constructor() {
        VM.roll(1000);
        ledger = new Ledger();
        deploy();
        verifier = new JudgingVerifier();
        contributions = new JudgingContributions();
        hostile = new HostileToken(address(this));
        listVerifier(address(verifier));
        listVerifier(address(contributions));
        _registerBeacon();
        bytes memory code = address(new Party()).code;
        VM.etch(publisher, code);
        VM.etch(buyer, code);
        for (uint256 i = 0; i < PROVIDERS; ++i) {
            VM.etch(providerAt(i), code);
            deposit(providerAt(i), 4 * STAKE);
            VM.prank(providerAt(i));
            exchange.registerDataset(keccak256(abi.encode(i)), 0);
        }
        for (uint256 kind = 0; kind < 5; ++kind) {
            create(Kind(kind));
        }
    }

    function parts() external view returns (Wiring memory) {
        return wiring;
    }

    /// @notice Everybody who ever has a bond.
    function nodes() external view returns (address[] memory all) {
        all = new address[](PROVIDERS + 5);
        for (uint256 i = 0; i < PROVIDERS; ++i) {
            all[i] = providerAt(i);
        }
        all[PROVIDERS] = aggregator;
        all[PROVIDERS + 1] = backup;
        all[PROVIDERS + 2] = steady;
        all[PROVIDERS + 3] = watcher;
        all[PROVIDERS + 4] = busybody;
    }

    function deposit(address node, uint256 amount) public {
        bond(node, amount);
        ledger.deposit(node, amount);
    }

    function endow(address account, address token, uint256 amount) public {
        if (token == address(0)) VM.deal(account, account.balance + amount);
        else if (token == address(flt)) flt.transfer(account, amount);
        else hostile.transfer(account, amount);
    }

    function create(Kind kind) public returns (uint256 jobId) {
        IDataExchange.TrainingJobSpec memory spec = _terms();
        if (kind == Kind.Split) spec.bountyToken = address(hostile);
        else if (kind == Kind.Ether) _makeEther(spec);
        else if (kind == Kind.Optimistic) _makeOptimistic(spec);
        else if (kind == Kind.Committee) spec.committeeSize = uint16(SEATS);
        else _makeContributions(spec);
        jobId = _open(spec);
        kindOf[jobId] = kind;
        jobCount = jobId;
        ledger.receiveBounty(jobId, spec.bountyToken, spec.bounty);
    }

    /// @notice Writes down what the next move could hide: how a round ended, and what a transfer let happen. Called after every move.
    function observe() external {
        if (hostile.callBackSucceeded()) ++thefts;
        for (uint256 jobId = 1; jobId <= jobCount; ++jobId) {
            uint256 round = coordinator.currentRound(jobId);
            if (round != 0) _observe(jobId, round);
        }
    }

    function _observe(uint256 jobId, uint256 round) private {
        IModelCoordinator.Phase phase = coordinator.phaseOf(jobId, round);
        if (phase != IModelCoordinator.Phase.Finalised && phase != IModelCoordinator.Phase.Failed) return;
        uint256 roundId = (jobId << 32) | round;
        if (ledger.endingOf(roundId).phase != IModelCoordinator.Phase.Idle) return;
        IModelCoordinator.RoundState memory state = coordinator.getRound(jobId, round);
        ledger.end(roundId, Ledger.Ending(phase, state.totalWeight, state.totalPoints, coordinator.modelCommitment(jobId, round)));
    }

    function _terms() private returns (IDataExchange.TrainingJobSpec memory spec) {
        spec = specFor(verifier);
        spec.bounty = BOUNTY + uint128(jobCount);
        spec.roundCount = uint32(ROUNDS);
        spec.providerStake = uint128(STAKE);
        spec.expiry = uint64(VM.getBlockTimestamp() + 3000 days);
    }

    function _makeEther(IDataExchange.TrainingJobSpec memory spec) private view {
        spec.bountyToken = address(0);
        spec.aggregator = steady;
        spec.backupAggregator = address(0);
        spec.stakePerWeight = uint128(STAKE / 20);
        spec.timelinessFloor = 4000;
    }

    function _makeOptimistic(IDataExchange.TrainingJobSpec memory spec) private pure {
        spec.settlement = IDataExchange.SettlementMode.Optimistic;
        spec.challengeWindow = 3 hours;
    }

    function _makeContributions(IDataExchange.TrainingJobSpec memory spec) private view {
        spec.contributionVerifier = address(contributions);
        spec.maxSquaredNorm = 1000;
        spec.unprovedFactor = 5000;
    }

    function _open(IDataExchange.TrainingJobSpec memory spec) private returns (uint256 jobId) {
        endow(publisher, spec.bountyToken, spec.bounty);
        uint256 value = spec.bountyToken == address(0) ? spec.bounty : 0;
        if (value == 0) {
            VM.prank(publisher);
            HostileToken(spec.bountyToken).approve(address(exchange), spec.bounty);
        }
        VM.prank(publisher);
        jobId = exchange.createTrainingJob{ value: value }(spec);
        _bondAggregator(jobId, spec.aggregator);
        if (spec.backupAggregator != address(0)) _bondAggregator(jobId, spec.backupAggregator);
    }

    function _bondAggregator(uint256 jobId, address node) private {
        deposit(node, AGGREGATOR_STAKE);
        VM.prank(node);
        exchange.registerAsAggregator(jobId);
    }

    function _registerBeacon() private {
        G1 memory possession = Beacon.sign(Beacon.SECRET, selector.possessionMessageOf(aggregator, Beacon.key()), Bls.POSSESSION_TAG);
        VM.prank(aggregator);
        selector.registerBeaconKey(Beacon.key(), possession);
    }
}
