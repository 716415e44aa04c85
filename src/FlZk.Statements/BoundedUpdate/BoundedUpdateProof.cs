namespace FlZk.Statements;

/// <summary>A proved contribution.</summary>
/// <param name="Statement">What is proved.</param>
/// <param name="Proof">The proof, verified.</param>
/// <param name="Transcripts">Per chunk the proof with all public signals, for snarkjs and auditors. Secret.</param>
/// <param name="Timings">Where the time went.</param>
public sealed record BoundedUpdateProof(
    BoundedUpdateStatement Statement, ContributionProof Proof, IReadOnlyList<ChunkTranscript> Transcripts, ProofTimings Timings);
