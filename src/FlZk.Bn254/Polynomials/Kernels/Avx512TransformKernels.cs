using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static FlZk.Bn254.Polynomials.FrBlock;

namespace FlZk.Bn254.Polynomials;

/// <summary>The kernels on eight AVX-512 lanes.</summary>
/// <remarks>
/// A product of 52-bit limbs is split exactly by two double-precision fused multiply-adds rounded towards zero (Emmart, Zheng and Weems,
/// "Faster Modular Exponentiation Using Double Precision Floating Point Arithmetic on the GPU", ARITH 2018): for 0 &lt;= ab &lt; 2^104, h =
/// ab + 2^104 rounded is 2^104 + 2^52 floor(ab / 2^52), and ab + (2^104 + 2^52 - h) = 2^52 + (ab mod 2^52) is exact. Read as integers, both
/// are the halves plus constant exponent fields, which columns start from minus. With 3 2^103 in place of 2^104 the same holds for |ab|
/// &lt; 2^103: that is for the signed top limb.
/// </remarks>
internal readonly unsafe partial struct Avx512TransformKernels : ITransformKernels
{
    /// <summary>The bits of the doubles 2^104, 3 2^103 and 2^52.</summary>
    private const ulong HighBias = 0x467UL << 52, SignedHighBias = HighBias | (1UL << 51), LowBias = 0x433UL << 52;

    /// <summary>What a column of products starts from, 3r included: so many low halves, high halves and signed high halves
    /// follow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Biased(ulong low, ulong high, ulong signed, ulong less) =>
        Vector512.Create(unchecked(0UL - (low * LowBias) - (high * HighBias) - (signed * SignedHighBias) - less));

    /// <summary>The five columns of d w - 3r, with d of any columns and w expanded: one constant for all lanes, or one per lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyByConstant(
        Vector512<long> d0, Vector512<long> d1, Vector512<long> d2, Vector512<long> d3, Vector512<long> d4,
        double* w, bool perLane,
        out Vector512<long> t0, out Vector512<long> t1, out Vector512<long> t2, out Vector512<long> t3, out Vector512<long> t4)
    {
        Vector512<long> mask = Vector512.Create((long)LimbMask);
        d1 += d0 >> 52;
        d2 += d1 >> 52;
        d3 += d2 >> 52;
        d4 += d3 >> 52;
        Vector512<double> a0 = ToDouble(d0 & mask);
        Vector512<double> a1 = ToDouble(d1 & mask);
        Vector512<double> a2 = ToDouble(d2 & mask);
        Vector512<double> a3 = ToDouble(d3 & mask);
        Vector512<double> a4 = ToDouble(d4);

        Vector512<ulong> p0 = Biased(5, 0, 0, 0);
        Vector512<ulong> p1 = Biased(6, 5, 1, 3 * Q0);
        Vector512<ulong> p2 = Biased(6, 5, 1, 3 * Q1);
        Vector512<ulong> p3 = Biased(6, 5, 1, 3 * Q2);
        Vector512<ulong> p4 = Biased(6, 5, 1, 3 * Q3);
        Vector512<ulong> p5 = Biased(0, 5, 1, 3 * Q4);

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

        // u r cancels the low 52 bits of the first column: what remains of the column is rounded up.
        Vector512<ulong> limbs = mask.AsUInt64();
        Vector512<double> u = ToDouble((p0 & limbs).AsInt64());
        u = ToDouble((LowProduct(u, Vector512.Create((double)NegativeInverse)) & limbs).AsInt64());
        p1 += (p0 + limbs) >>> 52;
        p1 += HighProduct(u, Vector512.Create((double)Q0));
        Accumulate(u, Vector512.Create((double)Q1), ref p1, ref p2);
        Accumulate(u, Vector512.Create((double)Q2), ref p2, ref p3);
        Accumulate(u, Vector512.Create((double)Q3), ref p3, ref p4);
        Accumulate(u, Vector512.Create((double)Q4), ref p4, ref p5);
        t0 = p1.AsInt64();
        t1 = p2.AsInt64();
        t2 = p3.AsInt64();
        t3 = p4.AsInt64();
        t4 = p5.AsInt64();
    }

    /// <summary>Adds the halves of a product to a column and the next one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(Vector512<double> a, Vector512<double> b, ref Vector512<ulong> low, ref Vector512<ulong> high)
    {
        Vector512<double> h = Avx512F.FusedMultiplyAdd(a, b, Vector512.Create(TwoTo104), FloatRoundingMode.ToZero);
        Vector512<double> l = Avx512F.FusedMultiplyAdd(a, b, Vector512.Create(TwoTo104And52) - h, FloatRoundingMode.ToZero);
        high += h.AsUInt64();
        low += l.AsUInt64();
    }

    /// <summary>The same for a product of either sign below 2^103.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AccumulateSigned(Vector512<double> a, Vector512<double> b, ref Vector512<ulong> low, ref Vector512<ulong> high)
    {
        Vector512<double> h = Avx512F.FusedMultiplyAdd(a, b, Vector512.Create(ThreeTimesTwoTo103), FloatRoundingMode.ToZero);
        Vector512<double> l = Avx512F.FusedMultiplyAdd(a, b, Vector512.Create(ThreeTimesTwoTo103And52) - h, FloatRoundingMode.ToZero);
        high += h.AsUInt64();
        low += l.AsUInt64();
    }

    /// <summary>The high half of a product, under an exponent field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> HighProduct(Vector512<double> a, Vector512<double> b) =>
        Avx512F.FusedMultiplyAdd(a, b, Vector512.Create(TwoTo104), FloatRoundingMode.ToZero).AsUInt64();

    /// <summary>The low 52 bits of a product, under an exponent field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> LowProduct(Vector512<double> a, Vector512<double> b)
    {
        Vector512<double> h = Avx512F.FusedMultiplyAdd(a, b, Vector512.Create(TwoTo104), FloatRoundingMode.ToZero);
        return Avx512F.FusedMultiplyAdd(a, b, Vector512.Create(TwoTo104And52) - h, FloatRoundingMode.ToZero).AsUInt64();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Constant(double* w, int index, bool perLane) =>
        perLane ? Vector512.Load(w + (LimbStep * index)) : Vector512.Create(w[index]);

    /// <summary>Exact: |limb| is below 2^53.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> ToDouble(Vector512<long> limb) => Avx512DQ.ConvertToVector512Double(limb);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Column(ulong* block, int i) => Vector512.Load((long*)block + (LimbStep * i));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<long> column, ulong* block, int i) => column.Store((long*)block + (LimbStep * i));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Carry(
        ref Vector512<long> t0, ref Vector512<long> t1, ref Vector512<long> t2, ref Vector512<long> t3, ref Vector512<long> t4)
    {
        Vector512<long> mask = Vector512.Create((long)LimbMask);
        t1 += t0 >> 52;
        t2 += t1 >> 52;
        t3 += t2 >> 52;
        t4 += t3 >> 52;
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
        ref Vector512<long> t0, ref Vector512<long> t1, ref Vector512<long> t2, ref Vector512<long> t3, ref Vector512<long> t4,
        bool nonNegative)
    {
        Carry(ref t0, ref t1, ref t2, ref t3, ref t4);
        Vector512<long> v = t4 >> 20, m = Vector512.Create((long)QuotientEstimator);
        Vector512<long> k = nonNegative
            ? Avx512F.Multiply(v.AsUInt32(), m.AsUInt32()).AsInt64() >> 50
            : Avx512F.Multiply(v.AsInt32(), m.AsInt32()) >> 50;
        t0 -= Avx512DQ.MultiplyLow(k, Vector512.Create((long)Q0));
        t1 -= Avx512DQ.MultiplyLow(k, Vector512.Create((long)Q1));
        t2 -= Avx512DQ.MultiplyLow(k, Vector512.Create((long)Q2));
        t3 -= Avx512DQ.MultiplyLow(k, Vector512.Create((long)Q3));
        t4 -= Avx512DQ.MultiplyLow(k, Vector512.Create((long)Q4));
    }
}
