using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FlZk.Bn254.Fields;

namespace FlZk.Bn254.Lanes;

/// <summary>What the AVX2 kernels of every modulus share: four lanes, nine limbs of 29 bits, R = 2^261.</summary>
/// <remarks>
/// Limbs are multiplied by vpmuludq, 32 x 32 bits. A column of a product receives at most 18 products below 2^58, of limbs and of the
/// reduction, or 27 for a sum of two products, and a carry: below 2^63 in all.
/// Reduction drops the lowest limb u_i of column i, i = 0..7, by adding u_i C 2^(29 (i + 1))
/// with C = 2^-29 mod q, which needs no quotient, and the last by Montgomery's quotient. The result is congruent to ab 2^-261 and below
/// ab / 2^261 + C (1 + 2^-28) + q, with q / 2^261 &lt; 0.00591, C &lt; 0.1415 p and C &lt; 0.5001 r: factors below alpha q and beta q give
/// a result below 2q if alpha beta is at most 64, and below 5p/4 for p if it is at most 10.
/// <para>
/// AVX2 has sixteen registers and no arithmetic shift of 64-bit words. Hence factors are scanned by operand, which keeps ten columns alive,
/// and are read from memory where they are used; and limbs are never negative: what is subtracted from is raised first by multiples of
/// 2^29, each at the expense of one of the next limb.
/// </para>
/// </remarks>
internal static unsafe class Avx2Limbs
{
    /// <summary>Elements per block.</summary>
    public const int LaneCount = 4;

    /// <summary>Words per block.</summary>
    public const int BlockWords = 9 * LaneCount;

    /// <summary>The largest limb.</summary>
    public const ulong LimbMask = (1UL << 29) - 1;

    /// <summary>What a signed reference points at: bit 63 is the sign.</summary>
    public static ulong* Address(ulong reference) => (ulong*)(reference & (ulong.MaxValue >> 1));

    /// <summary>Cuts 256-bit integers of four words into the limbs of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CutInto(ulong* r, Vector256<ulong> w0, Vector256<ulong> w1, Vector256<ulong> w2, Vector256<ulong> w3)
    {
        Vector256<ulong> mask = Vector256.Create(LimbMask);
        (w0 & mask).Store(r);
        ((w0 >>> 29) & mask).Store(r + LaneCount);
        (((w0 >>> 58) | (w1 << 6)) & mask).Store(r + (2 * LaneCount));
        ((w1 >>> 23) & mask).Store(r + (3 * LaneCount));
        (((w1 >>> 52) | (w2 << 12)) & mask).Store(r + (4 * LaneCount));
        ((w2 >>> 17) & mask).Store(r + (5 * LaneCount));
        (((w2 >>> 46) | (w3 << 18)) & mask).Store(r + (6 * LaneCount));
        ((w3 >>> 11) & mask).Store(r + (7 * LaneCount));
        (w3 >>> 40).Store(r + (8 * LaneCount));
    }

    /// <summary>Joins carried limbs of integers below 2^256 into four words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Join(
        Vector256<ulong> t0, Vector256<ulong> t1, Vector256<ulong> t2, Vector256<ulong> t3, Vector256<ulong> t4,
        Vector256<ulong> t5, Vector256<ulong> t6, Vector256<ulong> t7, Vector256<ulong> t8,
        out Vector256<ulong> w0, out Vector256<ulong> w1, out Vector256<ulong> w2, out Vector256<ulong> w3)
    {
        w0 = t0 | (t1 << 29) | (t2 << 58);
        w1 = (t2 >>> 6) | (t3 << 23) | (t4 << 52);
        w2 = (t4 >>> 12) | (t5 << 17) | (t6 << 46);
        w3 = (t6 >>> 18) | (t7 << 11) | (t8 << 40);
    }

    /// <summary>Transposes a 4 x 4 matrix of words, a vector per row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(
        ref Vector256<ulong> r0, ref Vector256<ulong> r1, ref Vector256<ulong> r2, ref Vector256<ulong> r3)
    {
        const byte LowerHalves = 0x20, UpperHalves = 0x31;
        Vector256<ulong> even01 = Avx2.UnpackLow(r0, r1), odd01 = Avx2.UnpackHigh(r0, r1);
        Vector256<ulong> even23 = Avx2.UnpackLow(r2, r3), odd23 = Avx2.UnpackHigh(r2, r3);
        r0 = Avx2.Permute2x128(even01, even23, LowerHalves);
        r1 = Avx2.Permute2x128(odd01, odd23, LowerHalves);
        r2 = Avx2.Permute2x128(even01, even23, UpperHalves);
        r3 = Avx2.Permute2x128(odd01, odd23, UpperHalves);
    }

    /// <summary>The integer in one lane, below 2^256.</summary>
    public static Limbs ReadLimbs(ulong* block, int lane)
    {
        ulong* t = block + lane;
        return new Limbs(
            t[0] | (t[LaneCount] << 29) | (t[2 * LaneCount] << 58),
            (t[2 * LaneCount] >> 6) | (t[3 * LaneCount] << 23) | (t[4 * LaneCount] << 52),
            (t[4 * LaneCount] >> 12) | (t[5 * LaneCount] << 17) | (t[6 * LaneCount] << 46),
            (t[6 * LaneCount] >> 18) | (t[7 * LaneCount] << 11) | (t[8 * LaneCount] << 40));
    }

    /// <summary>Sets one lane to an integer.</summary>
    public static void WriteLimbs(ulong* block, int lane, in Limbs value)
    {
        for (int limb = 0; limb < 9; limb++) block[(limb * LaneCount) + lane] = value.LongBits(29 * limb, 29);
    }
}
