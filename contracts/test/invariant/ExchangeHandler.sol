// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { AggregateProof } from "../../src/interfaces/AggregateProof.sol";
import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";
import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";
import { IStakeVault } from "../../src/interfaces/IStakeVault.sol";
import { Curve } from "../support/Curve.sol";
import { HostileToken } from "../support/HostileToken.sol";
import { ExchangeTest } from "../support/ExchangeTest.sol";
import { AcceptsEverything } from "../weakened/AcceptsEverything.sol";

/// @notice Every move that anybody can make, in any order, by eight providers, two aggregators, a publisher and a thief, with what must
///         hold written down beside it. A move that the rules do not allow now is skipped, so that no call may revert; the thief's must
///         revert.
contract ExchangeHandler is ExchangeTest {
    uint256 public constant PROVIDERS = 8;
    uint256 public constant STAKE = 1_000_000;

    AcceptsEverything public verifier;
    HostileToken public bountyToken;
    uint256 public jobId;

    // What the exchange should hold, kept by these moves alone.
    uint256 public bountyLocked;
    uint256 public paidOut;
    uint256 public compensated;
    uint256 public refunded;
    uint256 public deposited;
    uint256 public withdrawn;
    uint256 public sentToHarmed;
    uint256 public thefts;
    uint256 public earlyWithdrawals;
    uint256 public collected;
    uint256 public silences;
    uint256 public copies;
    mapping(uint256 round => mapping(uint256 index => bool)) private copied;

    uint256[] public rounds;
    mapping(uint256 round => uint256) public revealedWeight;
    mapping(uint256 round => G1) private anchored;
    mapping(address node => uint256) public unbondingSince;

    constructor() {
        deploy();
        verifier = new AcceptsEverything(32, 2, 20);
        IDataExchange.TrainingJobSpec memory spec = specFor(verifier);
        spec.providerStake = uint128(STAKE);
        spec.roundCount = 5;
        spec.expiry = uint64(VM.getBlockTimestamp() + 3000 days);
        bountyToken = new HostileToken(publisher);
        spec.bountyToken = address(bountyToken);
        VM.prank(publisher);
        bountyToken.approve(address(exchange), type(uint256).max);
        jobId = createJob(spec);
        bountyLocked = BOUNTY;
        deposited = 2 * AGGREGATOR_STAKE;
        for (uint256 i = 0; i < PROVIDERS; ++i) {
            bond(providerAt(i), STAKE);
            deposited += STAKE;
            VM.prank(providerAt(i));
            exchange.registerDataset(keccak256(abi.encode(i)), 0);
        }
    }

    // ---- what the invariants read

    function held() external view returns (uint256 inVault, uint256 bounty, uint256 compensation) {
        return (flt.balanceOf(address(vault)), bountyToken.balanceOf(address(distributor)), flt.balanceOf(address(distributor)));
    }

    function bonded() external view returns (uint256 sum, uint256 total, uint256 uncollected) {
        for (uint256 i = 0; i < PROVIDERS; ++i) {
            sum += bondSum(providerAt(i));
        }
        sum += bondSum(aggregator) + bondSum(backup);
        return (sum, vault.totalBonded(), vault.uncollectedProceeds());
    }

    /// @notice What the distributor owes of the bounty: what is not yet paid or refunded.
    function owed() external view returns (uint256) {
        return bountyLocked - paidOut - refunded;
    }

    /// @notice What the distributor itself says that it owes of the bounty.
    function recorded() external view returns (uint256 sum) {
        sum = uint256(distributor.getPool(jobId).unassigned) + distributor.getPool(jobId).refund;
        for (uint256 i = 0; i < rounds.length; ++i) {
            if (!distributor.getRoundReward(roundIdOf(rounds[i])).compensation) {
                sum += distributor.getRoundReward(roundIdOf(rounds[i])).unclaimed;
            }
        }
    }

    function roundIdOf(uint256 round) private view returns (uint256) {
        return (jobId << 32) | round;
    }

    function weightsAgree() external view returns (bool) {
        for (uint256 i = 0; i < rounds.length; ++i) {
            IModelCoordinator.RoundState memory state = coordinator.getRound(jobId, rounds[i]);
            if (state.totalWeight != revealedWeight[rounds[i]]) return false;
        }
        return true;
    }

    function anchorsHold() external view returns (bool) {
        for (uint256 i = 0; i < rounds.length; ++i) {
            G1 memory now_ = coordinator.modelCommitment(jobId, rounds[i]);
            if (!Curve.same(now_, anchored[rounds[i]])) return false;
        }
        return true;
    }

    // ---- time

    function wait(uint256 duration) external {
        skip(bound(duration, 1, 3 hours));
    }

    // ---- stakes

    function deposit(uint256 who, uint256 amount) external {
        address node = providerAt(who % PROVIDERS);
        amount = bound(amount, 1, 1e12);
        fund(node, amount);
        VM.prank(node);
        vault.deposit(amount);
        deposited += amount;
    }

    function unbond(uint256 who, uint256 amount) external {
        address node = providerAt(who % PROVIDERS);
        uint256 free = vault.bondOf(node).free;
        if (free == 0) return;
        VM.prank(node);
        vault.startUnbonding(bound(amount, 1, free));
        unbondingSince[node] = VM.getBlockTimestamp();
    }

    function withdraw(uint256 who) external {
        address node = providerAt(who % PROVIDERS);
        IStakeVault.Bond memory b = vault.bondOf(node);
        if (b.unbonding == 0) return;
        VM.prank(node);
        try vault.withdraw() returns (uint256 amount) {
            if (VM.getBlockTimestamp() < unbondingSince[node] + DELAY) ++earlyWithdrawals;
            withdrawn += amount;
        } catch {
            VM.assertLt(VM.getBlockTimestamp(), unbondingSince[node] + DELAY, "a bond whose delay is over can leave");
        }
    }

    // ---- membership

    function register(uint256 who) external {
        uint256 i = who % PROVIDERS;
        address node = providerAt(i);
        if (!open() || exchange.firstRoundOf(jobId, node) != 0 || vault.bondOf(node).free < STAKE) return;
        VM.prank(node);
        exchange.registerAsContributor(jobId, i + 1);
    }

    function leave(uint256 who) external {
        address node = providerAt(who % PROVIDERS);
        if (exchange.firstRoundOf(jobId, node) == 0 || coordinator.isRoundRunning(jobId)) return;
        VM.prank(node);
        // A provider whose silence is not yet reported has to stay.
        try exchange.leaveJob(jobId) { } catch { }
    }

    function topUpAggregators() external {
        if (!open()) return;
        address[2] memory both = [aggregator, backup];
        for (uint256 i = 0; i < 2; ++i) {
            uint256 missing = AGGREGATOR_STAKE - vault.lockedFor(both[i], jobId);
            if (missing == 0) continue;
            bond(both[i], missing);
            deposited += missing;
            VM.prank(both[i]);
            exchange.registerAsAggregator(jobId);
        }
    }

    function close(uint256 unlikely) external {
        if (unlikely % 64 != 0 || !open() || coordinator.isRoundRunning(jobId)) return;
        VM.prank(publisher);
        exchange.closeJob(jobId);
    }

    function withdrawRefund() external {
        if (distributor.getPool(jobId).refund == 0) return;
        VM.prank(publisher);
        refunded += distributor.withdrawRefund(jobId);
    }

    // ---- rounds

    function startRound() external {
        if (!open() || coordinator.isRoundRunning(jobId) || coordinator.finalisedRounds(jobId) == 5) return;
        if (exchange.contributorCount(jobId) < 2) return;
        if (vault.lockedFor(aggregator, jobId) < AGGREGATOR_STAKE || vault.lockedFor(backup, jobId) < AGGREGATOR_STAKE) return;
        rounds.push(start(jobId));
    }

    function commitOne(uint256 who) external {
        (uint256 round, IModelCoordinator.RoundState memory state) = running();
        uint256 i = who % PROVIDERS;
        uint256 first = exchange.firstRoundOf(jobId, providerAt(i));
        if (state.phase != IModelCoordinator.Phase.Committing || VM.getBlockTimestamp() > state.deadline) return;
        if (first == 0 || first > round || coordinator.pendingCommit(coordinator.roundKeyOf(jobId, round), providerAt(i)) != 0) return;
        commit(jobId, round, i);
    }

    /// @notice A provider commits to what its neighbour committed to, as far as anybody can see it.
    function copyCommit(uint256 who) external {
        (uint256 round, IModelCoordinator.RoundState memory state) = running();
        uint256 i = who % PROVIDERS;
        uint256 victim = (i + 1) % PROVIDERS;
        uint256 first = exchange.firstRoundOf(jobId, providerAt(i));
        if (state.phase != IModelCoordinator.Phase.Committing || VM.getBlockTimestamp() > state.deadline) return;
        if (first == 0 || first > round || coordinator.pendingCommit(bytes32(roundIdOf(round)), providerAt(i)) != 0) return;
        bytes32 hash = commitHashFor(jobId, round, providerAt(victim), commitmentAt(victim), weightAt(victim), saltAt(victim));
        VM.prank(providerAt(i));
        coordinator.commitUpdate(jobId, hash);
        copied[round][i] = true;
        ++copies;
    }

    /// @notice The copycat reveals what its neighbour would, under a receipt in its own name: it must fail.
    function revealCopy(uint256 who) external {
        (uint256 round,) = running();
        uint256 i = who % PROVIDERS;
        if (!copied[round][i]) return;
        uint256 victim = (i + 1) % PROVIDERS;
        bytes memory receipt = receiptBy(AGGREGATOR_KEY, jobId, round, providerAt(i), commitmentAt(victim), weightAt(victim));
        bytes memory update = abi.encode(jobId, round, commitmentAt(victim), weightAt(victim), saltAt(victim), receipt);
        VM.prank(providerAt(i));
        try coordinator.submitUpdate(bytes32(roundIdOf(round)), update) {
            ++thefts;
        } catch { }
    }

    /// @notice A reveal after its deadline: it must fail.
    function revealLate(uint256 who) external {
        (uint256 round, IModelCoordinator.RoundState memory state) = running();
        uint256 i = who % PROVIDERS;
        if (state.phase != IModelCoordinator.Phase.Revealing || VM.getBlockTimestamp() <= state.deadline) return;
        bytes memory update = updateBy(AGGREGATOR_KEY, jobId, round, i);
        VM.prank(providerAt(i));
        try coordinator.submitUpdate(bytes32(roundIdOf(round)), update) {
            ++thefts;
        } catch { }
    }

    /// @notice Somebody posts the receipt of a provider that keeps silent.
    function postReceiptOf(uint256 who) external {
        (uint256 round, IModelCoordinator.RoundState memory state) = running();
        uint256 i = who % PROVIDERS;
        if (state.phase != IModelCoordinator.Phase.Delivering || copied[round][i]) return;
        bytes memory receipt = receiptBy(AGGREGATOR_KEY, jobId, round, providerAt(i), commitmentAt(i), weightAt(i));
        try coordinator.postReceipt(bytes32(roundIdOf(round)), providerAt(i), commitmentAt(i), weightAt(i), saltAt(i), receipt) { }
            catch { }
    }

    function reportSilent(uint256 who, uint256 which) external {
        if (rounds.length == 0) return;
        uint256 before = vault.totalBonded();
        uint256 uncollected = vault.uncollectedProceeds();
        try coordinator.reportSilentProvider(roundIdOf(rounds[which % rounds.length]), providerAt(who % PROVIDERS)) {
            ++silences;
            VM.assertEq(before - vault.totalBonded(), vault.uncollectedProceeds() - uncollected, "all to the treasury");
        } catch { }
    }

    function collect() external {
        if (vault.uncollectedProceeds() == 0) return;
        VM.prank(treasury);
        collected += vault.collectProceeds();
    }

    /// @notice The next transfer of the bounty's token calls back into whatever pays or returns money.
    function armToken(uint256 what, uint256 which) external {
        uint256 roundId = roundIdOf(rounds.length == 0 ? 1 : rounds[which % rounds.length]);
        bytes[4] memory calls = [
            abi.encodeCall(distributor.claim, (roundId)),
            abi.encodeCall(distributor.withdrawRefund, (jobId)),
            abi.encodeCall(vault.withdraw, ()),
            abi.encodeCall(exchange.leaveJob, (jobId))
        ];
        address[4] memory targets = [address(distributor), address(distributor), address(vault), address(exchange)];
        bountyToken.callBack(targets[what % 4], calls[what % 4]);
    }

    function creditOne(uint256 who, uint256 which) external {
        if (rounds.length == 0) return;
        VM.prank(providerAt(who % PROVIDERS));
        try reputation.credit(roundIdOf(rounds[which % rounds.length])) { } catch { }
        uint256 multiplier = reputation.multiplierOf(providerAt(who % PROVIDERS));
        VM.assertTrue(multiplier >= 10_000 && multiplier <= 20_000, "reputation is bounded");
    }

    function revealOne(uint256 who) external {
        (uint256 round, IModelCoordinator.RoundState memory state) = running();
        uint256 i = who % PROVIDERS;
        bool inTime = state.phase == IModelCoordinator.Phase.Delivering
            || (state.phase == IModelCoordinator.Phase.Revealing && VM.getBlockTimestamp() <= state.deadline);
        if (!inTime || copied[round][i] || coordinator.pendingCommit(coordinator.roundKeyOf(jobId, round), providerAt(i)) == 0) return;
        reveal(jobId, round, i);
        revealedWeight[round] += weightAt(i);
    }

    function everybodyActs() external {
        this.topUpAggregators();
        this.startRound();
        for (uint256 i = 0; i < PROVIDERS; ++i) {
            this.commitOne(i);
        }
        for (uint256 i = 0; i < PROVIDERS; ++i) {
            this.revealOne(i);
        }
    }

    function advance() external {
        try coordinator.advanceRound(jobId) { } catch { }
    }

    function fail() external {
        (uint256 round,) = running();
        uint256 before = flt.balanceOf(address(distributor));
        try coordinator.failRound(jobId) {
            uint256 taken = flt.balanceOf(address(distributor)) - before;
            compensated += taken;
            sentToHarmed += taken;
            VM.assertTrue(coordinator.phaseOf(jobId, round) == IModelCoordinator.Phase.Failed, "failed");
        } catch { }
    }

    function settleOne(uint256 x) external {
        (uint256 round, IModelCoordinator.RoundState memory state) = running();
        if (state.phase != IModelCoordinator.Phase.Aggregating) return;
        uint256 time = VM.getBlockTimestamp();
        if (time > state.deadline + 2 hours) return;
        AggregateProof memory proof = someProof();
        proof.modelCommitment = Curve.mul(Curve.generator(), bound(x, 1, 1e30));
        anchored[round] = proof.modelCommitment;
        address settler = time > state.deadline ? backup : aggregator;
        VM.prank(settler);
        coordinator.verifyAggregate(jobId, proof);
        VM.prank(settler);
        coordinator.publishModel(jobId, round, 0, new bytes(96));
    }

    function distribute(uint256 which) external {
        if (rounds.length == 0) return;
        uint256 roundId = uint256(coordinator.roundKeyOf(jobId, rounds[which % rounds.length]));
        try distributor.distributeRewards(roundId) { } catch { }
    }

    function claim(uint256 who, uint256 which) external {
        if (rounds.length == 0) return;
        uint256 roundId = uint256(coordinator.roundKeyOf(jobId, rounds[which % rounds.length]));
        bool compensation = distributor.getRoundReward(roundId).compensation;
        bool claimedBefore = distributor.isClaimed(roundId, providerAt(who % PROVIDERS));
        VM.prank(providerAt(who % PROVIDERS));
        try distributor.claim(roundId) returns (uint256 amount) {
            if (claimedBefore) ++thefts;
            if (compensation) compensated -= amount;
            else paidOut += amount;
        } catch { }
    }

    // ---- the thief: whatever it tries must revert

    function steal(uint256 what) external {
        address thief = address(0x7417EF);
        address victim = providerAt(what % PROVIDERS);
        bytes[8] memory tries = [
            abi.encodeCall(vault.slashNode, (victim, jobId, 10_000, IStakeVault.SlashProceeds.Harmed)),
            abi.encodeCall(vault.unlock, (victim, jobId)),
            abi.encodeCall(vault.withdraw, ()),
            abi.encodeCall(vault.collectProceeds, ()),
            abi.encodeCall(distributor.withdrawRefund, (jobId)),
            abi.encodeCall(distributor.closePool, (jobId, 0)),
            abi.encodeCall(distributor.claim, (uint256(coordinator.roundKeyOf(jobId, rounds.length == 0 ? 1 : rounds[0])))),
            abi.encodeCall(exchange.releaseAggregator, (jobId))
        ];
        uint256 index = (what >> 8) % 8;
        address target = index < 4 ? address(vault) : index < 7 ? address(distributor) : address(exchange);
        VM.prank(thief);
        (bool done,) = target.call(tries[index]);
        if (done) ++thefts;
    }

    function open() private view returns (bool) {
        return exchange.stateOf(jobId) == IDataExchange.JobState.Open;
    }

    function running() private view returns (uint256 round, IModelCoordinator.RoundState memory state) {
        round = coordinator.currentRound(jobId);
        if (round != 0) state = coordinator.getRound(jobId, round);
    }

    function bondSum(address node) private view returns (uint256) {
        IStakeVault.Bond memory b = vault.bondOf(node);
        return uint256(b.free) + b.locked + b.unbonding;
    }
}
