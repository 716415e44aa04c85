// Written by tools/FlZk.KernelGenerator: change it there.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static FlZk.Bn254.Lanes.Avx2Limbs;

namespace FlZk.Bn254.Lanes;

internal readonly unsafe partial struct Avx2Fp : ILaneChord<Fp>
{
    /// <summary>p with every limb but the last raised by 2^29 at the expense of the next: no carried limb is more.</summary>
    private const ulong P0 = 0x387cfd47, P1 = 0x210460b5, P2 = 0x3c72a34e, P3 = 0x22d522cf, P4 = 0x3585d977, P5 = 0x22db40bf,
        P6 = 0x20a6e140, P7 = 0x2e5c2633, P8 = 0x30644d;

    /// <summary>3p, likewise raised by 2^31.</summary>
    private const ulong T0 = 0x8976f7d5, T1 = 0x830d2220, T2 = 0x9557e9e9, T3 = 0x887f686e, T4 = 0x80918c64, T5 = 0x8891c23e,
        T6 = 0x81f4a3bf, T7 = 0x8b147298, T8 = 0x912ce7;

    /// <inheritdoc/>
    /// <remarks>
    /// The slope comes out as s 2^258, its square as s^2 2^255, its product with t = 8 (x1 - x3) as s (x1 - x3) 2^256.
    /// </remarks>
    public static Fp InverseScale { get; } = Fp.FromUInt64(2).Pow([519]);

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
        Vector256<ulong> mask = Vector256.Create(LimbMask);
        uint any = 0;
        for (int block = 0; block < blocks; block++)
        {
            for (int i = 2 * LaneCount; i < 3 * LaneCount; i++)
            {
                Sse.Prefetch0(Address(left[i]) + word);
                Sse.Prefetch0(Address(right[i]) + word);
            }

            // The points, a row each, become a vector per word.
            ulong* a0 = Address(left[0]) + word, a1 = Address(left[1]) + word;
            ulong* a2 = Address(left[2]) + word, a3 = Address(left[3]) + word;
            ulong* b0 = Address(right[0]) + word, b1 = Address(right[1]) + word;
            ulong* b2 = Address(right[2]) + word, b3 = Address(right[3]) + word;
            Vector256<ulong> l0 = Vector256.Load(a0), l1 = Vector256.Load(a1), l2 = Vector256.Load(a2), l3 = Vector256.Load(a3);
            Transpose(ref l0, ref l1, ref l2, ref l3);
            CutInto(x1, l0, l1, l2, l3);
            Vector256<ulong> r0 = Vector256.Load(b0), r1 = Vector256.Load(b1), r2 = Vector256.Load(b2), r3 = Vector256.Load(b3);
            Transpose(ref r0, ref r1, ref r2, ref r3);
            CutInto(dx, r0, r1, r2, r3);

            // Canonical coordinates are equal when their bits are. No finite point has y = 0: the group's order is odd.
            Vector256<ulong> exceptional = Vector256.Equals((l0 ^ r0) | (l1 ^ r1) | (l2 ^ r2) | (l3 ^ r3), Vector256<ulong>.Zero);
            l0 = Vector256.Load(a0 + 4);
            l1 = Vector256.Load(a1 + 4);
            l2 = Vector256.Load(a2 + 4);
            l3 = Vector256.Load(a3 + 4);
            Transpose(ref l0, ref l1, ref l2, ref l3);
            CutInto(y1, l0, l1, l2, l3);
            r0 = Vector256.Load(b0 + 4);
            r1 = Vector256.Load(b1 + 4);
            r2 = Vector256.Load(b2 + 4);
            r3 = Vector256.Load(b3 + 4);
            Transpose(ref r0, ref r1, ref r2, ref r3);
            CutInto(dy, r0, r1, r2, r3);
            exceptional |= Vector256.Equals(l0 | l1 | l2 | l3, Vector256<ulong>.Zero);
            exceptional |= Vector256.Equals(r0 | r1 | r2 | r3, Vector256<ulong>.Zero);
            uint bits = exceptional.ExtractMostSignificantBits();
            exceptions[block] = (byte)bits;
            any |= bits;

            Vector256<ulong> xNegative = Vector256.LessThan(
                (Vector256.Load(left) & Vector256.Create(xSign)).AsInt64(), Vector256<long>.Zero).AsUInt64();
            Vector256<ulong> xv0 = Vector256.Load(x1);
            xv0 = Vector256.ConditionalSelect(xNegative, Vector256.Create(P0) - xv0, xv0);
            Vector256<ulong> xv1 = Vector256.Load(x1 + LaneCount);
            xv1 = Vector256.ConditionalSelect(xNegative, Vector256.Create(P1) - xv1, xv1);
            xv1 += xv0 >>> 29;
            xv0 &= mask;
            xv0.Store(x1);
            Vector256<ulong> xv2 = Vector256.Load(x1 + (2 * LaneCount));
            xv2 = Vector256.ConditionalSelect(xNegative, Vector256.Create(P2) - xv2, xv2);
            xv2 += xv1 >>> 29;
            xv1 &= mask;
            xv1.Store(x1 + LaneCount);
            Vector256<ulong> xv3 = Vector256.Load(x1 + (3 * LaneCount));
            xv3 = Vector256.ConditionalSelect(xNegative, Vector256.Create(P3) - xv3, xv3);
            xv3 += xv2 >>> 29;
            xv2 &= mask;
            xv2.Store(x1 + (2 * LaneCount));
            Vector256<ulong> xv4 = Vector256.Load(x1 + (4 * LaneCount));
            xv4 = Vector256.ConditionalSelect(xNegative, Vector256.Create(P4) - xv4, xv4);
            xv4 += xv3 >>> 29;
            xv3 &= mask;
            xv3.Store(x1 + (3 * LaneCount));
            Vector256<ulong> xv5 = Vector256.Load(x1 + (5 * LaneCount));
            xv5 = Vector256.ConditionalSelect(xNegative, Vector256.Create(P5) - xv5, xv5);
            xv5 += xv4 >>> 29;
            xv4 &= mask;
            xv4.Store(x1 + (4 * LaneCount));
            Vector256<ulong> xv6 = Vector256.Load(x1 + (6 * LaneCount));
            xv6 = Vector256.ConditionalSelect(xNegative, Vector256.Create(P6) - xv6, xv6);
            xv6 += xv5 >>> 29;
            xv5 &= mask;
            xv5.Store(x1 + (5 * LaneCount));
            Vector256<ulong> xv7 = Vector256.Load(x1 + (7 * LaneCount));
            xv7 = Vector256.ConditionalSelect(xNegative, Vector256.Create(P7) - xv7, xv7);
            xv7 += xv6 >>> 29;
            xv6 &= mask;
            xv6.Store(x1 + (6 * LaneCount));
            Vector256<ulong> xv8 = Vector256.Load(x1 + (8 * LaneCount));
            xv8 = Vector256.ConditionalSelect(xNegative, Vector256.Create(P8) - xv8, xv8);
            xv8 += xv7 >>> 29;
            xv7 &= mask;
            xv7.Store(x1 + (7 * LaneCount));
            xv8.Store(x1 + (8 * LaneCount));

            xNegative = Vector256.LessThan((Vector256.Load(right) & Vector256.Create(xSign)).AsInt64(), Vector256<long>.Zero).AsUInt64();
            Vector256<ulong> xt;
            xt = Vector256.Load(dx);
            xt = Vector256.ConditionalSelect(xNegative, Vector256.Create(P0) - xt, xt);
            xv0 = xt - xv0 + Vector256.Create(P0);
            Vector256.ConditionalSelect(exceptional, Vector256<ulong>.One, xv0 & mask).Store(dx);
            xt = Vector256.Load(dx + LaneCount);
            xt = Vector256.ConditionalSelect(xNegative, Vector256.Create(P1) - xt, xt);
            xv1 = xt - xv1 + Vector256.Create(P1);
            xv1 += xv0 >>> 29;
            Vector256.AndNot(xv1 & mask, exceptional).Store(dx + LaneCount);
            xt = Vector256.Load(dx + (2 * LaneCount));
            xt = Vector256.ConditionalSelect(xNegative, Vector256.Create(P2) - xt, xt);
            xv2 = xt - xv2 + Vector256.Create(P2);
            xv2 += xv1 >>> 29;
            Vector256.AndNot(xv2 & mask, exceptional).Store(dx + (2 * LaneCount));
            xt = Vector256.Load(dx + (3 * LaneCount));
            xt = Vector256.ConditionalSelect(xNegative, Vector256.Create(P3) - xt, xt);
            xv3 = xt - xv3 + Vector256.Create(P3);
            xv3 += xv2 >>> 29;
            Vector256.AndNot(xv3 & mask, exceptional).Store(dx + (3 * LaneCount));
            xt = Vector256.Load(dx + (4 * LaneCount));
            xt = Vector256.ConditionalSelect(xNegative, Vector256.Create(P4) - xt, xt);
            xv4 = xt - xv4 + Vector256.Create(P4);
            xv4 += xv3 >>> 29;
            Vector256.AndNot(xv4 & mask, exceptional).Store(dx + (4 * LaneCount));
            xt = Vector256.Load(dx + (5 * LaneCount));
            xt = Vector256.ConditionalSelect(xNegative, Vector256.Create(P5) - xt, xt);
            xv5 = xt - xv5 + Vector256.Create(P5);
            xv5 += xv4 >>> 29;
            Vector256.AndNot(xv5 & mask, exceptional).Store(dx + (5 * LaneCount));
            xt = Vector256.Load(dx + (6 * LaneCount));
            xt = Vector256.ConditionalSelect(xNegative, Vector256.Create(P6) - xt, xt);
            xv6 = xt - xv6 + Vector256.Create(P6);
            xv6 += xv5 >>> 29;
            Vector256.AndNot(xv6 & mask, exceptional).Store(dx + (6 * LaneCount));
            xt = Vector256.Load(dx + (7 * LaneCount));
            xt = Vector256.ConditionalSelect(xNegative, Vector256.Create(P7) - xt, xt);
            xv7 = xt - xv7 + Vector256.Create(P7);
            xv7 += xv6 >>> 29;
            Vector256.AndNot(xv7 & mask, exceptional).Store(dx + (7 * LaneCount));
            xt = Vector256.Load(dx + (8 * LaneCount));
            xt = Vector256.ConditionalSelect(xNegative, Vector256.Create(P8) - xt, xt);
            xv8 = xt - xv8 + Vector256.Create(P8);
            xv8 += xv7 >>> 29;
            Vector256.AndNot(xv8, exceptional).Store(dx + (8 * LaneCount));

            Vector256<ulong> yNegative = Vector256.LessThan(
                (Vector256.Load(left) & Vector256.Create(ySign)).AsInt64(), Vector256<long>.Zero).AsUInt64();
            Vector256<ulong> yv0 = Vector256.Load(y1);
            yv0 = Vector256.ConditionalSelect(yNegative, Vector256.Create(P0) - yv0, yv0);
            Vector256<ulong> yv1 = Vector256.Load(y1 + LaneCount);
            yv1 = Vector256.ConditionalSelect(yNegative, Vector256.Create(P1) - yv1, yv1);
            yv1 += yv0 >>> 29;
            yv0 &= mask;
            yv0.Store(y1);
            Vector256<ulong> yv2 = Vector256.Load(y1 + (2 * LaneCount));
            yv2 = Vector256.ConditionalSelect(yNegative, Vector256.Create(P2) - yv2, yv2);
            yv2 += yv1 >>> 29;
            yv1 &= mask;
            yv1.Store(y1 + LaneCount);
            Vector256<ulong> yv3 = Vector256.Load(y1 + (3 * LaneCount));
            yv3 = Vector256.ConditionalSelect(yNegative, Vector256.Create(P3) - yv3, yv3);
            yv3 += yv2 >>> 29;
            yv2 &= mask;
            yv2.Store(y1 + (2 * LaneCount));
            Vector256<ulong> yv4 = Vector256.Load(y1 + (4 * LaneCount));
            yv4 = Vector256.ConditionalSelect(yNegative, Vector256.Create(P4) - yv4, yv4);
            yv4 += yv3 >>> 29;
            yv3 &= mask;
            yv3.Store(y1 + (3 * LaneCount));
            Vector256<ulong> yv5 = Vector256.Load(y1 + (5 * LaneCount));
            yv5 = Vector256.ConditionalSelect(yNegative, Vector256.Create(P5) - yv5, yv5);
            yv5 += yv4 >>> 29;
            yv4 &= mask;
            yv4.Store(y1 + (4 * LaneCount));
            Vector256<ulong> yv6 = Vector256.Load(y1 + (6 * LaneCount));
            yv6 = Vector256.ConditionalSelect(yNegative, Vector256.Create(P6) - yv6, yv6);
            yv6 += yv5 >>> 29;
            yv5 &= mask;
            yv5.Store(y1 + (5 * LaneCount));
            Vector256<ulong> yv7 = Vector256.Load(y1 + (7 * LaneCount));
            yv7 = Vector256.ConditionalSelect(yNegative, Vector256.Create(P7) - yv7, yv7);
            yv7 += yv6 >>> 29;
            yv6 &= mask;
            yv6.Store(y1 + (6 * LaneCount));
            Vector256<ulong> yv8 = Vector256.Load(y1 + (8 * LaneCount));
            yv8 = Vector256.ConditionalSelect(yNegative, Vector256.Create(P8) - yv8, yv8);
            yv8 += yv7 >>> 29;
            yv7 &= mask;
            yv7.Store(y1 + (7 * LaneCount));
            yv8.Store(y1 + (8 * LaneCount));

            yNegative = Vector256.LessThan((Vector256.Load(right) & Vector256.Create(ySign)).AsInt64(), Vector256<long>.Zero).AsUInt64();
            Vector256<ulong> yt;
            yt = Vector256.Load(dy);
            yt = Vector256.ConditionalSelect(yNegative, Vector256.Create(P0) - yt, yt);
            yv0 = yt - yv0 + Vector256.Create(P0);
            (yv0 & mask).Store(dy);
            yt = Vector256.Load(dy + LaneCount);
            yt = Vector256.ConditionalSelect(yNegative, Vector256.Create(P1) - yt, yt);
            yv1 = yt - yv1 + Vector256.Create(P1);
            yv1 += yv0 >>> 29;
            (yv1 & mask).Store(dy + LaneCount);
            yt = Vector256.Load(dy + (2 * LaneCount));
            yt = Vector256.ConditionalSelect(yNegative, Vector256.Create(P2) - yt, yt);
            yv2 = yt - yv2 + Vector256.Create(P2);
            yv2 += yv1 >>> 29;
            (yv2 & mask).Store(dy + (2 * LaneCount));
            yt = Vector256.Load(dy + (3 * LaneCount));
            yt = Vector256.ConditionalSelect(yNegative, Vector256.Create(P3) - yt, yt);
            yv3 = yt - yv3 + Vector256.Create(P3);
            yv3 += yv2 >>> 29;
            (yv3 & mask).Store(dy + (3 * LaneCount));
            yt = Vector256.Load(dy + (4 * LaneCount));
            yt = Vector256.ConditionalSelect(yNegative, Vector256.Create(P4) - yt, yt);
            yv4 = yt - yv4 + Vector256.Create(P4);
            yv4 += yv3 >>> 29;
            (yv4 & mask).Store(dy + (4 * LaneCount));
            yt = Vector256.Load(dy + (5 * LaneCount));
            yt = Vector256.ConditionalSelect(yNegative, Vector256.Create(P5) - yt, yt);
            yv5 = yt - yv5 + Vector256.Create(P5);
            yv5 += yv4 >>> 29;
            (yv5 & mask).Store(dy + (5 * LaneCount));
            yt = Vector256.Load(dy + (6 * LaneCount));
            yt = Vector256.ConditionalSelect(yNegative, Vector256.Create(P6) - yt, yt);
            yv6 = yt - yv6 + Vector256.Create(P6);
            yv6 += yv5 >>> 29;
            (yv6 & mask).Store(dy + (6 * LaneCount));
            yt = Vector256.Load(dy + (7 * LaneCount));
            yt = Vector256.ConditionalSelect(yNegative, Vector256.Create(P7) - yt, yt);
            yv7 = yt - yv7 + Vector256.Create(P7);
            yv7 += yv6 >>> 29;
            (yv7 & mask).Store(dy + (7 * LaneCount));
            yt = Vector256.Load(dy + (8 * LaneCount));
            yt = Vector256.ConditionalSelect(yNegative, Vector256.Create(P8) - yt, yt);
            yv8 = yt - yv8 + Vector256.Create(P8);
            yv8 += yv7 >>> 29;
            (yv8).Store(dy + (8 * LaneCount));

            LaneAssertions.Below<Avx2Fp>(1, x1);
            LaneAssertions.Below<Avx2Fp>(1, y1);
            LaneAssertions.Below<Avx2Fp>(2, dx);
            LaneAssertions.Below<Avx2Fp>(2, dy);

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
    /// <remarks>x1 is canonical, dx and the square below 2p; t = 8 (x1 - x3) is below 16p.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void FinishX(ulong* x3, ulong* t, ulong* square, ulong* x1, ulong* dx, int blocks)
    {
        Vector256<ulong> mask = Vector256.Create(LimbMask);
        for (int block = 0; block < blocks; block++)
        {
            // x2 + p = x1 + dx, so 2 square - x1 - x2 + 2p = 2 (square - x1) - dx + 3p is between 0 and 7p, in exceptional lanes too.
            Vector256<ulong> v0 = Vector256.Load(square) - Vector256.Load(x1);
            v0 = v0 + v0 - Vector256.Load(dx) + Vector256.Create(T0);
            Vector256<ulong> v1 = Vector256.Load(square + LaneCount) - Vector256.Load(x1 + LaneCount);
            v1 = v1 + v1 - Vector256.Load(dx + LaneCount) + Vector256.Create(T1);
            Vector256<ulong> v2 = Vector256.Load(square + (2 * LaneCount)) - Vector256.Load(x1 + (2 * LaneCount));
            v2 = v2 + v2 - Vector256.Load(dx + (2 * LaneCount)) + Vector256.Create(T2);
            Vector256<ulong> v3 = Vector256.Load(square + (3 * LaneCount)) - Vector256.Load(x1 + (3 * LaneCount));
            v3 = v3 + v3 - Vector256.Load(dx + (3 * LaneCount)) + Vector256.Create(T3);
            Vector256<ulong> v4 = Vector256.Load(square + (4 * LaneCount)) - Vector256.Load(x1 + (4 * LaneCount));
            v4 = v4 + v4 - Vector256.Load(dx + (4 * LaneCount)) + Vector256.Create(T4);
            Vector256<ulong> v5 = Vector256.Load(square + (5 * LaneCount)) - Vector256.Load(x1 + (5 * LaneCount));
            v5 = v5 + v5 - Vector256.Load(dx + (5 * LaneCount)) + Vector256.Create(T5);
            Vector256<ulong> v6 = Vector256.Load(square + (6 * LaneCount)) - Vector256.Load(x1 + (6 * LaneCount));
            v6 = v6 + v6 - Vector256.Load(dx + (6 * LaneCount)) + Vector256.Create(T6);
            Vector256<ulong> v7 = Vector256.Load(square + (7 * LaneCount)) - Vector256.Load(x1 + (7 * LaneCount));
            v7 = v7 + v7 - Vector256.Load(dx + (7 * LaneCount)) + Vector256.Create(T7);
            Vector256<ulong> v8 = Vector256.Load(square + (8 * LaneCount)) - Vector256.Load(x1 + (8 * LaneCount));
            v8 = v8 + v8 - Vector256.Load(dx + (8 * LaneCount)) + Vector256.Create(T8);
            Canonicalise(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8);

            v0.Store(x3);
            v0 = (Vector256.Load(x1) - v0 + Vector256.Create(P0)) << 3;
            v1.Store(x3 + LaneCount);
            v1 = (Vector256.Load(x1 + LaneCount) - v1 + Vector256.Create(P1)) << 3;
            v2.Store(x3 + (2 * LaneCount));
            v2 = (Vector256.Load(x1 + (2 * LaneCount)) - v2 + Vector256.Create(P2)) << 3;
            v3.Store(x3 + (3 * LaneCount));
            v3 = (Vector256.Load(x1 + (3 * LaneCount)) - v3 + Vector256.Create(P3)) << 3;
            v4.Store(x3 + (4 * LaneCount));
            v4 = (Vector256.Load(x1 + (4 * LaneCount)) - v4 + Vector256.Create(P4)) << 3;
            v5.Store(x3 + (5 * LaneCount));
            v5 = (Vector256.Load(x1 + (5 * LaneCount)) - v5 + Vector256.Create(P5)) << 3;
            v6.Store(x3 + (6 * LaneCount));
            v6 = (Vector256.Load(x1 + (6 * LaneCount)) - v6 + Vector256.Create(P6)) << 3;
            v7.Store(x3 + (7 * LaneCount));
            v7 = (Vector256.Load(x1 + (7 * LaneCount)) - v7 + Vector256.Create(P7)) << 3;
            v8.Store(x3 + (8 * LaneCount));
            v8 = (Vector256.Load(x1 + (8 * LaneCount)) - v8 + Vector256.Create(P8)) << 3;
            (v0 & mask).Store(t);
            v1 += v0 >>> 29;
            (v1 & mask).Store(t + LaneCount);
            v2 += v1 >>> 29;
            (v2 & mask).Store(t + (2 * LaneCount));
            v3 += v2 >>> 29;
            (v3 & mask).Store(t + (3 * LaneCount));
            v4 += v3 >>> 29;
            (v4 & mask).Store(t + (4 * LaneCount));
            v5 += v4 >>> 29;
            (v5 & mask).Store(t + (5 * LaneCount));
            v6 += v5 >>> 29;
            (v6 & mask).Store(t + (6 * LaneCount));
            v7 += v6 >>> 29;
            (v7 & mask).Store(t + (7 * LaneCount));
            v8 += v7 >>> 29;
            v8.Store(t + (8 * LaneCount));
            LaneAssertions.Below<Avx2Fp>(1, x3);
            LaneAssertions.Below<Avx2Fp>(16, t);

            x3 += BlockWords;
            t += BlockWords;
            square += BlockWords;
            x1 += BlockWords;
            dx += BlockWords;
        }
    }

    /// <inheritdoc/>
    /// <remarks>The product is below 2p; x3 and y1 are canonical.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void FinishY(ulong* targets, ulong* x3, ulong* product, ulong* y1, int blocks)
    {
        for (int block = 0; block < blocks; block++)
        {
            LaneAssertions.Below<Avx2Fp>(2, product);
            Vector256<ulong> v0 = Vector256.Load(product) - Vector256.Load(y1) + Vector256.Create(P0);
            Vector256<ulong> v1 = Vector256.Load(product + LaneCount) - Vector256.Load(y1 + LaneCount) + Vector256.Create(P1);
            Vector256<ulong> v2 = Vector256.Load(product + (2 * LaneCount)) - Vector256.Load(y1 + (2 * LaneCount)) + Vector256.Create(P2);
            Vector256<ulong> v3 = Vector256.Load(product + (3 * LaneCount)) - Vector256.Load(y1 + (3 * LaneCount)) + Vector256.Create(P3);
            Vector256<ulong> v4 = Vector256.Load(product + (4 * LaneCount)) - Vector256.Load(y1 + (4 * LaneCount)) + Vector256.Create(P4);
            Vector256<ulong> v5 = Vector256.Load(product + (5 * LaneCount)) - Vector256.Load(y1 + (5 * LaneCount)) + Vector256.Create(P5);
            Vector256<ulong> v6 = Vector256.Load(product + (6 * LaneCount)) - Vector256.Load(y1 + (6 * LaneCount)) + Vector256.Create(P6);
            Vector256<ulong> v7 = Vector256.Load(product + (7 * LaneCount)) - Vector256.Load(y1 + (7 * LaneCount)) + Vector256.Create(P7);
            Vector256<ulong> v8 = Vector256.Load(product + (8 * LaneCount)) - Vector256.Load(y1 + (8 * LaneCount)) + Vector256.Create(P8);
            Canonicalise(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8);
            Join(
                v0, v1, v2, v3, v4, v5, v6, v7, v8,
                out Vector256<ulong> w0, out Vector256<ulong> w1, out Vector256<ulong> w2, out Vector256<ulong> w3);
            Transpose(ref w0, ref w1, ref w2, ref w3);
            ulong* t0 = (ulong*)targets[0], t1 = (ulong*)targets[1], t2 = (ulong*)targets[2], t3 = (ulong*)targets[3];
            w0.Store(t0 + 4);
            w1.Store(t1 + 4);
            w2.Store(t2 + 4);
            w3.Store(t3 + 4);

            Join(
                Vector256.Load(x3), Vector256.Load(x3 + LaneCount), Vector256.Load(x3 + (2 * LaneCount)), Vector256.Load(x3
                    + (3 * LaneCount)), Vector256.Load(x3 + (4 * LaneCount)), Vector256.Load(x3 + (5 * LaneCount)), Vector256.Load(x3
                        + (6 * LaneCount)), Vector256.Load(x3 + (7 * LaneCount)), Vector256.Load(x3 + (8 * LaneCount)),
                out w0, out w1, out w2, out w3);
            Transpose(ref w0, ref w1, ref w2, ref w3);
            w0.Store(t0);
            w1.Store(t1);
            w2.Store(t2);
            w3.Store(t3);

            targets += LaneCount;
            x3 += BlockWords;
            product += BlockWords;
            y1 += BlockWords;
        }
    }
}
