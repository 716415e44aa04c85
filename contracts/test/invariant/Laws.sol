// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";
import { IRewardDistributor } from "../../src/interfaces/IRewardDistributor.sol";
import { IStakeVault } from "../../src/interfaces/IStakeVault.sol";
import { ILicenceProceeds } from "../../src/interfaces/ILicenceProceeds.sol";
import { Curve } from "../support/Curve.sol";
import { Move } from "./moves/Move.sol";
import { Ledger } from "./world/Ledger.sol";
import { Party } from "./world/Party.sol";
import { World } from "./world/World.sol";

/// @title Laws
/// @notice What holds after any sequence of moves by anybody. Each function is one law, and reverts where it is broken.
contract Laws is Move {
    constructor(World world_) Move(world_) { }

    // ---- stakes

    /// @notice The vault holds every bond and the fines that the treasury has not collected, and nothing else.
    function vaultIsSolvent() external view {
        uint256 sum = 0;
        address[] memory nodes = world.nodes();
        for (uint256 i = 0; i < nodes.length; ++i) {
            sum += bondSum(nodes[i]);
        }
        VM.assertEq(sum, vault.totalBonded(), "sum of bonds = total bonded");
        VM.assertEq(vault.uncollectedProceeds(), ledger.proceeds(), "fines not collected");
        VM.assertEq(flt.balanceOf(address(vault)), sum + ledger.proceeds(), "vault = bonds + fines");
        VM.assertEq(sum, ledger.deposited() - ledger.withdrawn() - ledger.fined(), "bonds = in - out - fined");
    }

    /// @notice What a node deposited is there, was withdrawn after its delay, or was taken for an offence that was shown.
    function noStakeIsLostWithoutAnOffence() external view {
        address[] memory nodes = world.nodes();
        for (uint256 i = 0; i < nodes.length; ++i) {
            uint256 left = ledger.deposits(nodes[i]) - ledger.withdrawals(nodes[i]) - ledger.fines(nodes[i]);
            VM.assertEq(bondSum(nodes[i]), left, "deposited = withdrawn + fined + held");
            VM.assertEq(vault.debtOf(nodes[i]), ledger.debts(nodes[i]), "debts");
            VM.assertEq(uint256(reputation.standingOf(nodes[i]).faults), ledger.faults(nodes[i]), "faults on record");
        }
    }

    /// @notice What a node has locked is the sum of its locks.
    function locksAddUp() external view {
        address[] memory nodes = world.nodes();
        for (uint256 i = 0; i < nodes.length; ++i) {
            uint256 sum = 0;
            for (uint256 jobId = 1; jobId <= world.jobCount(); ++jobId) {
                sum += vault.lockedFor(nodes[i], jobId);
            }
            for (uint256 j = 0; j < ledger.roundCount(); ++j) {
                sum += vault.lockedFor(nodes[i], settlement.lockIdOf(ledger.roundIds(j)));
            }
            VM.assertEq(sum, vault.bondOf(nodes[i]).locked, "sum of locks = locked");
        }
    }

    /// @notice Who meets every deadline, signs for nothing false and challenges only what is false never pays.
    function theHonestLoseNothing() external view {
        address[3] memory honest = [providerAt(PROVIDERS - 1), world.steady(), world.watcher()];
        for (uint256 i = 0; i < 3; ++i) {
            uint256 left = ledger.deposits(honest[i]) - ledger.withdrawals(honest[i]);
            VM.assertGe(bondSum(honest[i]), left, "an honest party lost stake");
            VM.assertEq(uint256(reputation.standingOf(honest[i]).faults), 0, "an honest party was blamed");
        }
    }

    /// @notice No stake that unbonds comes free before its delay.
    function unbondingTakesItsTime() external view {
        address[] memory nodes = world.nodes();
        for (uint256 i = 0; i < nodes.length; ++i) {
            IStakeVault.Bond memory bond = vault.bondOf(nodes[i]);
            if (bond.unbonding == 0) continue;
            VM.assertEq(bond.releasableAt, ledger.unbondingSince(nodes[i]) + DELAY, "a whole delay from the last request");
        }
    }

    // ---- money

    /// @notice The distributor holds what it owes in each currency, to the last unit, by the ledger and by its own records.
    function distributorIsSolvent() external view {
        address[3] memory tokens = [address(0), address(flt), address(world.hostile())];
        for (uint256 i = 0; i < 3; ++i) {
            uint256 held = tokens[i] == address(0) ? address(distributor).balance : IERC20(tokens[i]).balanceOf(address(distributor));
            VM.assertEq(held, ledger.owed(tokens[i]), "held = in - out");
            VM.assertEq(held, recorded(tokens[i]), "held = what is on record");
        }
    }

    /// @notice No other contract keeps any money.
    function nothingStaysOnTheWay() external view {
        address[6] memory others =
            [address(exchange), address(coordinator), address(marketplace), address(settlement), address(disputes), address(selector)];
        for (uint256 i = 0; i < 6; ++i) {
            uint256 held = others[i].balance + flt.balanceOf(others[i]) + world.hostile().balanceOf(others[i]);
            VM.assertEq(held, 0, "money that is nobody's");
        }
    }

    /// @notice Nobody is paid a share twice, nor another than its own, nor a job more than its bounty.
    function sharesArePaidOnce() external view {
        for (uint256 j = 0; j < ledger.roundCount(); ++j) {
            sharesOf(ledger.roundIds(j));
        }
        for (uint256 jobId = 1; jobId <= world.jobCount(); ++jobId) {
            VM.assertLe(ledger.spent(jobId), ledger.bounties(jobId), "claims + refund <= bounty");
        }
    }

    /// @notice Nobody has more of a model's licences than the part that its points give it.
    function licencesArePaidByPoints() external view {
        address[3] memory tokens = [address(0), address(flt), address(world.hostile())];
        for (uint256 j = 0; j < 3 * ledger.roundCount(); ++j) {
            licencesOf(ledger.roundIds(j / 3), tokens[j % 3]);
        }
    }

    /// @notice No call from the middle of a payment has taken anything.
    function noCallFromWithinSucceeds() external view {
        VM.assertEq(world.thefts(), 0, "from within a token");
        VM.assertEq(Party(payable(publisher)).successes(), 0, "from within the publisher's refund");
        for (uint256 i = 0; i < PROVIDERS; ++i) {
            VM.assertEq(Party(payable(providerAt(i))).successes(), 0, "from within a claim");
        }
    }

    // ---- rounds

    /// @notice W and the points are the sums over those who revealed, whose shares of the points lie side by side without a gap.
    function sumsAreOfRevealed() external view {
        for (uint256 j = 0; j < ledger.roundCount(); ++j) {
            uint256 roundId = ledger.roundIds(j);
            IModelCoordinator.RoundState memory state = coordinator.getRound(roundId >> 32, uint32(roundId));
            VM.assertEq(state.totalWeight, ledger.revealedWeight(roundId), "W = sum of what was revealed");
            sumOf(roundId, state);
        }
    }

    /// @notice A round that is finalised or failed stays so, with its model, W and points.
    function endedRoundsStay() external view {
        for (uint256 j = 0; j < ledger.roundCount(); ++j) {
            uint256 roundId = ledger.roundIds(j);
            Ledger.Ending memory ending = ledger.endingOf(roundId);
            if (ending.phase == IModelCoordinator.Phase.Idle) continue;
            IModelCoordinator.RoundState memory state = coordinator.getRound(roundId >> 32, uint32(roundId));
            VM.assertTrue(state.phase == ending.phase, "the phase stays");
            VM.assertEq(state.totalWeight, ending.totalWeight, "W stays");
            VM.assertEq(state.totalPoints, ending.totalPoints, "points stay");
            G1 memory model = coordinator.modelCommitment(roundId >> 32, uint32(roundId));
            VM.assertTrue(Curve.same(model, ending.model), "C_Y stays");
            VM.assertTrue(ending.phase == IModelCoordinator.Phase.Finalised || model.x == 0, "a failed round has no model");
        }
    }

    /// @notice A job's finalised rounds are counted in order, at most as many as it wants, and only its last round can be running.
    function roundsAreCounted() external view {
        for (uint256 jobId = 1; jobId <= world.jobCount(); ++jobId) {
            uint256 finalised = 0;
            uint256 last = coordinator.currentRound(jobId);
            for (uint256 round = 1; round <= last; ++round) {
                IModelCoordinator.RoundState memory state = coordinator.getRound(jobId, round);
                bool over = state.phase == IModelCoordinator.Phase.Failed;
                if (state.phase == IModelCoordinator.Phase.Finalised) {
                    over = true;
                    VM.assertEq(state.ordinal, finalised++, "in order");
                }
                VM.assertTrue(over || round == last, "one round at a time");
            }
            VM.assertEq(coordinator.finalisedRounds(jobId), finalised, "counted");
            VM.assertLe(finalised, world.ROUNDS(), "no more than wanted");
        }
    }

    /// @notice The parts of a model that are taken are those that were sent, after its proof, and a proved round is final with all of it.
    function modelsArePublishedWhole() external view {
        for (uint256 j = 0; j < ledger.roundCount(); ++j) {
            uint256 roundId = ledger.roundIds(j);
            bool isFinal = coordinator.phaseOf(roundId >> 32, uint32(roundId)) == IModelCoordinator.Phase.Finalised;
            uint256 sent = ledger.publications(roundId);
            uint256 taken = coordinator.publishedBytes(roundId);
            VM.assertTrue(sent == 0 || ledger.proved(roundId), "a model before its proof");
            if (!isFinal) VM.assertEq(taken, sent, "what was sent is what was taken");
            else if (ledger.proved(roundId)) VM.assertEq(sent, world.MODEL_BYTES(), "final without its model");
            else VM.assertEq(taken, 0, "a proposal that nobody challenged has its model elsewhere");
        }
    }

    /// @notice Nothing false is final that somebody challenged; a model that was proved is true.
    function nothingRefutedIsFinal() external view {
        for (uint256 j = 0; j < ledger.roundCount(); ++j) {
            uint256 roundId = ledger.roundIds(j);
            G1 memory model = coordinator.modelCommitment(roundId >> 32, uint32(roundId));
            if (!world.verifier().isFalse(model.x)) continue;
            VM.assertTrue(ledger.challenged(roundId) == address(0), "a challenged model is final without its proof");
            VM.assertFalse(coordinator.isProved(roundId), "a false model is proved");
        }
    }

    /// @notice A committee is of different candidates, as many as there are seats or candidates, and only they take part.
    function committeesAreOfCandidates() external view {
        for (uint256 j = 0; j < ledger.roundCount(); ++j) {
            uint256 roundId = ledger.roundIds(j);
            if (world.kindOf(roundId >> 32) == World.Kind.Committee) committeeOf(roundId);
        }
    }

    /// @notice Reputation is worth between once and twice.
    function reputationIsBounded() external view {
        for (uint256 i = 0; i < PROVIDERS; ++i) {
            uint256 multiplier = reputation.multiplierOf(providerAt(i));
            VM.assertTrue(multiplier >= 10_000 && multiplier < 20_000, "between once and twice");
        }
    }

    function bondSum(address node) private view returns (uint256) {
        IStakeVault.Bond memory bond = vault.bondOf(node);
        return uint256(bond.free) + bond.locked + bond.unbonding;
    }

    function recorded(address token) private view returns (uint256 sum) {
        if (token == address(flt)) sum = distributor.unassignedCompensation();
        for (uint256 jobId = 1; jobId <= world.jobCount(); ++jobId) {
            IRewardDistributor.Pool memory pool = distributor.getPool(jobId);
            if (pool.token == token) sum += uint256(pool.unassigned) + pool.refund;
        }
        for (uint256 j = 0; j < ledger.roundCount(); ++j) {
            uint256 roundId = ledger.roundIds(j);
            IRewardDistributor.RoundReward memory reward = distributor.getRoundReward(roundId);
            if (reward.token == token) sum += reward.unclaimed;
            ILicenceProceeds.Proceeds memory proceeds = distributor.getProceeds(roundId, token);
            sum += uint256(proceeds.forContributors) - proceeds.paidToContributors + proceeds.forPublisher;
        }
    }

    function licencesOf(uint256 roundId, address token) private view {
        ILicenceProceeds.Proceeds memory proceeds = distributor.getProceeds(roundId, token);
        if (proceeds.totalPoints == 0) return;
        for (uint256 i = 0; i < PROVIDERS; ++i) {
            (uint256 points,,,) = coordinator.shareOf(roundId, providerAt(i));
            uint256 part = uint256(proceeds.forContributors) * points / proceeds.totalPoints;
            VM.assertLe(ledger.licences(roundId, token, providerAt(i)), part, "no more than its part");
        }
    }

    function sharesOf(uint256 roundId) private view {
        IRewardDistributor.RoundReward memory reward = distributor.getRoundReward(roundId);
        VM.assertEq(uint256(reward.amount) - reward.unclaimed, ledger.paid(roundId), "unclaimed = amount - paid");
        if (reward.totalPoints == 0) return;
        uint256 sum = 0;
        for (uint256 i = 0; i < PROVIDERS; ++i) {
            uint256 share = distributor.shareOf(roundId, providerAt(i));
            sum += share;
            bool claimed = distributor.isClaimed(roundId, providerAt(i));
            VM.assertEq(ledger.claims(roundId, providerAt(i)), claimed ? share : 0, "its share, once");
        }
        VM.assertEq(sum, reward.amount, "the shares are the whole reward");
        if (reward.compensation) VM.assertEq(reward.amount, ledger.compensation(roundId), "what the offenders of this round were fined");
    }

    function sumOf(uint256 roundId, IModelCoordinator.RoundState memory state) private view {
        uint256 weight = 0;
        uint256 points = 0;
        uint256 revealed = 0;
        uint256 starts = 0;
        uint256 ends = 0;
        for (uint256 i = 0; i < PROVIDERS; ++i) {
            (uint256 own, uint256 before,, bool has) = coordinator.shareOf(roundId, providerAt(i));
            if (!has) continue;
            ++revealed;
            points += own;
            weight += coordinator.weightOf(roundId, providerAt(i));
            starts ^= before;
            ends ^= before + own;
        }
        VM.assertEq(weight, state.totalWeight, "W = sum w_i");
        VM.assertEq(points, state.totalPoints, "T = sum p_i");
        VM.assertEq(revealed, state.revealed, "as many as revealed");
        // Each share begins where another ends, the first at 0, and the last ends at T.
        VM.assertEq(starts ^ ends, state.totalPoints, "side by side");
    }

    function committeeOf(uint256 roundId) private view {
        uint256 candidates = ledger.candidates(roundId);
        address[] memory members = selector.getCommittee(roundId);
        uint256 count = 0;
        uint256 drawn = 0;
        for (uint256 i = 0; i < PROVIDERS; ++i) {
            count += (candidates >> i) & 1;
        }
        if (members.length != 0) VM.assertEq(members.length, count < world.SEATS() ? count : world.SEATS(), "all seats");
        for (uint256 i = 0; i < members.length; ++i) {
            uint256 bit = 1 << (uint160(members[i]) - uint160(providerAt(0)));
            VM.assertTrue(candidates & bit != 0, "a candidate");
            VM.assertTrue(drawn & bit == 0, "drawn once");
            drawn |= bit;
        }
        for (uint256 i = 0; i < PROVIDERS; ++i) {
            bool inRound = hasCommitted(roundId, providerAt(i)) || hasRevealed(roundId, providerAt(i));
            VM.assertTrue(!inRound || (drawn >> i) & 1 == 1, "only members take part");
        }
    }
}

