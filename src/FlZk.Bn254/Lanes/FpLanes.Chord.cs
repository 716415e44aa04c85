using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FlZk.Bn254.Lanes;

/// <summary>
/// The parts of affine addition around its multiplications, between points in memory, eight words of <see cref="G1Affine"/> each, and
/// lanes. For a chord of slope s, x3 = s^2 - x1 - x2 and y3 = s (x1 - x3) - y1.
/// </summary>
internal static unsafe partial class FpLanes
{
    /// <summary>
    /// Loads pairs of neighbours, points[source] and points[source + 1]: x1 and y1 canonical, dx = x2 - x1 and dy = y2 - y1 below 2p.
    /// </summary>
    /// <param name="points">The points, canonical.</param>
    /// <param name="sources">8 <paramref name="blocks"/> indices.</param>
    /// <param name="x1">Blocks, as the next three.</param>
    /// <param name="y1">See x1.</param>
    /// <param name="dx">See x1. One in exceptional lanes, so that it can be inverted.</param>
    /// <param name="dy">See x1.</param>
    /// <param name="exceptions">One byte per block, whose bit l is set when there is no chord in lane l: equal x, or one of the points
    /// infinity.</param>
    /// <param name="blocks">How many.</param>
    /// <returns>Whether there is an exception.</returns>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static bool LoadPairs(ulong* points, int* sources, ulong* x1, ulong* y1, ulong* dx, ulong* dy, byte* exceptions, int blocks)
    {
        Vector512<long> mask = Vector512.Create((long)LimbMask);
        ulong any = 0;
        for (int block = 0; block < blocks; block++)
        {
            // The left points, a row each, become a column per word: x in the first four, y in the others.
            Vector512<ulong> l0 = Vector512.Load(points + (8L * sources[0]));
            Vector512<ulong> l1 = Vector512.Load(points + (8L * sources[1]));
            Vector512<ulong> l2 = Vector512.Load(points + (8L * sources[2]));
            Vector512<ulong> l3 = Vector512.Load(points + (8L * sources[3]));
            Vector512<ulong> l4 = Vector512.Load(points + (8L * sources[4]));
            Vector512<ulong> l5 = Vector512.Load(points + (8L * sources[5]));
            Vector512<ulong> l6 = Vector512.Load(points + (8L * sources[6]));
            Vector512<ulong> l7 = Vector512.Load(points + (8L * sources[7]));
            Transpose(ref l0, ref l1, ref l2, ref l3, ref l4, ref l5, ref l6, ref l7);

            Vector512<ulong> r0 = Vector512.Load(points + (8L * sources[0]) + 8);
            Vector512<ulong> r1 = Vector512.Load(points + (8L * sources[1]) + 8);
            Vector512<ulong> r2 = Vector512.Load(points + (8L * sources[2]) + 8);
            Vector512<ulong> r3 = Vector512.Load(points + (8L * sources[3]) + 8);
            Vector512<ulong> r4 = Vector512.Load(points + (8L * sources[4]) + 8);
            Vector512<ulong> r5 = Vector512.Load(points + (8L * sources[5]) + 8);
            Vector512<ulong> r6 = Vector512.Load(points + (8L * sources[6]) + 8);
            Vector512<ulong> r7 = Vector512.Load(points + (8L * sources[7]) + 8);
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
            Store(x1, a0, a1, a2, a3, a4);
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
            Store(dx, d0, d1, d2, d3, d4);

            Cut(l4, l5, l6, l7, mask, out a0, out a1, out a2, out a3, out a4);
            Cut(r4, r5, r6, r7, mask, out d0, out d1, out d2, out d3, out d4);
            Store(y1, a0, a1, a2, a3, a4);
            d0 = d0 - a0 + Vector512.Create((long)Q0);
            d1 = d1 - a1 + Vector512.Create((long)Q1);
            d2 = d2 - a2 + Vector512.Create((long)Q2);
            d3 = d3 - a3 + Vector512.Create((long)Q3);
            d4 = d4 - a4 + Vector512.Create((long)Q4);
            Carry(ref d0, ref d1, ref d2, ref d3, ref d4, mask);
            Store(dy, d0, d1, d2, d3, d4);
            AssertBelow(1, x1);
            AssertBelow(1, y1);
            AssertBelow(2, dx);
            AssertBelow(2, dy);

            sources += Lanes;
            x1 += BlockLength;
            y1 += BlockLength;
            dx += BlockLength;
            dy += BlockLength;
        }

        return any != 0;
    }

    /// <summary>
    /// x3 = square - 2 x1 - dx, canonical, and t = 4 (x1 - x3), below 8p. x1 is canonical, dx = x2 - x1 is below 2p and the square below
    /// 5p/4.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void FinishX(ulong* x3, ulong* t, ulong* square, ulong* x1, ulong* dx, int blocks)
    {
        Vector512<long> mask = Vector512.Create((long)LimbMask);
        for (int block = 0; block < blocks; block++)
        {
            // x2 + p = x1 + dx, so square - x1 - x2 + 2p = square - 2 x1 - dx + 3p is between 0 and 13p/4; in an exceptional lane, below
            // 17p/4.
            Vector512<long> a0 = Load(x1), a1 = Load(x1 + Lanes), a2 = Load(x1 + (2 * Lanes));
            Vector512<long> a3 = Load(x1 + (3 * Lanes)), a4 = Load(x1 + (4 * Lanes));
            Vector512<long> v0 = Load(square) - (a0 + a0) - Load(dx) + Vector512.Create((long)(3 * Q0));
            Vector512<long> v1 = Load(square + Lanes) - (a1 + a1) - Load(dx + Lanes) + Vector512.Create((long)(3 * Q1));
            Vector512<long> v2 = Load(square + (2 * Lanes)) - (a2 + a2) - Load(dx + (2 * Lanes)) + Vector512.Create((long)(3 * Q2));
            Vector512<long> v3 = Load(square + (3 * Lanes)) - (a3 + a3) - Load(dx + (3 * Lanes)) + Vector512.Create((long)(3 * Q3));
            Vector512<long> v4 = Load(square + (4 * Lanes)) - (a4 + a4) - Load(dx + (4 * Lanes)) + Vector512.Create((long)(3 * Q4));
            Canonicalise(ref v0, ref v1, ref v2, ref v3, ref v4, mask);
            Store(x3, v0, v1, v2, v3, v4);
            AssertBelow(1, x3);

            a0 = (a0 - v0 + Vector512.Create((long)Q0)) << 2;
            a1 = (a1 - v1 + Vector512.Create((long)Q1)) << 2;
            a2 = (a2 - v2 + Vector512.Create((long)Q2)) << 2;
            a3 = (a3 - v3 + Vector512.Create((long)Q3)) << 2;
            a4 = (a4 - v4 + Vector512.Create((long)Q4)) << 2;
            Carry(ref a0, ref a1, ref a2, ref a3, ref a4, mask);
            Store(t, a0, a1, a2, a3, a4);
            AssertBelow(8, t);

            x3 += BlockLength;
            t += BlockLength;
            square += BlockLength;
            x1 += BlockLength;
            dx += BlockLength;
        }
    }

    /// <summary>
    /// y3 = product - y1, and stores (x3, y3), canonical, at points[target]. The product is below 5p/4; x3 and y1 are canonical.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void FinishY(ulong* points, int* targets, ulong* x3, ulong* product, ulong* y1, int blocks)
    {
        Vector512<long> mask = Vector512.Create((long)LimbMask);
        for (int block = 0; block < blocks; block++)
        {
            Vector512<long> v0 = Load(product) - Load(y1) + Vector512.Create((long)Q0);
            Vector512<long> v1 = Load(product + Lanes) - Load(y1 + Lanes) + Vector512.Create((long)Q1);
            Vector512<long> v2 = Load(product + (2 * Lanes)) - Load(y1 + (2 * Lanes)) + Vector512.Create((long)Q2);
            Vector512<long> v3 = Load(product + (3 * Lanes)) - Load(y1 + (3 * Lanes)) + Vector512.Create((long)Q3);
            Vector512<long> v4 = Load(product + (4 * Lanes)) - Load(y1 + (4 * Lanes)) + Vector512.Create((long)Q4);
            Canonicalise(ref v0, ref v1, ref v2, ref v3, ref v4, mask);

            Join(Load(x3), Load(x3 + Lanes), Load(x3 + (2 * Lanes)), Load(x3 + (3 * Lanes)), Load(x3 + (4 * Lanes)),
                out Vector512<ulong> w0, out Vector512<ulong> w1, out Vector512<ulong> w2, out Vector512<ulong> w3);
            Join(v0, v1, v2, v3, v4, out Vector512<ulong> w4, out Vector512<ulong> w5, out Vector512<ulong> w6, out Vector512<ulong> w7);
            Transpose(ref w0, ref w1, ref w2, ref w3, ref w4, ref w5, ref w6, ref w7);
            w0.Store(points + (8L * targets[0]));
            w1.Store(points + (8L * targets[1]));
            w2.Store(points + (8L * targets[2]));
            w3.Store(points + (8L * targets[3]));
            w4.Store(points + (8L * targets[4]));
            w5.Store(points + (8L * targets[5]));
            w6.Store(points + (8L * targets[6]));
            w7.Store(points + (8L * targets[7]));

            targets += Lanes;
            x3 += BlockLength;
            product += BlockLength;
            y1 += BlockLength;
        }
    }

    /// <summary>Cuts 256-bit integers of four words into limbs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Cut(
        Vector512<ulong> w0, Vector512<ulong> w1, Vector512<ulong> w2, Vector512<ulong> w3, Vector512<long> mask,
        out Vector512<long> t0, out Vector512<long> t1, out Vector512<long> t2, out Vector512<long> t3, out Vector512<long> t4)
    {
        t0 = w0.AsInt64() & mask;
        t1 = ((w0 >>> 52) | (w1 << 12)).AsInt64() & mask;
        t2 = ((w1 >>> 40) | (w2 << 24)).AsInt64() & mask;
        t3 = ((w2 >>> 28) | (w3 << 36)).AsInt64() & mask;
        t4 = (w3 >>> 16).AsInt64();
    }

    /// <summary>Joins carried limbs of integers below 2^256 into four words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Join(
        Vector512<long> t0, Vector512<long> t1, Vector512<long> t2, Vector512<long> t3, Vector512<long> t4,
        out Vector512<ulong> w0, out Vector512<ulong> w1, out Vector512<ulong> w2, out Vector512<ulong> w3)
    {
        w0 = (t0 | (t1 << 52)).AsUInt64();
        w1 = ((t1 >>> 12) | (t2 << 40)).AsUInt64();
        w2 = ((t2 >>> 24) | (t3 << 28)).AsUInt64();
        w3 = ((t3 >>> 36) | (t4 << 16)).AsUInt64();
    }

    /// <summary>Transposes an 8 x 8 matrix of words, a vector per row: 2 x 2 within 128-bit lanes, then the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        ref Vector512<ulong> r0, ref Vector512<ulong> r1, ref Vector512<ulong> r2, ref Vector512<ulong> r3,
        ref Vector512<ulong> r4, ref Vector512<ulong> r5, ref Vector512<ulong> r6, ref Vector512<ulong> r7)
    {
        const byte EvenLanes = 0x88, OddLanes = 0xdd;
        Vector512<ulong> even01 = Avx512F.UnpackLow(r0, r1), odd01 = Avx512F.UnpackHigh(r0, r1);
        Vector512<ulong> even23 = Avx512F.UnpackLow(r2, r3), odd23 = Avx512F.UnpackHigh(r2, r3);
        Vector512<ulong> even45 = Avx512F.UnpackLow(r4, r5), odd45 = Avx512F.UnpackHigh(r4, r5);
        Vector512<ulong> even67 = Avx512F.UnpackLow(r6, r7), odd67 = Avx512F.UnpackHigh(r6, r7);

        // Columns 0 and 4, 2 and 6, 1 and 5, 3 and 7; the upper half of the rows, then the lower.
        Vector512<ulong> upper04 = Avx512F.Shuffle4x128(even01, even23, EvenLanes);
        Vector512<ulong> lower04 = Avx512F.Shuffle4x128(even45, even67, EvenLanes);
        Vector512<ulong> upper26 = Avx512F.Shuffle4x128(even01, even23, OddLanes);
        Vector512<ulong> lower26 = Avx512F.Shuffle4x128(even45, even67, OddLanes);
        Vector512<ulong> upper15 = Avx512F.Shuffle4x128(odd01, odd23, EvenLanes);
        Vector512<ulong> lower15 = Avx512F.Shuffle4x128(odd45, odd67, EvenLanes);
        Vector512<ulong> upper37 = Avx512F.Shuffle4x128(odd01, odd23, OddLanes);
        Vector512<ulong> lower37 = Avx512F.Shuffle4x128(odd45, odd67, OddLanes);
        r0 = Avx512F.Shuffle4x128(upper04, lower04, EvenLanes);
        r4 = Avx512F.Shuffle4x128(upper04, lower04, OddLanes);
        r2 = Avx512F.Shuffle4x128(upper26, lower26, EvenLanes);
        r6 = Avx512F.Shuffle4x128(upper26, lower26, OddLanes);
        r1 = Avx512F.Shuffle4x128(upper15, lower15, EvenLanes);
        r5 = Avx512F.Shuffle4x128(upper15, lower15, OddLanes);
        r3 = Avx512F.Shuffle4x128(upper37, lower37, EvenLanes);
        r7 = Avx512F.Shuffle4x128(upper37, lower37, OddLanes);
    }
}
