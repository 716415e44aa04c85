using System.Numerics;
using CsCheck;
using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Tests;

public sealed class NormClippingTests
{
    private static readonly FixedPointFormat Format = FixedPointFormat.Default;

    [Fact]
    public void Scales_equal_bisection_over_integers_of_any_size() =>
        (from norm in Gen.OneOf(Gen.Long[0, 1000], Gen.Long[0, long.MaxValue])
         from high in Gen.OneOf(Gen.Const(0L), Gen.Long[0, 1L << 30])
         from bound in Gen.OneOf(
             Gen.Int[1, 1 << 20].Select(b => b / 65536.0), Gen.Double[1e-9, 1e9], Gen.Const(double.Epsilon), Gen.Const(double.MaxValue))
         from f in Gen.Int[0, 30]
         select (norm: ((Int128)high << 63) + norm, bound, f)).Sample(
            x =>
            {
                (BigInteger numerator, BigInteger denominator) = Square(x.bound, x.f);
                return NormClippingStrategy.Scale(x.norm, x.bound, x.f)
                    == RobustReference.Scale((BigInteger)x.norm, numerator, denominator);
            },
            iter: 2000);

    [Fact]
    public void Scales_next_to_the_bound()
    {
        // |x| = 2^f B exactly stays; one more in the square is clipped, if only by the last bit.
        Int128 square = (Int128)65536 * 65536;
        Assert.Equal(RoundInput.UnitScale, NormClippingStrategy.Scale(square, 1.0, 16));
        Assert.Equal(RoundInput.UnitScale - 1, NormClippingStrategy.Scale(square + 1, 1.0, 16));
        Assert.Equal(RoundInput.UnitScale / 2, NormClippingStrategy.Scale(square * 4, 1.0, 16));
        Assert.Equal(RoundInput.UnitScale, NormClippingStrategy.Scale(0, double.Epsilon, 0));
        Assert.Equal(0, NormClippingStrategy.Scale(1, double.Epsilon, 0));
    }

    [Fact]
    public void Short_updates_stay_and_long_ones_are_scaled_as_defined() =>
        (from n in Gen.Int[1, 8]
         from d in Gen.Int[1, 50]
         from updates in RoundGenerator.Value(Format).Array[d].Array[n]
         from weights in Gen.Int[1, 1000].Array[n]
         from bound in Gen.OneOf(Gen.Double[0.001, 1], Gen.Double[1, 500], Gen.Double[500, 3000])
         select (updates, weights, bound)).Sample(
            round =>
            {
                using var device = new CpuDevice();
                var input = new RoundInput(
                    [.. round.updates.Select((x, i) => new ArraySource($"{i}", x))], [.. round.weights.Select(w => (long)w)], Format);
                AggregationResult result = new NormClippingStrategy(round.bound).Aggregate(device, input);
                (BigInteger numerator, BigInteger denominator) = Square(round.bound, Format.FractionBits);
                var clipped = new List<int>();
                var scaled = new List<WeightedUpdate>();
                for (int i = 0; i < round.updates.Length; i++)
                {
                    int k = RobustReference.Scale(RobustReference.Distance(round.updates[i], new int[round.updates[i].Length]),
                        numerator, denominator);
                    if (k != 1 << 30) clipped.Add(i);
                    int[] x = [.. round.updates[i].Select(v => (int)FedAvgReference.FloorDivide(((BigInteger)v * k) + (1 << 29), 1 << 30))];
                    if (k == 1 << 30 && !x.SequenceEqual(round.updates[i])) return false;
                    if (x.Zip(round.updates[i], (after, before) => Math.Abs(after) > Math.Abs(before)).Any(longer => longer)) return false;
                    scaled.Add(new WeightedUpdate(x, round.weights[i]));
                }

                BigInteger[] model = FedAvgReference.Average(scaled).Model;
                return result.Clipped!.SequenceEqual(clipped)
                    && result.Model.Select(y => (BigInteger)y).SequenceEqual(model)
                    && result.TotalWeight == round.weights.Sum();
            },
            iter: 300);

    [Fact]
    public void One_loud_update_moves_the_model_by_its_share_of_the_bound_at_most()
    {
        using var device = new CpuDevice();
        int[][] updates = [.. Enumerable.Range(0, 9).Select(_ => new int[64]), Enumerable.Repeat(Format.MaxValue, 64).ToArray()];
        AggregationResult result = new NormClippingStrategy(1.0).Aggregate(device, TrimmedMeanTests.Round(updates));
        double length = Math.Sqrt(result.Model.Sum(y => (double)y * y)) / 65536;
        Assert.InRange(length, 0, 0.1 + (8.0 / 65536));
        Assert.Equal([9], result.Clipped);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_bound_that_is_none_is_refused(double bound) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new NormClippingStrategy(bound));

    // (2^f B)^2 as a ratio: a double times 2^1074 is an integer.
    private static (BigInteger Numerator, BigInteger Denominator) Square(double bound, int fractionBits)
    {
        int scale = 0;
        while (bound != Math.Floor(bound))
        {
            bound *= 2;
            scale++;
        }

        return (BigInteger.Pow(new BigInteger(bound) << fractionBits, 2), BigInteger.One << (2 * scale));
    }
}
