using System.Diagnostics;
using System.Runtime.CompilerServices;
using FlZk.Bn254.Fields;

namespace FlZk.Bn254;

/// <content>Sums for the tower over Fp that leave out reductions.</content>
public readonly partial struct Fp
{
    // The bits of a small multiple of p above this one tell how often p goes into it: see ReduceMultiple.
    private const int QuotientShift = 58;

    // floor(2^20 / (floor(p / 2^250) + 1)).
    private const ulong QuotientEstimator = (1UL << 20) / ((0x30644e72e131a029UL >> QuotientShift) + 1);

    /// <summary>a + b below 2p, not reduced: only a factor of <see cref="Multiply"/>, which gives a canonical product of two such factors.
    /// </summary>
    /// <remarks>
    /// Factors a, b below 2p and 0 &lt;= m &lt; R = 2^256 give (a b + m p) / R &lt; 4 p (p / R) + p &lt; 2p, because p &lt; R / 5; partial
    /// sums stay below a + p &lt; 3p &lt; R.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void AddLazily(in Fp a, in Fp b, out Fp result)
    {
        Limbs x = a._limbs, y = b._limbs;
        ulong r0 = x.L0 + y.L0;
        ulong c = r0 < x.L0 ? 1UL : 0UL;
        ulong r1 = x.L1 + y.L1;
        ulong d = r1 < x.L1 ? 1UL : 0UL;
        r1 += c;
        d += r1 < c ? 1UL : 0UL;
        ulong r2 = x.L2 + y.L2;
        c = r2 < x.L2 ? 1UL : 0UL;
        r2 += d;
        c += r2 < d ? 1UL : 0UL;
        result = new Fp(new Limbs(r0, r1, r2, x.L3 + y.L3 + c));
    }

    /// <summary>9a + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void NineTimesPlus(in Fp a, in Fp b, out Fp result) => NineTimesPlus(a._limbs, b._limbs, out result);

    /// <summary>9a - b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void NineTimesMinus(in Fp a, in Fp b, out Fp result)
    {
        // 9a + (p - b), with p itself for b = 0: at most 10p.
        Limbs y = b._limbs;
        ulong n0 = FpModulus.Limb0 - y.L0;
        ulong w = FpModulus.Limb0 < y.L0 ? 1UL : 0UL;
        ulong t = FpModulus.Limb1 - y.L1;
        ulong n1 = t - w;
        w = (FpModulus.Limb1 < y.L1 ? 1UL : 0UL) | (t < w ? 1UL : 0UL);
        t = FpModulus.Limb2 - y.L2;
        ulong n2 = t - w;
        w = (FpModulus.Limb2 < y.L2 ? 1UL : 0UL) | (t < w ? 1UL : 0UL);
        NineTimesPlus(a._limbs, new Limbs(n0, n1, n2, FpModulus.Limb3 - y.L3 - w), out result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void NineTimesPlus(in Limbs a, in Limbs b, out Fp result)
    {
        // Column by column; the high part of nine times a limb is below 9, so carries stay small.
        ulong carry = Math.BigMul(a.L0, 9UL, out ulong t0);
        t0 += b.L0;
        carry += t0 < b.L0 ? 1UL : 0UL;
        ulong high = Math.BigMul(a.L1, 9UL, out ulong t1);
        t1 += carry;
        high += t1 < carry ? 1UL : 0UL;
        t1 += b.L1;
        carry = high + (t1 < b.L1 ? 1UL : 0UL);
        high = Math.BigMul(a.L2, 9UL, out ulong t2);
        t2 += carry;
        high += t2 < carry ? 1UL : 0UL;
        t2 += b.L2;
        carry = high + (t2 < b.L2 ? 1UL : 0UL);
        high = Math.BigMul(a.L3, 9UL, out ulong t3);
        t3 += carry;
        high += t3 < carry ? 1UL : 0UL;
        t3 += b.L3;
        high += t3 < b.L3 ? 1UL : 0UL;
        ReduceMultiple(t0, t1, t2, t3, high, out result);
    }

    /// <summary>t mod p for a five-limb t of at most 10p.</summary>
    /// <remarks>
    /// With h = floor(t / 2^250) and c = floor(p / 2^250) = 12, k = floor(h m / 2^20) for m = floor(2^20 / (c + 1)) is at most t / p, since
    /// p &lt; (c + 1) 2^250. And it falls short of t / p by less than 1.76, over the 121 values that h can take, so t - k p is below 2p and
    /// one conditional subtraction remains.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ReduceMultiple(ulong t0, ulong t1, ulong t2, ulong t3, ulong t4, out Fp result)
    {
        ulong k = (((t4 << (64 - QuotientShift)) | (t3 >> QuotientShift)) * QuotientEstimator) >> 20;
        ulong carry = Math.BigMul(k, FpModulus.Limb0, out ulong s);
        carry += t0 < s ? 1UL : 0UL;
        t0 -= s;
        ulong high = Math.BigMul(k, FpModulus.Limb1, out s);
        s += carry;
        high += s < carry ? 1UL : 0UL;
        carry = high + (t1 < s ? 1UL : 0UL);
        t1 -= s;
        high = Math.BigMul(k, FpModulus.Limb2, out s);
        s += carry;
        high += s < carry ? 1UL : 0UL;
        carry = high + (t2 < s ? 1UL : 0UL);
        t2 -= s;
        t3 -= (k * FpModulus.Limb3) + carry;
        Unsafe.SkipInit(out result);
        Montgomery<FpModulus>.ReduceOnce(t0, t1, t2, t3, out Unsafe.As<Fp, Limbs>(ref result));
    }
}
