using System.Numerics;
using CsCheck;
using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Kernels;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Tests;

/// <summary>Every kernel against integers of any size: lengths around the vectors' and blocks' boundaries, scales, threads, and values
/// outside the format at every position.</summary>
public sealed class FedAvgKernelTests
{
    private static readonly FixedPointFormat Format = FixedPointFormat.Default;

    public static TheoryData<CpuArithmetic> Arithmetics =>
        [CpuArithmetic.Auto, CpuArithmetic.Intrinsics, CpuArithmetic.Tensors, CpuArithmetic.Scalar];

    [Theory]
    [MemberData(nameof(Arithmetics))]
    public void Scaled_rounds_equal_the_integer_reference(CpuArithmetic arithmetic)
    {
        using var device = new CpuDevice(arithmetic);
        Gen<int> scale = Gen.OneOf(
            Gen.Const(0),
            Gen.Const(1),
            Gen.Const(RoundInput.UnitScale),
            Gen.Const(RoundInput.UnitScale - 1),
            Gen.Int[0, RoundInput.UnitScale]);
        Gen.Select(RoundGenerator.Round(maxProviders: 11, maxLength: 90), scale.Array[11]).Sample(
            (updates, scales) => EqualsReference(device, updates, scales[..updates.Length]), iter: 300);
    }

    [Theory]
    [MemberData(nameof(Arithmetics))]
    public void Blocks_and_threads_do_not_show(CpuArithmetic arithmetic)
    {
        // Around one block, several blocks of several lengths, and results that are stored past the caches at addresses of any alignment.
        var random = new Random(7);
        foreach ((int length, int providers) in ((int, int)[])
            [(511, 4), (4095, 5), (4096, 8), (4097, 9), (40_001, 13), ((4 * 65_536) + 19, 16), ((4 << 20) + 5, 5), ((1 << 20) + 530, 17)])
        {
            WeightedUpdate[] updates = [.. Enumerable.Range(0, providers).Select(_ => Random(random, length))];
            RoundInput round = Round(updates);
            long[]? expectedSum = null;
            int[]? expectedModel = null;
            foreach (int threads in (int[])[1, 2, 3, 8])
            {
                using var device = new CpuDevice(arithmetic, threads);
                int shift = threads;
                var sum = new long[length + shift];
                var model = new int[length + shift];
                device.Average(round, sum.AsMemory(shift), model.AsMemory(shift), cancellation: TestContext.Current.CancellationToken);
                Assert.True(sum.AsSpan(0, shift).IndexOfAnyExcept(0L) < 0 && model.AsSpan(0, shift).IndexOfAnyExcept(0) < 0);
                if (expectedSum is null)
                {
                    expectedSum = sum[shift..];
                    expectedModel = model[shift..];
                    for (int j = 0; j < length; j += Math.Max(1, length / 5000))
                    {
                        CheckParameter(updates, j, expectedSum[j], expectedModel[j]);
                    }

                    CheckParameter(updates, length - 1, expectedSum[^1], expectedModel[^1]);
                }

                Assert.True(sum.AsSpan(shift).SequenceEqual(expectedSum));
                Assert.True(model.AsSpan(shift).SequenceEqual(expectedModel));
                model.AsSpan().Clear();
                device.Average(round, default, model.AsMemory(shift), cancellation: TestContext.Current.CancellationToken);
                Assert.True(model.AsSpan(0, shift).IndexOfAnyExcept(0) < 0 && model.AsSpan(shift).SequenceEqual(expectedModel));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Arithmetics))]
    public void A_value_out_of_range_is_found_wherever_it_stands(CpuArithmetic arithmetic)
    {
        using var device = new CpuDevice(arithmetic);
        // Shorter than a kernel's stretch, and longer by a whole one, in three groups of rows.
        const int length = 300, providers = 9;
        foreach (bool scaled in (bool[])[false, true])
        {
            for (int at = 0; at < length; at += at is >= 16 and < 250 ? 7 : 1)
            {
                for (int provider = 0; provider < providers; provider++)
                {
                    int[][] values = [.. Enumerable.Range(0, providers).Select(_ => new int[length])];
                    values[provider][at] = (at % 4) switch { 0 => 1 << 23, 1 => -(1 << 23) - 1, 2 => int.MinValue, _ => int.MaxValue };
                    RoundInput round = Round([.. values.Select(x => new WeightedUpdate(x, 1))]);
                    if (scaled) round = round.Scaled([.. Enumerable.Repeat(1 << 20, providers)]);
                    var refusal = Assert.Throws<InvalidUpdateException>(() => device.Average(round, new long[length], new int[length]));
                    Assert.Equal((provider, at), (refusal.ProviderIndex, refusal.ParameterIndex));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Arithmetics))]
    public void Averages_are_stored_past_the_caches_wherever_they_begin(CpuArithmetic arithmetic)
    {
        const int rows = 8, room = 64, longest = 700, untouched = int.MinValue;
        IFedAvgKernel kernel = FedAvgKernels.Choose(arithmetic);
        var random = new Random(8);
        int[][] values = [.. Enumerable.Range(0, rows).Select(_ => Random(random, longest).Values.ToArray())];
        foreach (int length in (int[])[1, 15, 127, 128, 143, 144, 256, 271, 513, longest])
        {
            for (int shift = 0; shift < 16; shift++)
            {
                var expected = new int[length];
                var expectedSums = new long[length];
                Average(new ScalarFedAvgKernel(), values, rows, length, 0, false, expectedSums, expected);
                foreach (bool keepsSums in (bool[])[true, false])
                {
                    var model = new int[longest + (2 * room)];
                    model.AsSpan().Fill(untouched);
                    var sums = new long[length];
                    Average(kernel, values, rows, length, (shift * 7) % 16, keepsSums, sums, model.AsSpan(room + shift, length));
                    StreamingCopy.Finish();
                    Assert.Equal(expected, model[(room + shift)..(room + shift + length)]);
                    Assert.Equal(-1, model.AsSpan(0, room + shift).IndexOfAnyExcept(untouched));
                    Assert.Equal(-1, model.AsSpan(room + shift + length).IndexOfAnyExcept(untouched));
                    if (keepsSums) Assert.Equal(expectedSums, sums);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Arithmetics))]
    public void No_row_is_read_behind_its_end(CpuArithmetic arithmetic)
    {
        // Whole stretches, whole vectors behind them, and a rest.
        IFedAvgKernel kernel = FedAvgKernels.Choose(arithmetic);
        foreach (int length in (int[])[1024, 1008, 1000])
        {
            for (int shorter = 0; shorter < 8; shorter++)
            {
                int[][] values = [.. Enumerable.Range(0, 8).Select(i => new int[i == shorter ? length - 1 : length])];
                Assert.ThrowsAny<SystemException>(() => Average(kernel, values, 8, length, 0, false, new long[length], new int[length]));
            }

            int[][] whole = [.. Enumerable.Range(0, 8).Select(_ => new int[length])];
            Assert.ThrowsAny<SystemException>(() => Average(kernel, whole, 8, length, 0, false, new long[length], new int[length - 1]));
        }
    }

    [Theory]
    [MemberData(nameof(Arithmetics))]
    public void Narrow_formats_have_their_own_bounds(CpuArithmetic arithmetic)
    {
        using var device = new CpuDevice(arithmetic);
        for (int bits = 2; bits <= 24; bits++)
        {
            var format = new FixedPointFormat(1, bits);
            int[] inside = [.. Enumerable.Range(0, 40).Select(j => j % 2 == 0 ? format.MinValue : format.MaxValue)];
            var round = new RoundInput([new ArraySource("a", inside)], [3], format);
            var model = new int[40];
            device.Average(round, new long[40], model, cancellation: TestContext.Current.CancellationToken);
            Assert.Equal(inside, model);
            foreach (int outside in (int[])[format.MinValue - 1, format.MaxValue + 1])
            {
                int[] values = [.. inside];
                values[17] = outside;
                var bad = new RoundInput([new ArraySource("a", inside), new ArraySource("b", values)], [3, 1], format);
                var refusal = Assert.Throws<InvalidUpdateException>(() => device.Average(bad, new long[40], new int[40]));
                Assert.Equal((1, 17), (refusal.ProviderIndex, refusal.ParameterIndex));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Arithmetics))]
    public void Updates_in_memory_and_updates_that_are_read_mix(CpuArithmetic arithmetic)
    {
        using var device = new CpuDevice(arithmetic);
        RoundGenerator.Round(maxProviders: 9, maxLength: 200).Sample(
            updates =>
            {
                var mixed = new RoundInput(
                    [
                        .. updates.Select((update, i) =>
                            i % 3 == 1 || i > 4
                                ? new CopyingSource("r", update.Values)
                                : (IUpdateSource)new ArraySource("m", update.Values)),
                    ],
                    [.. updates.Select(update => update.Weight)],
                    Format);
                var sum = new long[mixed.Length];
                var model = new int[mixed.Length];
                device.Average(mixed, sum, model);
                (BigInteger[] expectedSum, BigInteger[] expectedModel) = FedAvgReference.Average(updates);
                return sum.Select(s => (BigInteger)s).SequenceEqual(expectedSum)
                    && model.Select(y => (BigInteger)y).SequenceEqual(expectedModel);
            },
            iter: 200);
    }

    [Fact]
    public void The_kernel_is_the_processor_s_best()
    {
        using var device = new CpuDevice();
        string expected = WideLanes512.IsSupported ? "AVX-512"
            : WideLanes256.IsSupported ? "AVX2"
            : WideLanes128.IsSupported ? "SSE4.1"
            : Vector.IsHardwareAccelerated ? "System.Numerics.Tensors" : "scalar";
        Assert.Contains(expected, device.Name, StringComparison.Ordinal);
    }

    private static RoundInput Round(WeightedUpdate[] updates) =>
        new([.. updates.Select(update => new ArraySource("memory", update.Values))], [.. updates.Select(update => update.Weight)], Format);

    private static WeightedUpdate Random(Random random, int length)
    {
        var values = new int[length];
        for (int j = 0; j < length; j++) values[j] = random.Next(Format.MinValue, Format.MaxValue + 1);
        return new WeightedUpdate(values, random.Next(1, 60_000));
    }

    // One step of eight rows, past the caches.
    private static void Average(
        IFedAvgKernel kernel, int[][] values, int rows, int length, int lead, bool keepsSums, Span<long> sums, Span<int> model)
    {
        ReadOnlySpan<int> Row(int i) => values[i].AsSpan(0, Math.Min(length, values[i].Length));
        FedAvgStep step = default;
        step.Near = RowGroup.Of(Row(0), 1);
        step.Near.Row1 = Row(1);
        step.Near.Weight1 = 2;
        step.Near.Row2 = Row(2);
        step.Near.Weight2 = 3;
        step.Near.Row3 = Row(3);
        step.Near.Weight3 = 4;
        step.Far = RowGroup.Of(Row(4), 5);
        step.Far.Row1 = Row(5);
        step.Far.Weight1 = 6;
        step.Far.Row2 = Row(6);
        step.Far.Weight2 = 7;
        step.Far.Row3 = Row(7);
        step.Far.Weight3 = 8;
        step.Format = Format;
        step.Sums = sums;
        step.Model = model;
        step.TotalWeight = rows * (rows + 1) / 2;
        step.IsFirst = step.IsLast = step.PastCaches = true;
        step.KeepsSums = keepsSums;
        step.Lead = lead;
        Assert.True(kernel.Run(step));
    }

    private static void CheckParameter(WeightedUpdate[] updates, int j, long sum, int model)
    {
        WeightedUpdate[] column = [.. updates.Select(update => new WeightedUpdate(new[] { update.Values.Span[j] }, update.Weight))];
        (BigInteger[] expectedSum, BigInteger[] expectedModel) = FedAvgReference.Average(column);
        Assert.Equal((expectedSum[0], expectedModel[0]), ((BigInteger)sum, (BigInteger)model));
    }

    private static bool EqualsReference(CpuDevice device, WeightedUpdate[] updates, int[] scales)
    {
        RoundInput round = Round(updates).Scaled(scales);
        var sum = new long[round.Length];
        var model = new int[round.Length];
        device.Average(round, sum, model);
        WeightedUpdate[] scaled =
        [
            .. updates.Select((update, i) => new WeightedUpdate(
                update.Values.ToArray().Select(x => (int)(((x * (BigInteger)scales[i]) + (1 << 29)) >> 30)).ToArray(), update.Weight)),
        ];
        (BigInteger[] expectedSum, BigInteger[] expectedModel) = FedAvgReference.Average(scaled);
        return sum.Select(s => (BigInteger)s).SequenceEqual(expectedSum) && model.Select(y => (BigInteger)y).SequenceEqual(expectedModel);
    }
}
