namespace FlZk.Statements;

/// <summary>Where the time of one statement's proof went, all chunks together.</summary>
/// <param name="Witness">Running the circuit.</param>
/// <param name="Prove">Groth16.</param>
/// <param name="Link">Commitments, D per chunk and pi.</param>
/// <param name="Verify">Self-verification of the whole statement.</param>
public readonly record struct ProofTimings(TimeSpan Witness, TimeSpan Prove, TimeSpan Link, TimeSpan Verify);
