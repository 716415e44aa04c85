using System.Diagnostics;
using System.Globalization;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Aggregation.Devices;

/// <summary>A short timed average on two devices, of data like the round's that lie in memory.</summary>
internal static class DeviceRace
{
    // 32 MiB: beyond most caches, and a few milliseconds' work.
    private const int MostValues = 1 << 23;

    private static readonly TimeSpan EnoughTime = TimeSpan.FromMilliseconds(15);

    // What is measured when the round's size is not known: a small model's round.
    private static readonly RoundShape Usual = new(8, 1 << 20);

    /// <summary>Runs both.</summary>
    /// <param name="card">One.</param>
    /// <param name="processor">The other.</param>
    /// <param name="expected">The round's size; more than 2^23 values are cut down to as many.</param>
    /// <returns>Whether the card was faster, and both rates as a sentence.</returns>
    /// <exception cref="DeviceUnavailableException">The card failed.</exception>
    public static (bool CardWins, string Rates) Run(IAggregationDevice card, IAggregationDevice processor, RoundShape? expected)
    {
        RoundShape shape = expected ?? Usual;
        int count = Math.Clamp(shape.Count, 1, 512);
        int length = Math.Clamp(shape.Length, 1, MostValues / count);
        RoundInput round = Round(count, length);
        double ofProcessor = Rate(processor, round);
        double ofCard = Rate(card, round);
        return (ofCard > ofProcessor, string.Create(
            CultureInfo.InvariantCulture,
            $"{count} updates of {length:N0} parameters: {card.Name} {ofCard / 1e9:F2} GB/s, {processor.Name} "
            + $"{ofProcessor / 1e9:F2} GB/s"));
    }

    private static RoundInput Round(int count, int length)
    {
        var values = new int[count * length];

        // A multiplicative hash's upper 24 bits: every value of the default format, in no order.
        for (int j = 0; j < values.Length; j++) values[j] = unchecked(j * (int)0x9E3779B9) >> 8;
        var sources = new IUpdateSource[count];
        for (int i = 0; i < count; i++) sources[i] = new ArraySource($"measured {i}", values.AsMemory(i * length, length));
        return new RoundInput(sources, [.. Enumerable.Repeat(3L, count)], FixedPointFormat.Default);
    }

    // Bytes of updates a second, the best run; the first compiles and allocates.
    private static double Rate(IAggregationDevice device, RoundInput round)
    {
        var sum = new long[round.Length];
        var model = new int[round.Length];
        device.Average(round, sum, model);
        long begin = Stopwatch.GetTimestamp();
        var best = TimeSpan.MaxValue;
        do
        {
            long start = Stopwatch.GetTimestamp();
            device.Average(round, sum, model);
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            if (took < best) best = took;
        }
        while (Stopwatch.GetElapsedTime(begin) < EnoughTime);
        return (double)sizeof(int) * round.Count * round.Length / Math.Max(best.TotalSeconds, 1e-7);
    }
}
