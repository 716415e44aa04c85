// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { AggregateProof } from "../../src/interfaces/AggregateProof.sol";
import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";
import { AcceptsEverything } from "../weakened/AcceptsEverything.sol";
import { ExchangeTest } from "./ExchangeTest.sol";

/// @title OptimisticTest
/// @notice An optimistic job with three providers, and somebody who may challenge.
abstract contract OptimisticTest is ExchangeTest {
    uint256 internal constant WINDOW = 6 hours;
    uint256 internal constant CHALLENGER_STAKE = 1000;

    AcceptsEverything internal verifier;
    uint256 internal jobId;
    address internal challenger = address(0xC4A1);

    function setUp() public virtual {
        deploy();
        verifier = new AcceptsEverything(32, 2, 20);
        jobId = createJob(optimistic(specFor(verifier)));
        joinMany(jobId, 3);
        bond(challenger, CHALLENGER_STAKE);
    }

    function optimistic(IDataExchange.TrainingJobSpec memory spec) internal pure returns (IDataExchange.TrainingJobSpec memory) {
        spec.settlement = IDataExchange.SettlementMode.Optimistic;
        spec.challengeWindow = uint32(WINDOW);
        return spec;
    }

    function propose(address proposer) internal {
        VM.prank(proposer);
        coordinator.proposeAggregate(jobId, proposedPoint(), keccak256("file"), "ipfs://file");
    }

    function proposedPoint() internal pure returns (G1 memory) {
        return G1(1, 2);
    }

    /// @dev A round up to its proposal.
    function playToProposed() internal returns (uint256 roundId) {
        uint256 round = playToAggregating(jobId, 3);
        roundId = (jobId << 32) | round;
        propose(aggregator);
    }

    function challenge(uint256 roundId) internal {
        VM.prank(challenger);
        settlement.challenge(roundId);
    }

    function prove() internal {
        AggregateProof memory proof = someProof();
        VM.prank(aggregator);
        coordinator.verifyAggregate(jobId, proof);
    }
}
