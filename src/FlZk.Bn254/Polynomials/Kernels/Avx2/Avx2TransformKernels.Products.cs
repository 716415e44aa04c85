// Written by tools/FlZk.KernelGenerator: change it there.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static FlZk.Bn254.Polynomials.FrBlock;

namespace FlZk.Bn254.Polynomials;

/// <summary>Products: by constants, and of two blocks.</summary>
internal readonly unsafe partial struct Avx2TransformKernels
{
    /// <inheritdoc/>
    [MethodImpl(Kernel)]
    public static void Scale(ulong** blocks, double** constants, double** laneConstants, int count)
    {
        for (int i = 0; i < count; i++)
        {
            AssertBelow(42, blocks[i]);
            for (int half = 0; half < LimbStep; half += Half)
            {
                ulong* block = blocks[i] + half;
                Vector256<long> t0 = Column(block, 0), t1 = Column(block, 1), t2 = Column(block, 2);
                Vector256<long> t3 = Column(block, 3), t4 = Column(block, 4);
                if (constants[i] != null)
                {
                    MultiplyByConstant(t0, t1, t2, t3, t4, constants[i], false, out t0, out t1, out t2, out t3, out t4);
                }

                if (laneConstants[i] != null)
                {
                    MultiplyByConstant(t0, t1, t2, t3, t4, laneConstants[i] + half, true, out t0, out t1, out t2, out t3, out t4);
                }

                Store(t0, block, 0);
                Store(t1, block, 1);
                Store(t2, block, 2);
                Store(t3, block, 3);
                Store(t4, block, 4);
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Reduction drops the lowest limb u_i of column i, i = 0..3, by adding u_i C 2^(52 (i + 1)) with C = 2^-52 mod r, and the last
    /// by Montgomery's quotient. The result is below ab / 2^260 + C (1 + 2^-51) + r with C &lt; 0.1225 r and r / 2^260 &lt; 0.0119:
    /// for factors below (1 + 2^-18) r, below 5r/4. A column receives at most 20 halves and a carry, below 2^57 in all.
    /// </remarks>
    [MethodImpl(Kernel)]
    public static void Multiply(ulong* result, ulong* a, ulong* b, int count)
    {
        Vector256<long> mask = Vector256.Create((long)LimbMask);
        for (int i = 0; i < 2 * count; i++)
        {
            LoadFactor(a, out Vector256<double> a0, out Vector256<double> a1, out Vector256<double> a2, out Vector256<double> a3,
                out Vector256<double> a4);
            LoadFactor(b, out Vector256<double> b0, out Vector256<double> b1, out Vector256<double> b2, out Vector256<double> b3,
                out Vector256<double> b4);
            Vector256<ulong> p0 = Biased(1, 0, 0, Lift);
            Vector256<ulong> p1 = Biased(3, 1, 0, Lift - LiftCarried);
            Vector256<ulong> p2 = Biased(5, 3, 0, Lift - LiftCarried);
            Vector256<ulong> p3 = Biased(7, 5, 0, Lift - LiftCarried);
            Vector256<ulong> p4 = Biased(9, 7, 0, Lift - LiftCarried);
            Vector256<ulong> p5 = Biased(9, 10, 0, unchecked(0UL - LiftCarried - LowBiasCarried));
            Vector256<ulong> p6 = Biased(7, 9, 0, 0);
            Vector256<ulong> p7 = Biased(5, 7, 0, 0);
            Vector256<ulong> p8 = Biased(3, 5, 0, 0);
            Vector256<ulong> p9 = Biased(0, 3, 0, 0);

            Accumulate(a0, b0, ref p0, ref p1);
            Accumulate(a1, b0, ref p1, ref p2);
            Accumulate(a2, b0, ref p2, ref p3);
            Accumulate(a3, b0, ref p3, ref p4);
            Accumulate(a4, b0, ref p4, ref p5);

            Accumulate(a0, b1, ref p1, ref p2);
            Accumulate(a1, b1, ref p2, ref p3);
            Accumulate(a2, b1, ref p3, ref p4);
            Accumulate(a3, b1, ref p4, ref p5);
            Accumulate(a4, b1, ref p5, ref p6);

            Accumulate(a0, b2, ref p2, ref p3);
            Accumulate(a1, b2, ref p3, ref p4);
            Accumulate(a2, b2, ref p4, ref p5);
            Accumulate(a3, b2, ref p5, ref p6);
            Accumulate(a4, b2, ref p6, ref p7);

            Accumulate(a0, b3, ref p3, ref p4);
            Accumulate(a1, b3, ref p4, ref p5);
            Accumulate(a2, b3, ref p5, ref p6);
            Accumulate(a3, b3, ref p6, ref p7);
            Accumulate(a4, b3, ref p7, ref p8);

            Accumulate(a0, b4, ref p4, ref p5);
            Accumulate(a1, b4, ref p5, ref p6);
            Accumulate(a2, b4, ref p6, ref p7);
            Accumulate(a3, b4, ref p7, ref p8);
            Accumulate(a4, b4, ref p8, ref p9);

            p1 += p0 >>> 52;
            Vector256<double> u = LimbToDouble(p0.AsInt64() & mask);
            Accumulate(u, Vector256.Create((double)C0), ref p1, ref p2);
            Accumulate(u, Vector256.Create((double)C1), ref p2, ref p3);
            Accumulate(u, Vector256.Create((double)C2), ref p3, ref p4);
            Accumulate(u, Vector256.Create((double)C3), ref p4, ref p5);
            Accumulate(u, Vector256.Create((double)C4), ref p5, ref p6);

            p2 += p1 >>> 52;
            u = LimbToDouble(p1.AsInt64() & mask);
            Accumulate(u, Vector256.Create((double)C0), ref p2, ref p3);
            Accumulate(u, Vector256.Create((double)C1), ref p3, ref p4);
            Accumulate(u, Vector256.Create((double)C2), ref p4, ref p5);
            Accumulate(u, Vector256.Create((double)C3), ref p5, ref p6);
            Accumulate(u, Vector256.Create((double)C4), ref p6, ref p7);

            p3 += p2 >>> 52;
            u = LimbToDouble(p2.AsInt64() & mask);
            Accumulate(u, Vector256.Create((double)C0), ref p3, ref p4);
            Accumulate(u, Vector256.Create((double)C1), ref p4, ref p5);
            Accumulate(u, Vector256.Create((double)C2), ref p5, ref p6);
            Accumulate(u, Vector256.Create((double)C3), ref p6, ref p7);
            Accumulate(u, Vector256.Create((double)C4), ref p7, ref p8);

            p4 += p3 >>> 52;
            u = LimbToDouble(p3.AsInt64() & mask);
            Accumulate(u, Vector256.Create((double)C0), ref p4, ref p5);
            Accumulate(u, Vector256.Create((double)C1), ref p5, ref p6);
            Accumulate(u, Vector256.Create((double)C2), ref p6, ref p7);
            Accumulate(u, Vector256.Create((double)C3), ref p7, ref p8);
            Accumulate(u, Vector256.Create((double)C4), ref p8, ref p9);

            u = LowProduct(LimbToDouble(p4.AsInt64() & mask), Vector256.Create((double)NegativeInverse));
            Accumulate(u, Vector256.Create((double)Q0), ref p4, ref p5);
            Accumulate(u, Vector256.Create((double)Q1), ref p5, ref p6);
            Accumulate(u, Vector256.Create((double)Q2), ref p6, ref p7);
            Accumulate(u, Vector256.Create((double)Q3), ref p7, ref p8);
            Accumulate(u, Vector256.Create((double)Q4), ref p8, ref p9);
            p5 += p4 >>> 52;
            p5.Store(result);
            p6.Store(result + LimbStep);
            p7.Store(result + (2 * LimbStep));
            p8.Store(result + (3 * LimbStep));
            p9.Store(result + (4 * LimbStep));
            nint next = (i & 1) == 0 ? Half : BlockLength - Half;
            result += next;
            a += next;
            b += next;
        }
    }

    /// <summary>The five columns of d w - 3r, with d of any columns and w expanded: one constant for all lanes, or one each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyByConstant(
        Vector256<long> d0, Vector256<long> d1, Vector256<long> d2, Vector256<long> d3, Vector256<long> d4,
        double* w, bool perLane,
        out Vector256<long> t0, out Vector256<long> t1, out Vector256<long> t2, out Vector256<long> t3, out Vector256<long> t4)
    {
        Vector256<long> mask = Vector256.Create((long)LimbMask), lift = Vector256.Create((long)Lift);
        Vector256<long> carriedLift = Vector256.Create((long)(Lift - LiftCarried));
        d0 += lift;
        d1 += (d0 >>> 52) + carriedLift;
        d2 += (d1 >>> 52) + carriedLift;
        d3 += (d2 >>> 52) + carriedLift;
        d4 += (d3 >>> 52) - Vector256.Create((long)LiftCarried);
        Vector256<double> a0 = LimbToDouble(d0 & mask);
        Vector256<double> a1 = LimbToDouble(d1 & mask);
        Vector256<double> a2 = LimbToDouble(d2 & mask);
        Vector256<double> a3 = LimbToDouble(d3 & mask);
        Vector256<double> a4 = (d4 + Vector256.Create((long)LowBias)).AsDouble() - Vector256.Create(ThreeTimesTwoTo51);

        Vector256<ulong> p0 = Biased(5, 0, 0, Lift);
        Vector256<ulong> p1 = Biased(6, 5, 1, unchecked(0UL - (3 * Q0) - LiftCarried - LowBiasCarried));
        Vector256<ulong> p2 = Biased(6, 5, 1, unchecked(0UL - (3 * Q1)));
        Vector256<ulong> p3 = Biased(6, 5, 1, unchecked(0UL - (3 * Q2)));
        Vector256<ulong> p4 = Biased(6, 5, 1, unchecked(0UL - (3 * Q3)));
        Vector256<ulong> p5 = Biased(0, 5, 1, unchecked(0UL - (3 * Q4)));

        Accumulate(a0, Constant(w, 0, perLane), ref p0, ref p1);
        Accumulate(a0, Constant(w, 1, perLane), ref p1, ref p2);
        Accumulate(a0, Constant(w, 2, perLane), ref p2, ref p3);
        Accumulate(a0, Constant(w, 3, perLane), ref p3, ref p4);
        Accumulate(a0, Constant(w, 4, perLane), ref p4, ref p5);
        Accumulate(a1, Constant(w, 5, perLane), ref p0, ref p1);
        Accumulate(a1, Constant(w, 6, perLane), ref p1, ref p2);
        Accumulate(a1, Constant(w, 7, perLane), ref p2, ref p3);
        Accumulate(a1, Constant(w, 8, perLane), ref p3, ref p4);
        Accumulate(a1, Constant(w, 9, perLane), ref p4, ref p5);
        Accumulate(a2, Constant(w, 10, perLane), ref p0, ref p1);
        Accumulate(a2, Constant(w, 11, perLane), ref p1, ref p2);
        Accumulate(a2, Constant(w, 12, perLane), ref p2, ref p3);
        Accumulate(a2, Constant(w, 13, perLane), ref p3, ref p4);
        Accumulate(a2, Constant(w, 14, perLane), ref p4, ref p5);
        Accumulate(a3, Constant(w, 15, perLane), ref p0, ref p1);
        Accumulate(a3, Constant(w, 16, perLane), ref p1, ref p2);
        Accumulate(a3, Constant(w, 17, perLane), ref p2, ref p3);
        Accumulate(a3, Constant(w, 18, perLane), ref p3, ref p4);
        Accumulate(a3, Constant(w, 19, perLane), ref p4, ref p5);
        AccumulateSigned(a4, Constant(w, 20, perLane), ref p0, ref p1);
        AccumulateSigned(a4, Constant(w, 21, perLane), ref p1, ref p2);
        AccumulateSigned(a4, Constant(w, 22, perLane), ref p2, ref p3);
        AccumulateSigned(a4, Constant(w, 23, perLane), ref p3, ref p4);
        AccumulateSigned(a4, Constant(w, 24, perLane), ref p4, ref p5);

        // u r cancels the low 52 bits of the first column, in which one bias is left.
        Vector256<double> u = LowProduct(LimbToDouble(p0.AsInt64() & mask), Vector256.Create((double)NegativeInverse));
        Accumulate(u, Vector256.Create((double)Q0), ref p0, ref p1);
        p1 += p0 >>> 52;
        Accumulate(u, Vector256.Create((double)Q1), ref p1, ref p2);
        Accumulate(u, Vector256.Create((double)Q2), ref p2, ref p3);
        Accumulate(u, Vector256.Create((double)Q3), ref p3, ref p4);
        Accumulate(u, Vector256.Create((double)Q4), ref p4, ref p5);
        t0 = p1.AsInt64();
        t1 = p2.AsInt64();
        t2 = p3.AsInt64();
        t3 = p4.AsInt64();
        t4 = p5.AsInt64();
    }

    /// <summary>The limbs of a block with B = 32, reduced below (1 + 2^-18) r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadFactor(
        ulong* block,
        out Vector256<double> a0, out Vector256<double> a1, out Vector256<double> a2, out Vector256<double> a3, out Vector256<double> a4)
    {
        Vector256<long> t0 = Column(block, 0) + Vector256.Create((long)(32 * Q0));
        Vector256<long> t1 = Column(block, 1) + Vector256.Create((long)(32 * Q1));
        Vector256<long> t2 = Column(block, 2) + Vector256.Create((long)(32 * Q2));
        Vector256<long> t3 = Column(block, 3) + Vector256.Create((long)(32 * Q3));
        Vector256<long> t4 = Column(block, 4) + Vector256.Create((long)(32 * Q4));
        Reduce(ref t0, ref t1, ref t2, ref t3, ref t4, nonNegative: true);
        Carry(ref t0, ref t1, ref t2, ref t3, ref t4);
        a0 = LimbToDouble(t0);
        a1 = LimbToDouble(t1);
        a2 = LimbToDouble(t2);
        a3 = LimbToDouble(t3);
        a4 = LimbToDouble(t4);
    }
}
