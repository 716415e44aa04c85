using System.Globalization;
using System.Numerics;

namespace FlZk.KernelGenerator;

/// <summary>A 254-bit prime for which kernels are written.</summary>
/// <param name="Field">The type of its elements, such as Fp.</param>
/// <param name="Symbol">Its name in comments, such as p.</param>
/// <param name="Value">The prime.</param>
public sealed record Modulus(string Field, string Symbol, BigInteger Value)
{
    /// <summary>The order of BN254's base field.</summary>
    public static Modulus BaseField { get; } = new("Fp", "p", Parse("30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47"));

    /// <summary>The order of BN254's groups.</summary>
    public static Modulus ScalarField { get; } = new("Fr", "r", Parse("30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001"));

    /// <summary>2^-bits mod this: what a limb that is dropped at the bottom is worth one limb higher.</summary>
    public BigInteger InversePowerOfTwo(int bits) =>
        BigInteger.ModPow(BigInteger.ModPow(2, bits, Value), Value - 2, Value);

    /// <summary>-1 / this mod 2^bits, by Newton's iteration.</summary>
    public BigInteger NegativeInverse(int bits)
    {
        BigInteger radix = BigInteger.One << bits, inverse = 1;
        for (int known = 1; known < bits; known *= 2) inverse = inverse * (2 - (Value * inverse)) % radix;
        return ((-inverse % radix) + radix) % radix;
    }

    private static BigInteger Parse(string hex) => BigInteger.Parse("0" + hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
