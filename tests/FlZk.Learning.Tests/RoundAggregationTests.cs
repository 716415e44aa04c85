using CsCheck;
using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Rounds;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Tests;

public sealed class RoundAggregationTests
{
    private static readonly FixedPointFormat Format = FixedPointFormat.Default;

    [Fact]
    public void Liars_cost_three_passes_and_the_rest_is_averaged_as_if_they_had_never_been_there()
    {
        Gen.Select(RoundGenerator.Round(maxProviders: 12, maxLength: 300), Gen.Bool.Array[12], Gen.Int[0, 299]).Sample(
            (updates, liars, at) =>
            {
                int[] honest = [.. Enumerable.Range(0, updates.Length).Where(i => !liars[i])];
                if (honest.Length == 0) return;
                CountingSource[] sources =
                [
                    .. updates.Select(
                        (update, i) => new CountingSource($"u{i}", liars[i] ? Spoilt(update.Values, at) : update.Values.ToArray())),
                ];
                using var device = new CpuDevice();
                RoundOutcome outcome = new RoundAggregation(new Average(), device, RefusalPolicy.Skip)
                    .Run(sources, [.. updates.Select(update => update.Weight)], Format);
                FedAvgResult expected = FedAvg.Aggregate(device, [.. honest.Select(i => updates[i])], Format);
                Assert.Equal(expected.Sum, outcome.Result.Sum);
                Assert.Equal(expected.Model, outcome.Result.Model);
                Assert.Equal(expected.TotalWeight, outcome.Result.TotalWeight);
                Assert.Equal(honest, outcome.Entered);
                Assert.Equal(Enumerable.Range(0, updates.Length).Except(honest), outcome.Refused.Select(refused => refused.Index));
                Assert.All(
                    outcome.Refused,
                    refused => Assert.Equal(($"u{refused.Index}", at % sources[0].Length), (refused.Name, refused.ParameterIndex)));
                Assert.All(sources, source => Assert.InRange(source.ValuesRead, 0, 3 * source.Length));
            },
            iter: 150);
    }

    [Fact]
    public void A_round_that_must_be_whole_fails_with_every_name()
    {
        CountingSource[] sources =
        [
            new("a", [1, 2]), new("b", [1, 1 << 23]), new("c", [1, 2]), new("d", [1 << 23, 1 << 23]), new("unweighted", [1, 1 << 23]),
            new("short", [1]), new("broken", [1, 2], failsAt: 1),
        ];
        using var device = new CpuDevice();
        var aggregation = new RoundAggregation(new Average(), device, RefusalPolicy.Fail);
        (int, string, int?)[] values = [(1, "b", 1), (3, "d", 0)];
        (int, string, int?)[] shapes = [(4, "unweighted", null), (5, "short", null), (6, "broken", null)];

        // Found while folding; found before anything is folded.
        var met = Assert.Throws<RefusedUpdatesException>(() => aggregation.Run(sources[..4], [1, 1, 1, 1], Format));
        Assert.Equal(values, met.Refused.Select(refused => (refused.Index, refused.Name, refused.ParameterIndex)));
        Assert.Equal(4, met.Offered);
        var all = Assert.Throws<RefusedUpdatesException>(() => aggregation.Run(sources, [1, 1, 1, 1, 0, 1, 1], Format));
        Assert.Equal([.. values, .. shapes], all.Refused.Select(refused => (refused.Index, refused.Name, refused.ParameterIndex)));
        Assert.Contains("5 of 7 updates cannot be used:\n  b: parameter 1 is 8388608", all.Message, StringComparison.Ordinal);
        Assert.Contains("\n  unweighted: weight 0 is not positive", all.Message, StringComparison.Ordinal);
        Assert.Equal(all.Refused, RoundAggregation.FindRefusals(sources, [1, 1, 1, 1, 0, 1, 1], Format));
        Assert.Empty(RoundAggregation.FindRefusals(sources[..1], [1], Format));
        Assert.Empty(RoundAggregation.FindRefusals([], [], Format));
    }

    [Fact]
    public void An_update_that_is_bad_only_when_it_is_folded_is_refused_all_the_same()
    {
        // Its values change under the round; the check that follows finds nothing wrong with them.
        CountingSource[] sources = [new("a", [1, 2]), new("fickle", [7, 7], spoiltReads: 1), new("c", [3, 4])];
        using var device = new CpuDevice();
        RoundOutcome outcome = new RoundAggregation(new Average(), device, RefusalPolicy.Skip).Run(sources, [1, 1, 1], Format);
        Assert.Equal([0, 2], outcome.Entered);
        Assert.Equal([2, 3], outcome.Result.Model);
        Assert.Equal("fickle", Assert.Single(outcome.Refused).Name);
    }

    [Fact]
    public void Positions_in_a_result_are_those_offered()
    {
        CountingSource[] sources = [new("spoilt", [1 << 23, 0]), new("a", [1, 2]), new("far", [1_000_000, 0]), new("b", [1, 3])];
        using var device = new CpuDevice();
        var told = new Told();
        RoundOutcome outcome = new RoundAggregation(new NormClippingStrategy(1), device, RefusalPolicy.Skip)
            .Run(sources, [1, 1, 1, 1], Format, told);
        Assert.Equal([2], outcome.Result.Clipped);
        Assert.Equal([1, 2, 3], outcome.Entered);

        // The last step is of three updates, in two passes.
        Assert.Equal((6, false), (told.Last.ValuesPerPass, told.Last.IsChecking));
        Assert.Equal(12, told.Last.ValuesInStep);
        Assert.Contains(told.All, progress => progress is { IsChecking: true, ValuesPerPass: 8, ValuesInStep: 0 });
        Assert.Equal(outcome.ValuesRead, told.Last.Values);
    }

    [Fact]
    public void Who_was_chosen_is_a_position_among_those_offered()
    {
        CountingSource[] sources = [new("spoilt", [1 << 23]), new("far", [900]), new("a", [7]), new("b", [8]), new("c", [9])];
        using var device = new CpuDevice();
        RoundOutcome outcome = new RoundAggregation(new MultiKrumStrategy(0, 2), device, RefusalPolicy.Skip)
            .Run(sources, [1, 1, 1, 1, 1], Format);
        Assert.Equal([2, 3], outcome.Result.Chosen);
        Assert.Equal([8], outcome.Result.Model);
    }

    [Fact]
    public void Weights_lengths_and_values_are_all_skipped_at_their_own_places()
    {
        CountingSource[] sources =
        [
            new("long", [1, 2]), new("unweighted", [9, 9]), new("short", [9]), new("spoilt", [9, int.MinValue]), new("heavy", [9, 9]),
            new("broken", [9, 9], failsAt: 1), new("fine", [3, 4]),
        ];
        using var device = new CpuDevice();
        RoundOutcome outcome = new RoundAggregation(new Average(), device, RefusalPolicy.Skip)
            .Run(sources, [1, 0, 1, 1, 1 << 20, 1, 1], Format);
        Assert.Equal([0, 6], outcome.Entered);
        Assert.Equal([2, 3], outcome.Result.Model);
        Assert.Equal([1, 2, 3, 4, 5], outcome.Refused.Select(refused => refused.Index));
        Assert.Equal(["not positive", "parameters", "outside", "total weight", "gone"], outcome.Refused.Select(
            refused => new[] { "not positive", "parameters", "outside", "total weight", "gone" }.Single(
                reason => refused.Reason.Contains(reason, StringComparison.Ordinal))));
    }

    [Fact]
    public void A_round_of_liars_alone_is_refused()
    {
        CountingSource[] sources = [new("a", [1 << 23]), new("b", [1 << 23])];
        using var device = new CpuDevice();
        var refusal = Assert.Throws<RefusedUpdatesException>(
            () => new RoundAggregation(new Average(), device, RefusalPolicy.Skip).Run(sources, [1, 1], Format));
        Assert.Equal(["a", "b"], refusal.Refused.Select(refused => refused.Name));
    }

    [Fact]
    public void Progress_ends_with_all_values_and_cancelling_stops()
    {
        CountingSource[] sources = [.. Enumerable.Range(0, 3).Select(i => new CountingSource($"{i}", new int[100_000]))];
        using var device = new CpuDevice();
        var round = new RoundAggregation(new Average(), device, RefusalPolicy.Skip);
        var told = new Told();
        RoundOutcome outcome = round.Run(sources, [1, 1, 1], Format, told);
        Assert.Equal((300_000, 300_000), (told.Last.Values, told.Last.ValuesPerPass));
        Assert.Equal(300_000, outcome.ValuesRead);
        Assert.True(told.Last.ValuesPerSecond > 0);
        using var stop = new CancellationTokenSource();
        sources[1].WhenRead = stop.Cancel;
        Assert.ThrowsAny<OperationCanceledException>(() => round.Run(sources, [1, 1, 1], Format, null, stop.Token));
    }

    private static int[] Spoilt(ReadOnlyMemory<int> values, int at)
    {
        int[] spoilt = values.ToArray();
        spoilt[at % spoilt.Length] = int.MaxValue;
        return spoilt;
    }

    private sealed class Told : IProgress<RoundProgress>
    {
        public List<RoundProgress> All { get; } = [];

        public RoundProgress Last => All[^1];

        public void Report(RoundProgress value) => All.Add(value);
    }

    private sealed class Average : IAggregationStrategy
    {
        public string Name => "average";

        public AggregationResult Aggregate(
            IAggregationDevice device, RoundInput round, IProgress<long>? progress, CancellationToken cancellation)
        {
            FedAvgResult result = FedAvg.Aggregate(device, round, progress, cancellation);
            return new AggregationResult { Model = result.Model, Sum = result.Sum, TotalWeight = result.TotalWeight };
        }
    }

    private sealed class CountingSource(string name, int[] values, int failsAt = int.MaxValue, int spoiltReads = 0) : IUpdateSource
    {
        private long _read;

        public Action? WhenRead { get; set; }

        public string Name => name;

        public int Length => values.Length;

        public long ValuesRead => Interlocked.Read(ref _read);

        public bool TryGetBlock(int start, int length, out ReadOnlySpan<int> block)
        {
            block = default;
            return false;
        }

        public void Read(int start, Span<int> block)
        {
            WhenRead?.Invoke();
            if (start + block.Length > failsAt) throw new UnusableUpdateException("its bytes are gone.");
            Interlocked.Add(ref _read, block.Length);
            values.AsSpan(start, block.Length).CopyTo(block);
            if (Interlocked.Decrement(ref spoiltReads) >= 0) block[0] = int.MaxValue;
        }

        public void Dispose()
        {
        }
    }
}
