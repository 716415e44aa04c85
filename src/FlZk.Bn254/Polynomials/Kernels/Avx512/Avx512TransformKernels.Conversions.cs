using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static FlZk.Bn254.Polynomials.FrBlock;

namespace FlZk.Bn254.Polynomials;

/// <summary>Between elements in memory and blocks, and between lanes and blocks.</summary>
internal readonly unsafe partial struct Avx512TransformKernels
{
    /// <inheritdoc/>
    [MethodImpl(Kernel)]
    public static void Load(ulong* elements, nint step, ulong* blocks, nint blockStep, int count)
    {
        Vector512<ulong> mask = Vector512.Create(LimbMask);
        for (int i = 0; i < count; i++)
        {
            // Two elements per vector. First the even and odd words of four elements, then words 0 and 2, 1 and 3 of all eight.
            Vector512<ulong> e01 = Vector512.Load(elements), e23 = Vector512.Load(elements + 8);
            Vector512<ulong> e45 = Vector512.Load(elements + 16), e67 = Vector512.Load(elements + 24);
            Vector512<ulong> low = Vector512.Create(0UL, 4, 8, 12, 1, 5, 9, 13), high = Vector512.Create(2UL, 6, 10, 14, 3, 7, 11, 15);
            Vector512<ulong> a = Avx512F.PermuteVar8x64x2(e01, low, e23), b = Avx512F.PermuteVar8x64x2(e45, low, e67);
            Vector512<ulong> c = Avx512F.PermuteVar8x64x2(e01, high, e23), d = Avx512F.PermuteVar8x64x2(e45, high, e67);
            Vector512<ulong> w0 = Avx512F.Shuffle4x128(a, b, 0x44), w1 = Avx512F.Shuffle4x128(a, b, 0xee);
            Vector512<ulong> w2 = Avx512F.Shuffle4x128(c, d, 0x44), w3 = Avx512F.Shuffle4x128(c, d, 0xee);
            (w0 & mask).Store(blocks);
            (((w0 >>> 52) | (w1 << 12)) & mask).Store(blocks + LimbStep);
            (((w1 >>> 40) | (w2 << 24)) & mask).Store(blocks + (2 * LimbStep));
            (((w2 >>> 28) | (w3 << 36)) & mask).Store(blocks + (3 * LimbStep));
            (w3 >>> 16).Store(blocks + (4 * LimbStep));
            elements += step;
            blocks += blockStep;
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Kernel)]
    public static void Store(ulong* blocks, nint blockStep, ulong* elements, nint step, int count)
    {
        for (int i = 0; i < count; i++)
        {
            AssertBelow(32, blocks);
            LoadCanonical(blocks, out Vector512<long> t0, out Vector512<long> t1, out Vector512<long> t2, out Vector512<long> t3,
                out Vector512<long> t4);
            Vector512<ulong> w0 = (t0 | (t1 << 52)).AsUInt64();
            Vector512<ulong> w1 = ((t1 >>> 12) | (t2 << 40)).AsUInt64();
            Vector512<ulong> w2 = ((t2 >>> 24) | (t3 << 28)).AsUInt64();
            Vector512<ulong> w3 = ((t3 >>> 36) | (t4 << 16)).AsUInt64();

            // The way of the loads, backwards.
            Vector512<ulong> a = Avx512F.Shuffle4x128(w0, w1, 0x44), b = Avx512F.Shuffle4x128(w0, w1, 0xee);
            Vector512<ulong> c = Avx512F.Shuffle4x128(w2, w3, 0x44), d = Avx512F.Shuffle4x128(w2, w3, 0xee);
            Vector512<ulong> first = Vector512.Create(0UL, 4, 8, 12, 1, 5, 9, 13), second = Vector512.Create(2UL, 6, 10, 14, 3, 7, 11, 15);
            Avx512F.PermuteVar8x64x2(a, first, c).Store(elements);
            Avx512F.PermuteVar8x64x2(a, second, c).Store(elements + 8);
            Avx512F.PermuteVar8x64x2(b, first, d).Store(elements + 16);
            Avx512F.PermuteVar8x64x2(b, second, d).Store(elements + 24);
            elements += step;
            blocks += blockStep;
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Kernel)]
    public static void Canonicalise(ulong* blocks, int count)
    {
        for (int i = 0; i < count; i++)
        {
            AssertBelow(32, blocks);
            LoadCanonical(blocks, out Vector512<long> t0, out Vector512<long> t1, out Vector512<long> t2, out Vector512<long> t3,
                out Vector512<long> t4);
            Store(t0, blocks, 0);
            Store(t1, blocks, 1);
            Store(t2, blocks, 2);
            Store(t3, blocks, 3);
            Store(t4, blocks, 4);
            blocks += BlockLength;
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Kernel)]
    public static void Transpose(ulong** from, ulong** to)
    {
        const byte EvenLanes = 0x88, OddLanes = 0xdd;
        for (int i = 0; i < 5; i++)
        {
            int at = LimbStep * i;
            Vector512<ulong> r0 = Vector512.Load(from[0] + at), r1 = Vector512.Load(from[1] + at);
            Vector512<ulong> r2 = Vector512.Load(from[2] + at), r3 = Vector512.Load(from[3] + at);
            Vector512<ulong> r4 = Vector512.Load(from[4] + at), r5 = Vector512.Load(from[5] + at);
            Vector512<ulong> r6 = Vector512.Load(from[6] + at), r7 = Vector512.Load(from[7] + at);
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
            Avx512F.Shuffle4x128(upper04, lower04, EvenLanes).Store(to[0] + at);
            Avx512F.Shuffle4x128(upper15, lower15, EvenLanes).Store(to[1] + at);
            Avx512F.Shuffle4x128(upper26, lower26, EvenLanes).Store(to[2] + at);
            Avx512F.Shuffle4x128(upper37, lower37, EvenLanes).Store(to[3] + at);
            Avx512F.Shuffle4x128(upper04, lower04, OddLanes).Store(to[4] + at);
            Avx512F.Shuffle4x128(upper15, lower15, OddLanes).Store(to[5] + at);
            Avx512F.Shuffle4x128(upper26, lower26, OddLanes).Store(to[6] + at);
            Avx512F.Shuffle4x128(upper37, lower37, OddLanes).Store(to[7] + at);
        }
    }

    /// <summary>The canonical limbs of a block with B = 32: 32 r is added, and after the reduction one r too much may remain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadCanonical(
        ulong* block,
        out Vector512<long> t0, out Vector512<long> t1, out Vector512<long> t2, out Vector512<long> t3, out Vector512<long> t4)
    {
        t0 = Column(block, 0) + Vector512.Create((long)(32 * Q0));
        t1 = Column(block, 1) + Vector512.Create((long)(32 * Q1));
        t2 = Column(block, 2) + Vector512.Create((long)(32 * Q2));
        t3 = Column(block, 3) + Vector512.Create((long)(32 * Q3));
        t4 = Column(block, 4) + Vector512.Create((long)(32 * Q4));
        Reduce(ref t0, ref t1, ref t2, ref t3, ref t4, nonNegative: true);
        Carry(ref t0, ref t1, ref t2, ref t3, ref t4);
        Vector512<long> s0 = t0 - Vector512.Create((long)Q0);
        Vector512<long> s1 = t1 - Vector512.Create((long)Q1);
        Vector512<long> s2 = t2 - Vector512.Create((long)Q2);
        Vector512<long> s3 = t3 - Vector512.Create((long)Q3);
        Vector512<long> s4 = t4 - Vector512.Create((long)Q4);
        Carry(ref s0, ref s1, ref s2, ref s3, ref s4);
        Vector512<long> below = s4 >> 63;
        t0 = Vector512.ConditionalSelect(below, t0, s0);
        t1 = Vector512.ConditionalSelect(below, t1, s1);
        t2 = Vector512.ConditionalSelect(below, t2, s2);
        t3 = Vector512.ConditionalSelect(below, t3, s3);
        t4 = Vector512.ConditionalSelect(below, t4, s4);
    }
}
