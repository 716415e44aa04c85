using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>What a contributor of phase 2 draws: the secret x that delta is multiplied by, and a random point.</summary>
/// <param name="x">Neither 0 nor 1 nor -1, so that delta changes in each coordinate.</param>
/// <param name="point">[s]1.</param>
internal sealed class ContributionSecret(Fr x, G1Affine point)
{
    /// <summary>The secret; zero once it is forgotten.</summary>
    public Fr X { get; private set; } = x;

    public G1Affine Point { get; } = point;

    public static ContributionSecret Random()
    {
        Fr x;
        do x = Fr.Random();
        while (x.IsZero || x.IsOne || (-x).IsOne);
        return new ContributionSecret(x, G1Affine.Generator * Fr.Random());
    }

    /// <summary>The one that a stream holds, scalar first.</summary>
    public static ContributionSecret From(CeremonyRandomness randomness) => new(randomness.NextScalar(), randomness.NextG1());

    /// <summary>Overwrites the secret.</summary>
    public void Forget() => X = default;

    /// <inheritdoc/>
    public override string ToString() => nameof(ContributionSecret);
}
