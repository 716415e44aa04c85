using System.Numerics;
using CsCheck;

namespace FlZk.Bn254.Tests;

/// <summary>Random elements and points; edges come up often.</summary>
internal static class Generate
{
    public static readonly Gen<Fp> Fp = Gen.Frequency(
        (8, CsCheck.Gen.Byte.Array[48].Select(bytes => Bn254.Fp.ReduceBigEndian(bytes))),
        (1, CsCheck.Gen.OneOf(Bn254.Fp.Zero, Bn254.Fp.One, -Bn254.Fp.One)));

    public static readonly Gen<Fr> Fr = Gen.Frequency(
        (8, CsCheck.Gen.Byte.Array[48].Select(bytes => Bn254.Fr.ReduceBigEndian(bytes))),
        (1, CsCheck.Gen.Long.Select(Bn254.Fr.FromInt64)),
        (1, CsCheck.Gen.OneOf(Bn254.Fr.Zero, Bn254.Fr.One, -Bn254.Fr.One)));

    public static readonly Gen<Fp2> Fp2 = Gen.Select(Fp, Fp, (a, b) => new Fp2(a, b));

    public static readonly Gen<Fp6> Fp6 = Gen.Select(Fp2, Fp2, Fp2, (a, b, c) => new Fp6(a, b, c));

    public static readonly Gen<Fp12> Fp12 = Gen.Select(Fp6, Fp6, (a, b) => new Fp12(a, b));

    public static readonly Gen<G1Affine> G1 = Fr.Select(k => G1Affine.Generator * k);

    public static readonly Gen<G2Affine> G2 = Fr.Select(k => G2Affine.Generator * k);

    /// <summary>Points of the twist, almost all of them outside G2.</summary>
    public static readonly Gen<G2Affine> Twist = Fp2.Select(TwistPoint);

    /// <summary>The little-endian 64-bit limbs of an integer.</summary>
    public static ulong[] Limbs(BigInteger value)
    {
        byte[] bytes = value.ToByteArray(isUnsigned: true);
        var limbs = new ulong[(bytes.Length + 7) / 8];
        for (int i = 0; i < bytes.Length; i++) limbs[i / 8] |= (ulong)bytes[i] << (8 * (i % 8));
        return limbs;
    }

    /// <summary>A point of the twist, if there is one with that x.</summary>
    public static bool TryTwistPoint(Fp2 x, out G2Affine point)
    {
        Fp2 b = new Fp2(Bn254.Fp.FromUInt64(9), Bn254.Fp.One).Inverse() * Bn254.Fp.FromUInt64(3);
        bool found = TrySqrt((x.Square() * x) + b, out Fp2 y);
        point = found ? new G2Affine(x, y) : default;
        return found;
    }

    private static G2Affine TwistPoint(Fp2 x)
    {
        for (; ; x += Bn254.Fp2.One)
        {
            if (TryTwistPoint(x, out G2Affine point)) return point;
        }
    }

    /// <summary>(a + b u)^2 = s: a^2 = (s0 + sqrt(s0^2 + s1^2)) / 2 for one of the two roots, b = s1 / 2a.</summary>
    private static bool TrySqrt(Fp2 square, out Fp2 root)
    {
        root = default;
        if (!(square.C0.Square() + square.C1.Square()).TrySqrt(out Fp norm)) return false;
        Fp half = Bn254.Fp.FromUInt64(2).Inverse();
        if (!((square.C0 + norm) * half).TrySqrt(out Fp a) && !((square.C0 - norm) * half).TrySqrt(out a)) return false;
        root = new Fp2(a, square.C1 * half * a.Inverse());
        return root.Square() == square;
    }
}
