// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Campaign } from "./Campaign.sol";

/// @notice What holds after any sequence of moves by anybody. docs/contracts.md says which fault each law was seen to catch.
contract ExchangeInvariantTest is Campaign {
    function invariant_every_law_holds() external view {
        laws.vaultIsSolvent();
        laws.noStakeIsLostWithoutAnOffence();
        laws.locksAddUp();
        laws.theHonestLoseNothing();
        laws.unbondingTakesItsTime();
        laws.distributorIsSolvent();
        laws.nothingStaysOnTheWay();
        laws.sharesArePaidOnce();
        laws.licencesArePaidByPoints();
        laws.noCallFromWithinSucceeds();
        laws.sumsAreOfRevealed();
        laws.endedRoundsStay();
        laws.roundsAreCounted();
        laws.modelsArePublishedWhole();
        laws.nothingRefutedIsFinal();
        laws.committeesAreOfCandidates();
        laws.reputationIsBounded();
    }
}
