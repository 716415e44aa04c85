using FlZk.Learning.Aggregation.Strategies;

namespace FlZk.Learning.Aggregation.Devices.Gpu;

/// <summary>Server steps on a card: see <see cref="IAggregationDevice.Step"/>.</summary>
internal static class CardServerStep
{
    /// <summary>Moves the model.</summary>
    /// <returns>How many parameters were saturated.</returns>
    public static long Run(
        Card card,
        ServerStep step,
        ReadOnlyMemory<int> average,
        Memory<int> model,
        Memory<long> momentum,
        Memory<long> secondMoment,
        CancellationToken cancellation)
    {
        bool adam = step.Rule == ServerRule.FedAdam;
        int moments = adam ? 2 : 1;
        var coefficients = new ServerStepCoefficients(step);
        long saturated = 0;
        card.Pipeline.Run(
            model.Length,
            2,
            2 * sizeof(long),
            (slot, tile) =>
            {
                slot.Values.Ensure(2L * tile.Pitch);
                slot.Sums.Ensure((long)moments * tile.Pitch);
                slot.Counters.Ensure(1);
                average.Span.Slice(tile.Start, tile.Length).CopyTo(slot.Values.Host);
                model.Span.Slice(tile.Start, tile.Length).CopyTo(slot.Values.Host.AsSpan(tile.Pitch));
                momentum.Span.Slice(tile.Start, tile.Length).CopyTo(slot.Sums.Host);
                if (adam) secondMoment.Span.Slice(tile.Start, tile.Length).CopyTo(slot.Sums.Host.AsSpan(tile.Pitch));
                slot.Counters.Host[0] = 0;
            },
            (slot, tile) =>
            {
                slot.Values.Upload(slot.Stream, 2L * tile.Pitch);
                slot.Sums.Upload(slot.Stream, (long)moments * tile.Pitch);
                slot.Counters.Upload(slot.Stream, 1);
                card.Kernels.Step(slot, tile, adam, coefficients);
                slot.Values.Download(slot.Stream, 2L * tile.Pitch);
                slot.Sums.Download(slot.Stream, (long)moments * tile.Pitch);
                slot.Counters.Download(slot.Stream, 1);
            },
            (slot, tile) =>
            {
                slot.Values.Host.AsSpan(tile.Pitch, tile.Length).CopyTo(model.Span[tile.Start..]);
                slot.Sums.Host.AsSpan(0, tile.Length).CopyTo(momentum.Span[tile.Start..]);
                if (adam) slot.Sums.Host.AsSpan(tile.Pitch, tile.Length).CopyTo(secondMoment.Span[tile.Start..]);
                saturated += slot.Counters.Host[0];
            },
            cancellation);
        return saturated;
    }
}
