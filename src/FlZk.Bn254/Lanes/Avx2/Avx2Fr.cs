// Written by tools/FlZk.KernelGenerator: change it there.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FlZk.Bn254.Fields;
using static FlZk.Bn254.Lanes.Avx2Limbs;

namespace FlZk.Bn254.Lanes;

/// <summary>Arithmetic in Fr on four elements at a time with AVX2: nine limbs of 29 bits, R = 2^261.</summary>
internal readonly unsafe partial struct Avx2Fr : ILanePrimeField<Fr>
{
    /// <summary>The limbs of r.</summary>
    internal const uint Q0 = 0x10000001, Q1 = 0x1f0fac9f, Q2 = 0xe5c2450, Q3 = 0x7d090f3, Q4 = 0x1585d283, Q5 = 0x2db40c0, Q6 = 0xa6e141,
        Q7 = 0xe5c2634, Q8 = 0x30644e;

    /// <summary>The limbs of 2^261 - r: to add them modulo 2^261 is to subtract r.</summary>
    private const uint N0 = 0xfffffff, N1 = 0xf05360, N2 = 0x11a3dbaf, N3 = 0x182f6f0c, N4 = 0xa7a2d7c, N5 = 0x1d24bf3f, N6 = 0x1f591ebe,
        N7 = 0x11a3d9cb, N8 = 0x1fcf9bb1;

    /// <summary>floor(2^46 / (floor(r / 2^232) + 1)).</summary>
    private const uint QuotientEstimator = 22188493;

    /// <inheritdoc/>
    public static int Lanes => LaneCount;

    /// <inheritdoc/>
    public static int BlockLength => BlockWords;

    /// <inheritdoc/>
    public static int LimbBits => 29;

    /// <inheritdoc/>
    public static int RadixBits => 261;

    /// <inheritdoc/>
    public static ulong TopLimb => Q8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Load(ulong* r, ulong* elements, int blocks)
    {
        for (int block = 0; block < blocks; block++, r += BlockWords, elements += 4 * LaneCount)
        {
            Vector256<ulong> w0 = Vector256.Load(elements), w1 = Vector256.Load(elements + 4);
            Vector256<ulong> w2 = Vector256.Load(elements + 8), w3 = Vector256.Load(elements + 12);
            Transpose(ref w0, ref w1, ref w2, ref w3);
            CutInto(r, w0, w1, w2, w3);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Store(ulong* elements, ulong* a, int blocks)
    {
        for (int block = 0; block < blocks; block++, a += BlockWords, elements += 4 * LaneCount)
        {
            LaneAssertions.Below<Avx2Fr>(64, a);
            Vector256<ulong> t0 = Vector256.Load(a);
            Vector256<ulong> t1 = Vector256.Load(a + LaneCount);
            Vector256<ulong> t2 = Vector256.Load(a + (2 * LaneCount));
            Vector256<ulong> t3 = Vector256.Load(a + (3 * LaneCount));
            Vector256<ulong> t4 = Vector256.Load(a + (4 * LaneCount));
            Vector256<ulong> t5 = Vector256.Load(a + (5 * LaneCount));
            Vector256<ulong> t6 = Vector256.Load(a + (6 * LaneCount));
            Vector256<ulong> t7 = Vector256.Load(a + (7 * LaneCount));
            Vector256<ulong> t8 = Vector256.Load(a + (8 * LaneCount));
            Canonicalise(ref t0, ref t1, ref t2, ref t3, ref t4, ref t5, ref t6, ref t7, ref t8);
            Join(
                t0, t1, t2, t3, t4, t5, t6, t7, t8,
                out Vector256<ulong> w0, out Vector256<ulong> w1, out Vector256<ulong> w2, out Vector256<ulong> w3);
            Transpose(ref w0, ref w1, ref w2, ref w3);
            w0.Store(elements);
            w1.Store(elements + 4);
            w2.Store(elements + 8);
            w3.Store(elements + 12);
        }
    }

    /// <inheritdoc/>
    public static Fr ReadInteger(ulong* block, int lane) =>
        new(Montgomery<FrModulus>.ToMontgomery(ReadLimbs(block, lane)));

    /// <inheritdoc/>
    public static void WriteInteger(ulong* block, int lane, in Fr value) => WriteLimbs(block, lane, value.ToCanonical());

    /// <summary>t mod r, carried, for limbs, not carried, of an integer from 0 up to 64r.</summary>
    /// <remarks>
    /// k = floor(t / 2^232) m / 2^46 with m = <see cref="QuotientEstimator"/> is at most t / r, because m / 2^46 is at most
    /// 1 / (floor(r / 2^232) + 1) &lt; 2^232 / r; and it falls short of t / r by less than 2^-15 before it is rounded
    /// down, so t - k r is below (1 + 2^-15) r: one conditional subtraction remains.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Canonicalise(
        ref Vector256<ulong> t0, ref Vector256<ulong> t1, ref Vector256<ulong> t2, ref Vector256<ulong> t3, ref Vector256<ulong> t4,
        ref Vector256<ulong> t5, ref Vector256<ulong> t6, ref Vector256<ulong> t7, ref Vector256<ulong> t8)
    {
        Vector256<ulong> mask = Vector256.Create(LimbMask);
        t1 += t0 >>> 29;
        t0 &= mask;
        t2 += t1 >>> 29;
        t1 &= mask;
        t3 += t2 >>> 29;
        t2 &= mask;
        t4 += t3 >>> 29;
        t3 &= mask;
        t5 += t4 >>> 29;
        t4 &= mask;
        t6 += t5 >>> 29;
        t5 &= mask;
        t7 += t6 >>> 29;
        t6 &= mask;
        t8 += t7 >>> 29;
        t7 &= mask;

        Vector256<uint> k = Avx2.Multiply(t8.AsUInt32(), Vector256.Create((ulong)QuotientEstimator).AsUInt32()).AsUInt32();
        k = (k.AsUInt64() >>> 46).AsUInt32();
        t0 += Avx2.Multiply(k, Vector256.Create((ulong)N0).AsUInt32());
        t1 += Avx2.Multiply(k, Vector256.Create((ulong)N1).AsUInt32());
        t2 += Avx2.Multiply(k, Vector256.Create((ulong)N2).AsUInt32());
        t3 += Avx2.Multiply(k, Vector256.Create((ulong)N3).AsUInt32());
        t4 += Avx2.Multiply(k, Vector256.Create((ulong)N4).AsUInt32());
        t5 += Avx2.Multiply(k, Vector256.Create((ulong)N5).AsUInt32());
        t6 += Avx2.Multiply(k, Vector256.Create((ulong)N6).AsUInt32());
        t7 += Avx2.Multiply(k, Vector256.Create((ulong)N7).AsUInt32());
        t8 += Avx2.Multiply(k, Vector256.Create((ulong)N8).AsUInt32());
        t1 += t0 >>> 29;
        t0 &= mask;
        t2 += t1 >>> 29;
        t1 &= mask;
        t3 += t2 >>> 29;
        t2 &= mask;
        t4 += t3 >>> 29;
        t3 &= mask;
        t5 += t4 >>> 29;
        t4 &= mask;
        t6 += t5 >>> 29;
        t5 &= mask;
        t7 += t6 >>> 29;
        t6 &= mask;
        t8 += t7 >>> 29;
        t7 &= mask;
        t8 &= mask;

        // Whether t + 2^261 - q reaches 2^261: t is at least q.
        Vector256<ulong> s0 = t0 + Vector256.Create((ulong)N0);
        Vector256<ulong> s1 = t1 + Vector256.Create((ulong)N1) + (s0 >>> 29);
        Vector256<ulong> s2 = t2 + Vector256.Create((ulong)N2) + (s1 >>> 29);
        Vector256<ulong> s3 = t3 + Vector256.Create((ulong)N3) + (s2 >>> 29);
        Vector256<ulong> s4 = t4 + Vector256.Create((ulong)N4) + (s3 >>> 29);
        Vector256<ulong> s5 = t5 + Vector256.Create((ulong)N5) + (s4 >>> 29);
        Vector256<ulong> s6 = t6 + Vector256.Create((ulong)N6) + (s5 >>> 29);
        Vector256<ulong> s7 = t7 + Vector256.Create((ulong)N7) + (s6 >>> 29);
        Vector256<ulong> s8 = t8 + Vector256.Create((ulong)N8) + (s7 >>> 29);
        Vector256<ulong> below = Vector256.Equals(s8 >>> 29, Vector256<ulong>.Zero);
        t0 = Vector256.ConditionalSelect(below, t0, s0 & mask);
        t1 = Vector256.ConditionalSelect(below, t1, s1 & mask);
        t2 = Vector256.ConditionalSelect(below, t2, s2 & mask);
        t3 = Vector256.ConditionalSelect(below, t3, s3 & mask);
        t4 = Vector256.ConditionalSelect(below, t4, s4 & mask);
        t5 = Vector256.ConditionalSelect(below, t5, s5 & mask);
        t6 = Vector256.ConditionalSelect(below, t6, s6 & mask);
        t7 = Vector256.ConditionalSelect(below, t7, s7 & mask);
        t8 = Vector256.ConditionalSelect(below, t8, s8 & mask);
    }
}
