using FlZk.Bn254;
using FlZk.Groth16;

namespace FlZk.Statements;

/// <summary>One chunk's proof with its full public signals, which <c>snarkjs groth16 verify</c> accepts. Secret: the signals hold the
/// model, the sums and blindings.</summary>
/// <param name="Groth16">The proof.</param>
/// <param name="PublicSignals">y[K], ctx, W, s[K], rhoS, rhoY, blind.</param>
public sealed record ChunkTranscript(Proof Groth16, ReadOnlyMemory<Fr> PublicSignals)
{
    /// <summary>The count alone: the signals stay out of logs.</summary>
    public override string ToString() => $"chunk proof with {PublicSignals.Length} public signals";
}
