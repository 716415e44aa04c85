// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { BoundedUpdateKey } from "../../src/verifiers/BoundedUpdateKey.sol";
import { BoundedUpdateVerifier } from "../../src/verifiers/BoundedUpdateVerifier.sol";
import { VerifyingKey } from "../../src/verifiers/VerifyingKey.sol";
import { Test } from "./Test.sol";

/// @title ContributionTest
/// @notice Reads contribution proofs made by the C# prover: tests/FlZk.Contracts.Tests writes them to contracts/fixtures before it runs
///         forge.
abstract contract ContributionTest is Test {
    struct Claim {
        bytes key;
        uint256 bound;
        uint256 context;
        G1 commitment;
        bytes proof;
    }

    string internal json;

    function readContributions() internal {
        json = VM.readFile("./fixtures/contributions.json");
    }

    /// @notice A statement of the fixtures' own link secrets.
    function claimAt(string memory path) internal view returns (Claim memory claim) {
        claim = claimIn(path, string.concat(path, ".claim"));
    }

    /// @notice The prover's own proof `index` under the key for one chunk (`.one`) or two (`.two`).
    function claimOf(string memory path, uint256 index) internal view returns (Claim memory claim) {
        claim = claimIn(path, string.concat(path, ".claims[", VM.toString(index), "]"));
    }

    function claimIn(string memory path, string memory place) private view returns (Claim memory claim) {
        claim.key = VM.parseJsonBytes(json, string.concat(path, ".key"));
        claim.bound = VM.parseJsonUint(json, string.concat(path, ".bound"));
        claim.context = abi.decode(VM.parseJsonBytes(json, string.concat(place, ".context")), (uint256));
        claim.commitment = pointAt(string.concat(place, ".commitment"));
        claim.proof = VM.parseJsonBytes(json, string.concat(place, ".proof"));
    }

    function pointAt(string memory path) internal view returns (G1 memory) {
        return abi.decode(VM.parseJsonBytes(json, path), (G1));
    }

    function keyPoint(bytes memory key, uint256 word) internal pure returns (G1 memory) {
        return G1(VerifyingKey.word(key, word), VerifyingKey.word(key, word + 1));
    }

    /// @notice The G1 point at byte `offset` of a proof.
    function pointIn(bytes memory proof, uint256 offset) internal pure returns (G1 memory point) {
        assembly ("memory-safe") {
            let start := add(add(proof, 0x20), offset)
            mstore(point, mload(start))
            mstore(add(point, 0x20), mload(add(start, 0x20)))
        }
    }

    /// @notice A copy of a proof with other words from byte `offset` on.
    function withWords(bytes memory proof, uint256 offset, bytes memory words) internal pure returns (bytes memory changed) {
        changed = bytes.concat(proof);
        for (uint256 i = 0; i < words.length; ++i) {
            changed[offset + i] = words[i];
        }
    }

    function withPoint(bytes memory proof, uint256 offset, G1 memory point) internal pure returns (bytes memory) {
        return withWords(proof, offset, abi.encode(point));
    }

    /// @notice Deploys in a call of its own; see StatementTest.deployVerifier.
    function deployContributionVerifier(bytes calldata key) external returns (BoundedUpdateVerifier) {
        return new BoundedUpdateVerifier(key);
    }
}
