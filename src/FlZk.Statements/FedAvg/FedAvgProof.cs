using FlZk.Bn254;

namespace FlZk.Statements;

/// <summary>A proved statement, with what its maker keeps.</summary>
/// <param name="Statement">The claim. Public.</param>
/// <param name="Proof">Its proof, which the verifier accepted. Public.</param>
/// <param name="ModelBlinding">rho_Y, published with the model, or kept with it.</param>
/// <param name="Transcripts">Per chunk the full public signals. Secret, for auditors who hold the plaintext.</param>
/// <param name="Timings">Where the time went.</param>
public sealed record FedAvgProof(
    FedAvgStatement Statement,
    AggregateProof Proof,
    Fr ModelBlinding,
    IReadOnlyList<ChunkTranscript> Transcripts,
    ProofTimings Timings)
{
    /// <summary>The key and the size alone: blindings stay out of logs.</summary>
    public override string ToString() => $"proof of {Statement.Dimension} parameters under key {Statement.KeyId}";
}
