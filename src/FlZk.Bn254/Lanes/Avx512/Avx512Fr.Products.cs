// Written by tools/FlZk.KernelGenerator: change it there.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static FlZk.Bn254.Lanes.Avx512Limbs;

namespace FlZk.Bn254.Lanes;

internal readonly unsafe partial struct Avx512Fr
{
    /// <summary>The limbs of C = 2^-52 mod r.</summary>
    private const ulong C0 = 0x82e644ee4c3d2, C1 = 0xf93893c98b1de, C2 = 0xd46fe04d0a4c7, C3 = 0x8f0aad55e2a1f, C4 = 0x5ed0447de83;

    /// <summary>-r^-1 mod 2^52.</summary>
    private const ulong NegativeInverse = 0x1f593efffffff;

    /// <summary>floor(2^50 / (floor(r / 2^228) + 1)).</summary>
    private const uint QuotientEstimator = 22188497;

    /// <summary>
    /// r = a b 2^-260 mod r, block by block; r may be a or b. The factors' bounds in units of r multiply to at most 64; the
    /// product is below 2r, and below 5r/4 if they multiply to at most 10.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(ulong* r, ulong* a, ulong* b, int blocks)
    {
        LaneAssertions.Product<Avx512Fr>(a, b, blocks);
        Vector512<ulong> mask = Vector512.Create(LimbMask);
        for (int block = 0; block < blocks; block++, r += BlockWords, a += BlockWords, b += BlockWords)
        {
            Vector512<double> a0 = LoadDouble(a);
            Vector512<double> a1 = LoadDouble(a + LaneCount);
            Vector512<double> a2 = LoadDouble(a + (2 * LaneCount));
            Vector512<double> a3 = LoadDouble(a + (3 * LaneCount));
            Vector512<double> a4 = LoadDouble(a + (4 * LaneCount));
            Vector512<ulong> p0 = Biased(1, 0);
            Vector512<ulong> p1 = Biased(3, 1);
            Vector512<ulong> p2 = Biased(5, 3);
            Vector512<ulong> p3 = Biased(7, 5);
            Vector512<ulong> p4 = Biased(10, 7);
            Vector512<ulong> p5 = Biased(9, 10);
            Vector512<ulong> p6 = Biased(7, 9);
            Vector512<ulong> p7 = Biased(5, 7);
            Vector512<ulong> p8 = Biased(3, 5);
            Vector512<ulong> p9 = Biased(0, 3);

            Vector512<double> u = LoadDouble(b);
            Accumulate(a0, u, ref p0, ref p1);
            Accumulate(a1, u, ref p1, ref p2);
            Accumulate(a2, u, ref p2, ref p3);
            Accumulate(a3, u, ref p3, ref p4);
            Accumulate(a4, u, ref p4, ref p5);

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
        }
    }

    /// <summary>
    /// r = a^2 2^-260 mod r, block by block; r may be a. a is below 8r; the square is below 2r, and below 5r/4 if a is
    /// below 3r.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Square(ulong* r, ulong* a, int blocks)
    {
        LaneAssertions.Product<Avx512Fr>(a, a, blocks);
        Vector512<ulong> mask = Vector512.Create(LimbMask);
        for (int block = 0; block < blocks; block++, r += BlockWords, a += BlockWords)
        {
            Vector512<double> a0 = LoadDouble(a);
            Vector512<double> a1 = LoadDouble(a + LaneCount);
            Vector512<double> a2 = LoadDouble(a + (2 * LaneCount));
            Vector512<double> a3 = LoadDouble(a + (3 * LaneCount));
            Vector512<double> a4 = LoadDouble(a + (4 * LaneCount));
            Vector512<ulong> p0 = Biased(1, 0);
            Vector512<ulong> p1 = Biased(1, 1);
            Vector512<ulong> p2 = Biased(3, 1);
            Vector512<ulong> p3 = Biased(3, 3);
            Vector512<ulong> p4 = Biased(6, 3);
            Vector512<ulong> p5 = Biased(5, 6);
            Vector512<ulong> p6 = Biased(5, 5);
            Vector512<ulong> p7 = Biased(3, 5);
            Vector512<ulong> p8 = Biased(3, 3);
            Vector512<ulong> p9 = Biased(0, 3);
            Vector512<ulong> m1 = Biased(1, 0);
            Vector512<ulong> m2 = Biased(1, 1);
            Vector512<ulong> m3 = Biased(2, 1);
            Vector512<ulong> m4 = Biased(2, 2);
            Vector512<ulong> m5 = Biased(2, 2);
            Vector512<ulong> m6 = Biased(1, 2);
            Vector512<ulong> m7 = Biased(1, 1);
            Vector512<ulong> m8 = Biased(0, 1);
            Vector512<double> u;

            Accumulate(a0, a0, ref p0, ref p1);
            Accumulate(a0, a1, ref m1, ref m2);
            Accumulate(a0, a2, ref m2, ref m3);
            Accumulate(a0, a3, ref m3, ref m4);
            Accumulate(a0, a4, ref m4, ref m5);

            p1 += p0 >>> 52;
            u = ToDouble(p0 & mask);
            Accumulate(u, Vector512.Create((double)C0), ref p1, ref p2);
            Accumulate(u, Vector512.Create((double)C1), ref p2, ref p3);
            Accumulate(u, Vector512.Create((double)C2), ref p3, ref p4);
            Accumulate(u, Vector512.Create((double)C3), ref p4, ref p5);
            Accumulate(u, Vector512.Create((double)C4), ref p5, ref p6);
            p1 += m1 + m1;

            p2 += p1 >>> 52;
            u = ToDouble(p1 & mask);
            Accumulate(u, Vector512.Create((double)C0), ref p2, ref p3);
            Accumulate(u, Vector512.Create((double)C1), ref p3, ref p4);
            Accumulate(u, Vector512.Create((double)C2), ref p4, ref p5);
            Accumulate(u, Vector512.Create((double)C3), ref p5, ref p6);
            Accumulate(u, Vector512.Create((double)C4), ref p6, ref p7);

            Accumulate(a1, a1, ref p2, ref p3);
            Accumulate(a1, a2, ref m3, ref m4);
            Accumulate(a1, a3, ref m4, ref m5);
            Accumulate(a1, a4, ref m5, ref m6);
            p2 += m2 + m2;

            p3 += p2 >>> 52;
            u = ToDouble(p2 & mask);
            Accumulate(u, Vector512.Create((double)C0), ref p3, ref p4);
            Accumulate(u, Vector512.Create((double)C1), ref p4, ref p5);
            Accumulate(u, Vector512.Create((double)C2), ref p5, ref p6);
            Accumulate(u, Vector512.Create((double)C3), ref p6, ref p7);
            Accumulate(u, Vector512.Create((double)C4), ref p7, ref p8);
            p3 += m3 + m3;

            p4 += p3 >>> 52;
            u = ToDouble(p3 & mask);
            Accumulate(u, Vector512.Create((double)C0), ref p4, ref p5);
            Accumulate(u, Vector512.Create((double)C1), ref p5, ref p6);
            Accumulate(u, Vector512.Create((double)C2), ref p6, ref p7);
            Accumulate(u, Vector512.Create((double)C3), ref p7, ref p8);
            Accumulate(u, Vector512.Create((double)C4), ref p8, ref p9);

            Accumulate(a2, a2, ref p4, ref p5);
            Accumulate(a2, a3, ref m5, ref m6);
            Accumulate(a2, a4, ref m6, ref m7);

            Accumulate(a3, a3, ref p6, ref p7);
            Accumulate(a3, a4, ref m7, ref m8);

            Accumulate(a4, a4, ref p8, ref p9);

            p4 += m4 + m4;
            p5 += m5 + m5;
            p6 += m6 + m6;
            p7 += m7 + m7;
            p8 += m8 + m8;

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
        }
    }
}
