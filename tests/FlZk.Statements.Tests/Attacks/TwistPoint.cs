using FlZk.Bn254;

namespace FlZk.Statements.Tests.Attacks;

/// <summary>Points of the twist that are not in G2.</summary>
internal static class TwistPoint
{
    /// <summary>A point on the curve y^2 = x^3 + 3 / (9 + u) that the subgroup check must refuse.</summary>
    public static G2Affine OutsideSubgroup()
    {
        Fp2 b = Lift(3) * new Fp2(Fp.FromUInt64(9), Fp.One).Inverse();
        for (ulong i = 1; ; i++)
        {
            var x = new Fp2(Fp.FromUInt64(i), Fp.Zero);
            if (!TrySqrt((x.Square() * x) + b, out Fp2 y)) continue;
            var point = new G2Affine(x, y);
            if (point.IsOnCurve && !point.IsInSubgroup) return point;
        }
    }

    private static Fp2 Lift(ulong value) => new(Fp.FromUInt64(value), Fp.Zero);

    /// <summary>Square root in Fp2 by the complex method: (a + bu) has root c + du with c^2 = (a + sqrt(a^2 +
    /// b^2)) / 2, d = b / 2c.</summary>
    private static bool TrySqrt(Fp2 value, out Fp2 root)
    {
        root = default;
        if (!(value.C0.Square() + value.C1.Square()).TrySqrt(out Fp norm)) return false;
        Fp half = Fp.FromUInt64(2).Inverse();
        if (!((value.C0 + norm) * half).TrySqrt(out Fp c) && !((value.C0 - norm) * half).TrySqrt(out c)) return false;
        root = new Fp2(c, value.C1 * half * c.Inverse());
        return root.Square() == value;
    }
}
