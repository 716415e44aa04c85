using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static FlZk.Bn254.Polynomials.FrBlock;

namespace FlZk.Bn254.Polynomials;

/// <summary>Between elements in memory and blocks, and between lanes and blocks.</summary>
internal readonly unsafe partial struct Avx2TransformKernels
{
    /// <inheritdoc/>
    [MethodImpl(Kernel)]
    public static void Load(ulong* elements, nint step, ulong* blocks, nint blockStep, int count)
    {
        Vector256<ulong> mask = Vector256.Create(LimbMask);
        for (int i = 0; i < count; i++)
        {
            for (int half = 0; half < LimbStep; half += Half)
            {
                ulong* from = elements + (4 * half), to = blocks + half;
                Vector256<ulong> w0 = Vector256.Load(from), w1 = Vector256.Load(from + 4);
                Vector256<ulong> w2 = Vector256.Load(from + 8), w3 = Vector256.Load(from + 12);
                Transpose(ref w0, ref w1, ref w2, ref w3);
                (w0 & mask).Store(to);
                (((w0 >>> 52) | (w1 << 12)) & mask).Store(to + LimbStep);
                (((w1 >>> 40) | (w2 << 24)) & mask).Store(to + (2 * LimbStep));
                (((w2 >>> 28) | (w3 << 36)) & mask).Store(to + (3 * LimbStep));
                (w3 >>> 16).Store(to + (4 * LimbStep));
            }

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
            for (int half = 0; half < LimbStep; half += Half)
            {
                LoadCanonical(blocks + half, out Vector256<long> t0, out Vector256<long> t1, out Vector256<long> t2,
                    out Vector256<long> t3, out Vector256<long> t4);
                Vector256<ulong> w0 = (t0 | (t1 << 52)).AsUInt64();
                Vector256<ulong> w1 = ((t1 >>> 12) | (t2 << 40)).AsUInt64();
                Vector256<ulong> w2 = ((t2 >>> 24) | (t3 << 28)).AsUInt64();
                Vector256<ulong> w3 = ((t3 >>> 36) | (t4 << 16)).AsUInt64();
                Transpose(ref w0, ref w1, ref w2, ref w3);
                ulong* to = elements + (4 * half);
                w0.Store(to);
                w1.Store(to + 4);
                w2.Store(to + 8);
                w3.Store(to + 12);
            }

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
            for (int half = 0; half < LimbStep; half += Half)
            {
                ulong* block = blocks + half;
                LoadCanonical(block, out Vector256<long> t0, out Vector256<long> t1, out Vector256<long> t2, out Vector256<long> t3,
                    out Vector256<long> t4);
                Store(t0, block, 0);
                Store(t1, block, 1);
                Store(t2, block, 2);
                Store(t3, block, 3);
                Store(t4, block, 4);
            }

            blocks += BlockLength;
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Kernel)]
    public static void Transpose(ulong** from, ulong** to)
    {
        for (int i = 0; i < 5; i++)
        {
            // Quarters of the 8 x 8 matrix: rows from r, columns from c.
            for (int r = 0; r < LimbStep; r += Half)
            {
                for (int c = 0; c < LimbStep; c += Half)
                {
                    int at = (LimbStep * i) + c;
                    Vector256<ulong> w0 = Vector256.Load(from[r] + at), w1 = Vector256.Load(from[r + 1] + at);
                    Vector256<ulong> w2 = Vector256.Load(from[r + 2] + at), w3 = Vector256.Load(from[r + 3] + at);
                    Transpose(ref w0, ref w1, ref w2, ref w3);
                    int into = (LimbStep * i) + r;
                    w0.Store(to[c] + into);
                    w1.Store(to[c + 1] + into);
                    w2.Store(to[c + 2] + into);
                    w3.Store(to[c + 3] + into);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(ref Vector256<ulong> w0, ref Vector256<ulong> w1, ref Vector256<ulong> w2, ref Vector256<ulong> w3)
    {
        const byte Lower = 0x20, Upper = 0x31;
        Vector256<ulong> even01 = Avx2.UnpackLow(w0, w1), odd01 = Avx2.UnpackHigh(w0, w1);
        Vector256<ulong> even23 = Avx2.UnpackLow(w2, w3), odd23 = Avx2.UnpackHigh(w2, w3);
        w0 = Avx2.Permute2x128(even01, even23, Lower);
        w1 = Avx2.Permute2x128(odd01, odd23, Lower);
        w2 = Avx2.Permute2x128(even01, even23, Upper);
        w3 = Avx2.Permute2x128(odd01, odd23, Upper);
    }

    /// <summary>The canonical limbs of a block with B = 32: 32 r is added, and after the reduction one r too much may remain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadCanonical(
        ulong* block,
        out Vector256<long> t0, out Vector256<long> t1, out Vector256<long> t2, out Vector256<long> t3, out Vector256<long> t4)
    {
        t0 = Column(block, 0) + Vector256.Create((long)(32 * Q0));
        t1 = Column(block, 1) + Vector256.Create((long)(32 * Q1));
        t2 = Column(block, 2) + Vector256.Create((long)(32 * Q2));
        t3 = Column(block, 3) + Vector256.Create((long)(32 * Q3));
        t4 = Column(block, 4) + Vector256.Create((long)(32 * Q4));
        Reduce(ref t0, ref t1, ref t2, ref t3, ref t4, nonNegative: true);
        Carry(ref t0, ref t1, ref t2, ref t3, ref t4);
        Vector256<long> s0 = t0 - Vector256.Create((long)Q0);
        Vector256<long> s1 = t1 - Vector256.Create((long)Q1);
        Vector256<long> s2 = t2 - Vector256.Create((long)Q2);
        Vector256<long> s3 = t3 - Vector256.Create((long)Q3);
        Vector256<long> s4 = t4 - Vector256.Create((long)Q4);
        Carry(ref s0, ref s1, ref s2, ref s3, ref s4);
        Vector256<long> below = Vector256.LessThan(s4, Vector256<long>.Zero);
        t0 = Vector256.ConditionalSelect(below, t0, s0);
        t1 = Vector256.ConditionalSelect(below, t1, s1);
        t2 = Vector256.ConditionalSelect(below, t2, s2);
        t3 = Vector256.ConditionalSelect(below, t3, s3);
        t4 = Vector256.ConditionalSelect(below, t4, s4);
    }
}
