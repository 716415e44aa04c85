using System.Numerics;
using CsCheck;
using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Kernels;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Tests;

public sealed class KrumTests
{
    private static readonly FixedPointFormat Format = FixedPointFormat.Default;

    public static TheoryData<bool> Arithmetics => [true, false];

    [Theory]
    [MemberData(nameof(Arithmetics))]
    public void Inner_products_equal_integers_of_any_size(bool vectorised) =>
        (from n in Gen.Int[1, 14]
         from d in Gen.Int[1, 300]
         from updates in RoundGenerator.Value(Format).Array[d].Array[n]
         select updates).Sample(updates => ProductsAreRight(updates, vectorised), iter: 60);

    [Theory]
    [InlineData(3, 40_003)]
    [InlineData(37, 2_000)]
    [InlineData(70, 1_100)]
    public void Inner_products_of_many_blocks_and_panels(int n, int d)
    {
        var random = new Random(n);
        int[][] updates = [.. Enumerable.Range(0, n).Select(_ => TrimmedMeanTests.Values(random, d))];
        Assert.True(ProductsAreRight(updates, vectorised: true));
        Assert.True(ProductsAreRight(updates, vectorised: false));
    }

    [Theory]
    [MemberData(nameof(Arithmetics))]
    public void A_value_out_of_range_is_found_wherever_it_stands(bool vectorised)
    {
        // In either half of a pair of vectors, and in what is left behind the last pair.
        const int d = 53;
        for (int at = 0; at < d; at++)
        {
            int[][] updates = [.. Enumerable.Range(0, 3).Select(_ => TrimmedMeanTests.Values(new Random(at), d))];
            updates[1][at] = (at % 4) switch { 0 => 1 << 23, 1 => -(1 << 23) - 1, 2 => int.MinValue, _ => int.MaxValue };
            RoundInput round = TrimmedMeanTests.Round(updates);
            var refusal = Assert.Throws<InvalidUpdateException>(() => InnerProductPass.Run(
                round, new Int128[9], vectorised, 1, null, TestContext.Current.CancellationToken));
            Assert.Equal((1, at), (refusal.ProviderIndex, refusal.ParameterIndex));
        }
    }

    [Theory]
    [MemberData(nameof(Arithmetics))]
    public void A_value_out_of_range_is_named_in_whichever_of_the_blocks_that_are_read_at_once(bool vectorised)
    {
        const int d = 10_000;
        foreach (int at in (int[])[0, 64, 511, 512, 4095, 4096, 7000, d - 1])
        {
            int[][] updates = [.. Enumerable.Range(0, 3).Select(_ => TrimmedMeanTests.Values(new Random(at), d))];
            updates[2][at] = Format.MaxValue + 1;
            var refusal = Assert.Throws<InvalidUpdateException>(() => InnerProductPass.Run(
                TrimmedMeanTests.ReadRound(updates), new Int128[9], vectorised, 1, null, TestContext.Current.CancellationToken));
            Assert.Equal((2, at), (refusal.ProviderIndex, refusal.ParameterIndex));
        }
    }

    [Theory]
    [MemberData(nameof(Arithmetics))]
    public void The_ends_of_the_range_are_exact(bool vectorised)
    {
        // The greatest products there are, 2^46 each; 2^20 of them leave the 53 bits of a double and a 64-bit total of one block.
        const int d = (1 << 20) + 5;
        int[][] updates = [.. Enumerable.Range(0, 2).Select(_ => Enumerable.Repeat(Format.MinValue, d).ToArray())];
        updates[1][^1] = Format.MaxValue;
        Int128 rest = (Int128)(d - 1) << 46;
        long least = Format.MinValue, greatest = Format.MaxValue;
        Int128 mixed = rest + (least * greatest);

        // A single thread leaves as many blocks to a total as it can take.
        foreach (int threads in (int[])[1, 2])
        {
            var products = new Int128[4];
            InnerProductPass.Run(
                TrimmedMeanTests.Round(updates), products, vectorised, threads, null, TestContext.Current.CancellationToken);
            Assert.Equal([rest + (least * least), mixed, mixed, rest + (greatest * greatest)], products);
        }
    }

    [Theory]
    [MemberData(nameof(Arithmetics))]
    public void Squared_norms_are_the_diagonal(bool vectorised) =>
        RoundGenerator.Value(Format).Array[0, 500].Sample(
            x => SquaredNorm.Sum(x, vectorised) == (long)x.Aggregate(BigInteger.Zero, (s, v) => s + ((BigInteger)v * v)), iter: 200);

    [Theory]
    [MemberData(nameof(Arithmetics))]
    public void The_longest_block_of_squares_does_not_overflow(bool vectorised) => Assert.Equal(
        1L << 62, SquaredNorm.Sum(Enumerable.Repeat(Format.MinValue, SquaredNorm.MaxLength).ToArray(), vectorised));

    [Fact]
    public void Krum_and_multi_krum_equal_the_definition() =>
        (from f in Gen.Int[0, 4]
         from n in Gen.Int[(2 * f) + 3, (2 * f) + 9]
         from m in Gen.Int[1, n - f - 2]
         from d in Gen.Int[1, 20]
         from updates in Gen.OneOf(Gen.Int[-2, 2], RoundGenerator.Value(Format)).Array[d].Array[n]
         select (updates, f, m)).Sample(
            round =>
            {
                using var device = new CpuDevice();
                int[] order = RobustReference.KrumOrder(round.updates, round.f);
                RoundInput input = TrimmedMeanTests.Round(round.updates);
                AggregationResult krum = new KrumStrategy(round.f).Aggregate(device, input);
                AggregationResult multi = new MultiKrumStrategy(round.f, round.m).Aggregate(device, input);
                int[] chosen = [.. order.Take(round.m).Order()];
                return krum.Chosen!.SequenceEqual([order[0]])
                    && krum.TotalWeight == 1 && multi.TotalWeight == round.m
                    && krum.Model.SequenceEqual(round.updates[order[0]])
                    && multi.Chosen!.SequenceEqual(chosen)
                    && multi.Model.SequenceEqual(RobustReference.TrimmedMean([.. chosen.Select(i => round.updates[i])], 0));
            },
            iter: 300);

    [Fact]
    public void Dishonest_updates_far_away_are_never_chosen() =>
        (from f in Gen.Int[1, 6]
         from good in Gen.Int[-1000, 1000].Array[30].Array[f + 3, f + 9]
         from bad in Gen.Int[2_000_000, Format.MaxValue].Array[30].Array[f]
         from seed in Gen.Int
         select (good, bad, seed)).Sample(
            round =>
            {
                int[][] updates = [.. round.good, .. round.bad];
                new Random(round.seed).Shuffle(updates);
                int f = round.bad.Length;
                using var device = new CpuDevice();
                RoundInput input = TrimmedMeanTests.Round(updates);
                AggregationResult krum = new KrumStrategy(f).Aggregate(device, input);
                AggregationResult multi = new MultiKrumStrategy(f, updates.Length - f - 2).Aggregate(device, input);
                return krum.Chosen!.Concat(multi.Chosen!).All(i => round.good.Contains(updates[i]))
                    && multi.Model.All(y => Math.Abs(y) <= 1000);
            },
            iter: 100);

    [Fact]
    public void Colluders_together_at_one_point_are_not_chosen_while_they_are_few()
    {
        // f equal updates have distance 0 to each other: a score over fewer neighbours than n - f - 2 would choose them.
        using var device = new CpuDevice();
        int[][] updates = [[900_000], [900_000], [900_000], [1], [40], [90], [130], [200], [260]];
        AggregationResult krum = new KrumStrategy(3).Aggregate(device, TrimmedMeanTests.Round(updates));
        Assert.InRange(krum.Chosen![0], 3, 8);
    }

    [Fact]
    public void Ties_go_to_the_lower_position()
    {
        using var device = new CpuDevice();
        int[][] updates = [.. Enumerable.Range(0, 7).Select(_ => new[] { 5, -5 })];
        Assert.Equal([0], new KrumStrategy(2).Aggregate(device, TrimmedMeanTests.Round(updates)).Chosen);
        Assert.Equal([0, 1, 2], new MultiKrumStrategy(2, 3).Aggregate(device, TrimmedMeanTests.Round(updates)).Chosen);
    }

    [Fact]
    public void A_round_too_small_says_what_it_needs()
    {
        using var device = new CpuDevice();
        RoundInput round = TrimmedMeanTests.Round([[1], [2], [3], [4], [5], [6]]);
        Assert.Contains(
            "needs 7 updates; the round has 6",
            Assert.Throws<ArgumentException>(() => new KrumStrategy(2).Aggregate(device, round)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "needs 7; the round has 6",
            Assert.Throws<ArgumentException>(() => new MultiKrumStrategy(1, 4).Aggregate(device, round)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new KrumStrategy(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultiKrumStrategy(1, 0));
    }

    private static bool ProductsAreRight(int[][] updates, bool vectorised)
    {
        int n = updates.Length;
        var products = new Int128[n * n];
        InnerProductPass.Run(TrimmedMeanTests.Round(updates), products, vectorised, 2, null, TestContext.Current.CancellationToken);
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < n; k++)
            {
                BigInteger expected = BigInteger.Zero;
                for (int j = 0; j < updates[i].Length; j++) expected += (long)updates[i][j] * updates[k][j];
                if (expected != (BigInteger)products[(i * n) + k]) return false;
            }
        }

        return true;
    }
}
