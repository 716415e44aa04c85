// Written by tools/FlZk.KernelGenerator: change it there.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static FlZk.Bn254.Lanes.Avx512Limbs;

namespace FlZk.Bn254.Lanes;

internal readonly unsafe partial struct Avx512Fp : ILaneExtension
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyAdd(ulong* r, ulong* a, ulong* b, ulong* c, ulong* d, int blocks)
    {
        LaneAssertions.Product<Avx512Fp>(a, b, blocks, 32);
        LaneAssertions.Product<Avx512Fp>(c, d, blocks, 32);
        Vector512<ulong> mask = Vector512.Create(LimbMask);
        for (int block = 0; block < blocks; block++)
        {
            Vector512<double> a0 = LoadDouble(a);
            Vector512<double> a1 = LoadDouble(a + LaneCount);
            Vector512<double> a2 = LoadDouble(a + (2 * LaneCount));
            Vector512<double> a3 = LoadDouble(a + (3 * LaneCount));
            Vector512<double> a4 = LoadDouble(a + (4 * LaneCount));
            Vector512<double> c0 = LoadDouble(c);
            Vector512<double> c1 = LoadDouble(c + LaneCount);
            Vector512<double> c2 = LoadDouble(c + (2 * LaneCount));
            Vector512<double> c3 = LoadDouble(c + (3 * LaneCount));
            Vector512<double> c4 = LoadDouble(c + (4 * LaneCount));
            Vector512<ulong> p0 = Biased(2, 0);
            Vector512<ulong> p1 = Biased(5, 2);
            Vector512<ulong> p2 = Biased(8, 5);
            Vector512<ulong> p3 = Biased(11, 8);
            Vector512<ulong> p4 = Biased(15, 11);
            Vector512<ulong> p5 = Biased(13, 15);
            Vector512<ulong> p6 = Biased(10, 13);
            Vector512<ulong> p7 = Biased(7, 10);
            Vector512<ulong> p8 = Biased(4, 7);
            Vector512<ulong> p9 = Biased(0, 4);
            Vector512<double> u;

            u = LoadDouble(b);
            Accumulate(a0, u, ref p0, ref p1);
            Accumulate(a1, u, ref p1, ref p2);
            Accumulate(a2, u, ref p2, ref p3);
            Accumulate(a3, u, ref p3, ref p4);
            Accumulate(a4, u, ref p4, ref p5);
            u = LoadDouble(d);
            Accumulate(c0, u, ref p0, ref p1);
            Accumulate(c1, u, ref p1, ref p2);
            Accumulate(c2, u, ref p2, ref p3);
            Accumulate(c3, u, ref p3, ref p4);
            Accumulate(c4, u, ref p4, ref p5);

            p1 += p0 >>> 52;
            u = ToDouble(p0 & mask);
            Accumulate(u, Vector512.Create((double)C0), ref p1, ref p2);
            Accumulate(u, Vector512.Create((double)C1), ref p2, ref p3);
            Accumulate(u, Vector512.Create((double)C2), ref p3, ref p4);
            Accumulate(u, Vector512.Create((double)C3), ref p4, ref p5);
            Accumulate(u, Vector512.Create((double)C4), ref p5, ref p6);

            u = LoadDouble(b + LaneCount);
            Accumulate(a0, u, ref p1, ref p2);
            Accumulate(a1, u, ref p2, ref p3);
            Accumulate(a2, u, ref p3, ref p4);
            Accumulate(a3, u, ref p4, ref p5);
            Accumulate(a4, u, ref p5, ref p6);
            u = LoadDouble(d + LaneCount);
            Accumulate(c0, u, ref p1, ref p2);
            Accumulate(c1, u, ref p2, ref p3);
            Accumulate(c2, u, ref p3, ref p4);
            Accumulate(c3, u, ref p4, ref p5);
            Accumulate(c4, u, ref p5, ref p6);

            p2 += p1 >>> 52;
            u = ToDouble(p1 & mask);
            Accumulate(u, Vector512.Create((double)C0), ref p2, ref p3);
            Accumulate(u, Vector512.Create((double)C1), ref p3, ref p4);
            Accumulate(u, Vector512.Create((double)C2), ref p4, ref p5);
            Accumulate(u, Vector512.Create((double)C3), ref p5, ref p6);
            Accumulate(u, Vector512.Create((double)C4), ref p6, ref p7);

            u = LoadDouble(b + (2 * LaneCount));
            Accumulate(a0, u, ref p2, ref p3);
            Accumulate(a1, u, ref p3, ref p4);
            Accumulate(a2, u, ref p4, ref p5);
            Accumulate(a3, u, ref p5, ref p6);
            Accumulate(a4, u, ref p6, ref p7);
            u = LoadDouble(d + (2 * LaneCount));
            Accumulate(c0, u, ref p2, ref p3);
            Accumulate(c1, u, ref p3, ref p4);
            Accumulate(c2, u, ref p4, ref p5);
            Accumulate(c3, u, ref p5, ref p6);
            Accumulate(c4, u, ref p6, ref p7);

            p3 += p2 >>> 52;
            u = ToDouble(p2 & mask);
            Accumulate(u, Vector512.Create((double)C0), ref p3, ref p4);
            Accumulate(u, Vector512.Create((double)C1), ref p4, ref p5);
            Accumulate(u, Vector512.Create((double)C2), ref p5, ref p6);
            Accumulate(u, Vector512.Create((double)C3), ref p6, ref p7);
            Accumulate(u, Vector512.Create((double)C4), ref p7, ref p8);

            u = LoadDouble(b + (3 * LaneCount));
            Accumulate(a0, u, ref p3, ref p4);
            Accumulate(a1, u, ref p4, ref p5);
            Accumulate(a2, u, ref p5, ref p6);
            Accumulate(a3, u, ref p6, ref p7);
            Accumulate(a4, u, ref p7, ref p8);
            u = LoadDouble(d + (3 * LaneCount));
            Accumulate(c0, u, ref p3, ref p4);
            Accumulate(c1, u, ref p4, ref p5);
            Accumulate(c2, u, ref p5, ref p6);
            Accumulate(c3, u, ref p6, ref p7);
            Accumulate(c4, u, ref p7, ref p8);

            p4 += p3 >>> 52;
            u = ToDouble(p3 & mask);
            Accumulate(u, Vector512.Create((double)C0), ref p4, ref p5);
            Accumulate(u, Vector512.Create((double)C1), ref p5, ref p6);
            Accumulate(u, Vector512.Create((double)C2), ref p6, ref p7);
            Accumulate(u, Vector512.Create((double)C3), ref p7, ref p8);
            Accumulate(u, Vector512.Create((double)C4), ref p8, ref p9);

            u = LoadDouble(b + (4 * LaneCount));
            Accumulate(a0, u, ref p4, ref p5);
            Accumulate(a1, u, ref p5, ref p6);
            Accumulate(a2, u, ref p6, ref p7);
            Accumulate(a3, u, ref p7, ref p8);
            Accumulate(a4, u, ref p8, ref p9);
            u = LoadDouble(d + (4 * LaneCount));
            Accumulate(c0, u, ref p4, ref p5);
            Accumulate(c1, u, ref p5, ref p6);
            Accumulate(c2, u, ref p6, ref p7);
            Accumulate(c3, u, ref p7, ref p8);
            Accumulate(c4, u, ref p8, ref p9);

            // The last limb by Montgomery's quotient, which makes it vanish: u = -p4 / q mod 2^52.
            u = ToDouble(p4 & mask);
            u = ToDouble(LowProduct(u, Vector512.Create((double)NegativeInverse)) & mask);
            Accumulate(u, Vector512.Create((double)Q0), ref p4, ref p5);
            Accumulate(u, Vector512.Create((double)Q1), ref p5, ref p6);
            Accumulate(u, Vector512.Create((double)Q2), ref p6, ref p7);
            Accumulate(u, Vector512.Create((double)Q3), ref p7, ref p8);
            Accumulate(u, Vector512.Create((double)Q4), ref p8, ref p9);
            p5 += p4 >>> 52;
            StoreCarried(r, p5, p6, p7, p8, p9, mask);

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
        Vector512<long> mask = Vector512.Create((long)LimbMask);
        for (int block = 0; block < blocks; block++, r += BlockWords, a += BlockWords, b += BlockWords)
        {
            Vector512<long> t0 = LoadLimb(a) + LoadLimb(b);
            Vector512<long> t1 = LoadLimb(a + LaneCount) + LoadLimb(b + LaneCount);
            Vector512<long> t2 = LoadLimb(a + (2 * LaneCount)) + LoadLimb(b + (2 * LaneCount));
            Vector512<long> t3 = LoadLimb(a + (3 * LaneCount)) + LoadLimb(b + (3 * LaneCount));
            Vector512<long> t4 = LoadLimb(a + (4 * LaneCount)) + LoadLimb(b + (4 * LaneCount));
            Carry(ref t0, ref t1, ref t2, ref t3, ref t4, mask);
            StoreLimbs(r, t0, t1, t2, t3, t4);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Subtract(ulong* r, ulong* a, ulong* b, int blocks)
    {
        Vector512<long> mask = Vector512.Create((long)LimbMask);
        for (int block = 0; block < blocks; block++, r += BlockWords, a += BlockWords, b += BlockWords)
        {
            Vector512<long> t0 = LoadLimb(a) - LoadLimb(b) + Vector512.Create(0x1182db0f9fa8eL);
            Vector512<long> t1 = LoadLimb(a + LaneCount) - LoadLimb(b + LaneCount) + Vector512.Create(0x22d0e3951a784L);
            Vector512<long> t2 = LoadLimb(a + (2 * LaneCount)) - LoadLimb(b + (2 * LaneCount)) + Vector512.Create(0x302b0bb2f02d5L);
            Vector512<long> t3 = LoadLimb(a + (3 * LaneCount)) - LoadLimb(b + (3 * LaneCount)) + Vector512.Create(0x405370a08b6d0L);
            Vector512<long> t4 = LoadLimb(a + (4 * LaneCount)) - LoadLimb(b + (4 * LaneCount)) + Vector512.Create(0x60c89ce5c263L);
            Carry(ref t0, ref t1, ref t2, ref t3, ref t4, mask);
            StoreLimbs(r, t0, t1, t2, t3, t4);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Reduce(ulong* r, ulong* a, int blocks)
    {
        Vector512<long> mask = Vector512.Create((long)LimbMask);
        for (int block = 0; block < blocks; block++, r += BlockWords, a += BlockWords)
        {
            Vector512<long> t0 = LoadLimb(a);
            Vector512<long> t1 = LoadLimb(a + LaneCount);
            Vector512<long> t2 = LoadLimb(a + (2 * LaneCount));
            Vector512<long> t3 = LoadLimb(a + (3 * LaneCount));
            Vector512<long> t4 = LoadLimb(a + (4 * LaneCount));
            Canonicalise(ref t0, ref t1, ref t2, ref t3, ref t4, mask);
            StoreLimbs(r, t0, t1, t2, t3, t4);
        }
    }
}
