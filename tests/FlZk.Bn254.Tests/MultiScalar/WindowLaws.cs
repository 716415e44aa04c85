using System.Numerics;
using FlZk.Bn254.Fields;
using FlZk.Bn254.MultiScalar;

namespace FlZk.Bn254.Tests.MultiScalar;

/// <summary>Signed digits of windows against the integers that they stand for.</summary>
public sealed class WindowLaws
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(24, 1)]
    [InlineData(63, 1)]
    [InlineData(64, 1)]
    [InlineData(65, 4)]
    [InlineData(128, 4)]
    [InlineData(253, 4)]
    public void Digits_are_small_and_sum_to_the_magnitude(int bits, int words)
    {
        Limbs[] magnitudes = [.. Magnitudes(bits)];
        uint[] terms = [.. Enumerable.Range(0, magnitudes.Length).Select(i => (uint)i)];
        TermBlock block = TermBlock.From(terms, magnitudes, words);
        Assert.Equal(bits, block.MaximumBits);
        for (int count = Math.Max(1, (bits / 20) + 1); count <= bits + 1; count++)
        {
            Window[] windows = Window.Cut(bits, count);
            var sums = new BigInteger[magnitudes.Length];
            foreach (Window window in windows) AddDigits(block, window, sums);
            for (int i = 0; i < sums.Length; i++) Assert.Equal(Integer(magnitudes[i]), sums[i]);
        }
    }

    private static unsafe void AddDigits(TermBlock block, Window window, BigInteger[] sums)
    {
        const int From = 1;
        var digits = new uint[sums.Length - From];
        var lengths = new int[window.Buckets + 1];
        fixed (uint* digit = digits)
        fixed (int* length = lengths)
        {
            // A slice's digits are its own terms'; what is left out is added below.
            window.WriteDigits(new TermSlice(block, From, digits.Length), digit, length);
            Assert.Equal(digits.Length, lengths.Sum());
            uint first;
            window.WriteDigits(new TermSlice(block, 0, From), &first, length);
            sums[0] += Value(first, window);
        }

        for (int i = 0; i < digits.Length; i++) sums[From + i] += Value(digits[i], window);
        for (int b = 0; b < lengths.Length; b++)
        {
            int expected = digits.Count(d => (d & ~TermBlock.Negative) == b);
            Assert.InRange(lengths[b] - expected, 0, 1);
        }
    }

    private static BigInteger Value(uint digit, Window window)
    {
        var magnitude = (int)(digit & ~TermBlock.Negative);
        Assert.InRange(magnitude, 0, window.Buckets);
        return new BigInteger((digit & TermBlock.Negative) != 0 ? -magnitude : magnitude) << window.Start;
    }

    private static BigInteger Integer(Limbs limbs) =>
        new BigInteger(limbs.L0) + (new BigInteger(limbs.L1) << 64) + (new BigInteger(limbs.L2) << 128) + (new BigInteger(limbs.L3) << 192);

    private static IEnumerable<Limbs> Magnitudes(int bits)
    {
        var random = new Random(bits);
        BigInteger end = BigInteger.One << bits;
        List<BigInteger> integers = [end - 1, 0, 1, end >> 1, (end >> 1) - 1, end / 3, 2 * end / 3];
        for (int i = 0; i < 20; i++) integers.Add(new BigInteger(random.NextDouble() * Math.Pow(2, bits)) % end);
        foreach (BigInteger integer in integers)
        {
            yield return new Limbs(
                (ulong)(integer & ulong.MaxValue), (ulong)((integer >> 64) & ulong.MaxValue), (ulong)((integer >> 128) & ulong.MaxValue),
                (ulong)((integer >> 192) & ulong.MaxValue));
        }
    }
}
