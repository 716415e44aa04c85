using System.Runtime.CompilerServices;

namespace FlZk.Bn254.Fields;

/// <summary>
/// Arithmetic modulo a 254-bit prime q on four 64-bit limbs, least significant first, in Montgomery form (the element a is stored as
/// a R mod q with R = 2^256). Every operand and result is canonical, below q, unless a method says otherwise.
/// </summary>
/// <remarks>
/// Multiplication is the coarsely integrated operand scanning of Koc, Acar and Kaliski ("Analyzing and comparing Montgomery multiplication
/// algorithms", IEEE Micro 1996) without its extra carry word: because q's top limb is below 2^62, the running sum stays below a + q &lt;
/// 2^255. The runtime never emits add-with-carry, so carries are comparisons. Results are written limb by limb straight to where they
/// belong: returned by value they would be copied as one vector, whose load waits for the four stores before it. The kernels are compiled
/// optimised from the first call and are never inlined: three of them in one caller exhaust the compiler's inlining budget, and their
/// insides become calls.
/// </remarks>
internal static class Montgomery<TModulus>
    where TModulus : struct, IPrimeModulus
{
    /// <summary>The modulus.</summary>
    public static Limbs Modulus
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(TModulus.Limb0, TModulus.Limb1, TModulus.Limb2, TModulus.Limb3);
    }

    /// <summary>a + b mod q.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(in Limbs a, in Limbs b, out Limbs result)
    {
        // a + b < 2q < 2^255: no carry out of the top limb.
        ulong r0 = a.L0 + b.L0;
        ulong c = r0 < a.L0 ? 1UL : 0UL;
        ulong r1 = a.L1 + b.L1;
        ulong d = r1 < a.L1 ? 1UL : 0UL;
        r1 += c;
        d += r1 < c ? 1UL : 0UL;
        ulong r2 = a.L2 + b.L2;
        c = r2 < a.L2 ? 1UL : 0UL;
        r2 += d;
        c += r2 < d ? 1UL : 0UL;
        ReduceOnce(r0, r1, r2, a.L3 + b.L3 + c, out result);
    }

    /// <summary>a - b mod q.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Subtract(in Limbs a, in Limbs b, out Limbs result)
    {
        ulong r0 = a.L0 - b.L0;
        ulong w = a.L0 < b.L0 ? 1UL : 0UL;
        ulong t = a.L1 - b.L1;
        ulong r1 = t - w;
        w = (a.L1 < b.L1 ? 1UL : 0UL) | (t < w ? 1UL : 0UL);
        t = a.L2 - b.L2;
        ulong r2 = t - w;
        w = (a.L2 < b.L2 ? 1UL : 0UL) | (t < w ? 1UL : 0UL);
        t = a.L3 - b.L3;
        ulong r3 = t - w;
        w = (a.L3 < b.L3 ? 1UL : 0UL) | (t < w ? 1UL : 0UL);

        // On a borrow, add q back; the carry out of the top limb cancels the borrow.
        ulong mask = 0UL - w;
        ulong q0 = TModulus.Limb0 & mask;
        ulong q1 = TModulus.Limb1 & mask;
        ulong q2 = TModulus.Limb2 & mask;
        ulong q3 = TModulus.Limb3 & mask;
        r0 += q0;
        ulong c = r0 < q0 ? 1UL : 0UL;
        r1 += q1;
        ulong d = r1 < q1 ? 1UL : 0UL;
        r1 += c;
        d += r1 < c ? 1UL : 0UL;
        r2 += q2;
        c = r2 < q2 ? 1UL : 0UL;
        r2 += d;
        c += r2 < d ? 1UL : 0UL;
        result = new Limbs(r0, r1, r2, r3 + q3 + c);
    }

    /// <summary>-a mod q if <paramref name="mask"/> is all ones, a if it is zero; without a branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void NegateIf(ulong mask, in Limbs a, out Limbs result)
    {
        // q - a needs no reduction unless a is zero, which stays.
        ulong a0 = a.L0, a1 = a.L1, a2 = a.L2, a3 = a.L3;
        mask &= (a0 | a1 | a2 | a3) != 0 ? ulong.MaxValue : 0UL;
        ulong r0 = TModulus.Limb0 - a0;
        ulong w = TModulus.Limb0 < a0 ? 1UL : 0UL;
        ulong t = TModulus.Limb1 - a1;
        ulong r1 = t - w;
        w = (TModulus.Limb1 < a1 ? 1UL : 0UL) | (t < w ? 1UL : 0UL);
        t = TModulus.Limb2 - a2;
        ulong r2 = t - w;
        w = (TModulus.Limb2 < a2 ? 1UL : 0UL) | (t < w ? 1UL : 0UL);
        ulong r3 = TModulus.Limb3 - a3 - w;
        result = new Limbs(a0 ^ ((a0 ^ r0) & mask), a1 ^ ((a1 ^ r1) & mask), a2 ^ ((a2 ^ r2) & mask), a3 ^ ((a3 ^ r3) & mask));
    }

    /// <summary>a b / R mod q. <paramref name="b"/> may be any 256-bit integer if <paramref name="a"/> is below q; or both may be below 2q.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(in Limbs a, in Limbs b, out Limbs result)
    {
        ulong a0 = a.L0, a1 = a.L1, a2 = a.L2, a3 = a.L3;
        ulong t0 = 0, t1 = 0, t2 = 0, t3 = 0;
        MultiplyRow(a0, a1, a2, a3, b.L0, ref t0, ref t1, ref t2, ref t3);
        MultiplyRow(a0, a1, a2, a3, b.L1, ref t0, ref t1, ref t2, ref t3);
        MultiplyRow(a0, a1, a2, a3, b.L2, ref t0, ref t1, ref t2, ref t3);
        MultiplyRow(a0, a1, a2, a3, b.L3, ref t0, ref t1, ref t2, ref t3);
        ReduceOnce(t0, t1, t2, t3, out result);
    }

    /// <summary>a b / R mod q, by value.</summary>
    public static Limbs Multiply(in Limbs a, in Limbs b)
    {
        Multiply(a, b, out Limbs result);
        return result;
    }

    /// <summary>a / R mod q for any 256-bit integer a: takes an element out of Montgomery form.</summary>
    public static Limbs FromMontgomery(in Limbs a) => Multiply(new Limbs(1, 0, 0, 0), a);

    /// <summary>a R mod q for any 256-bit integer a: takes an integer into Montgomery form, reducing it.</summary>
    public static Limbs ToMontgomery(in Limbs a) => Multiply(TModulus.RSquared, a);

    /// <summary>a^exponent, in Montgomery form; four bits at a time. Time depends on the exponent.</summary>
    public static Limbs Power(in Limbs a, ReadOnlySpan<ulong> exponent)
    {
        Span<Limbs> powers = stackalloc Limbs[16];
        powers[0] = TModulus.R;
        for (int i = 1; i < 16; i++) powers[i] = Multiply(powers[i - 1], a);

        Limbs result = TModulus.R;
        bool started = false;
        for (int i = exponent.Length - 1; i >= 0; i--)
        {
            for (int shift = 60; shift >= 0; shift -= 4)
            {
                if (started)
                {
                    result = Multiply(result, result);
                    result = Multiply(result, result);
                    result = Multiply(result, result);
                    result = Multiply(result, result);
                }

                int digit = (int)(exponent[i] >> shift) & 15;
                if (digit == 0) continue;
                result = Multiply(result, powers[digit]);
                started = true;
            }
        }

        return result;
    }

    /// <summary>a^-1 in Montgomery form; 0 for 0.</summary>
    public static Limbs Inverse(in Limbs a)
    {
        // (a R)^-1 R^3 / R = a^-1 R
        return a.IsZero ? default : Multiply(TModulus.RCubed, ModularInversion<TModulus>.Invert(a));
    }

    /// <summary>t mod q for t below 2q.</summary>
    public static Limbs ReduceOnce(in Limbs t)
    {
        ReduceOnce(t.L0, t.L1, t.L2, t.L3, out Limbs result);
        return result;
    }

    /// <summary>t + q mod 2^256: makes a negative t in two's complement, above -q, canonical.</summary>
    public static Limbs AddModulus(in Limbs t)
    {
        ulong r0 = t.L0 + TModulus.Limb0;
        ulong c = r0 < t.L0 ? 1UL : 0UL;
        ulong r1 = t.L1 + TModulus.Limb1;
        ulong d = r1 < t.L1 ? 1UL : 0UL;
        r1 += c;
        d += r1 < c ? 1UL : 0UL;
        ulong r2 = t.L2 + TModulus.Limb2;
        c = r2 < t.L2 ? 1UL : 0UL;
        r2 += d;
        c += r2 < d ? 1UL : 0UL;
        return new Limbs(r0, r1, r2, t.L3 + TModulus.Limb3 + c);
    }

    /// <summary>t mod q for t below 2q, without a branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ReduceOnce(ulong t0, ulong t1, ulong t2, ulong t3, out Limbs result)
    {
        ulong r0 = t0 - TModulus.Limb0;
        ulong w = t0 < TModulus.Limb0 ? 1UL : 0UL;
        ulong s = t1 - TModulus.Limb1;
        ulong r1 = s - w;
        w = (t1 < TModulus.Limb1 ? 1UL : 0UL) | (s < w ? 1UL : 0UL);
        s = t2 - TModulus.Limb2;
        ulong r2 = s - w;
        w = (t2 < TModulus.Limb2 ? 1UL : 0UL) | (s < w ? 1UL : 0UL);

        // t < 2q < 2^255: the difference is negative exactly when its top bit is set.
        ulong r3 = t3 - TModulus.Limb3 - w;
        ulong keep = (ulong)((long)r3 >> 63);
        result = new Limbs(r0 ^ ((r0 ^ t0) & keep), r1 ^ ((r1 ^ t1) & keep), r2 ^ ((r2 ^ t2) & keep), r3 ^ ((r3 ^ t3) & keep));
    }

    /// <summary>t = (t + a b + m q) / 2^64 with m such that the division is exact; t stays below a + q.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyRow(ulong a0, ulong a1, ulong a2, ulong a3, ulong b, ref ulong t0, ref ulong t1, ref ulong t2, ref ulong t3)
    {
        ulong high = Math.BigMul(a0, b, out ulong low);
        ulong sum = t0 + low;
        ulong carry = high + (sum < low ? 1UL : 0UL);

        // low(m q_0) = -sum, so their sum carries exactly when sum is not zero.
        ulong m = sum * TModulus.NegativeInverse;
        ulong carryQ = Math.BigMul(m, TModulus.Limb0, out _) + (sum != 0 ? 1UL : 0UL);

        t0 = MultiplyColumn(a1, b, m, TModulus.Limb1, t1, ref carry, ref carryQ);
        t1 = MultiplyColumn(a2, b, m, TModulus.Limb2, t2, ref carry, ref carryQ);
        t2 = MultiplyColumn(a3, b, m, TModulus.Limb3, t3, ref carry, ref carryQ);
        t3 = carry + carryQ;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MultiplyColumn(ulong a, ulong b, ulong m, ulong q, ulong t, ref ulong carry, ref ulong carryQ)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        low += carry;
        high += low < carry ? 1UL : 0UL;
        t += low;
        carry = high + (t < low ? 1UL : 0UL);

        high = Math.BigMul(m, q, out low);
        low += carryQ;
        high += low < carryQ ? 1UL : 0UL;
        t += low;
        carryQ = high + (t < low ? 1UL : 0UL);
        return t;
    }
}
