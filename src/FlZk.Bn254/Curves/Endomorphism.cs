namespace FlZk.Bn254.Curves;

/// <summary>The endomorphism (x, y) -> (beta x, y) of G1, which is multiplication by lambda: Gallant, Lambert and Vanstone, "Faster point
/// multiplication on elliptic curves with efficient endomorphisms", CRYPTO 2001.</summary>
internal static class Endomorphism
{
    /// <summary>36x^3 + 18x^2 + 6x + 1, a cube root of one modulo r.</summary>
    public static readonly Fr Lambda = LambdaOf(Fr.FromUInt64(CurveParameters.Seed));

    /// <summary>The cube root of one modulo p that goes with it: ((1 + sqrt(-3)) / 2)^2 or its inverse, whichever lambda tells.</summary>
    public static readonly Fp Beta = BetaOf(Lambda);

    /// <summary>[lambda] P.</summary>
    public static G1Affine Apply(in G1Affine point) => new(point.X * Beta, point.Y);

    private static Fr LambdaOf(Fr x) => (((((Fr.FromUInt64(36) * x) + Fr.FromUInt64(18)) * x) + Fr.FromUInt64(6)) * x) + Fr.One;

    private static Fp BetaOf(Fr lambda)
    {
        G1Affine multiple = G1Affine.Generator * lambda;
        return multiple.X * G1Affine.Generator.X.Inverse();
    }
}
