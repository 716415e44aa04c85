using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FlZk.Bn254.Lanes;

/// <summary>
/// The multiplication kernels. A product of 52-bit limbs is split exactly by two double-precision fused multiply-adds rounded towards zero
/// (Emmart, Zheng and Weems, "Faster Modular Exponentiation Using Double Precision Floating Point Arithmetic on the GPU", ARITH 2018).
/// </summary>
/// <remarks>
/// For integers a, b below 2^52, ab + 2^104 lies in [2^104, 2^105), where doubles are multiples of 2^52: rounded towards zero it is
/// h = 2^104 + 2^52 floor(ab / 2^52). Then 2^104 + 2^52 - h is exact, and ab + (2^104 + 2^52 - h) = 2^52 + (ab mod 2^52) lies in [2^52,
/// 2^53), where doubles are integers. Read as integers, the two doubles are the high and the low half plus the constant exponent fields
/// <see cref="HighBias"/> and <see cref="LowBias"/>; columns are summed modulo 2^64 and start at minus the biases they will collect. A
/// column receives at most 20 halves and a carry, below 2^57 in all.
/// <para>
/// Reduction drops the lowest limb u_i of column i, i = 0..3, by adding u_i C 2^(52 (i + 1)) with C = 2^-52 mod p, which needs no quotient,
/// and the last by Montgomery's quotient. The result is congruent to ab 2^-260 and below ab / 2^260 + C (1 + 2^-51) + p, with C &lt;
/// 0.12684 p and p / 2^260 &lt; 0.011815: factors below alpha p and beta p with alpha beta at most 10 give a result below 5p/4.
/// </para>
/// <para>Unrolled, one product per method, with the loop inside: calls and a third product in one method each cost more than they
/// seem.</para>
/// </remarks>
internal static unsafe partial class FpLanes
{
    /// <summary>2^-52 mod p.</summary>
    private const ulong C0 = 0xc93a3dee22c55, C1 = 0xe15f4ea250777, C2 = 0x37f0b49e7cd63, C3 = 0x2079e650a0895, C4 = 0x6234192d7a1;

    /// <summary>-p^-1 mod 2^52.</summary>
    private const ulong NegativeInverse = 0x20782e4866389;

    private const double TwoTo104 = 20282409603651670423947251286016.0;
    private const double TwoTo104And52 = 20282409603651674927546878656512.0;

    /// <summary>The bits of the doubles 2^104 and 2^52.</summary>
    private const ulong HighBias = 0x467UL << 52, LowBias = 0x433UL << 52;

    /// <summary>
    /// r = a b 2^-260 mod p, below 5p/4, block by block; r may be a or b. The factors' bounds in units of p multiply to at most 10.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(ulong* r, ulong* a, ulong* b, int blocks)
    {
        AssertProductInRange(a, b, blocks);
        Vector512<ulong> mask = Vector512.Create(LimbMask);
        for (int block = 0; block < blocks; block++, r += BlockLength, a += BlockLength, b += BlockLength)
        {
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
            Vector512<double> a0 = LoadDouble(a);
            Vector512<double> a1 = LoadDouble(a + Lanes);
            Vector512<double> a2 = LoadDouble(a + (2 * Lanes));
            Vector512<double> a3 = LoadDouble(a + (3 * Lanes));
            Vector512<double> a4 = LoadDouble(a + (4 * Lanes));

            Vector512<double> u = LoadDouble(b);
            Accumulate(a0, u, ref p0, ref p1);
            Accumulate(a1, u, ref p1, ref p2);
            Accumulate(a2, u, ref p2, ref p3);
            Accumulate(a3, u, ref p3, ref p4);
            Accumulate(a4, u, ref p4, ref p5);

            u = LoadDouble(b + Lanes);
            Accumulate(a0, u, ref p1, ref p2);
            Accumulate(a1, u, ref p2, ref p3);
            Accumulate(a2, u, ref p3, ref p4);
            Accumulate(a3, u, ref p4, ref p5);
            Accumulate(a4, u, ref p5, ref p6);

            u = LoadDouble(b + (2 * Lanes));
            Accumulate(a0, u, ref p2, ref p3);
            Accumulate(a1, u, ref p3, ref p4);
            Accumulate(a2, u, ref p4, ref p5);
            Accumulate(a3, u, ref p5, ref p6);
            Accumulate(a4, u, ref p6, ref p7);

            u = LoadDouble(b + (3 * Lanes));
            Accumulate(a0, u, ref p3, ref p4);
            Accumulate(a1, u, ref p4, ref p5);
            Accumulate(a2, u, ref p5, ref p6);
            Accumulate(a3, u, ref p6, ref p7);
            Accumulate(a4, u, ref p7, ref p8);

            u = LoadDouble(b + (4 * Lanes));
            Accumulate(a0, u, ref p4, ref p5);
            Accumulate(a1, u, ref p5, ref p6);
            Accumulate(a2, u, ref p6, ref p7);
            Accumulate(a3, u, ref p7, ref p8);
            Accumulate(a4, u, ref p8, ref p9);

            p1 += p0 >>> 52;
            u = ToDouble(p0 & mask);
            Accumulate(u, Vector512.Create((double)C0), ref p1, ref p2);
            Accumulate(u, Vector512.Create((double)C1), ref p2, ref p3);
            Accumulate(u, Vector512.Create((double)C2), ref p3, ref p4);
            Accumulate(u, Vector512.Create((double)C3), ref p4, ref p5);
            Accumulate(u, Vector512.Create((double)C4), ref p5, ref p6);

            p2 += p1 >>> 52;
            u = ToDouble(p1 & mask);
            Accumulate(u, Vector512.Create((double)C0), ref p2, ref p3);
            Accumulate(u, Vector512.Create((double)C1), ref p3, ref p4);
            Accumulate(u, Vector512.Create((double)C2), ref p4, ref p5);
            Accumulate(u, Vector512.Create((double)C3), ref p5, ref p6);
            Accumulate(u, Vector512.Create((double)C4), ref p6, ref p7);

            p3 += p2 >>> 52;
            u = ToDouble(p2 & mask);
            Accumulate(u, Vector512.Create((double)C0), ref p3, ref p4);
            Accumulate(u, Vector512.Create((double)C1), ref p4, ref p5);
            Accumulate(u, Vector512.Create((double)C2), ref p5, ref p6);
            Accumulate(u, Vector512.Create((double)C3), ref p6, ref p7);
            Accumulate(u, Vector512.Create((double)C4), ref p7, ref p8);

            p4 += p3 >>> 52;
            u = ToDouble(p3 & mask);
            Accumulate(u, Vector512.Create((double)C0), ref p4, ref p5);
            Accumulate(u, Vector512.Create((double)C1), ref p5, ref p6);
            Accumulate(u, Vector512.Create((double)C2), ref p6, ref p7);
            Accumulate(u, Vector512.Create((double)C3), ref p7, ref p8);
            Accumulate(u, Vector512.Create((double)C4), ref p8, ref p9);

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

    /// <summary>r = a^2 2^-260 mod p, below 5p/4, block by block; r may be a. a is below 3p.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Square(ulong* r, ulong* a, int blocks)
    {
        AssertProductInRange(a, a, blocks);
        Vector512<ulong> mask = Vector512.Create(LimbMask);
        for (int block = 0; block < blocks; block++, r += BlockLength, a += BlockLength)
        {
            Vector512<ulong> p0 = Biased(0, 0);
            Vector512<ulong> p1 = Biased(1, 0);
            Vector512<ulong> p2 = Biased(1, 1);
            Vector512<ulong> p3 = Biased(2, 1);
            Vector512<ulong> p4 = Biased(2, 2);
            Vector512<ulong> p5 = Biased(2, 2);
            Vector512<ulong> p6 = Biased(1, 2);
            Vector512<ulong> p7 = Biased(1, 1);
            Vector512<ulong> p8 = Biased(0, 1);
            Vector512<ulong> p9 = Biased(0, 0);
            Vector512<double> a0 = LoadDouble(a);
            Vector512<double> a1 = LoadDouble(a + Lanes);
            Vector512<double> a2 = LoadDouble(a + (2 * Lanes));
            Vector512<double> a3 = LoadDouble(a + (3 * Lanes));
            Vector512<double> a4 = LoadDouble(a + (4 * Lanes));
            Accumulate(a0, a1, ref p1, ref p2);
            Accumulate(a0, a2, ref p2, ref p3);
            Accumulate(a0, a3, ref p3, ref p4);
            Accumulate(a0, a4, ref p4, ref p5);
            Accumulate(a1, a2, ref p3, ref p4);
            Accumulate(a1, a3, ref p4, ref p5);
            Accumulate(a1, a4, ref p5, ref p6);
            Accumulate(a2, a3, ref p5, ref p6);
            Accumulate(a2, a4, ref p6, ref p7);
            Accumulate(a3, a4, ref p7, ref p8);

            // Every product of different limbs occurs twice.
            p0 += p0 + Biased(1, 0);
            p1 += p1 + Biased(1, 1);
            p2 += p2 + Biased(3, 1);
            p3 += p3 + Biased(3, 3);
            p4 += p4 + Biased(6, 3);
            p5 += p5 + Biased(5, 6);
            p6 += p6 + Biased(5, 5);
            p7 += p7 + Biased(3, 5);
            p8 += p8 + Biased(3, 3);
            p9 += p9 + Biased(0, 3);
            Accumulate(a0, a0, ref p0, ref p1);
            Accumulate(a1, a1, ref p2, ref p3);
            Accumulate(a2, a2, ref p4, ref p5);
            Accumulate(a3, a3, ref p6, ref p7);
            Accumulate(a4, a4, ref p8, ref p9);
            Vector512<double> u;

            p1 += p0 >>> 52;
            u = ToDouble(p0 & mask);
            Accumulate(u, Vector512.Create((double)C0), ref p1, ref p2);
            Accumulate(u, Vector512.Create((double)C1), ref p2, ref p3);
            Accumulate(u, Vector512.Create((double)C2), ref p3, ref p4);
            Accumulate(u, Vector512.Create((double)C3), ref p4, ref p5);
            Accumulate(u, Vector512.Create((double)C4), ref p5, ref p6);

            p2 += p1 >>> 52;
            u = ToDouble(p1 & mask);
            Accumulate(u, Vector512.Create((double)C0), ref p2, ref p3);
            Accumulate(u, Vector512.Create((double)C1), ref p3, ref p4);
            Accumulate(u, Vector512.Create((double)C2), ref p4, ref p5);
            Accumulate(u, Vector512.Create((double)C3), ref p5, ref p6);
            Accumulate(u, Vector512.Create((double)C4), ref p6, ref p7);

            p3 += p2 >>> 52;
            u = ToDouble(p2 & mask);
            Accumulate(u, Vector512.Create((double)C0), ref p3, ref p4);
            Accumulate(u, Vector512.Create((double)C1), ref p4, ref p5);
            Accumulate(u, Vector512.Create((double)C2), ref p5, ref p6);
            Accumulate(u, Vector512.Create((double)C3), ref p6, ref p7);
            Accumulate(u, Vector512.Create((double)C4), ref p7, ref p8);

            p4 += p3 >>> 52;
            u = ToDouble(p3 & mask);
            Accumulate(u, Vector512.Create((double)C0), ref p4, ref p5);
            Accumulate(u, Vector512.Create((double)C1), ref p5, ref p6);
            Accumulate(u, Vector512.Create((double)C2), ref p6, ref p7);
            Accumulate(u, Vector512.Create((double)C3), ref p7, ref p8);
            Accumulate(u, Vector512.Create((double)C4), ref p8, ref p9);

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

    /// <summary>Adds the halves of a product to a column and the next one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(Vector512<double> a, Vector512<double> b, ref Vector512<ulong> low, ref Vector512<ulong> high)
    {
        Vector512<double> h = Avx512F.FusedMultiplyAdd(a, b, Vector512.Create(TwoTo104), FloatRoundingMode.ToZero);
        Vector512<double> l = Avx512F.FusedMultiplyAdd(a, b, Vector512.Create(TwoTo104And52) - h, FloatRoundingMode.ToZero);
        high += h.AsUInt64();
        low += l.AsUInt64();
    }

    /// <summary>The low 52 bits of a product, under the exponent field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> LowProduct(Vector512<double> a, Vector512<double> b)
    {
        Vector512<double> h = Avx512F.FusedMultiplyAdd(a, b, Vector512.Create(TwoTo104), FloatRoundingMode.ToZero);
        return Avx512F.FusedMultiplyAdd(a, b, Vector512.Create(TwoTo104And52) - h, FloatRoundingMode.ToZero).AsUInt64();
    }

    /// <summary>What a column starts from that will receive so many low and high halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Biased(ulong lowHalves, ulong highHalves) =>
        Vector512.Create(unchecked(0UL - (lowHalves * LowBias) - (highHalves * HighBias)));

    /// <summary>Exact: limbs are below 2^53.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> ToDouble(Vector512<ulong> limb) => Avx512DQ.ConvertToVector512Double(limb);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> LoadDouble(ulong* limb) => ToDouble(Vector512.Load(limb));

    /// <summary>Stores five non-negative columns as limbs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreCarried(
        ulong* r,
        Vector512<ulong> t0, Vector512<ulong> t1, Vector512<ulong> t2, Vector512<ulong> t3, Vector512<ulong> t4, Vector512<ulong> mask)
    {
        t1 += t0 >>> 52;
        t2 += t1 >>> 52;
        t3 += t2 >>> 52;
        t4 += t3 >>> 52;
        (t0 & mask).Store(r);
        (t1 & mask).Store(r + Lanes);
        (t2 & mask).Store(r + (2 * Lanes));
        (t3 & mask).Store(r + (3 * Lanes));
        t4.Store(r + (4 * Lanes));
    }
}
