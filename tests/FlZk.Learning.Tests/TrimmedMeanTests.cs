using CsCheck;
using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Kernels;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Tests;

public sealed class TrimmedMeanTests
{
    private static readonly FixedPointFormat Format = FixedPointFormat.Default;

    public static TheoryData<bool> Arithmetics => [true, false];

    [Theory]
    [MemberData(nameof(Arithmetics))]
    public void Equals_sorting_for_any_number_of_updates(bool vectorised) =>
        (from n in Gen.Int[1, 40]
         from d in Gen.Int[1, 90]
         from trim in Gen.Int[0, (n - 1) / 2]
         from updates in RoundGenerator.Value(Format).Array[d].Array[n]
         select (updates, trim)).Sample(
            round => Mean(round.updates, round.trim, vectorised).SequenceEqual(RobustReference.TrimmedMean(round.updates, round.trim)),
            iter: 300);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(100)]
    [InlineData(255)]
    [InlineData(257)]
    [InlineData(300)]
    [InlineData(512)]
    [InlineData(1023)]
    [InlineData(1030)]
    public void Equals_sorting_at_every_trim_of_interest(int n)
    {
        var random = new Random(n);
        int[][] updates = [.. Enumerable.Range(0, n).Select(_ => Values(random, 37))];
        foreach (int trim in new[] { 0, 1, n / 4, (n - 1) / 3, (n - 2) / 2, (n - 1) / 2 }.Where(t => t >= 0 && 2 * t < n).Distinct())
        {
            int[] expected = RobustReference.TrimmedMean(updates, trim);
            Assert.Equal(expected, Mean(updates, trim, vectorised: true));
            Assert.Equal(expected, Mean(updates, trim, vectorised: false));
            Assert.Equal(expected, MeanByCounting(updates, trim, vectorised: true));
            Assert.Equal(expected, MeanByCounting(updates, trim, vectorised: false));
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(64)]
    [InlineData(511)]
    [InlineData(1100)]
    public void The_ends_of_the_range_do_not_overflow(int n)
    {
        foreach (int value in (int[])[Format.MinValue, Format.MaxValue])
        {
            int[][] updates = [.. Enumerable.Range(0, n).Select(_ => Enumerable.Repeat(value, 20).ToArray())];
            foreach (int trim in (int[])[0, 1, (n - 1) / 2])
            {
                Assert.All(Mean(updates, trim, vectorised: true), y => Assert.Equal(value, y));
                Assert.All(Mean(updates, trim, vectorised: false), y => Assert.Equal(value, y));
                Assert.All(MeanByCounting(updates, trim, vectorised: true), y => Assert.Equal(value, y));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Arithmetics))]
    public void Ties_round_up_on_both_sides_of_zero(bool vectorised)
    {
        // The middle two are 0, 1; then -1, 0; then -2, -1; and the ends of the range.
        int[][] updates = [[-9, -9, -9, -(1 << 23)], [0, -1, -2, -(1 << 23)], [1, 0, -1, (1 << 23) - 1], [9, 9, 9, (1 << 23) - 1]];
        Assert.Equal([1, 0, -1, 0], Mean(updates, 1, vectorised));
    }

    [Fact]
    public void Rounds_of_many_blocks_equal_sorting()
    {
        var random = new Random(5);
        int[][] updates = [.. Enumerable.Range(0, 21).Select(_ => Values(random, 20_011))];
        int[] expected = RobustReference.TrimmedMean(updates, 6);
        Assert.Equal(expected, Mean(updates, 6, vectorised: true));
        Assert.Equal(expected, Mean(updates, 6, vectorised: false));
    }

    [Fact]
    public void Without_trimming_it_is_the_mean() =>
        (from n in Gen.Int[1, 30]
         from updates in RoundGenerator.Value(Format).Array[40].Array[n]
         select updates).Sample(
            updates =>
            {
                using var device = new CpuDevice();
                int[] average = FedAvg.Aggregate(device, [.. updates.Select(x => new WeightedUpdate(x, 1))], Format).Model;
                return average.SequenceEqual(new TrimmedMeanStrategy(0).Aggregate(device, Round(updates)).Model);
            },
            iter: 50);

    [Fact]
    public void Outliers_fewer_than_half_cannot_leave_the_honest_range() =>
        (from honest in Gen.Int[2, 30]
         from bad in Gen.Int[1, honest - 1]
         from good in Gen.Int[-1000, 1000].Array[20].Array[honest]
         from outliers in RoundGenerator.Value(Format).Array[20].Array[bad]
         from seed in Gen.Int
         select (good, outliers, seed)).Sample(
            round =>
            {
                int[][] updates = [.. round.good, .. round.outliers];
                new Random(round.seed).Shuffle(updates);
                using var device = new CpuDevice();
                int[] median = new CoordinateMedianStrategy().Aggregate(device, Round(updates)).Model;
                int[] trimmed = new TrimmedMeanStrategy(round.outliers.Length).Aggregate(device, Round(updates)).Model;
                return Enumerable.Range(0, 20).All(j =>
                {
                    int least = round.good.Min(x => x[j]), greatest = round.good.Max(x => x[j]);
                    return median[j] >= least && median[j] <= greatest && trimmed[j] >= least && trimmed[j] <= greatest;
                });
            },
            iter: 200);

    [Fact]
    public void The_mean_that_it_replaces_follows_one_outlier()
    {
        // What the bound above is worth: without trimming a single update moves the result at will.
        int[][] updates = [[0], [1], [2], [Format.MaxValue]];
        Assert.True(Mean(updates, 0, vectorised: true)[0] > 1_000_000);
        Assert.Equal(2, Mean(updates, 1, vectorised: true)[0]);
    }

    [Fact]
    public void Weights_are_not_used()
    {
        using var device = new CpuDevice();
        int[][] updates = [[1], [2], [100]];
        var heavy = new RoundInput([.. updates.Select((x, i) => new ArraySource($"{i}", x))], [1, 1, 100_000], Format);
        Assert.Equal([2], new CoordinateMedianStrategy().Aggregate(device, heavy).Model);
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(7, 4321, false)]
    [InlineData(8, 4321, false)]
    [InlineData(8, 4999, true)]
    [InlineData(3, 4999, true)]
    public void A_value_out_of_range_is_named(int provider, int parameter, bool read)
    {
        foreach (int value in (int[])[Format.MaxValue + 1, Format.MinValue - 1, int.MaxValue, int.MinValue])
        {
            int[][] updates = [.. Enumerable.Range(0, 9).Select(_ => new int[5000])];
            updates[provider][parameter] = value;
            RoundInput round = read ? ReadRound(updates) : Round(updates);
            CancellationToken cancellation = TestContext.Current.CancellationToken;
            foreach (Action pass in (Action[])
            [
                () => TrimmedMeanPass.Run(round, 2, new int[5000], true, 1, null, cancellation),
                () => TrimmedMeanPass.Run(round, 2, new int[5000], false, 3, null, cancellation),
                () => InnerProductPass.Run(round, new Int128[81], true, 2, null, cancellation),
            ])
            {
                var refusal = Assert.Throws<InvalidUpdateException>(pass);
                Assert.Equal(provider, refusal.ProviderIndex);
                Assert.Equal(parameter, refusal.ParameterIndex);
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(9, 4097)]
    [InlineData(40, 10_000)]
    [InlineData(1030, 700)]
    public void Updates_that_are_read_give_the_same_as_updates_in_memory(int n, int d)
    {
        var random = new Random(n);
        int[][] updates = [.. Enumerable.Range(0, n).Select(_ => Values(random, d))];
        using var device = new CpuDevice();
        var fromMemory = new CoordinateMedianStrategy().Aggregate(device, Round(updates));
        Assert.Equal(fromMemory.Model, new CoordinateMedianStrategy().Aggregate(device, ReadRound(updates)).Model);
        if (n > 100) return;
        var products = new Int128[n * n];
        var read = new Int128[n * n];
        device.InnerProducts(Round(updates), products, cancellation: TestContext.Current.CancellationToken);
        device.InnerProducts(ReadRound(updates), read, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(products, read);
    }

    [Fact]
    public void A_round_too_small_says_what_it_needs()
    {
        using var device = new CpuDevice();
        var refusal = Assert.Throws<ArgumentException>(() => new TrimmedMeanStrategy(2).Aggregate(device, Round([[1], [2], [3], [4]])));
        Assert.Contains("needs 5 updates; the round has 4", refusal.Message, StringComparison.Ordinal);

        // Twice as many do not fit an int.
        Assert.Contains(
            "needs 2147483649 updates",
            Assert.Throws<ArgumentException>(() => new TrimmedMeanStrategy(1 << 30).Aggregate(device, Round([[1], [2]]))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrimmedMeanStrategy(-1));
    }

    internal static RoundInput Round(IReadOnlyList<int[]> updates) => new(
        [.. updates.Select((x, i) => new ArraySource($"update {i}", x))], [.. updates.Select(_ => 1L)], Format);

    // The same from sources that do not lie in memory.
    internal static RoundInput ReadRound(IReadOnlyList<int[]> updates) => new(
        [.. updates.Select((x, i) => new CopyingSource($"update {i}", x))], [.. updates.Select(_ => 1L)], Format);

    internal static int[] Values(Random random, int length) =>
    [
        .. Enumerable.Range(0, length).Select(_ => random.Next(4) switch
        {
            0 => random.Next(-2, 3),
            1 => random.Next(2) == 0 ? Format.MinValue : Format.MaxValue,
            _ => random.Next(Format.MinValue, Format.MaxValue + 1),
        }),
    ];

    private static int[] Mean(int[][] updates, int trim, bool vectorised)
    {
        var model = new int[updates[0].Length];
        TrimmedMeanPass.Run(Round(updates), trim, model, vectorised, 2, null, TestContext.Current.CancellationToken);
        return model;
    }

    private static int[] MeanByCounting(int[][] updates, int trim, bool vectorised)
    {
        int n = updates.Length, d = updates[0].Length, width = RankSelectionKernel.StripWidth(vectorised);
        int pitch = (d + width - 1) / width * width;
        var tile = new int[n * pitch];
        for (int i = 0; i < n; i++) updates[i].CopyTo(tile, i * pitch);
        var sums = new long[d];
        RankSelectionKernel.Sum(n, trim, tile, pitch, new int[n * width], sums, vectorised);
        var model = new int[d];
        RoundedQuotient.Divide(sums, n - (2 * trim), model, vectorised);
        return model;
    }
}
