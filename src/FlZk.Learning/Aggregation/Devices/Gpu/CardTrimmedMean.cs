using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Learning.Aggregation.Devices.Gpu;

/// <summary>Trimmed means on a card: see <see cref="IAggregationDevice.TrimmedMean"/>.</summary>
internal static class CardTrimmedMean
{
    /// <summary>Averages every parameter's middle values.</summary>
    public static void Run(
        Card card, RoundInput round, int trim, Memory<int> model, IProgress<long>? progress, CancellationToken cancellation)
    {
        card.Pipeline.Run(
            round.Length,
            round.Count,
            sizeof(int),
            (slot, tile) =>
            {
                slot.Model.Ensure(tile.Pitch);
                Card.Fill(round, slot, tile, progress, cancellation);
            },
            (slot, tile) =>
            {
                slot.Values.Upload(slot.Stream, (long)round.Count * tile.Pitch);
                card.Kernels.TrimmedMean(
                    slot.Stream,
                    slot.Values.Device,
                    round.Count,
                    tile.Pitch,
                    trim,
                    round.Format.MinValue,
                    round.Format.ValueBits,
                    slot.Model.Device);
                slot.Model.Download(slot.Stream, tile.Pitch);
            },
            (slot, tile) => slot.Model.Host.AsSpan(0, tile.Length).CopyTo(model.Span[tile.Start..]),
            cancellation);
    }
}
