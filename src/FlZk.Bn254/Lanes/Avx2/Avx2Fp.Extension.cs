// Written by tools/FlZk.KernelGenerator: change it there.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static FlZk.Bn254.Lanes.Avx2Limbs;

namespace FlZk.Bn254.Lanes;

internal readonly unsafe partial struct Avx2Fp : ILaneExtension
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyAdd(ulong* r, ulong* a, ulong* b, ulong* c, ulong* d, int blocks)
    {
        LaneAssertions.Product<Avx2Fp>(a, b, blocks, 32);
        LaneAssertions.Product<Avx2Fp>(c, d, blocks, 32);
        Vector256<ulong> mask = Vector256.Create(LimbMask);
        for (int block = 0; block < blocks; block++)
        {
            Vector256<ulong> p0 = Vector256<ulong>.Zero;
            Vector256<ulong> p1 = Vector256<ulong>.Zero;
            Vector256<ulong> p2 = Vector256<ulong>.Zero;
            Vector256<ulong> p3 = Vector256<ulong>.Zero;
            Vector256<ulong> p4 = Vector256<ulong>.Zero;
            Vector256<ulong> p5 = Vector256<ulong>.Zero;
            Vector256<ulong> p6 = Vector256<ulong>.Zero;
            Vector256<ulong> p7 = Vector256<ulong>.Zero;
            Vector256<ulong> p8 = Vector256<ulong>.Zero;
            Vector256<uint> x, u;
            for (ulong* limb = b, last = b + (8 * LaneCount); limb < last; limb += LaneCount)
            {
                x = Vector256.Load((uint*)limb);
                p0 += Avx2.Multiply(x, Vector256.Load((uint*)a));
                p1 += Avx2.Multiply(x, Vector256.Load((uint*)(a + LaneCount)));
                p2 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (2 * LaneCount))));
                p3 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (3 * LaneCount))));
                p4 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (4 * LaneCount))));
                p5 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (5 * LaneCount))));
                p6 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (6 * LaneCount))));
                p7 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (7 * LaneCount))));
                p8 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (8 * LaneCount))));
                x = Vector256.Load((uint*)(d + (limb - b)));
                p0 += Avx2.Multiply(x, Vector256.Load((uint*)c));
                p1 += Avx2.Multiply(x, Vector256.Load((uint*)(c + LaneCount)));
                p2 += Avx2.Multiply(x, Vector256.Load((uint*)(c + (2 * LaneCount))));
                p3 += Avx2.Multiply(x, Vector256.Load((uint*)(c + (3 * LaneCount))));
                p4 += Avx2.Multiply(x, Vector256.Load((uint*)(c + (4 * LaneCount))));
                p5 += Avx2.Multiply(x, Vector256.Load((uint*)(c + (5 * LaneCount))));
                p6 += Avx2.Multiply(x, Vector256.Load((uint*)(c + (6 * LaneCount))));
                p7 += Avx2.Multiply(x, Vector256.Load((uint*)(c + (7 * LaneCount))));
                p8 += Avx2.Multiply(x, Vector256.Load((uint*)(c + (8 * LaneCount))));
                u = (p0 & mask).AsUInt32();
                p0 = p1 + (p0 >>> 29) + Avx2.Multiply(u, Vector256.Create((ulong)C0).AsUInt32());
                p1 = p2 + Avx2.Multiply(u, Vector256.Create((ulong)C1).AsUInt32());
                p2 = p3 + Avx2.Multiply(u, Vector256.Create((ulong)C2).AsUInt32());
                p3 = p4 + Avx2.Multiply(u, Vector256.Create((ulong)C3).AsUInt32());
                p4 = p5 + Avx2.Multiply(u, Vector256.Create((ulong)C4).AsUInt32());
                p5 = p6 + Avx2.Multiply(u, Vector256.Create((ulong)C5).AsUInt32());
                p6 = p7 + Avx2.Multiply(u, Vector256.Create((ulong)C6).AsUInt32());
                p7 = p8 + Avx2.Multiply(u, Vector256.Create((ulong)C7).AsUInt32());
                p8 = Avx2.Multiply(u, Vector256.Create((ulong)C8).AsUInt32());
            }

            x = Vector256.Load((uint*)(b + (8 * LaneCount)));
            p0 += Avx2.Multiply(x, Vector256.Load((uint*)a));
            p1 += Avx2.Multiply(x, Vector256.Load((uint*)(a + LaneCount)));
            p2 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (2 * LaneCount))));
            p3 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (3 * LaneCount))));
            p4 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (4 * LaneCount))));
            p5 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (5 * LaneCount))));
            p6 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (6 * LaneCount))));
            p7 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (7 * LaneCount))));
            p8 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (8 * LaneCount))));

            x = Vector256.Load((uint*)(d + (8 * LaneCount)));
            p0 += Avx2.Multiply(x, Vector256.Load((uint*)c));
            p1 += Avx2.Multiply(x, Vector256.Load((uint*)(c + LaneCount)));
            p2 += Avx2.Multiply(x, Vector256.Load((uint*)(c + (2 * LaneCount))));
            p3 += Avx2.Multiply(x, Vector256.Load((uint*)(c + (3 * LaneCount))));
            p4 += Avx2.Multiply(x, Vector256.Load((uint*)(c + (4 * LaneCount))));
            p5 += Avx2.Multiply(x, Vector256.Load((uint*)(c + (5 * LaneCount))));
            p6 += Avx2.Multiply(x, Vector256.Load((uint*)(c + (6 * LaneCount))));
            p7 += Avx2.Multiply(x, Vector256.Load((uint*)(c + (7 * LaneCount))));
            p8 += Avx2.Multiply(x, Vector256.Load((uint*)(c + (8 * LaneCount))));

            // The last limb by Montgomery's quotient, which makes it vanish: u = -p0 / q mod 2^29.
            u = (Avx2.Multiply(p0.AsUInt32(), Vector256.Create((ulong)NegativeInverse).AsUInt32()) & mask).AsUInt32();
            p0 += Avx2.Multiply(u, Vector256.Create((ulong)Q0).AsUInt32());
            Vector256<ulong> p9 = p1 + (p0 >>> 29) + Avx2.Multiply(u, Vector256.Create((ulong)Q1).AsUInt32());
            Vector256<ulong> p10 = p2 + Avx2.Multiply(u, Vector256.Create((ulong)Q2).AsUInt32());
            Vector256<ulong> p11 = p3 + Avx2.Multiply(u, Vector256.Create((ulong)Q3).AsUInt32());
            Vector256<ulong> p12 = p4 + Avx2.Multiply(u, Vector256.Create((ulong)Q4).AsUInt32());
            Vector256<ulong> p13 = p5 + Avx2.Multiply(u, Vector256.Create((ulong)Q5).AsUInt32());
            Vector256<ulong> p14 = p6 + Avx2.Multiply(u, Vector256.Create((ulong)Q6).AsUInt32());
            Vector256<ulong> p15 = p7 + Avx2.Multiply(u, Vector256.Create((ulong)Q7).AsUInt32());
            Vector256<ulong> p16 = p8 + Avx2.Multiply(u, Vector256.Create((ulong)Q8).AsUInt32());

            (p9 & mask).Store(r);
            p10 += p9 >>> 29;
            (p10 & mask).Store(r + LaneCount);
            p11 += p10 >>> 29;
            (p11 & mask).Store(r + (2 * LaneCount));
            p12 += p11 >>> 29;
            (p12 & mask).Store(r + (3 * LaneCount));
            p13 += p12 >>> 29;
            (p13 & mask).Store(r + (4 * LaneCount));
            p14 += p13 >>> 29;
            (p14 & mask).Store(r + (5 * LaneCount));
            p15 += p14 >>> 29;
            (p15 & mask).Store(r + (6 * LaneCount));
            p16 += p15 >>> 29;
            (p16 & mask).Store(r + (7 * LaneCount));
            (p16 >>> 29).Store(r + (8 * LaneCount));

            r += BlockWords;
            a += BlockWords;
            b += BlockWords;
            c += BlockWords;
            d += BlockWords;
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Add(ulong* r, ulong* a, ulong* b, int blocks)
    {
        Vector256<ulong> mask = Vector256.Create(LimbMask);
        for (int block = 0; block < blocks; block++, r += BlockWords, a += BlockWords, b += BlockWords)
        {
            Vector256<ulong> t0 = Vector256.Load(a) + Vector256.Load(b);
            (t0 & mask).Store(r);
            Vector256<ulong> t1 = Vector256.Load(a + LaneCount) + Vector256.Load(b + LaneCount) + (t0 >>> 29);
            (t1 & mask).Store(r + LaneCount);
            Vector256<ulong> t2 = Vector256.Load(a + (2 * LaneCount)) + Vector256.Load(b + (2 * LaneCount)) + (t1 >>> 29);
            (t2 & mask).Store(r + (2 * LaneCount));
            Vector256<ulong> t3 = Vector256.Load(a + (3 * LaneCount)) + Vector256.Load(b + (3 * LaneCount)) + (t2 >>> 29);
            (t3 & mask).Store(r + (3 * LaneCount));
            Vector256<ulong> t4 = Vector256.Load(a + (4 * LaneCount)) + Vector256.Load(b + (4 * LaneCount)) + (t3 >>> 29);
            (t4 & mask).Store(r + (4 * LaneCount));
            Vector256<ulong> t5 = Vector256.Load(a + (5 * LaneCount)) + Vector256.Load(b + (5 * LaneCount)) + (t4 >>> 29);
            (t5 & mask).Store(r + (5 * LaneCount));
            Vector256<ulong> t6 = Vector256.Load(a + (6 * LaneCount)) + Vector256.Load(b + (6 * LaneCount)) + (t5 >>> 29);
            (t6 & mask).Store(r + (6 * LaneCount));
            Vector256<ulong> t7 = Vector256.Load(a + (7 * LaneCount)) + Vector256.Load(b + (7 * LaneCount)) + (t6 >>> 29);
            (t7 & mask).Store(r + (7 * LaneCount));
            Vector256<ulong> t8 = Vector256.Load(a + (8 * LaneCount)) + Vector256.Load(b + (8 * LaneCount)) + (t7 >>> 29);
            t8.Store(r + (8 * LaneCount));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Subtract(ulong* r, ulong* a, ulong* b, int blocks)
    {
        Vector256<ulong> mask = Vector256.Create(LimbMask);
        for (int block = 0; block < blocks; block++, r += BlockWords, a += BlockWords, b += BlockWords)
        {
            Vector256<ulong> t0 = Vector256.Load(a) - Vector256.Load(b) + Vector256.Create(0x30f9fa8eUL);
            (t0 & mask).Store(r);
            Vector256<ulong> t1 = Vector256.Load(a + LaneCount) - Vector256.Load(b + LaneCount) + Vector256.Create(0x2208c16cUL)
                + (t0 >>> 29);
            (t1 & mask).Store(r + LaneCount);
            Vector256<ulong> t2 = Vector256.Load(a + (2 * LaneCount)) - Vector256.Load(b + (2 * LaneCount))
                + Vector256.Create(0x38e5469dUL) + (t1 >>> 29);
            (t2 & mask).Store(r + (2 * LaneCount));
            Vector256<ulong> t3 = Vector256.Load(a + (3 * LaneCount)) - Vector256.Load(b + (3 * LaneCount))
                + Vector256.Create(0x25aa45a0UL) + (t2 >>> 29);
            (t3 & mask).Store(r + (3 * LaneCount));
            Vector256<ulong> t4 = Vector256.Load(a + (4 * LaneCount)) - Vector256.Load(b + (4 * LaneCount))
                + Vector256.Create(0x2b0bb2efUL) + (t3 >>> 29);
            (t4 & mask).Store(r + (4 * LaneCount));
            Vector256<ulong> t5 = Vector256.Load(a + (5 * LaneCount)) - Vector256.Load(b + (5 * LaneCount))
                + Vector256.Create(0x25b68180UL) + (t4 >>> 29);
            (t5 & mask).Store(r + (5 * LaneCount));
            Vector256<ulong> t6 = Vector256.Load(a + (6 * LaneCount)) - Vector256.Load(b + (6 * LaneCount))
                + Vector256.Create(0x214dc281UL) + (t5 >>> 29);
            (t6 & mask).Store(r + (6 * LaneCount));
            Vector256<ulong> t7 = Vector256.Load(a + (7 * LaneCount)) - Vector256.Load(b + (7 * LaneCount))
                + Vector256.Create(0x3cb84c67UL) + (t6 >>> 29);
            (t7 & mask).Store(r + (7 * LaneCount));
            Vector256<ulong> t8 = Vector256.Load(a + (8 * LaneCount)) - Vector256.Load(b + (8 * LaneCount))
                + Vector256.Create(0x60c89bUL) + (t7 >>> 29);
            t8.Store(r + (8 * LaneCount));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Reduce(ulong* r, ulong* a, int blocks)
    {
        for (int block = 0; block < blocks; block++, r += BlockWords, a += BlockWords)
        {
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
            t0.Store(r);
            t1.Store(r + LaneCount);
            t2.Store(r + (2 * LaneCount));
            t3.Store(r + (3 * LaneCount));
            t4.Store(r + (4 * LaneCount));
            t5.Store(r + (5 * LaneCount));
            t6.Store(r + (6 * LaneCount));
            t7.Store(r + (7 * LaneCount));
            t8.Store(r + (8 * LaneCount));
        }
    }
}
