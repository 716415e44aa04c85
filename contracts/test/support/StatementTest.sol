// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { AggregateProof } from "../../src/interfaces/AggregateProof.sol";
import { G1, G2 } from "../../src/interfaces/Bn254Points.sol";
import { LinkedGroth16Verifier } from "../../src/verifiers/LinkedGroth16Verifier.sol";
import { ExchangeTest } from "./ExchangeTest.sol";

/// @title StatementTest
/// @notice Reads statements made by the C# prover: tests/FlZk.Contracts.Tests writes them to contracts/fixtures before it runs forge.
abstract contract StatementTest is ExchangeTest {
    struct Statement {
        bytes key;
        uint256 context;
        uint256 weight;
        G1 sum;
        AggregateProof proof;
    }

    function load(string memory file) internal view returns (string memory) {
        return VM.readFile(string.concat("./fixtures/", file, ".json"));
    }

    function bytesAt(string memory json, string memory path) internal pure returns (bytes memory) {
        return VM.parseJsonBytes(json, path);
    }

    function pointAt(string memory json, string memory path) internal pure returns (G1 memory) {
        return abi.decode(bytesAt(json, path), (G1));
    }

    function twistPointAt(string memory json, string memory path) internal pure returns (G2 memory) {
        return abi.decode(bytesAt(json, path), (G2));
    }

    function statementAt(string memory json, string memory path) internal pure returns (Statement memory statement) {
        statement = wordsAt(json, path);
        statement.key = bytesAt(json, string.concat(path, ".key"));
    }

    function wordsAt(string memory json, string memory path) internal pure returns (Statement memory statement) {
        statement.context = abi.decode(bytesAt(json, string.concat(path, ".context")), (uint256));
        statement.weight = abi.decode(bytesAt(json, string.concat(path, ".weight")), (uint256));
        statement.sum = pointAt(json, string.concat(path, ".sum"));
        statement.proof = abi.decode(bytesAt(json, string.concat(path, ".proof")), (AggregateProof));
    }

    /// @notice Deploys in a call of its own. Under dynamic test linking `new` is a cheatcode: where its revert is expected in the test's
    ///         own frame, the test ends there, as passed, and the rest of it never runs.
    function deployVerifier(bytes calldata key) external returns (LinkedGroth16Verifier) {
        return new LinkedGroth16Verifier(key);
    }

    /// @notice Keeps a statement in storage, field by field: the legacy code generator copies no nested array whole.
    function store(Statement storage kept, Statement memory statement) internal {
        (kept.key, kept.context, kept.weight, kept.sum) = (statement.key, statement.context, statement.weight, statement.sum);
        (kept.proof.modelCommitment, kept.proof.link) = (statement.proof.modelCommitment, statement.proof.link);
        delete kept.proof.chunks;
        for (uint256 c = 0; c < statement.proof.chunks.length; ++c) {
            kept.proof.chunks.push(statement.proof.chunks[c]);
        }
    }
}
