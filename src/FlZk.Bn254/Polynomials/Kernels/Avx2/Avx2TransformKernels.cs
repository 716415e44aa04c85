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
