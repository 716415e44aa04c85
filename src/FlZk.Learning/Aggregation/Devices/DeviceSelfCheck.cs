using FlZk.Learning.Aggregation.Kernels;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Aggregation.Devices;

/// <summary>Compares a device with the processor, operation by operation, on random and extreme data before anything is paid for its
/// results.</summary>
public static class DeviceSelfCheck
{
    private const int Length = 5_000;

    // The 33 updates make two blocks of a card's matrix product; more of them would only take longer.
    private static readonly int[] Counts = [1, 2, 7, 33];

    /// <summary>Runs rounds of several shapes on <paramref name="device"/> and on the processor.</summary>
    /// <exception cref="DeviceUnavailableException">The device failed, or gave other integers than the processor; names the operation and
    /// the first difference.</exception>
    public static void Run(IAggregationDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        using var processor = new CpuDevice();
        var random = new Random();
        try
        {
            foreach (int count in Counts)
            {
                RoundInput round = RandomRound(random, count);
                CheckAverage(device, processor, round, $"averaging {count} updates");
                CheckAverage(device, processor, round.Scaled(Scales(random, count)), $"averaging {count} scaled updates");
                foreach (int trim in (ReadOnlySpan<int>)[0, (count - 1) / 4, (count - 1) / 2])
                {
                    Compare<int>(device, $"trimming {trim} of {count} updates", "y at parameter", Length, (on, model) =>
                        on.TrimmedMean(round, trim, model), processor);
                }

                Compare<Int128>(device, $"multiplying {count} updates", "product", count * count, (on, products) =>
                    on.InnerProducts(round, products), processor);
                Compare<Int128>(device, $"squaring {count} updates", "update", count, (on, norms) =>
                    on.SquaredNorms(round, norms), processor);
            }

            CheckStep(device, processor, random, ServerStep.FedAvgM(0.9, 0.8, FixedPointFormat.Default));
            CheckStep(device, processor, random, ServerStep.FedAdam(0.5, 0.9, 0.99, 0.001, FixedPointFormat.Default));
        }
        catch (Exception failure) when (failure is not DeviceUnavailableException)
        {
            // Drivers throw what they like; the verdict is the same.
            throw new DeviceUnavailableException($"{device.Name} failed its self-check: {failure.Message}", failure);
        }
    }

    private static void CheckAverage(IAggregationDevice device, CpuDevice processor, RoundInput round, string operation)
    {
        long[] expectedSum = new long[Length], sum = new long[Length];
        int[] expectedModel = new int[Length], model = new int[Length];
        processor.Average(round, expectedSum, expectedModel);
        device.Average(round, sum, model);
        Require<long>(device, operation, "s at parameter", sum, expectedSum);
        Require<int>(device, operation, "y at parameter", model, expectedModel);
    }

    private static void CheckStep(IAggregationDevice device, IAggregationDevice processor, Random random, ServerStep step)
    {
        int[] average = RandomValues(random), model = RandomValues(random);
        var momentum = new long[Length];
        var second = new long[step.Rule == ServerRule.FedAdam ? Length : 0];
        bool adam = second.Length > 0;
        long bound = adam ? AdamStep.FirstMomentBound : MomentumStep.VelocityBound;
        for (int j = 0; j < Length; j++)
        {
            momentum[j] = j switch { < 50 => -bound, < 100 => bound, _ => random.NextInt64(-bound, bound + 1) };
            if (adam) second[j] = j < 150 ? AdamStep.SecondMomentBound : random.NextInt64(AdamStep.SecondMomentBound + 1);
        }

        int[] expectedModel = [.. model];
        long[] expectedMomentum = [.. momentum], expectedSecond = [.. second];
        long expectedSaturated = processor.Step(step, average, expectedModel, expectedMomentum, expectedSecond);
        long saturated = device.Step(step, average, model, momentum, second);
        string operation = $"stepping by {step.Rule}";
        Require<int>(device, operation, "x at parameter", model, expectedModel);
        Require<long>(device, operation, "m at parameter", momentum, expectedMomentum);
        Require<long>(device, operation, "v at parameter", second, expectedSecond);
        Require<long>(device, operation, "the count of saturated parameters", [saturated], [expectedSaturated]);
    }

    private static void Compare<T>(
        IAggregationDevice device,
        string operation,
        string what,
        int length,
        Action<IAggregationDevice, Memory<T>> run,
        IAggregationDevice processor)
        where T : struct, IEquatable<T>
    {
        T[] expected = new T[length], actual = new T[length];
        run(processor, expected);
        run(device, actual);
        Require<T>(device, operation, what, actual, expected);
    }

    private static void Require<T>(
        IAggregationDevice device, string operation, string what, ReadOnlySpan<T> actual, ReadOnlySpan<T> expected)
        where T : struct, IEquatable<T>
    {
        int at = actual.CommonPrefixLength(expected);
        if (at == expected.Length) return;
        throw new DeviceUnavailableException(
            $"{device.Name} is refused: {operation} it gave {actual[at]} for {what} {at}, where the processor gives "
            + $"{expected[at]}.");
    }

    private static RoundInput RandomRound(Random random, int count)
    {
        int greatestWeight = ((1 << FedAvg.WeightBits) - 1) / count;
        var sources = new List<IUpdateSource>(count);
        var weights = new List<long>(count);
        for (int i = 0; i < count; i++)
        {
            sources.Add(new ArraySource($"checked {i}", RandomValues(random)));
            weights.Add(random.Next(1, greatestWeight + 1));
        }

        return new RoundInput(sources, weights, FixedPointFormat.Default);
    }

    private static int[] RandomValues(Random random)
    {
        FixedPointFormat format = FixedPointFormat.Default;
        var values = new int[Length];
        for (int j = 0; j < Length; j++)
        {
            // The first parameters are extremes, the next are small values around zero where rounding is decided by signs and ties.
            values[j] = j switch
            {
                < 100 => format.MinValue,
                < 200 => format.MaxValue,
                < 1000 => random.Next(-2, 3),
                _ => random.Next(format.MinValue, format.MaxValue + 1),
            };
        }

        return values;
    }

    private static int[] Scales(Random random, int count)
    {
        var scales = new int[count];
        for (int i = 0; i < count; i++) scales[i] = i % 3 == 0 ? RoundInput.UnitScale : random.Next(RoundInput.UnitScale + 1);
        return scales;
    }
}
