namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>One parameter's step of FedAdam: m' = round(beta1 m + (1 - beta1) 2^16 (y - x)), v' = round(beta2 v + (1 - beta2) 2^14 (y -
/// x)^2), x' = x + round(eta 2^f (m' / 2^16) / ((floor(sqrt(v')) + t) / 2^7)).</summary>
/// <remarks>
/// <para>m is in units of 2^-16 of the format's, v of 2^-14 of their square, t (the paper's tau) of 2^-7; the betas are b / 2^16 with
/// 0 &lt;= b &lt; 2^16, eta = r / 2^20 with 0 &lt; r &lt;= 2^21, f the format's fraction bits (eta and tau are reals of the model's
/// scale); round is to the nearest integer, halves upwards. Only 64-bit operations, so that a graphics card runs this very code.</para>
/// <para>Nothing overflows. With D = 2^24 - 1, the greatest |y - x|: |m| &lt;= 2^16 D &lt; 2^40 and 0 &lt;= v &lt;= 2^14 D^2 &lt; 2^62
/// are kept, because a mean of two numbers inside such a range, rounded, is inside it. The products of m stay below 2^57. Those of v are
/// taken in halves, v = 2^16 h + l: b h + (2^16 - b) k &lt;= v's bound, as h and k = floor(2^14 (y - x)^2 / 2^16) both are below
/// 2^-16 times it, and the lower part adds the carry, which makes exactly the rounded mean. The root is below 2^31 and t at most 2^7 D
/// &lt; 2^31, so the divisor, shifted by 29 - f bits at most, is below 2^61; the dividend is at most 2^21 2^40 = 2^61, doubled where f =
/// 30; half the divisor added, it stays below 2^63.</para>
/// </remarks>
public static class AdamStep
{
    /// <summary>The greatest |m|.</summary>
    public const long FirstMomentBound = ((1L << 24) - 1) << 16;

    /// <summary>The greatest v.</summary>
    public const long SecondMomentBound = (((1L << 24) - 1) * ((1L << 24) - 1)) << 14;

    /// <summary>The greatest t.</summary>
    public const long StabiliserBound = ((1L << 24) - 1) << 7;

    /// <summary>m'.</summary>
    /// <param name="moment">m, at most <see cref="FirstMomentBound"/> in size.</param>
    /// <param name="difference">y - x, below 2^24 in size.</param>
    /// <param name="decay">beta1 in units of 2^-16.</param>
    public static long FirstMoment(long moment, int difference, int decay) =>
        ((decay * moment) + ((65536 - decay) * ((long)difference << 16)) + (1L << 15)) >> 16;

    /// <summary>v'.</summary>
    /// <param name="moment">v, from 0 to <see cref="SecondMomentBound"/>.</param>
    /// <param name="difference">y - x, below 2^24 in size.</param>
    /// <param name="decay">beta2 in units of 2^-16.</param>
    public static long SecondMoment(long moment, int difference, int decay)
    {
        long square = ((long)difference * difference) << 14;
        int rest = 65536 - decay;
        return (decay * (moment >> 16)) + (rest * (square >> 16))
            + (((decay * (moment & 0xFFFF)) + (rest * (square & 0xFFFF)) + (1L << 15)) >> 16);
    }

    /// <summary>round(eta 2^f (m' / 2^16) / ((root + t) / 2^7)) = round(r m' 2^(f - 29) / (root + t)).</summary>
    /// <param name="moment">m'.</param>
    /// <param name="root">floor(sqrt(v')).</param>
    /// <param name="learningRate">r, in units of 2^-20.</param>
    /// <param name="stabiliser">t, from 1 to <see cref="StabiliserBound"/>.</param>
    /// <param name="fractionBits">f, from 0 to 30.</param>
    public static long Move(long moment, long root, int learningRate, long stabiliser, int fractionBits)
    {
        long dividend = learningRate * moment;
        long divisor = root + stabiliser;
        if (fractionBits > 29) dividend <<= fractionBits - 29;
        else divisor <<= 29 - fractionBits;
        dividend += divisor >> 1;
        long quotient = dividend / divisor;
        return quotient * divisor > dividend ? quotient - 1 : quotient;
    }
}
