// Written by tools/FlZk.KernelGenerator: change it there.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FlZk.Bn254.MultiScalar;
using static FlZk.Bn254.Lanes.Avx512Limbs;

namespace FlZk.Bn254.Lanes;

internal readonly unsafe partial struct Avx512Fp : ILaneChord<Fp>
{
    /// <inheritdoc/>
    /// <remarks>
    /// The slope comes out as s 2^258, its square as s^2 2^256, its product with t = 4 (x1 - x3) as s (x1 - x3) 2^256.
    /// </remarks>
    public static Fp InverseScale { get; } = Fp.FromUInt64(2).Pow([518]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static bool LoadRows(
        ulong* left,
        ulong* right,
        int word,
        ulong xSign,
        ulong ySign,
        ulong* x1,
        ulong* y1,
        ulong* dx,
        ulong* dy,
        byte* exceptions,
        int blocks)
    {
        Vector512<long> mask = Vector512.Create((long)LimbMask);
        ulong any = 0;
        for (int block = 0; block < blocks; block++)
        {
            for (int pair = ILaneChord<Fp>.Ahead; pair < ILaneChord<Fp>.Ahead + LaneCount; pair++)
            {
                Sse.Prefetch0((ulong*)(left[pair] & ~SignedReference.Negative) + word);
                Sse.Prefetch0((ulong*)(right[pair] & ~SignedReference.Negative) + word);
            }

            // The left points, a row each, become a column per word: x in the first four, y in the others.
            Vector512<ulong> l0 = LoadRow(left[0], word);
            Vector512<ulong> l1 = LoadRow(left[1], word);
            Vector512<ulong> l2 = LoadRow(left[2], word);
            Vector512<ulong> l3 = LoadRow(left[3], word);
            Vector512<ulong> l4 = LoadRow(left[4], word);
            Vector512<ulong> l5 = LoadRow(left[5], word);
            Vector512<ulong> l6 = LoadRow(left[6], word);
            Vector512<ulong> l7 = LoadRow(left[7], word);
            Transpose(ref l0, ref l1, ref l2, ref l3, ref l4, ref l5, ref l6, ref l7);

            Vector512<ulong> r0 = LoadRow(right[0], word);
            Vector512<ulong> r1 = LoadRow(right[1], word);
            Vector512<ulong> r2 = LoadRow(right[2], word);
            Vector512<ulong> r3 = LoadRow(right[3], word);
            Vector512<ulong> r4 = LoadRow(right[4], word);
            Vector512<ulong> r5 = LoadRow(right[5], word);
            Vector512<ulong> r6 = LoadRow(right[6], word);
            Vector512<ulong> r7 = LoadRow(right[7], word);
            Transpose(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);

            // Canonical coordinates are equal when their bits are. No finite point has y = 0: the group's order is odd.
            Vector512<ulong> exceptional = Vector512.Equals((l0 ^ r0) | (l1 ^ r1) | (l2 ^ r2) | (l3 ^ r3), Vector512<ulong>.Zero)
                | Vector512.Equals(l4 | l5 | l6 | l7, Vector512<ulong>.Zero)
                | Vector512.Equals(r4 | r5 | r6 | r7, Vector512<ulong>.Zero);
            ulong bits = exceptional.ExtractMostSignificantBits();
            exceptions[block] = (byte)bits;
            any |= bits;

            Vector512<long> a0, a1, a2, a3, a4, d0, d1, d2, d3, d4;
            Cut(l0, l1, l2, l3, mask, out a0, out a1, out a2, out a3, out a4);
            Cut(r0, r1, r2, r3, mask, out d0, out d1, out d2, out d3, out d4);
            Vector512<ulong> sign = Vector512.Create(xSign);
            NegateIf((Vector512.Load(left) & sign).AsInt64() >> 63, ref a0, ref a1, ref a2, ref a3, ref a4, mask);
            NegateIf((Vector512.Load(right) & sign).AsInt64() >> 63, ref d0, ref d1, ref d2, ref d3, ref d4, mask);
            StoreLimbs(x1, a0, a1, a2, a3, a4);
            d0 = d0 - a0 + Vector512.Create((long)Q0);
            d1 = d1 - a1 + Vector512.Create((long)Q1);
            d2 = d2 - a2 + Vector512.Create((long)Q2);
            d3 = d3 - a3 + Vector512.Create((long)Q3);
            d4 = d4 - a4 + Vector512.Create((long)Q4);
            Carry(ref d0, ref d1, ref d2, ref d3, ref d4, mask);
            Vector512<long> replaced = exceptional.AsInt64();
            d0 = Vector512.ConditionalSelect(replaced, Vector512.Create(1L), d0);
            d1 = Vector512.AndNot(d1, replaced);
            d2 = Vector512.AndNot(d2, replaced);
            d3 = Vector512.AndNot(d3, replaced);
            d4 = Vector512.AndNot(d4, replaced);
            StoreLimbs(dx, d0, d1, d2, d3, d4);

            Cut(l4, l5, l6, l7, mask, out a0, out a1, out a2, out a3, out a4);
            Cut(r4, r5, r6, r7, mask, out d0, out d1, out d2, out d3, out d4);
            sign = Vector512.Create(ySign);
            NegateIf((Vector512.Load(left) & sign).AsInt64() >> 63, ref a0, ref a1, ref a2, ref a3, ref a4, mask);
            NegateIf((Vector512.Load(right) & sign).AsInt64() >> 63, ref d0, ref d1, ref d2, ref d3, ref d4, mask);
            StoreLimbs(y1, a0, a1, a2, a3, a4);
            d0 = d0 - a0 + Vector512.Create((long)Q0);
            d1 = d1 - a1 + Vector512.Create((long)Q1);
            d2 = d2 - a2 + Vector512.Create((long)Q2);
            d3 = d3 - a3 + Vector512.Create((long)Q3);
            d4 = d4 - a4 + Vector512.Create((long)Q4);
            Carry(ref d0, ref d1, ref d2, ref d3, ref d4, mask);
            StoreLimbs(dy, d0, d1, d2, d3, d4);
            LaneAssertions.Below<Avx512Fp>(1, x1);
            LaneAssertions.Below<Avx512Fp>(1, y1);
            LaneAssertions.Below<Avx512Fp>(2, dx);
            LaneAssertions.Below<Avx512Fp>(2, dy);

            left += LaneCount;
            right += LaneCount;
            x1 += BlockWords;
            y1 += BlockWords;
            dx += BlockWords;
            dy += BlockWords;
        }

        return any != 0;
    }

    /// <inheritdoc/>
    /// <remarks>x1 is canonical, dx at most 2p and the square below 2p; t = 4 (x1 - x3) is below 8p.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void FinishX(ulong* x3, ulong* t, ulong* square, ulong* x1, ulong* dx, int blocks)
    {
        Vector512<long> mask = Vector512.Create((long)LimbMask);
        for (int block = 0; block < blocks; block++)
        {
            // x2 + p = x1 + dx, so square - x1 - x2 + 2p = square - 2 x1 - dx + 3p is between 0 and 5p, in exceptional lanes too.
            Vector512<long> a0 = LoadLimb(x1), a1 = LoadLimb(x1 + LaneCount), a2 = LoadLimb(x1 + (2 * LaneCount));
            Vector512<long> a3 = LoadLimb(x1 + (3 * LaneCount)), a4 = LoadLimb(x1 + (4 * LaneCount));
            Vector512<long> v0 = LoadLimb(square) - (a0 + a0) - LoadLimb(dx) + Vector512.Create((long)(3 * Q0));
            Vector512<long> v1 = LoadLimb(square + LaneCount) - (a1 + a1) - LoadLimb(dx + LaneCount) + Vector512.Create((long)(3 * Q1));
            Vector512<long> v2 = LoadLimb(square + (2 * LaneCount)) - (a2 + a2) - LoadLimb(dx + (2 * LaneCount))
                + Vector512.Create((long)(3 * Q2));
            Vector512<long> v3 = LoadLimb(square + (3 * LaneCount)) - (a3 + a3) - LoadLimb(dx + (3 * LaneCount))
                + Vector512.Create((long)(3 * Q3));
            Vector512<long> v4 = LoadLimb(square + (4 * LaneCount)) - (a4 + a4) - LoadLimb(dx + (4 * LaneCount))
                + Vector512.Create((long)(3 * Q4));
            Canonicalise(ref v0, ref v1, ref v2, ref v3, ref v4, mask);
            StoreLimbs(x3, v0, v1, v2, v3, v4);
            LaneAssertions.Below<Avx512Fp>(1, x3);

            a0 = (a0 - v0 + Vector512.Create((long)Q0)) << 2;
            a1 = (a1 - v1 + Vector512.Create((long)Q1)) << 2;
            a2 = (a2 - v2 + Vector512.Create((long)Q2)) << 2;
            a3 = (a3 - v3 + Vector512.Create((long)Q3)) << 2;
            a4 = (a4 - v4 + Vector512.Create((long)Q4)) << 2;
            Carry(ref a0, ref a1, ref a2, ref a3, ref a4, mask);
            StoreLimbs(t, a0, a1, a2, a3, a4);
            LaneAssertions.Below<Avx512Fp>(8, t);

            x3 += BlockWords;
            t += BlockWords;
            square += BlockWords;
            x1 += BlockWords;
            dx += BlockWords;
        }
    }

    /// <inheritdoc/>
    /// <remarks>The product is below 2p, x3 canonical and y1 at most p.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void FinishY(ulong* targets, ulong* x3, ulong* product, ulong* y1, int blocks)
    {
        Vector512<long> mask = Vector512.Create((long)LimbMask);
        for (int block = 0; block < blocks; block++)
        {
            Vector512<long> v0 = LoadLimb(product) - LoadLimb(y1) + Vector512.Create((long)Q0);
            Vector512<long> v1 = LoadLimb(product + LaneCount) - LoadLimb(y1 + LaneCount) + Vector512.Create((long)Q1);
            Vector512<long> v2 = LoadLimb(product + (2 * LaneCount)) - LoadLimb(y1 + (2 * LaneCount)) + Vector512.Create((long)Q2);
            Vector512<long> v3 = LoadLimb(product + (3 * LaneCount)) - LoadLimb(y1 + (3 * LaneCount)) + Vector512.Create((long)Q3);
            Vector512<long> v4 = LoadLimb(product + (4 * LaneCount)) - LoadLimb(y1 + (4 * LaneCount)) + Vector512.Create((long)Q4);
            Canonicalise(ref v0, ref v1, ref v2, ref v3, ref v4, mask);

            Join(
                LoadLimb(x3), LoadLimb(x3 + LaneCount), LoadLimb(x3 + (2 * LaneCount)),
                LoadLimb(x3 + (3 * LaneCount)), LoadLimb(x3 + (4 * LaneCount)),
                out Vector512<ulong> w0, out Vector512<ulong> w1, out Vector512<ulong> w2, out Vector512<ulong> w3);
            Join(v0, v1, v2, v3, v4, out Vector512<ulong> w4, out Vector512<ulong> w5, out Vector512<ulong> w6, out Vector512<ulong> w7);
            Transpose(ref w0, ref w1, ref w2, ref w3, ref w4, ref w5, ref w6, ref w7);
            w0.Store((ulong*)targets[0]);
            w1.Store((ulong*)targets[1]);
            w2.Store((ulong*)targets[2]);
            w3.Store((ulong*)targets[3]);
            w4.Store((ulong*)targets[4]);
            w5.Store((ulong*)targets[5]);
            w6.Store((ulong*)targets[6]);
            w7.Store((ulong*)targets[7]);

            targets += LaneCount;
            x3 += BlockWords;
            product += BlockWords;
            y1 += BlockWords;
        }
    }

    /// <summary>p - t for canonical t where <paramref name="condition"/> is all ones; p itself for zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void NegateIf(
        Vector512<long> condition, ref Vector512<long> t0, ref Vector512<long> t1, ref Vector512<long> t2, ref Vector512<long> t3,
        ref Vector512<long> t4, Vector512<long> mask)
    {
        t0 = Vector512.ConditionalSelect(condition, Vector512.Create((long)Q0) - t0, t0);
        t1 = Vector512.ConditionalSelect(condition, Vector512.Create((long)Q1) - t1, t1);
        t2 = Vector512.ConditionalSelect(condition, Vector512.Create((long)Q2) - t2, t2);
        t3 = Vector512.ConditionalSelect(condition, Vector512.Create((long)Q3) - t3, t3);
        t4 = Vector512.ConditionalSelect(condition, Vector512.Create((long)Q4) - t4, t4);
        Carry(ref t0, ref t1, ref t2, ref t3, ref t4, mask);
    }

    /// <summary>A row's eight words in a referenced point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> LoadRow(ulong reference, int word) =>
        Vector512.Load((ulong*)(reference & ~SignedReference.Negative) + word);
}
