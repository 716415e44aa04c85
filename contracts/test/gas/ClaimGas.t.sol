// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";
import { ExchangeTest } from "../support/ExchangeTest.sol";
import { GasMeter } from "../support/GasMeter.sol";
import { AcceptsEverything } from "../weakened/AcceptsEverything.sol";

/// @notice What a claim and a credit cost in rounds of 4, 32 and 256 providers, each as the transaction it is.
contract ClaimGasTest is ExchangeTest, GasMeter {
    function setUp() public {
        deploy();
    }

    function measured(string memory name, uint256 limit) internal returns (uint256 gas) {
        gas = meter("round", name);
        VM.assertLe(gas, limit, name);
    }

    function settledRound(uint256 count, bool inEth) internal returns (uint256 roundId) {
        AcceptsEverything verifier = new AcceptsEverything(32, 2, 20);
        listVerifier(address(verifier));
        IDataExchange.TrainingJobSpec memory spec = specFor(verifier);
        spec.maxProviders = 256;
        spec.maxWeight = 4000;
        if (inEth) spec.bountyToken = address(0);
        uint256 jobId = inEth ? createEthJob(spec) : createJob(spec);
        joinMany(jobId, count);
        uint256 round = playToAggregating(jobId, count);
        settle(jobId);
        roundId = (jobId << 32) | round;
        distributor.distributeRewards(roundId);
    }

    function createEthJob(IDataExchange.TrainingJobSpec memory spec) internal returns (uint256 jobId) {
        payable(publisher).transfer(spec.bounty);
        VM.prank(publisher);
        jobId = exchange.createTrainingJob{ value: spec.bounty }(spec);
        bondAggregators(jobId, spec);
    }

    function bondAggregators(uint256 jobId, IDataExchange.TrainingJobSpec memory spec) internal {
        address[2] memory nodes = [spec.aggregator, spec.backupAggregator];
        for (uint256 i = 0; i < 2; ++i) {
            bond(nodes[i], spec.aggregatorStake);
            VM.prank(nodes[i]);
            exchange.registerAsAggregator(jobId);
        }
    }

    function claimsOf(uint256 count, string memory many) internal returns (uint256 gas) {
        uint256 roundId = settledRound(count, false);
        measured(string.concat("distributeRewards, ", many, " providers"), 120_000);
        // Every one of them holds the token already.
        flt.transfer(providerAt(0), 1);
        flt.transfer(providerAt(count - 1), 1);
        VM.prank(providerAt(0));
        distributor.claim(roundId);
        gas = measured(string.concat("claim, first of ", many), 70_000);
        VM.prank(providerAt(count - 1));
        distributor.claim(roundId);
        uint256 last = measured(string.concat("claim, last of ", many), 70_000);
        VM.assertLt(last, gas + 1000, "the last pays what the first pays");
    }

    function test_a_claim_costs_the_same_among_4_32_and_256_providers() public {
        uint256 four = claimsOf(4, "4");
        VM.assertLt(claimsOf(32, "32"), four + 1000, "32 no more than 4");
        VM.assertLt(claimsOf(256, "256"), four + 1000, "256 no more than 4");
    }

    function test_a_claim_in_eth() public {
        uint256 roundId = settledRound(4, true);
        payable(providerAt(0)).transfer(1);
        VM.prank(providerAt(0));
        distributor.claim(roundId);
        measured("claim, in ETH", 70_000);
    }

    function test_a_credit() public {
        uint256 roundId = settledRound(4, false);
        VM.prank(providerAt(0));
        reputation.credit(roundId);
        measured("credit, first", 120_000);
    }
}
