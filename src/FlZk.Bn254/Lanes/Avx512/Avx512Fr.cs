// Written by tools/FlZk.KernelGenerator: change it there.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FlZk.Bn254.Fields;
using static FlZk.Bn254.Lanes.Avx512Limbs;

namespace FlZk.Bn254.Lanes;

/// <summary>
/// Arithmetic in Fr on eight elements at a time with AVX-512: five limbs of 52 bits, R = 2^260.
/// </summary>
internal readonly unsafe partial struct Avx512Fr : ILanePrimeField<Fr>
{
    /// <summary>The limbs of r.</summary>
    internal const ulong Q0 = 0x1f593f0000001, Q1 = 0x4879b9709143e, Q2 = 0x181585d2833e8, Q3 = 0xa029b85045b68, Q4 = 0x30644e72e131;

    /// <inheritdoc/>
    public static int Lanes => LaneCount;

    /// <inheritdoc/>
    public static int BlockLength => BlockWords;

    /// <inheritdoc/>
    public static int LimbBits => 52;

    /// <inheritdoc/>
    public static int RadixBits => 260;

    /// <inheritdoc/>
    public static ulong TopLimb => Q4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Load(ulong* r, ulong* elements, int blocks)
    {
        Vector512<long> mask = Vector512.Create((long)LimbMask);
        for (int block = 0; block < blocks; block++, r += BlockWords, elements += 4 * LaneCount)
        {
            LoadWords(elements, out Vector512<ulong> w0, out Vector512<ulong> w1, out Vector512<ulong> w2, out Vector512<ulong> w3);
            Cut(
                w0, w1, w2, w3, mask,
                out Vector512<long> t0, out Vector512<long> t1, out Vector512<long> t2, out Vector512<long> t3, out Vector512<long> t4);
            StoreLimbs(r, t0, t1, t2, t3, t4);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Store(ulong* elements, ulong* a, int blocks)
    {
        Vector512<long> mask = Vector512.Create((long)LimbMask);
        for (int block = 0; block < blocks; block++, a += BlockWords, elements += 4 * LaneCount)
        {
            LaneAssertions.Below<Avx512Fr>(64, a);
            Vector512<long> t0 = LoadLimb(a), t1 = LoadLimb(a + LaneCount), t2 = LoadLimb(a + (2 * LaneCount));
            Vector512<long> t3 = LoadLimb(a + (3 * LaneCount)), t4 = LoadLimb(a + (4 * LaneCount));
            Canonicalise(ref t0, ref t1, ref t2, ref t3, ref t4, mask);
            Join(t0, t1, t2, t3, t4, out Vector512<ulong> w0, out Vector512<ulong> w1, out Vector512<ulong> w2, out Vector512<ulong> w3);
            StoreWords(elements, w0, w1, w2, w3);
        }
    }

    /// <inheritdoc/>
    public static Fr ReadInteger(ulong* block, int lane)
    {
        ulong t0 = block[lane], t1 = block[LaneCount + lane], t2 = block[(2 * LaneCount) + lane];
        ulong t3 = block[(3 * LaneCount) + lane], t4 = block[(4 * LaneCount) + lane];
        var integer = new Limbs(t0 | (t1 << 52), (t1 >> 12) | (t2 << 40), (t2 >> 24) | (t3 << 28), (t3 >> 36) | (t4 << 16));
        return new Fr(Montgomery<FrModulus>.ToMontgomery(integer));
    }

    /// <inheritdoc/>
    public static void WriteInteger(ulong* block, int lane, in Fr value)
    {
        Limbs t = value.ToCanonical();
        block[lane] = t.L0 & LimbMask;
        block[LaneCount + lane] = ((t.L0 >> 52) | (t.L1 << 12)) & LimbMask;
        block[(2 * LaneCount) + lane] = ((t.L1 >> 40) | (t.L2 << 24)) & LimbMask;
        block[(3 * LaneCount) + lane] = ((t.L2 >> 28) | (t.L3 << 36)) & LimbMask;
        block[(4 * LaneCount) + lane] = t.L3 >> 16;
    }

    /// <summary>t mod r for signed limbs of an integer from 0 up to 64r.</summary>
    /// <remarks>
    /// k = floor(t / 2^228) m / 2^50 with m = <see cref="QuotientEstimator"/> is at most t / r, because m / 2^50 is at most
    /// 1 / (floor(r / 2^228) + 1) &lt; 2^228 / r; and it falls short of t / r by less than 2^-17 before it is rounded
    /// down, so t - k r is below (1 + 2^-17) r: one conditional subtraction remains.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Canonicalise(
        ref Vector512<long> t0, ref Vector512<long> t1, ref Vector512<long> t2, ref Vector512<long> t3, ref Vector512<long> t4,
        Vector512<long> mask)
    {
        Carry(ref t0, ref t1, ref t2, ref t3, ref t4, mask);
        Vector512<uint> estimator = Vector512.Create((ulong)QuotientEstimator).AsUInt32();
        Vector512<long> k = (Avx512F.Multiply((t4 >>> 20).AsUInt32(), estimator) >>> 50).AsInt64();
        t0 -= Avx512DQ.MultiplyLow(k, Vector512.Create((long)Q0));
        t1 -= Avx512DQ.MultiplyLow(k, Vector512.Create((long)Q1));
        t2 -= Avx512DQ.MultiplyLow(k, Vector512.Create((long)Q2));
        t3 -= Avx512DQ.MultiplyLow(k, Vector512.Create((long)Q3));
        t4 -= Avx512DQ.MultiplyLow(k, Vector512.Create((long)Q4));
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
}
