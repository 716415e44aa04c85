using CsCheck;
using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Tests;

/// <summary>The card's kernels give the processor's integers, bit for bit. One device for each test at a time: devices take one call at
/// a time.</summary>
[Collection(nameof(GpuDeviceTests))]
public sealed class GpuDeviceTests : IDisposable
{
    private readonly CpuDevice _processor = new();

    public static TheoryData<string> AllCards => Cards.All;

    /// <summary>Numbers of updates around the blocks of the matrix product and the columns of the trimmed mean, lengths around tiles,
    /// rows of four and pieces.</summary>
    public static TheoryData<string, int, int> Shapes
    {
        get
        {
            var shapes = new TheoryData<string, int, int>();
            foreach (string card in (string[])[Cards.Emulation, Cards.EmulationInTiles, Cards.OpenCl, Cards.OpenClInTiles])
            {
                foreach ((int n, int d) in (ReadOnlySpan<(int, int)>)
                    [(1, 1), (1, 1003), (2, 5), (3, 4), (3, 331), (7, 64), (16, 33), (17, 31), (64, 65), (65, 9), (512, 3)])
                {
                    shapes.Add(card, n, d);
                }
            }

            // Columns of 1,200 values do not fit into shared memory; a long row makes many pieces.
            shapes.Add(Cards.Emulation, 1200, 7);
            shapes.Add(Cards.OpenCl, 1200, 37);
            shapes.Add(Cards.OpenCl, 2, 300_001);
            shapes.Add(Cards.OpenCl, 70, 20_011);
            return shapes;
        }
    }

    public void Dispose() => _processor.Dispose();

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_operation_gives_the_processors_integers(string card, int n, int d)
    {
        GpuDevice device = Cards.Get(card);
        var random = new Random(n + (1000 * d));
        RoundInput round = RandomRound(random, n, d);
        SameAverage(device, round);
        SameAverage(device, round.Scaled([.. Enumerable.Range(0, n).Select(_ => random.Next(RoundInput.UnitScale + 1))]));
        foreach (int trim in new HashSet<int> { 0, (n - 1) / 3, (n - 1) / 2 }) SameTrimmedMean(device, round, trim);
        SameProducts(device, round);
    }

    [Theory]
    [MemberData(nameof(AllCards))]
    public void Random_rounds_with_edges_give_the_processors_integers(string card)
    {
        GpuDevice device = Cards.Get(card);
        RoundGenerator.Round(maxProviders: 9, maxLength: 60).Sample(
            updates =>
            {
                RoundInput round = Round(updates);
                SameAverage(device, round);
                SameTrimmedMean(device, round, (updates.Length - 1) / 2);
                SameProducts(device, round);
            },
            iter: 30,
            threads: 1);
    }

    [Theory]
    [MemberData(nameof(AllCards))]
    public void Extremes_alone_give_the_processors_integers(string card)
    {
        GpuDevice device = Cards.Get(card);
        foreach (int value in (ReadOnlySpan<int>)[FixedPointFormat.Default.MinValue, FixedPointFormat.Default.MaxValue, 0, -1])
        {
            int[] values = new int[259];
            Array.Fill(values, value);
            RoundInput round = Round([new WeightedUpdate(values, (1 << FedAvg.WeightBits) - 3), new WeightedUpdate(values, 2)]);
            SameAverage(device, round);
            SameTrimmedMean(device, round, 0);
            SameProducts(device, round);
        }
    }

    [Theory]
    [MemberData(nameof(AllCards))]
    public void Narrow_formats_are_searched_in_their_own_range(string card)
    {
        GpuDevice device = Cards.Get(card);
        var random = new Random(5);
        for (int bits = 2; bits <= FixedPointFormat.MaxValueBits; bits += 11)
        {
            var format = new FixedPointFormat(0, bits);
            var sources = new ArraySource[6];
            for (int i = 0; i < sources.Length; i++)
            {
                var values = new int[37];
                for (int j = 0; j < values.Length; j++) values[j] = random.Next(format.MinValue, format.MaxValue + 1);
                sources[i] = new ArraySource($"{i}", values);
            }

            var round = new RoundInput(sources, [1, 1, 1, 1, 1, 1], format);
            for (int trim = 0; trim < 3; trim++) SameTrimmedMean(device, round, trim);
        }
    }

    [Theory]
    [MemberData(nameof(AllCards))]
    public void Server_steps_give_the_processors_integers(string card)
    {
        GpuDevice device = Cards.Get(card);
        var random = new Random(11);
        foreach (ServerStep step in (ServerStep[])
            [
                ServerStep.FedAvgM(2, 0.9, FixedPointFormat.Default),
                ServerStep.FedAdam(0.3, 0.9, 0.99, 0.001, FixedPointFormat.Default),
                ServerStep.FedAdam(2, 0, 0.5, 0.5, new FixedPointFormat(4, 9)),
                ServerStep.FedAdam(1e-6, 0.99, 0.999, 1e-3, new FixedPointFormat(30, 24)),
            ])
        {
            const int Length = 517;
            int[] model = Values(random, step, Length), expected = [.. model];
            long[] momentum = new long[Length], expectedMomentum = new long[Length];
            long[] second = new long[step.Rule == ServerRule.FedAdam ? Length : 0], expectedSecond = new long[second.Length];
            for (int round = 0; round < 3; round++)
            {
                int[] average = Values(random, step, Length);
                long count = ((IAggregationDevice)_processor).Step(step, average, expected, expectedMomentum, expectedSecond);
                Assert.Equal(count, device.Step(step, average, model, momentum, second));
                Assert.Equal(expected, model);
                Assert.Equal(expectedMomentum, momentum);
                Assert.Equal(expectedSecond, second);
            }
        }
    }

    // Its rounds are small for a driver and long for the emulation, which the other tests cover.
    [Theory]
    [InlineData(Cards.OpenCl)]
    [InlineData(Cards.OpenClInTiles)]
    public void The_self_check_passes(string card) => DeviceSelfCheck.Run(Cards.Get(card));

    [Theory]
    [MemberData(nameof(AllCards))]
    public void A_resident_round_averages_again_and_again(string card)
    {
        GpuDevice device = Cards.Get(card);
        RoundInput round = RandomRound(new Random(3), 5, 1001);
        using var resident = device.Upload(round);
        resident.Average();
        resident.Average();
        var (sum, model) = (new long[round.Length], new int[round.Length]);
        resident.Download(sum, model);
        (long[] expectedSum, int[] expectedModel) = Average(_processor, round);
        Assert.Equal(expectedSum, sum);
        Assert.Equal(expectedModel, model);
        Assert.Equal(32 * 1001, resident.Bytes);
    }

    [Theory]
    [MemberData(nameof(AllCards))]
    public void An_update_that_is_malformed_in_the_last_tile_is_named_and_the_next_round_is_right(string card)
    {
        GpuDevice device = Cards.Get(card);
        RoundInput good = RandomRound(new Random(8), 4, 900);
        int[] values = [.. Enumerable.Repeat(1, 900)];
        values[899] = FixedPointFormat.Default.MaxValue + 1;
        var bad = new RoundInput(
            [good.Sources[0], good.Sources[1], new ArraySource("bad", values), new BrokenSource(900, 896)],
            [1, 1, 1, 1],
            FixedPointFormat.Default);
        foreach (Action operation in (Action[])
            [
                () => Average(device, bad),
                () => device.TrimmedMean(bad, 1, new int[900]),
                () => device.InnerProducts(bad, new Int128[16]),
                () => device.SquaredNorms(bad, new Int128[4]),
            ])
        {
            var refusal = Assert.Throws<InvalidUpdateException>(operation);
            Assert.True(refusal.ProviderIndex is 2 or 3);
            Assert.Equal(refusal.ProviderIndex == 2 ? 899 : 896, refusal.ParameterIndex);
            SameAverage(device, good);
            SameProducts(device, good);
        }
    }

    [Fact]
    public void The_lowest_provider_at_fault_in_a_block_is_named()
    {
        int[] values = [.. Enumerable.Repeat(int.MaxValue, 10)];
        RoundInput round = Round([new WeightedUpdate(values, 1), new WeightedUpdate(values, 1)]);
        var refusal = Assert.Throws<InvalidUpdateException>(() => Average(Cards.Get(Cards.Emulation), round));
        Assert.Equal(0, refusal.ParameterIndex);
    }

    [Theory]
    [MemberData(nameof(AllCards))]
    public void Cancellation_stops_between_tiles_and_the_next_round_is_right(string card)
    {
        GpuDevice device = Cards.Get(card);
        RoundInput round = RandomRound(new Random(9), 6, 2000);
        using var source = new CancellationTokenSource();
        var stopper = new Stopper(source, after: 100);
        if (card is Cards.EmulationInTiles or Cards.OpenClInTiles)
        {
            Assert.ThrowsAny<OperationCanceledException>(() =>
                device.Average(round, new long[2000], new int[2000], stopper, source.Token));
            Assert.True(stopper.Read < 6 * 2000);
        }
        else
        {
            source.Cancel();
            Assert.ThrowsAny<OperationCanceledException>(() =>
                device.Average(round, new long[2000], new int[2000], null, source.Token));
        }

        SameAverage(device, round);
    }

    [Fact]
    public void Progress_adds_up_to_all_values()
    {
        var counter = new Stopper(null, long.MaxValue);
        RoundInput round = RandomRound(new Random(2), 3, 777);
        GpuDevice device = Cards.Get(Cards.EmulationInTiles);
        device.TrimmedMean(round, 1, new int[777], counter, TestContext.Current.CancellationToken);
        Assert.Equal(3 * 777, counter.Read);
    }

    [Fact]
    public void A_trim_that_leaves_nothing_is_refused()
    {
        RoundInput round = RandomRound(new Random(1), 4, 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => Cards.Get(Cards.Emulation).TrimmedMean(round, 2, new int[3]));
    }

    [Fact]
    public void A_device_opens_works_and_is_disposed_again_and_again()
    {
        for (int i = 0; i < 3; i++)
        {
            using GpuDevice device = GpuDevice.OpenEmulated(500);
            SameAverage(device, RandomRound(new Random(i), 3, 200));
        }
    }

    [Theory]
    [InlineData(Cards.Emulation)]
    [InlineData(Cards.OpenCl)]
    public void Copy_rates_are_measured(string card)
    {
        GpuDevice device = Cards.Get(card);
        Assert.True(device.MeasureCopyRate(1 << 16) > 0);
        Assert.True(device.MeasureUploadRate(1 << 16) > 0);
    }

    private static RoundInput Round(IReadOnlyList<WeightedUpdate> updates) => new(
        [.. updates.Select((update, i) => new ArraySource($"{i}", update.Values))],
        [.. updates.Select(update => update.Weight)],
        FixedPointFormat.Default);

    private static RoundInput RandomRound(Random random, int n, int d)
    {
        FixedPointFormat format = FixedPointFormat.Default;
        var updates = new List<WeightedUpdate>(n);
        for (int i = 0; i < n; i++)
        {
            var values = new int[d];
            for (int j = 0; j < d; j++)
            {
                values[j] = (j % 5) switch
                {
                    0 => random.Next(2) == 0 ? format.MinValue : format.MaxValue,
                    1 => random.Next(-2, 3),
                    _ => random.Next(format.MinValue, format.MaxValue + 1),
                };
            }

            updates.Add(new WeightedUpdate(values, random.Next(1, (RoundGenerator.TotalWeightLimit - 1) / n)));
        }

        return Round(updates);
    }

    private static int[] Values(Random random, ServerStep step, int length)
    {
        var values = new int[length];
        for (int j = 0; j < length; j++)
        {
            values[j] = j % 7 == 0 ? step.MinValue : j % 11 == 0 ? step.MaxValue : random.Next(step.MinValue, step.MaxValue + 1);
        }

        return values;
    }

    private static (long[] Sum, int[] Model) Average(IAggregationDevice device, RoundInput round)
    {
        var (sum, model) = (new long[round.Length], new int[round.Length]);
        device.Average(round, sum, model);
        return (sum, model);
    }

    private void SameAverage(GpuDevice device, RoundInput round)
    {
        (long[] expectedSum, int[] expectedModel) = Average(_processor, round);
        (long[] sum, int[] model) = Average(device, round);
        Assert.Equal(expectedSum, sum);
        Assert.Equal(expectedModel, model);
    }

    private void SameTrimmedMean(GpuDevice device, RoundInput round, int trim)
    {
        int[] expected = new int[round.Length], actual = new int[round.Length];
        _processor.TrimmedMean(round, trim, expected);
        device.TrimmedMean(round, trim, actual);
        Assert.Equal(expected, actual);
    }

    private void SameProducts(GpuDevice device, RoundInput round)
    {
        int n = round.Count;
        Int128[] expected = new Int128[n * n], actual = new Int128[n * n], norms = new Int128[n];
        _processor.InnerProducts(round, expected);
        device.InnerProducts(round, actual);
        Assert.Equal(expected, actual);
        device.SquaredNorms(round, norms);
        Assert.Equal(Enumerable.Range(0, n).Select(i => expected[(i * n) + i]), norms);
    }

    /// <summary>A file, say, that ends too early.</summary>
    private sealed class BrokenSource(int length, int end) : IUpdateSource
    {
        public string Name => "broken";

        public int Length => length;

        public bool TryGetBlock(int start, int count, out ReadOnlySpan<int> values)
        {
            values = [];
            return false;
        }

        public void Read(int start, Span<int> values)
        {
            if (start + values.Length > end) throw new UnusableUpdateException("it ends here.", end);
            values.Clear();
        }

        public void Dispose()
        {
        }
    }

    /// <summary>Counts values read, and cancels after some.</summary>
    private sealed class Stopper(CancellationTokenSource? source, long after) : IProgress<long>
    {
        private long _read;

        public long Read => Interlocked.Read(ref _read);

        public void Report(long value)
        {
            if (Interlocked.Add(ref _read, value) >= after) source?.Cancel();
        }
    }
}

/// <summary>Tests that use the shared devices run one after another.</summary>
[CollectionDefinition(nameof(GpuDeviceTests))]
public sealed class GpuDeviceTestsDefinition;
