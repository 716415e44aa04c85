using System.Numerics;
using CsCheck;
using FlZk.Bn254.Fields;

namespace FlZk.Bn254.Tests.Fields;

public sealed class SignedDigitLaws
{
    [Fact]
    public void Digits_are_bounded_and_sum_to_the_integer() =>
        Gen.Select(Gen.ULong.Array[4], Gen.Int[0, 255], Gen.Int[1, 15]).Sample((words, bits, width) =>
        {
            // Any bit length below 256, so that digits of ones and the limbs' boundaries come up.
            BigInteger value = 0;
            for (int i = 3; i >= 0; i--) value = (value << 64) + words[i];
            value >>= 256 - bits;
            Check(value, width);
            Check((BigInteger.One << bits) - 1, width);
            if (bits < 255) Check(BigInteger.One << bits, width);
        });

    [Fact]
    public void Negation_by_mask_is_negation_or_nothing() => Generate.Fp.Sample(a =>
    {
        Fp.NegateIf(ulong.MaxValue, a, out Fp opposite);
        Fp.NegateIf(0, a, out Fp same);
        Assert.Equal(-a, opposite);
        Assert.Equal(a, same);
    });

    private static void Check(BigInteger value, int width)
    {
        ulong[] words = [.. Generate.Limbs(value), 0, 0, 0, 0];
        var limbs = new Limbs(words[0], words[1], words[2], words[3]);
        BigInteger sum = 0;
        for (int window = 0; window <= 256 / width; window++)
        {
            int digit = limbs.SignedDigit(window, width);
            Assert.InRange(digit, -(1 << (width - 1)), 1 << (width - 1));
            sum += (BigInteger)digit << (window * width);
        }

        Assert.Equal(value, sum);
    }
}
