namespace FlZk.Bn254.Hashing;

/// <summary>The Shallue-van de Woestijne map to G1 with Z = 1: RFC 9380, section 6.6.1, straight-line form of
/// appendix F.1, for g(x) = x^3 + 3.</summary>
internal static class ShallueVanDeWoestijne
{
    // c1 = g(Z), c2 = -Z/2, c3 = sqrt(-g(Z) 3 Z^2) with sgn0(c3) = 0, c4 = -4 g(Z) / (3 Z^2)
    private static readonly Fp C1 = Fp.FromUInt64(4);
    private static readonly Fp C2 = -Fp.FromUInt64(2).Inverse();
    private static readonly Fp C3 = EvenRoot(-Fp.FromUInt64(12));
    private static readonly Fp C4 = -(Fp.FromUInt64(16) * Fp.FromUInt64(3).Inverse());

    /// <summary>A point of the curve for every field element.</summary>
    public static G1Affine Map(in Fp u)
    {
        Fp product = u.Square() * C1;
        Fp plus = Fp.One + product;
        Fp minus = Fp.One - product;
        Fp inverse = (minus * plus).Inverse();
        Fp shift = u * minus * inverse * C3;
        Fp x = C2 - shift;
        if (!Curve(x).TrySqrt(out Fp y))
        {
            x = C2 + shift;
            if (!Curve(x).TrySqrt(out y))
            {
                x = ((plus.Square() * inverse).Square() * C4) + Fp.One;

                // One of the three candidates always has a square value (section 6.6.1).
                bool found = Curve(x).TrySqrt(out y);
                System.Diagnostics.Debug.Assert(found, "The third candidate's value is a square.");
            }
        }

        return new G1Affine(x, u.Sgn0 == y.Sgn0 ? y : -y);
    }

    private static Fp Curve(in Fp x) => (x.Square() * x) + Fp.FromUInt64(3);

    private static Fp EvenRoot(in Fp square)
    {
        bool found = square.TrySqrt(out Fp root);
        System.Diagnostics.Debug.Assert(found, "-12 is a square modulo p.");
        return root.Sgn0 == 0 ? root : -root;
    }
}
