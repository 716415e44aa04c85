using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>What one proof is said to prove.</summary>
/// <param name="PublicSignals">All public signals, outputs first.</param>
/// <param name="Proof">The proof.</param>
public readonly record struct ProofClaim(ReadOnlyMemory<Fr> PublicSignals, Proof Proof);
