// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1, G2 } from "./Bn254Points.sol";

/// @notice One chunk's Groth16 proof and the commitment D to its public signals.
struct ChunkProof {
    G1 commitment;
    G1 a;
    G2 b;
    G1 c;
}

/// @notice A round's whole proof: the commitment C_Y to the new model, the link proof pi, and one Groth16 proof per chunk in order.
struct AggregateProof {
    G1 modelCommitment;
    G1 link;
    ChunkProof[] chunks;
}
