using System.Numerics;
using FlZk.Bn254.Fields;

namespace FlZk.Bn254.Curves;

/// <summary>The endomorphism (x, y) -> (beta x, y) of G1, which is multiplication by lambda: Gallant, Lambert and Vanstone, "Faster point
/// multiplication on elliptic curves with efficient endomorphisms", CRYPTO 2001.</summary>
internal static class Endomorphism
{
    /// <summary>36x^3 + 18x^2 + 6x + 1, a cube root of one modulo r.</summary>
    public static readonly Fr Lambda = LambdaOf(Fr.FromUInt64(CurveParameters.Seed));

    /// <summary>The cube root of one modulo p that goes with it: ((1 + sqrt(-3)) / 2)^2 or its inverse, whichever lambda tells.</summary>
    public static readonly Fp Beta = BetaOf(Lambda);

    // The lattice {(a, b): a + b lambda = 0 mod r} is spanned by (-s, t) and (s + t, s), of determinant -r.
    private static readonly BigInteger S = (2 * (BigInteger)CurveParameters.Seed) + 1;
    private static readonly BigInteger T = (6 * BigInteger.Pow(CurveParameters.Seed, 2)) + (2 * (BigInteger)CurveParameters.Seed);
    private static readonly Fr FieldS = Fr.FromBigInteger(S);
    private static readonly Fr FieldT = Fr.FromBigInteger(T);
    private static readonly Limbs RatioS = Ratio(S);
    private static readonly Limbs RatioT = Ratio(T);

    /// <summary>[lambda] P.</summary>
    public static G1Affine Apply(in G1Affine point) => new(point.X * Beta, point.Y);

    /// <summary>k0 and k1 with k = k0 + k1 lambda, each below 2^129 or above r - 2^129.</summary>
    /// <remarks>The nearest vector of the lattice, up to rounding, is taken from (k, 0). Rounding moves the halves by a few short vectors
    /// and never changes their sum.</remarks>
    public static (Fr K0, Fr K1) Split(Fr scalar)
    {
        Limbs canonical = scalar.ToCanonical();
        Fr timesS = HighProduct(canonical, RatioS), timesT = HighProduct(canonical, RatioT);
        Fr k1 = (timesS * FieldT) - (timesT * FieldS);
        return (scalar - (k1 * Lambda), k1);
    }

    private static Limbs Ratio(BigInteger part)
    {
        Span<byte> bytes = stackalloc byte[32];
        bytes.Clear();
        ((part << 256) / Fr.Modulus).TryWriteBytes(bytes, out _, isUnsigned: true);
        return Limbs.ReadLittleEndian(bytes);
    }

    // The product over 2^256, rounded down, reduced.
    private static Fr HighProduct(in Limbs a, in Limbs b)
    {
        ReadOnlySpan<ulong> left = [a.L0, a.L1, a.L2, a.L3], right = [b.L0, b.L1, b.L2, b.L3];
        Span<ulong> product = stackalloc ulong[8];
        product.Clear();
        for (int i = 0; i < 4; i++)
        {
            UInt128 carry = 0;
            for (int j = 0; j < 4; j++)
            {
                carry += ((UInt128)left[i] * right[j]) + product[i + j];
                product[i + j] = (ulong)carry;
                carry >>= 64;
            }

            product[i + 4] = (ulong)carry;
        }

        Fr word = Fr.FromUInt64(ulong.MaxValue) + Fr.One, sum = Fr.Zero;
        for (int i = 7; i >= 4; i--) sum = (sum * word) + Fr.FromUInt64(product[i]);
        return sum;
    }

    private static Fr LambdaOf(Fr x) => (((((Fr.FromUInt64(36) * x) + Fr.FromUInt64(18)) * x) + Fr.FromUInt64(6)) * x) + Fr.One;

    private static Fp BetaOf(Fr lambda)
    {
        G1Affine multiple = G1Affine.Generator * lambda;
        return multiple.X * G1Affine.Generator.X.Inverse();
    }
}
