using FlZk.Bn254;

namespace FlZk.Groth16.Tests;

/// <summary>Points of the twist that are not in G2.</summary>
internal static class TwistPoints
{
    /// <summary>A point on the twist outside the subgroup of order r: almost every point is one.</summary>
    public static G2Affine OutsideSubgroup()
    {
        // b' from the generator: y^2 - x^3.
        G2Affine g = G2Affine.Generator;
        Fp2 b = g.Y.Square() - (g.X.Square() * g.X);
        for (ulong i = 1; ; i++)
        {
            var x = new Fp2(Fp.FromUInt64(i), Fp.Zero);
            if (TrySqrt((x.Square() * x) + b, out Fp2 y) && new G2Affine(x, y) is { IsInSubgroup: false } point) return point;
        }
    }

    // The complex method: for a = c0 + c1 u with norm n^2, one of (c0 +- n) / 2 is a square t^2, and the root is t + c1 / (2 t) u.
    private static bool TrySqrt(Fp2 a, out Fp2 root)
    {
        root = default;
        if (!(a.C0.Square() + a.C1.Square()).TrySqrt(out Fp norm)) return false;
        Fp half = Fp.FromUInt64(2).Inverse();
        if (!((a.C0 + norm) * half).TrySqrt(out Fp real) && !((a.C0 - norm) * half).TrySqrt(out real)) return false;
        root = new Fp2(real, a.C1 * half * real.Inverse());
        return root.Square() == a;
    }
}
