// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { IVerifierErrors } from "../../src/interfaces/IVerifierErrors.sol";
import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";
import { BoundedUpdateVerifier } from "../../src/verifiers/BoundedUpdateVerifier.sol";
import { LinkedGroth16Verifier } from "../../src/verifiers/LinkedGroth16Verifier.sol";
import { StatementTest } from "../support/StatementTest.sol";
import { AcceptsEverything } from "../weakened/AcceptsEverything.sol";

/// @notice Points are checked before a precompile sees them, so none refuses unless the gas runs out. If one did all the same, what lies in
///         memory then must not pass for its answer.
contract RefusingPrecompilesTest is StatementTest {
    Statement private s;

    function refuse(uint160 precompile) private {
        VM.clearMockedCalls();
        VM.mockCallRevert(address(precompile), "", "");
    }

    function expectVerifierRefuses(string memory file) private {
        VM.clearMockedCalls();
        store(s, statementAt(load(file), ""));
        LinkedGroth16Verifier verifier = new LinkedGroth16Verifier(s.key);
        VM.assertTrue(verifier.verify(s.context, s.weight, s.sum, s.proof), "a true statement");
        // Addition, multiplication, pairing.
        for (uint160 precompile = 6; precompile <= 8; ++precompile) {
            refuse(precompile);
            // By name, or for want of gas: the next precompile takes all it is given when it finds a point that was never computed.
            VM.expectRevert();
            verifier.verify{ gas: 5_000_000 }(s.context, s.weight, s.sum, s.proof);
        }
    }

    function test_no_aggregate_verifies() public {
        expectVerifierRefuses("one-chunk");
        expectVerifierRefuses("two-chunks");
    }

    function test_no_contribution_verifies() public {
        string memory json = load("contributions");
        BoundedUpdateVerifier verifier = new BoundedUpdateVerifier(VM.parseJsonBytes(json, ".two.key"));
        uint256 bound = VM.parseJsonUint(json, ".two.bound");
        uint256 context = abi.decode(VM.parseJsonBytes(json, ".two.claims[0].context"), (uint256));
        G1 memory commitment = abi.decode(VM.parseJsonBytes(json, ".two.claims[0].commitment"), (G1));
        bytes memory proof = VM.parseJsonBytes(json, ".two.claims[0].proof");
        VM.assertTrue(verifier.verify(context, bound, commitment, proof), "a true statement");
        for (uint160 precompile = 6; precompile <= 8; ++precompile) {
            refuse(precompile);
            VM.expectRevert(IVerifierErrors.PointNotOnCurve.selector);
            verifier.verify{ gas: 5_000_000 }(context, bound, commitment, proof);
        }
    }

    function test_no_update_is_added_to_the_sum() public {
        deploy();
        uint256 jobId = createJob(specFor(new AcceptsEverything(32, 2, 20)));
        joinMany(jobId, 2);
        uint256 round = start(jobId);
        commit(jobId, round, 0);
        commit(jobId, round, 1);
        bytes memory update = updateBy(AGGREGATOR_KEY, jobId, round, 0);
        bytes32 key = coordinator.roundKeyOf(jobId, round);
        refuse(7);
        VM.expectRevert(IModelCoordinator.PointNotOnCurve.selector);
        VM.prank(providerAt(0));
        coordinator.submitUpdate(key, update);
        VM.clearMockedCalls();
        VM.prank(providerAt(0));
        coordinator.submitUpdate(key, update);
    }
}
