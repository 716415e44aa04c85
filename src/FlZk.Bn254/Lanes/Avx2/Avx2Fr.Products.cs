// Written by tools/FlZk.KernelGenerator: change it there.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static FlZk.Bn254.Lanes.Avx2Limbs;

namespace FlZk.Bn254.Lanes;

internal readonly unsafe partial struct Avx2Fr
{
    /// <summary>The limbs of C = 2^-29 mod r.</summary>
    private const uint C0 = 0x18f05361, C1 = 0x12bb1fe, C2 = 0xf5d8135, C3 = 0x1e6275f6, C4 = 0x7e7a880, C5 = 0x10c6bf1f, C6 = 0x11f74a6c,
        C7 = 0x6fdaecb, C8 = 0x183227;

    /// <summary>-r^-1 mod 2^29.</summary>
    private const uint NegativeInverse = 0xfffffff;

    /// <summary>
    /// r = a b 2^-261 mod r, block by block; r may be a or b. The factors' bounds in units of r multiply to at most 64; the
    /// product is below 2r.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(ulong* r, ulong* a, ulong* b, int blocks)
    {
        LaneAssertions.Product<Avx2Fr>(a, b, blocks);
        Vector256<ulong> mask = Vector256.Create(LimbMask);
        for (int block = 0; block < blocks; block++, r += BlockWords, a += BlockWords, b += BlockWords)
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
        }
    }

    /// <summary>r = a^2 2^-261 mod r, block by block; r may be a. a is below 8r; the square is below 2r.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Square(ulong* r, ulong* a, int blocks)
    {
        LaneAssertions.Product<Avx2Fr>(a, a, blocks);
        Vector256<ulong> mask = Vector256.Create(LimbMask);
        for (int block = 0; block < blocks; block++, r += BlockWords, a += BlockWords)
        {
            Vector256<uint> u;

            Vector256<uint> x = Vector256.Load((uint*)a);
            Vector256<ulong> p0 = Avx2.Multiply(x, x);
            x += x;
            Vector256<ulong> p1 = Avx2.Multiply(x, Vector256.Load((uint*)(a + LaneCount)));
            Vector256<ulong> p2 = Avx2.Multiply(x, Vector256.Load((uint*)(a + (2 * LaneCount))));
            Vector256<ulong> p3 = Avx2.Multiply(x, Vector256.Load((uint*)(a + (3 * LaneCount))));
            Vector256<ulong> p4 = Avx2.Multiply(x, Vector256.Load((uint*)(a + (4 * LaneCount))));
            Vector256<ulong> p5 = Avx2.Multiply(x, Vector256.Load((uint*)(a + (5 * LaneCount))));
            Vector256<ulong> p6 = Avx2.Multiply(x, Vector256.Load((uint*)(a + (6 * LaneCount))));
            Vector256<ulong> p7 = Avx2.Multiply(x, Vector256.Load((uint*)(a + (7 * LaneCount))));
            Vector256<ulong> p8 = Avx2.Multiply(x, Vector256.Load((uint*)(a + (8 * LaneCount))));
            u = (p0 & mask).AsUInt32();
            p1 += p0 >>> 29;
            p1 += Avx2.Multiply(u, Vector256.Create((ulong)C0).AsUInt32());
            p2 += Avx2.Multiply(u, Vector256.Create((ulong)C1).AsUInt32());
            p3 += Avx2.Multiply(u, Vector256.Create((ulong)C2).AsUInt32());
            p4 += Avx2.Multiply(u, Vector256.Create((ulong)C3).AsUInt32());
            p5 += Avx2.Multiply(u, Vector256.Create((ulong)C4).AsUInt32());
            p6 += Avx2.Multiply(u, Vector256.Create((ulong)C5).AsUInt32());
            p7 += Avx2.Multiply(u, Vector256.Create((ulong)C6).AsUInt32());
            p8 += Avx2.Multiply(u, Vector256.Create((ulong)C7).AsUInt32());
            Vector256<ulong> p9 = Avx2.Multiply(u, Vector256.Create((ulong)C8).AsUInt32());

            x = Vector256.Load((uint*)(a + LaneCount));
            p2 += Avx2.Multiply(x, x);
            x += x;
            p3 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (2 * LaneCount))));
            p4 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (3 * LaneCount))));
            p5 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (4 * LaneCount))));
            p6 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (5 * LaneCount))));
            p7 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (6 * LaneCount))));
            p8 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (7 * LaneCount))));
            p9 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (8 * LaneCount))));
            u = (p1 & mask).AsUInt32();
            p2 += p1 >>> 29;
            p2 += Avx2.Multiply(u, Vector256.Create((ulong)C0).AsUInt32());
            p3 += Avx2.Multiply(u, Vector256.Create((ulong)C1).AsUInt32());
            p4 += Avx2.Multiply(u, Vector256.Create((ulong)C2).AsUInt32());
            p5 += Avx2.Multiply(u, Vector256.Create((ulong)C3).AsUInt32());
            p6 += Avx2.Multiply(u, Vector256.Create((ulong)C4).AsUInt32());
            p7 += Avx2.Multiply(u, Vector256.Create((ulong)C5).AsUInt32());
            p8 += Avx2.Multiply(u, Vector256.Create((ulong)C6).AsUInt32());
            p9 += Avx2.Multiply(u, Vector256.Create((ulong)C7).AsUInt32());
            Vector256<ulong> p10 = Avx2.Multiply(u, Vector256.Create((ulong)C8).AsUInt32());

            x = Vector256.Load((uint*)(a + (2 * LaneCount)));
            p4 += Avx2.Multiply(x, x);
            x += x;
            p5 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (3 * LaneCount))));
            p6 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (4 * LaneCount))));
            p7 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (5 * LaneCount))));
            p8 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (6 * LaneCount))));
            p9 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (7 * LaneCount))));
            p10 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (8 * LaneCount))));
            u = (p2 & mask).AsUInt32();
            p3 += p2 >>> 29;
            p3 += Avx2.Multiply(u, Vector256.Create((ulong)C0).AsUInt32());
            p4 += Avx2.Multiply(u, Vector256.Create((ulong)C1).AsUInt32());
            p5 += Avx2.Multiply(u, Vector256.Create((ulong)C2).AsUInt32());
            p6 += Avx2.Multiply(u, Vector256.Create((ulong)C3).AsUInt32());
            p7 += Avx2.Multiply(u, Vector256.Create((ulong)C4).AsUInt32());
            p8 += Avx2.Multiply(u, Vector256.Create((ulong)C5).AsUInt32());
            p9 += Avx2.Multiply(u, Vector256.Create((ulong)C6).AsUInt32());
            p10 += Avx2.Multiply(u, Vector256.Create((ulong)C7).AsUInt32());
            Vector256<ulong> p11 = Avx2.Multiply(u, Vector256.Create((ulong)C8).AsUInt32());

            x = Vector256.Load((uint*)(a + (3 * LaneCount)));
            p6 += Avx2.Multiply(x, x);
            x += x;
            p7 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (4 * LaneCount))));
            p8 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (5 * LaneCount))));
            p9 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (6 * LaneCount))));
            p10 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (7 * LaneCount))));
            p11 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (8 * LaneCount))));
            u = (p3 & mask).AsUInt32();
            p4 += p3 >>> 29;
            p4 += Avx2.Multiply(u, Vector256.Create((ulong)C0).AsUInt32());
            p5 += Avx2.Multiply(u, Vector256.Create((ulong)C1).AsUInt32());
            p6 += Avx2.Multiply(u, Vector256.Create((ulong)C2).AsUInt32());
            p7 += Avx2.Multiply(u, Vector256.Create((ulong)C3).AsUInt32());
            p8 += Avx2.Multiply(u, Vector256.Create((ulong)C4).AsUInt32());
            p9 += Avx2.Multiply(u, Vector256.Create((ulong)C5).AsUInt32());
            p10 += Avx2.Multiply(u, Vector256.Create((ulong)C6).AsUInt32());
            p11 += Avx2.Multiply(u, Vector256.Create((ulong)C7).AsUInt32());
            Vector256<ulong> p12 = Avx2.Multiply(u, Vector256.Create((ulong)C8).AsUInt32());

            x = Vector256.Load((uint*)(a + (4 * LaneCount)));
            p8 += Avx2.Multiply(x, x);
            x += x;
            p9 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (5 * LaneCount))));
            p10 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (6 * LaneCount))));
            p11 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (7 * LaneCount))));
            p12 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (8 * LaneCount))));
            u = (p4 & mask).AsUInt32();
            p5 += p4 >>> 29;
            p5 += Avx2.Multiply(u, Vector256.Create((ulong)C0).AsUInt32());
            p6 += Avx2.Multiply(u, Vector256.Create((ulong)C1).AsUInt32());
            p7 += Avx2.Multiply(u, Vector256.Create((ulong)C2).AsUInt32());
            p8 += Avx2.Multiply(u, Vector256.Create((ulong)C3).AsUInt32());
            p9 += Avx2.Multiply(u, Vector256.Create((ulong)C4).AsUInt32());
            p10 += Avx2.Multiply(u, Vector256.Create((ulong)C5).AsUInt32());
            p11 += Avx2.Multiply(u, Vector256.Create((ulong)C6).AsUInt32());
            p12 += Avx2.Multiply(u, Vector256.Create((ulong)C7).AsUInt32());
            Vector256<ulong> p13 = Avx2.Multiply(u, Vector256.Create((ulong)C8).AsUInt32());

            x = Vector256.Load((uint*)(a + (5 * LaneCount)));
            p10 += Avx2.Multiply(x, x);
            x += x;
            p11 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (6 * LaneCount))));
            p12 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (7 * LaneCount))));
            p13 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (8 * LaneCount))));
            u = (p5 & mask).AsUInt32();
            p6 += p5 >>> 29;
            p6 += Avx2.Multiply(u, Vector256.Create((ulong)C0).AsUInt32());
            p7 += Avx2.Multiply(u, Vector256.Create((ulong)C1).AsUInt32());
            p8 += Avx2.Multiply(u, Vector256.Create((ulong)C2).AsUInt32());
            p9 += Avx2.Multiply(u, Vector256.Create((ulong)C3).AsUInt32());
            p10 += Avx2.Multiply(u, Vector256.Create((ulong)C4).AsUInt32());
            p11 += Avx2.Multiply(u, Vector256.Create((ulong)C5).AsUInt32());
            p12 += Avx2.Multiply(u, Vector256.Create((ulong)C6).AsUInt32());
            p13 += Avx2.Multiply(u, Vector256.Create((ulong)C7).AsUInt32());
            Vector256<ulong> p14 = Avx2.Multiply(u, Vector256.Create((ulong)C8).AsUInt32());

            x = Vector256.Load((uint*)(a + (6 * LaneCount)));
            p12 += Avx2.Multiply(x, x);
            x += x;
            p13 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (7 * LaneCount))));
            p14 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (8 * LaneCount))));
            u = (p6 & mask).AsUInt32();
            p7 += p6 >>> 29;
            p7 += Avx2.Multiply(u, Vector256.Create((ulong)C0).AsUInt32());
            p8 += Avx2.Multiply(u, Vector256.Create((ulong)C1).AsUInt32());
            p9 += Avx2.Multiply(u, Vector256.Create((ulong)C2).AsUInt32());
            p10 += Avx2.Multiply(u, Vector256.Create((ulong)C3).AsUInt32());
            p11 += Avx2.Multiply(u, Vector256.Create((ulong)C4).AsUInt32());
            p12 += Avx2.Multiply(u, Vector256.Create((ulong)C5).AsUInt32());
            p13 += Avx2.Multiply(u, Vector256.Create((ulong)C6).AsUInt32());
            p14 += Avx2.Multiply(u, Vector256.Create((ulong)C7).AsUInt32());
            Vector256<ulong> p15 = Avx2.Multiply(u, Vector256.Create((ulong)C8).AsUInt32());

            x = Vector256.Load((uint*)(a + (7 * LaneCount)));
            p14 += Avx2.Multiply(x, x);
            x += x;
            p15 += Avx2.Multiply(x, Vector256.Load((uint*)(a + (8 * LaneCount))));
            u = (p7 & mask).AsUInt32();
            p8 += p7 >>> 29;
            p8 += Avx2.Multiply(u, Vector256.Create((ulong)C0).AsUInt32());
            p9 += Avx2.Multiply(u, Vector256.Create((ulong)C1).AsUInt32());
            p10 += Avx2.Multiply(u, Vector256.Create((ulong)C2).AsUInt32());
            p11 += Avx2.Multiply(u, Vector256.Create((ulong)C3).AsUInt32());
            p12 += Avx2.Multiply(u, Vector256.Create((ulong)C4).AsUInt32());
            p13 += Avx2.Multiply(u, Vector256.Create((ulong)C5).AsUInt32());
            p14 += Avx2.Multiply(u, Vector256.Create((ulong)C6).AsUInt32());
            p15 += Avx2.Multiply(u, Vector256.Create((ulong)C7).AsUInt32());
            Vector256<ulong> p16 = Avx2.Multiply(u, Vector256.Create((ulong)C8).AsUInt32());

            x = Vector256.Load((uint*)(a + (8 * LaneCount)));
            p16 += Avx2.Multiply(x, x);

            // The last limb by Montgomery's quotient, which makes it vanish: u = -p8 / q mod 2^29.
            u = (Avx2.Multiply(p8.AsUInt32(), Vector256.Create((ulong)NegativeInverse).AsUInt32()) & mask).AsUInt32();
            p8 += Avx2.Multiply(u, Vector256.Create((ulong)Q0).AsUInt32());
            p9 += Avx2.Multiply(u, Vector256.Create((ulong)Q1).AsUInt32());
            p9 += p8 >>> 29;
            p10 += Avx2.Multiply(u, Vector256.Create((ulong)Q2).AsUInt32());
            p11 += Avx2.Multiply(u, Vector256.Create((ulong)Q3).AsUInt32());
            p12 += Avx2.Multiply(u, Vector256.Create((ulong)Q4).AsUInt32());
            p13 += Avx2.Multiply(u, Vector256.Create((ulong)Q5).AsUInt32());
            p14 += Avx2.Multiply(u, Vector256.Create((ulong)Q6).AsUInt32());
            p15 += Avx2.Multiply(u, Vector256.Create((ulong)Q7).AsUInt32());
            p16 += Avx2.Multiply(u, Vector256.Create((ulong)Q8).AsUInt32());

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
        }
    }
}
