using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>What the contributions of phase 2 are bound to: BLAKE2b of the circuit hash and of every record before.</summary>
internal sealed class PhaseTwoTranscript
{
    private readonly Blake2b _hash = new();

    public PhaseTwoTranscript(ReadOnlySpan<byte> circuitHash) => _hash.Append(circuitHash);

    /// <summary>The transcript of a contribution with these two points.</summary>
    public byte[] Of(in G1Affine s, in G1Affine sx) => _hash.Fork().Append(s).Append(sx).Finish();

    /// <summary>Goes on after a contribution.</summary>
    public void Append(Contribution contribution) => Append(_hash, contribution);

    /// <summary>s' of the proof of knowledge: a point of G2 that nobody chose.</summary>
    public static G2Affine Challenge(ReadOnlySpan<byte> transcript) => new CeremonyRandomness(transcript).NextG2();

    /// <summary>A contribution's own hash, which contributors publish.</summary>
    public static byte[] HashOf(Contribution contribution)
    {
        var hash = new Blake2b();
        Append(hash, contribution);
        return hash.Finish();
    }

    private static void Append(Blake2b hash, Contribution contribution) => hash
        .Append(contribution.DeltaAfter).Append(contribution.S).Append(contribution.Sx).Append(contribution.Spx)
        .Append(contribution.Transcript.Span);
}
