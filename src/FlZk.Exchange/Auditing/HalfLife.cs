using System.Numerics;

namespace FlZk.Exchange.Auditing;

/// <summary>The contracts' exponential decay with a half-life of 90 days, bit for bit.</summary>
internal static class HalfLife
{
    /// <summary>1, as a factor.</summary>
    public static readonly BigInteger One = BigInteger.One << 128;

    // floor(2^128 * 2^(-1 / 90 days)).
    private static readonly BigInteger PerSecond = BigInteger.Parse(
        "340282336588408536372410248825851186140", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>2^(-elapsed / 90 days) in units of 2^-128, by repeated squaring; every product is rounded down.</summary>
    /// <param name="elapsed">In seconds.</param>
    public static BigInteger Factor(long elapsed)
    {
        BigInteger result = One;
        for (BigInteger power = PerSecond; elapsed != 0; elapsed >>= 1)
        {
            if ((elapsed & 1) != 0) result = (result * power) >> 128;
            power = (power * power) >> 128;
        }

        return result;
    }
}
