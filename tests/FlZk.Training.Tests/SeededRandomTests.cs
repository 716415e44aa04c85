using CsCheck;

namespace FlZk.Training.Tests;

public sealed class SeededRandomTests
{
    [Fact]
    public void Equal_seeds_give_equal_numbers_and_other_seeds_or_streams_do_not()
    {
        ulong[] a = Draw(new SeededRandom(5, 1));
        Assert.Equal(a, Draw(new SeededRandom(5, 1)));
        Assert.NotEqual(a, Draw(new SeededRandom(6, 1)));
        Assert.NotEqual(a, Draw(new SeededRandom(5, 2)));
    }

    [Fact]
    public void Integers_stay_below_their_bound_and_reach_every_value()
    {
        var random = new SeededRandom(1);
        int[] counts = new int[7];
        for (int i = 0; i < 7_000; i++) counts[random.NextInt32(7)]++;
        Assert.All(counts, count => Assert.InRange(count, 800, 1_200));
        Assert.Equal(0, random.NextInt32(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt32(0));
    }

    [Fact]
    public void A_shuffle_is_a_permutation() => Gen.Select(Gen.ULong, Gen.Int[0, 200]).Sample((seed, length) =>
    {
        int[] items = [.. Enumerable.Range(0, length)];
        new SeededRandom(seed).Shuffle(items.AsSpan());
        return items.Order().SequenceEqual(Enumerable.Range(0, length));
    });

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(7.5)]
    public void Moments_are_those_of_the_distributions(double shape)
    {
        var random = new SeededRandom(3);
        double[] gammas = [.. Enumerable.Range(0, 40_000).Select(_ => random.NextGamma(shape))];
        double[] normals = [.. Enumerable.Range(0, 40_000).Select(_ => random.NextGaussian())];

        // Ten standard errors of the mean; the seed is fixed.
        Assert.InRange(gammas.Average(), shape - (0.05 * Math.Sqrt(shape)), shape + (0.05 * Math.Sqrt(shape)));
        Assert.InRange(normals.Average(), -0.05, 0.05);
        Assert.InRange(normals.Average(x => x * x), 0.9, 1.1);
        Assert.All(gammas, x => Assert.True(x >= 0 && double.IsFinite(x)));
    }

    private static ulong[] Draw(SeededRandom random) => [.. Enumerable.Range(0, 8).Select(_ => random.NextUInt64())];
}
