// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";
import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";
import { BoundedUpdateVerifier } from "../../src/verifiers/BoundedUpdateVerifier.sol";
import { AcceptsEverything } from "../weakened/AcceptsEverything.sol";
import { ContributionTest } from "./ContributionTest.sol";
import { ExchangeTest } from "./ExchangeTest.sol";

/// @title ContributionRoundTest
/// @notice A whole deployment and a job with contribution proofs, for the first round of which the prover has made real ones: provider i is
///         the account of the private key 0x9000 + i. Aggregates are believed, since nothing here is about them.
abstract contract ContributionRoundTest is ContributionTest, ExchangeTest {
    uint16 internal constant UNPROVED = 5000;

    AcceptsEverything internal verifier;
    BoundedUpdateVerifier internal contributions;
    uint256 internal jobId;

    function setUp() public virtual {
        deploy();
        readContributions();
        VM.assertEq(VM.parseJsonAddress(json, ".coordinator"), address(coordinator), "fixtures are made for this coordinator");
        verifier = new AcceptsEverything(16, 1, 20);
        contributions = this.deployContributionVerifier(claimOf(".one", 0).key);
        jobId = createJob(contributionSpec());
        for (uint256 i = 0; i < 3; ++i) {
            join(jobId, partyAt(i));
        }
    }

    function contributionSpec() internal virtual returns (IDataExchange.TrainingJobSpec memory spec) {
        listVerifier(address(contributions));
        spec = specFor(verifier);
        spec.contributionVerifier = address(contributions);
        spec.maxSquaredNorm = uint128(claimOf(".one", 0).bound);
        spec.unprovedFactor = UNPROVED;
    }

    function keyAt(uint256 index) internal pure returns (uint256) {
        return 0x9000 + index;
    }

    function partyAt(uint256 index) internal pure returns (address) {
        return VM.addr(keyAt(index));
    }

    function pointOf(uint256 index) internal view returns (G1 memory) {
        return pointAt(string.concat(".one.claims[", VM.toString(index), "].commitment"));
    }

    function proofOf(uint256 index) internal view returns (bytes memory) {
        return VM.parseJsonBytes(json, string.concat(".one.claims[", VM.toString(index), "].proof"));
    }

    /// @dev A proof with its points in their groups that does not hold.
    function failingProofOf(uint256 index) internal view returns (bytes memory) {
        return withPoint(proofOf(index), 0, pointOf(index));
    }

    /// @dev Provider `index` commits to the commitment of claim `claim`.
    function commitTo(uint256 round, uint256 index, uint256 claim) internal {
        bytes32 hash = commitHashFor(jobId, round, partyAt(index), pointOf(claim), weightAt(index), saltAt(index));
        VM.prank(partyAt(index));
        coordinator.commitUpdate(jobId, hash);
    }

    /// @dev A round in which all three have committed to their own updates.
    function committed() internal returns (uint256 round, bytes32 key) {
        round = start(jobId);
        for (uint256 i = 0; i < 3; ++i) {
            commitTo(round, i, i);
        }
        key = coordinator.roundKeyOf(jobId, round);
    }

    /// @dev What provider `index` reveals after it committed to claim `claim`.
    function updateTo(uint256 round, uint256 index, uint256 claim) internal view returns (bytes memory) {
        G1 memory c = pointOf(claim);
        bytes memory receipt = receiptBy(AGGREGATOR_KEY, jobId, round, partyAt(index), c, weightAt(index));
        return abi.encode(jobId, round, c, weightAt(index), saltAt(index), receipt);
    }

    function updateOf(uint256 round, uint256 index) internal view returns (bytes memory) {
        return updateTo(round, index, index);
    }

    function pointsOf(bytes32 key, uint256 index) internal view returns (uint256 points) {
        (points,,,) = coordinator.shareOf(uint256(key), partyAt(index));
    }

    function phaseIn(uint256 round) internal view returns (IModelCoordinator.Phase) {
        return coordinator.phaseOf(jobId, round);
    }

    function toRevealing() internal {
        skip(1 hours + 1);
        coordinator.advanceRound(jobId);
    }
}
