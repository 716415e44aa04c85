using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static FlZk.Bn254.Polynomials.FrBlock;

namespace FlZk.Bn254.Polynomials;

/// <summary>The kernels on four AVX2 lanes with fused multiply-add, half a block at a time.</summary>
/// <remarks>
/// As with eight lanes, but products are rounded to nearest, the only way there is: with h = ab + 2^104 rounded, ab + (2^104 - h) is a
/// signed remainder, at most 2^51 in absolute value, and exact; adding 3 2^51 makes its bits an integer under a constant exponent field.
/// There are no arithmetic shifts of 64-bit words: columns are shifted after adding a power of two that makes them positive, which the next
/// column takes off again.
/// </remarks>
internal readonly unsafe partial struct Avx2TransformKernels : ITransformKernels
{
    /// <summary>Lanes of a vector.</summary>
    private const int Half = LimbStep / 2;

    private const double ThreeTimesTwoTo51 = 1.5 * 4503599627370496.0;

    /// <summary>The bits of the doubles 2^104, 3 2^103, 2^52 and 3 2^51.</summary>
    private const ulong HighBias = 0x467UL << 52, SignedHighBias = HighBias | (1UL << 51);
    private const ulong IntegerBias = 0x433UL << 52, LowBias = IntegerBias | (1UL << 51);

    /// <summary>Makes columns positive before they are shifted by 52; <see cref="Lift"/> / 2^52 then arrives too much.</summary>
    private const ulong Lift = 1UL << 62, LiftCarried = Lift >> 52;

    /// <summary>What a low half's bias carries into the next column when the rest is a multiple of 2^52.</summary>
    private const ulong LowBiasCarried = LowBias >> 52;

    /// <summary>What a column of products starts from: so many low halves, high halves and signed high halves follow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Biased(ulong low, ulong high, ulong signed, ulong more) =>
        Vector256.Create(unchecked(more - (low * LowBias) - (high * HighBias) - (signed * SignedHighBias)));

    /// <summary>The five columns of d w - 3r, with d of any columns and w expanded: one constant for all lanes, or one per lane.</summary>
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

    /// <summary>Adds the halves of a product to a column and the next one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(Vector256<double> a, Vector256<double> b, ref Vector256<ulong> low, ref Vector256<ulong> high)
    {
        Vector256<double> h = Fma.MultiplyAdd(a, b, Vector256.Create(TwoTo104));
        Vector256<double> l = Fma.MultiplyAdd(a, b, Vector256.Create(TwoTo104) - h) + Vector256.Create(ThreeTimesTwoTo51);
        high += h.AsUInt64();
        low += l.AsUInt64();
    }

    /// <summary>The same for a product of either sign below 2^103.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AccumulateSigned(Vector256<double> a, Vector256<double> b, ref Vector256<ulong> low, ref Vector256<ulong> high)
    {
        Vector256<double> h = Fma.MultiplyAdd(a, b, Vector256.Create(ThreeTimesTwoTo103));
        Vector256<double> l = Fma.MultiplyAdd(a, b, Vector256.Create(ThreeTimesTwoTo103) - h) + Vector256.Create(ThreeTimesTwoTo51);
        high += h.AsUInt64();
        low += l.AsUInt64();
    }

    /// <summary>A product modulo 2^52, from 0 on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> LowProduct(Vector256<double> a, Vector256<double> b)
    {
        Vector256<double> h = Fma.MultiplyAdd(a, b, Vector256.Create(TwoTo104));
        Vector256<double> l = Fma.MultiplyAdd(a, b, Vector256.Create(TwoTo104) - h) + Vector256.Create(ThreeTimesTwoTo51);
        return LimbToDouble((l.AsInt64() - Vector256.Create((long)LowBias)) & Vector256.Create((long)LimbMask));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Constant(double* w, int index, bool perLane) =>
        perLane ? Vector256.Load(w + (LimbStep * index)) : Vector256.Create(w[index]);

    /// <summary>Exact for limbs from 0 up to 2^52.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> LimbToDouble(Vector256<long> limb) =>
        (limb | Vector256.Create((long)IntegerBias)).AsDouble() - Vector256.Create(4503599627370496.0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Column(ulong* block, int i) => Vector256.Load((long*)block + (LimbStep * i));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<long> column, ulong* block, int i) => column.Store((long*)block + (LimbStep * i));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Carry(
        ref Vector256<long> t0, ref Vector256<long> t1, ref Vector256<long> t2, ref Vector256<long> t3, ref Vector256<long> t4)
    {
        Vector256<long> mask = Vector256.Create((long)LimbMask), carriedLift = Vector256.Create((long)(Lift - LiftCarried));
        t0 += Vector256.Create((long)Lift);
        t1 += (t0 >>> 52) + carriedLift;
        t2 += (t1 >>> 52) + carriedLift;
        t3 += (t2 >>> 52) + carriedLift;
        t4 += (t3 >>> 52) - Vector256.Create((long)LiftCarried);
        t0 &= mask;
        t1 &= mask;
        t2 &= mask;
        t3 &= mask;
    }

    /// <summary>
    /// Subtracts a multiple of r: for |t| &lt; 42 r, t - k r is above -2^-18 r and below (1 + 2^-18) r. For t from 0 up to 64 r, which must
    /// be said, it is not negative. The columns are then below 2^58.
    /// </summary>
    /// <remarks>
    /// k = floor(v m / 2^50), v = floor(t / 2^228), m = <see cref="QuotientEstimator"/>: m / 2^50 is at most 1 / (floor(r / 2^228) + 1),
    /// which is below 2^228 / r, so k is at most t / r for t not negative; m / 2^50 falls short of 2^228 / r by less than a part in 2^24,
    /// and v of t / 2^228 by less than one, which is r / 2^25.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Reduce(
        ref Vector256<long> t0, ref Vector256<long> t1, ref Vector256<long> t2, ref Vector256<long> t3, ref Vector256<long> t4,
        bool nonNegative)
    {
        Carry(ref t0, ref t1, ref t2, ref t3, ref t4);
        // Only the low 32 bits of v count. Floors of negative products are taken 2^62 higher.
        Vector256<long> v = t4 >>> 20, m = Vector256.Create((long)QuotientEstimator);
        Vector256<long> k = nonNegative
            ? Avx2.Multiply(v.AsUInt32(), m.AsUInt32()).AsInt64() >>> 50
            : ((Avx2.Multiply(v.AsInt32(), m.AsInt32()) + Vector256.Create(1L << 62)) >>> 50) - Vector256.Create(1L << 12);
        t0 -= Times(k, Q0);
        t1 -= Times(k, Q1);
        t2 -= Times(k, Q2);
        t3 -= Times(k, Q3);
        t4 -= Times(k, Q4);
    }

    /// <summary>k limb for |k| &lt; 2^31.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Times(Vector256<long> k, ulong limb)
    {
        const int Low = 26;
        return Avx2.Multiply(k.AsInt32(), Vector256.Create((long)(limb & ((1UL << Low) - 1))).AsInt32())
            + (Avx2.Multiply(k.AsInt32(), Vector256.Create((long)(limb >> Low)).AsInt32()) << Low);
    }
}
