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
