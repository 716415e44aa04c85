using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FlZk.Bn254.Fields;

namespace FlZk.Bn254.Lanes;

/// <summary>Arithmetic in Fp on eight elements at a time with AVX-512.</summary>
/// <remarks>
/// A block is eight elements, one per lane, as five vectors of limbs of 52 bits, least significant first: limb i of lane l is the 64-bit
/// word 8 i + l. In memory limbs are always carried: each is in [0, 2^52). The integer they stand for is lazy, a residue below a small
/// multiple of p that each method states; canonical means below p. Differences are kept positive by adding a multiple of p, and are carried
/// with arithmetic shifts before they are stored. Coordinates are the same integers as in <see cref="Fp"/>, x 2^256 mod p: only their cut
/// into limbs differs.
/// </remarks>
internal static unsafe partial class FpLanes
{
    /// <summary>Elements per block.</summary>
    public const int Lanes = 8;

    /// <summary>Words per block.</summary>
    public const int BlockLength = 5 * Lanes;

    private const ulong LimbMask = (1UL << 52) - 1;

    /// <summary>The limbs of p.</summary>
    private const ulong Q0 = 0x8c16d87cfd47, Q1 = 0x916871ca8d3c2, Q2 = 0x181585d97816a, Q3 = 0xa029b85045b68, Q4 = 0x30644e72e131;

    /// <summary>floor(2^50 / (floor(p / 2^228) + 1)).</summary>
    private const uint QuotientEstimator = 22188497;

    /// <summary>The element in one lane, any integer below 2^256, as the field element of that integer.</summary>
    public static Fp ReadInteger(ulong* block, int lane)
    {
        ulong t0 = block[lane], t1 = block[Lanes + lane], t2 = block[(2 * Lanes) + lane];
        ulong t3 = block[(3 * Lanes) + lane], t4 = block[(4 * Lanes) + lane];
        var integer = new Limbs(t0 | (t1 << 52), (t1 >> 12) | (t2 << 40), (t2 >> 24) | (t3 << 28), (t3 >> 36) | (t4 << 16));
        return new Fp(Montgomery<FpModulus>.ToMontgomery(integer));
    }

    /// <summary>Sets one lane to a field element's integer, below p.</summary>
    public static void WriteInteger(ulong* block, int lane, in Fp value)
    {
        Limbs t = value.ToCanonical();
        block[lane] = t.L0 & LimbMask;
        block[Lanes + lane] = ((t.L0 >> 52) | (t.L1 << 12)) & LimbMask;
        block[(2 * Lanes) + lane] = ((t.L1 >> 40) | (t.L2 << 24)) & LimbMask;
        block[(3 * Lanes) + lane] = ((t.L2 >> 28) | (t.L3 << 36)) & LimbMask;
        block[(4 * Lanes) + lane] = t.L3 >> 16;
    }

    /// <summary>Carries signed limbs of a non-negative integer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Carry(
        ref Vector512<long> t0, ref Vector512<long> t1, ref Vector512<long> t2, ref Vector512<long> t3, ref Vector512<long> t4,
        Vector512<long> mask)
    {
        t1 += t0 >> 52;
        t2 += t1 >> 52;
        t3 += t2 >> 52;
        t4 += t3 >> 52;
        t0 &= mask;
        t1 &= mask;
        t2 &= mask;
        t3 &= mask;
    }

    /// <summary>t mod p for signed limbs of an integer from 0 up to 7p.</summary>
    /// <remarks>
    /// k = floor(t / 2^228) m / 2^50 with m = <see cref="QuotientEstimator"/> is at most t / p, because m / 2^50 is at most 1 / (floor(p /
    /// 2^228) + 1) &lt; 2^228 / p; and it falls short of t / p by less than 2^-20 before it is rounded down, so t - k p is below (1 +
    /// 2^-20) p: one conditional subtraction remains.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Canonicalise(
        ref Vector512<long> t0, ref Vector512<long> t1, ref Vector512<long> t2, ref Vector512<long> t3, ref Vector512<long> t4,
        Vector512<long> mask)
    {
        Carry(ref t0, ref t1, ref t2, ref t3, ref t4, mask);
        Vector512<uint> estimator = Vector512.Create((ulong)QuotientEstimator).AsUInt32();
        Vector512<long> k = (Avx512F.Multiply((t4 >>> 20).AsUInt32(), estimator) >>> 50).AsInt64();
        t0 -= Avx512F.PermuteVar8x64(
            Vector512.Create(
                0, 0x8c16d87cfd47, 0x1182db0f9fa8e, 0x1a4448976f7d5,
                0x2305b61f3f51c, 0x2bc723a70f263, 0x3488912edefaa, 0x3d49feb6aecf1),
            k);
        t1 -= Avx512F.PermuteVar8x64(
            Vector512.Create(
                0, 0x916871ca8d3c2, 0x22d0e3951a784, 0xb439555fa7b46,
                0x45a1c72a34f08, 0xd70a38f4c22ca, 0x6872aabf4f68c, 0xf9db1c89dca4e),
            k);
        t2 -= Avx512F.PermuteVar8x64(
            Vector512.Create(
                0, 0x181585d97816a, 0x302b0bb2f02d5, 0x4840918c6843f,
                0x60561765e05aa, 0x786b9d3f58714, 0x90812318d087f, 0xa896a8f2489e9),
            k);
        t3 -= Avx512F.PermuteVar8x64(
            Vector512.Create(
                0, 0xa029b85045b68, 0x405370a08b6d0, 0xe07d28f0d1238,
                0x80a6e14116da0, 0x20d099915c908, 0xc0fa51e1a2470, 0x61240a31e7fd8),
            k);
        t4 -= Avx512F.PermuteVar8x64(
            Vector512.Create(
                0, 0x30644e72e131, 0x60c89ce5c263, 0x912ceb58a394,
                0xc19139cb84c6, 0xf1f5883e65f8, 0x12259d6b14729, 0x152be2524285b),
            k);
        Carry(ref t0, ref t1, ref t2, ref t3, ref t4, mask);

        Vector512<long> s0 = t0 - Vector512.Create((long)Q0);
        Vector512<long> s1 = t1 - Vector512.Create((long)Q1);
        Vector512<long> s2 = t2 - Vector512.Create((long)Q2);
        Vector512<long> s3 = t3 - Vector512.Create((long)Q3);
        Vector512<long> s4 = t4 - Vector512.Create((long)Q4);
        Carry(ref s0, ref s1, ref s2, ref s3, ref s4, mask);
        Vector512<long> below = s4 >> 63;
        t0 = Vector512.ConditionalSelect(below, t0, s0);
        t1 = Vector512.ConditionalSelect(below, t1, s1);
        t2 = Vector512.ConditionalSelect(below, t2, s2);
        t3 = Vector512.ConditionalSelect(below, t3, s3);
        t4 = Vector512.ConditionalSelect(below, t4, s4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(
        ulong* r, Vector512<long> t0, Vector512<long> t1, Vector512<long> t2, Vector512<long> t3, Vector512<long> t4)
    {
        t0.AsUInt64().Store(r);
        t1.AsUInt64().Store(r + Lanes);
        t2.AsUInt64().Store(r + (2 * Lanes));
        t3.AsUInt64().Store(r + (3 * Lanes));
        t4.AsUInt64().Store(r + (4 * Lanes));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Load(ulong* limb) => Vector512.Load(limb).AsInt64();

    /// <summary>Asserts that limbs are carried and that the factors' bounds multiply to at most 10 p^2, judged by the top limb.</summary>
    [Conditional("DEBUG")]
    private static void AssertProductInRange(ulong* a, ulong* b, int blocks)
    {
        for (int block = 0; block < blocks; block++, a += BlockLength, b += BlockLength)
        {
            for (int i = 0; i < BlockLength; i++) Debug.Assert((a[i] | b[i]) <= LimbMask, "Limbs are carried.");
            for (int i = 4 * Lanes; i < BlockLength; i++)
            {
                Debug.Assert((double)a[i] * b[i] <= 10.0 * (Q4 + 1) * (Q4 + 1), "The product is in range.");
            }
        }
    }

    /// <summary>
    /// Asserts that limbs are carried and that every element is below <paramref name="multiple"/> p, judged by the top limb.
    /// </summary>
    [Conditional("DEBUG")]
    private static void AssertBelow(int multiple, ulong* block)
    {
        for (int i = 0; i < 4 * Lanes; i++) Debug.Assert(block[i] <= LimbMask, "Limbs are carried.");
        for (int i = 4 * Lanes; i < BlockLength; i++) Debug.Assert(block[i] <= (ulong)multiple * (Q4 + 1), "The element is in range.");
    }
}
