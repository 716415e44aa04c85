using FlZk.Bn254;
using FlZk.Groth16;

namespace FlZk.Statements;

/// <summary>The proof about one chunk of a model.</summary>
/// <param name="Commitment">D, the committed part of the Groth16 verifier's input point. Worthless without the link.</param>
/// <param name="Groth16">An unmodified Groth16 proof.</param>
public readonly record struct ChunkProof(G1Affine Commitment, Proof Groth16);
