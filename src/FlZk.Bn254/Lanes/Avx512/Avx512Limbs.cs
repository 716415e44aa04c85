using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FlZk.Bn254.Lanes;

/// <summary>
/// What the AVX-512 kernels of every modulus share: eight lanes, five limbs of 52 bits, R = 2^260. A product of limbs is split exactly by
/// two double-precision fused multiply-adds rounded towards zero (Emmart, Zheng and Weems, "Faster Modular Exponentiation Using Double
/// Precision Floating Point Arithmetic on the GPU", ARITH 2018).
/// </summary>
/// <remarks>
/// For integers a, b below 2^52, ab + 2^104 lies in [2^104, 2^105), where doubles are multiples of 2^52: rounded towards zero it is
/// h = 2^104 + 2^52 floor(ab / 2^52). Then 2^104 + 2^52 - h is exact, and ab + (2^104 + 2^52 - h) = 2^52 + (ab mod 2^52) lies in [2^52,
/// 2^53), where doubles are integers. Read as integers, the two doubles are the high and the low half plus the constant exponent fields
/// <see cref="HighBias"/> and <see cref="LowBias"/>; columns are summed modulo 2^64 and start at minus the biases they will collect. A
/// column receives at most 20 halves and a carry, or 28 for a sum of two products: below 2^57 in all.
/// <para>
/// Reduction drops the lowest limb u_i of column i, i = 0..3, by adding u_i C 2^(52 (i + 1)) with C = 2^-52 mod q, which needs no quotient,
/// and the last by Montgomery's quotient. The result is congruent to ab 2^-260 and below ab / 2^260 + C (1 + 2^-51) + q, with C &lt;
/// 0.1269 q for both moduli and q / 2^260 &lt; 0.011815: factors below alpha q and beta q give a result below 2q if alpha beta is at most
/// 64, and below 5q/4 if it is at most 10.
/// </para>
/// <para>Kernels are unrolled, one product per method, with the loop inside: calls and a third product in one method each cost more than
/// they seem.</para>
/// </remarks>
internal static unsafe class Avx512Limbs
{
    /// <summary>Elements per block.</summary>
    public const int LaneCount = 8;

    /// <summary>Words per block.</summary>
    public const int BlockWords = 5 * LaneCount;

    /// <summary>The largest limb.</summary>
    public const ulong LimbMask = (1UL << 52) - 1;

    private const double TwoTo104 = 20282409603651670423947251286016.0;
    private const double TwoTo104And52 = 20282409603651674927546878656512.0;

    /// <summary>The bits of the doubles 2^104 and 2^52.</summary>
    private const ulong HighBias = 0x467UL << 52, LowBias = 0x433UL << 52;

    private const byte LowerHalves = 0x44, UpperHalves = 0xee;

    /// <summary>Adds the halves of a product to a column and the next one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(Vector512<double> a, Vector512<double> b, ref Vector512<ulong> low, ref Vector512<ulong> high)
    {
        Vector512<double> h = Avx512F.FusedMultiplyAdd(a, b, Vector512.Create(TwoTo104), FloatRoundingMode.ToZero);
        Vector512<double> l = Avx512F.FusedMultiplyAdd(a, b, Vector512.Create(TwoTo104And52) - h, FloatRoundingMode.ToZero);
        high += h.AsUInt64();
        low += l.AsUInt64();
    }

    /// <summary>The low 52 bits of a product, under the exponent field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> LowProduct(Vector512<double> a, Vector512<double> b)
    {
        Vector512<double> h = Avx512F.FusedMultiplyAdd(a, b, Vector512.Create(TwoTo104), FloatRoundingMode.ToZero);
        return Avx512F.FusedMultiplyAdd(a, b, Vector512.Create(TwoTo104And52) - h, FloatRoundingMode.ToZero).AsUInt64();
    }

    /// <summary>What a column starts from that will receive so many low and high halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Biased(ulong lowHalves, ulong highHalves) =>
        Vector512.Create(unchecked(0UL - (lowHalves * LowBias) - (highHalves * HighBias)));

    /// <summary>Exact: limbs are below 2^53.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> ToDouble(Vector512<ulong> limb) => Avx512DQ.ConvertToVector512Double(limb);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadDouble(ulong* limb) => ToDouble(Vector512.Load(limb));

    /// <summary>Stores five non-negative columns as limbs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreCarried(
        ulong* r,
        Vector512<ulong> t0, Vector512<ulong> t1, Vector512<ulong> t2, Vector512<ulong> t3, Vector512<ulong> t4, Vector512<ulong> mask)
    {
        t1 += t0 >>> 52;
        t2 += t1 >>> 52;
        t3 += t2 >>> 52;
        t4 += t3 >>> 52;
        (t0 & mask).Store(r);
        (t1 & mask).Store(r + LaneCount);
        (t2 & mask).Store(r + (2 * LaneCount));
        (t3 & mask).Store(r + (3 * LaneCount));
        t4.Store(r + (4 * LaneCount));
    }

    /// <summary>Carries signed limbs of a non-negative integer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Carry(
        ref Vector512<long> t0, ref Vector512<long> t1, ref Vector512<long> t2, ref Vector512<long> t3, ref Vector512<long> t4,
        Vector512<long> mask)
    {
        t1 += t0 >> 52;
        t2 += t1 >> 52;
        t3 += t2 >> 52;
        t4 += t3 >> 52;
        t0 &= mask;
        t1 &= mask;
        t2 &= mask;
        t3 &= mask;
    }

    /// <summary>Stores limbs as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreLimbs(
        ulong* r, Vector512<long> t0, Vector512<long> t1, Vector512<long> t2, Vector512<long> t3, Vector512<long> t4)
    {
        t0.AsUInt64().Store(r);
        t1.AsUInt64().Store(r + LaneCount);
        t2.AsUInt64().Store(r + (2 * LaneCount));
        t3.AsUInt64().Store(r + (3 * LaneCount));
        t4.AsUInt64().Store(r + (4 * LaneCount));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> LoadLimb(ulong* limb) => Vector512.Load(limb).AsInt64();

    /// <summary>Cuts 256-bit integers of four words into limbs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Cut(
        Vector512<ulong> w0, Vector512<ulong> w1, Vector512<ulong> w2, Vector512<ulong> w3, Vector512<long> mask,
        out Vector512<long> t0, out Vector512<long> t1, out Vector512<long> t2, out Vector512<long> t3, out Vector512<long> t4)
    {
        t0 = w0.AsInt64() & mask;
        t1 = ((w0 >>> 52) | (w1 << 12)).AsInt64() & mask;
        t2 = ((w1 >>> 40) | (w2 << 24)).AsInt64() & mask;
        t3 = ((w2 >>> 28) | (w3 << 36)).AsInt64() & mask;
        t4 = (w3 >>> 16).AsInt64();
    }

    /// <summary>Joins carried limbs of integers below 2^256 into four words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Join(
        Vector512<long> t0, Vector512<long> t1, Vector512<long> t2, Vector512<long> t3, Vector512<long> t4,
        out Vector512<ulong> w0, out Vector512<ulong> w1, out Vector512<ulong> w2, out Vector512<ulong> w3)
    {
        w0 = (t0 | (t1 << 52)).AsUInt64();
        w1 = ((t1 >>> 12) | (t2 << 40)).AsUInt64();
        w2 = ((t2 >>> 24) | (t3 << 28)).AsUInt64();
        w3 = ((t3 >>> 36) | (t4 << 16)).AsUInt64();
    }

    /// <summary>Transposes an 8 x 8 matrix of words, a vector per row: 2 x 2 within 128-bit lanes, then the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(
        ref Vector512<ulong> r0, ref Vector512<ulong> r1, ref Vector512<ulong> r2, ref Vector512<ulong> r3,
        ref Vector512<ulong> r4, ref Vector512<ulong> r5, ref Vector512<ulong> r6, ref Vector512<ulong> r7)
    {
        const byte EvenLanes = 0x88, OddLanes = 0xdd;
        Vector512<ulong> even01 = Avx512F.UnpackLow(r0, r1), odd01 = Avx512F.UnpackHigh(r0, r1);
        Vector512<ulong> even23 = Avx512F.UnpackLow(r2, r3), odd23 = Avx512F.UnpackHigh(r2, r3);
        Vector512<ulong> even45 = Avx512F.UnpackLow(r4, r5), odd45 = Avx512F.UnpackHigh(r4, r5);
        Vector512<ulong> even67 = Avx512F.UnpackLow(r6, r7), odd67 = Avx512F.UnpackHigh(r6, r7);

        // Columns 0 and 4, 2 and 6, 1 and 5, 3 and 7; the upper half of the rows, then the lower.
        Vector512<ulong> upper04 = Avx512F.Shuffle4x128(even01, even23, EvenLanes);
        Vector512<ulong> lower04 = Avx512F.Shuffle4x128(even45, even67, EvenLanes);
        Vector512<ulong> upper26 = Avx512F.Shuffle4x128(even01, even23, OddLanes);
        Vector512<ulong> lower26 = Avx512F.Shuffle4x128(even45, even67, OddLanes);
        Vector512<ulong> upper15 = Avx512F.Shuffle4x128(odd01, odd23, EvenLanes);
        Vector512<ulong> lower15 = Avx512F.Shuffle4x128(odd45, odd67, EvenLanes);
        Vector512<ulong> upper37 = Avx512F.Shuffle4x128(odd01, odd23, OddLanes);
        Vector512<ulong> lower37 = Avx512F.Shuffle4x128(odd45, odd67, OddLanes);
        r0 = Avx512F.Shuffle4x128(upper04, lower04, EvenLanes);
        r4 = Avx512F.Shuffle4x128(upper04, lower04, OddLanes);
        r2 = Avx512F.Shuffle4x128(upper26, lower26, EvenLanes);
        r6 = Avx512F.Shuffle4x128(upper26, lower26, OddLanes);
        r1 = Avx512F.Shuffle4x128(upper15, lower15, EvenLanes);
        r5 = Avx512F.Shuffle4x128(upper15, lower15, OddLanes);
        r3 = Avx512F.Shuffle4x128(upper37, lower37, EvenLanes);
        r7 = Avx512F.Shuffle4x128(upper37, lower37, OddLanes);
    }

    /// <summary>The words of eight elements in memory, a vector per word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadWords(
        ulong* elements, out Vector512<ulong> w0, out Vector512<ulong> w1, out Vector512<ulong> w2, out Vector512<ulong> w3)
    {
        // Rows of elements l and l + 4, so that words are transposed within halves.
        Vector512<ulong> e01 = Vector512.Load(elements), e23 = Vector512.Load(elements + 8);
        Vector512<ulong> e45 = Vector512.Load(elements + 16), e67 = Vector512.Load(elements + 24);
        Vector512<ulong> e04 = Avx512F.Shuffle4x128(e01, e45, LowerHalves), e15 = Avx512F.Shuffle4x128(e01, e45, UpperHalves);
        Vector512<ulong> e26 = Avx512F.Shuffle4x128(e23, e67, LowerHalves), e37 = Avx512F.Shuffle4x128(e23, e67, UpperHalves);
        Vector512<ulong> even01 = Avx512F.UnpackLow(e04, e15), odd01 = Avx512F.UnpackHigh(e04, e15);
        Vector512<ulong> even23 = Avx512F.UnpackLow(e26, e37), odd23 = Avx512F.UnpackHigh(e26, e37);
        Vector512<ulong> first = Vector512.Create(0UL, 1, 8, 9, 4, 5, 12, 13), second = Vector512.Create(2UL, 3, 10, 11, 6, 7, 14, 15);
        w0 = Avx512F.PermuteVar8x64x2(even01, first, even23);
        w1 = Avx512F.PermuteVar8x64x2(odd01, first, odd23);
        w2 = Avx512F.PermuteVar8x64x2(even01, second, even23);
        w3 = Avx512F.PermuteVar8x64x2(odd01, second, odd23);
    }

    /// <summary>The inverse of <see cref="LoadWords"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWords(
        ulong* elements, Vector512<ulong> w0, Vector512<ulong> w1, Vector512<ulong> w2, Vector512<ulong> w3)
    {
        Vector512<ulong> first = Vector512.Create(0UL, 1, 8, 9, 4, 5, 12, 13), second = Vector512.Create(2UL, 3, 10, 11, 6, 7, 14, 15);
        Vector512<ulong> even01 = Avx512F.PermuteVar8x64x2(w0, first, w2), odd01 = Avx512F.PermuteVar8x64x2(w1, first, w3);
        Vector512<ulong> even23 = Avx512F.PermuteVar8x64x2(w0, second, w2), odd23 = Avx512F.PermuteVar8x64x2(w1, second, w3);
        Vector512<ulong> e04 = Avx512F.UnpackLow(even01, odd01), e15 = Avx512F.UnpackHigh(even01, odd01);
        Vector512<ulong> e26 = Avx512F.UnpackLow(even23, odd23), e37 = Avx512F.UnpackHigh(even23, odd23);
        Avx512F.Shuffle4x128(e04, e15, LowerHalves).Store(elements);
        Avx512F.Shuffle4x128(e26, e37, LowerHalves).Store(elements + 8);
        Avx512F.Shuffle4x128(e04, e15, UpperHalves).Store(elements + 16);
        Avx512F.Shuffle4x128(e26, e37, UpperHalves).Store(elements + 24);
    }
}
