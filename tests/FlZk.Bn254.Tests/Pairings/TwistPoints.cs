using System.Numerics;
using FlZk.Bn254.Curves;

namespace FlZk.Bn254.Tests.Pairings;

/// <summary>Points of the twist that are not in G2.</summary>
internal static class TwistPoints
{
    /// <summary>The first point of the twist outside G2 whose x is an integer from <paramref name="from"/> on.</summary>
    public static G2Affine OutsideSubgroup(ulong from)
    {
        for (ulong i = from; ; i++)
        {
            var x = new Fp2(Fp.FromUInt64(i), Fp.Zero);
            if (TrySqrt((x.Square() * x) + TwistConstants.B, out Fp2 y) && new G2Affine(x, y) is { IsInSubgroup: false } point) return point;
        }
    }

    /// <summary>Any multiple, by doubling and adding: scalars of the library are below r.</summary>
    public static G2Affine Multiply(G2Affine point, BigInteger factor)
    {
        G2Affine sum = G2Affine.Infinity;
        for (long bit = factor.GetBitLength() - 1; bit >= 0; bit--)
        {
            sum += sum;
            if (!((factor >> (int)bit) & 1).IsZero) sum += point;
        }

        return sum;
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
