using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Aggregation.Devices;

/// <summary>Compares a device with the processor on random and extreme data before anything is paid for its results.</summary>
public static class DeviceSelfCheck
{
    private const int Length = 5_000;

    /// <summary>Runs rounds of several shapes on <paramref name="device"/> and on the processor.</summary>
    /// <exception cref="DeviceUnavailableException">The device failed, or gave other integers than the processor; says where
    /// first.</exception>
    public static void Run(IAggregationDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        using var processor = new CpuDevice();
        var random = new Random();
        foreach (int providers in (ReadOnlySpan<int>)[1, 2, 7, 33])
        {
            List<WeightedUpdate> updates = RandomRound(random, providers);
            FedAvgResult expected = FedAvg.Aggregate(processor, updates, FixedPointFormat.Default);
            FedAvgResult actual;
            try
            {
                actual = FedAvg.Aggregate(device, updates, FixedPointFormat.Default);
            }
            catch (Exception failure)
            {
                // Drivers throw what they like; the verdict is the same.
                throw new DeviceUnavailableException($"{device.Name} failed its self-check: {failure.Message}", failure);
            }

            int at = FirstDifference(expected, actual);
            if (at >= 0)
            {
                throw new DeviceUnavailableException(
                    $"{device.Name} is refused: averaging {providers} updates it gave s = {actual.Sum[at]}, y = {actual.Model[at]} at "
                    + $"parameter {at}, where the processor gives s = {expected.Sum[at]}, y = {expected.Model[at]}.");
            }
        }
    }

    private static int FirstDifference(FedAvgResult expected, FedAvgResult actual)
    {
        for (int j = 0; j < Length; j++)
        {
            if (expected.Sum[j] != actual.Sum[j] || expected.Model[j] != actual.Model[j]) return j;
        }

        return -1;
    }

    private static List<WeightedUpdate> RandomRound(Random random, int providers)
    {
        FixedPointFormat format = FixedPointFormat.Default;
        int greatestWeight = ((1 << FedAvg.WeightBits) - 1) / providers;
        var updates = new List<WeightedUpdate>(providers);
        for (int i = 0; i < providers; i++)
        {
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

            updates.Add(new WeightedUpdate(values, random.Next(1, greatestWeight + 1)));
        }

        return updates;
    }
}
