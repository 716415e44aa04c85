using FlZk.Learning.Aggregation.Sources;
using ILGPU;
using ILGPU.Runtime;

namespace FlZk.Learning.Aggregation.Devices.Gpu;

/// <summary>FedAvg on a card: see <see cref="IAggregationDevice.Average"/>.</summary>
internal sealed class CardAverage(Card card) : IDisposable
{
    private readonly CardBuffer<int> _weights = new(card.Accelerator, crosses: true);
    private readonly CardBuffer<int> _scales = new(card.Accelerator, crosses: true);

    /// <summary>Averages a round.</summary>
    public void Run(RoundInput round, Memory<long> sum, Memory<int> model, IProgress<long>? progress, CancellationToken cancellation)
    {
        var quotient = new FloorQuotient(round.TotalWeight);
        Upload(_weights, round.Weights);
        bool scaled = !round.Scales.IsEmpty;
        if (scaled) Upload(_scales, round.Scales);
        card.Pipeline.Run(
            round.Length,
            round.Count,
            sizeof(long) + sizeof(int),
            (slot, tile) =>
            {
                slot.Sums.Ensure(tile.Pitch);
                slot.Model.Ensure(tile.Pitch);
                Card.Fill(round, slot, tile, progress, cancellation);
            },
            (slot, tile) =>
            {
                slot.Values.Upload(slot.Stream, (long)round.Count * tile.Pitch);
                card.Kernels.Average(
                    slot.Stream,
                    slot.Values.Device,
                    _weights.Device,
                    scaled ? _scales.Device : ArrayView<int>.Empty,
                    round.Count,
                    tile.Pitch,
                    quotient,
                    slot.Sums.Device,
                    slot.Model.Device);
                if (!sum.IsEmpty) slot.Sums.Download(slot.Stream, tile.Pitch);
                slot.Model.Download(slot.Stream, tile.Pitch);
            },
            (slot, tile) =>
            {
                if (!sum.IsEmpty) slot.Sums.Host.AsSpan(0, tile.Length).CopyTo(sum.Span[tile.Start..]);
                slot.Model.Host.AsSpan(0, tile.Length).CopyTo(model.Span[tile.Start..]);
            },
            cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _weights.Dispose();
        _scales.Dispose();
    }

    private void Upload(CardBuffer<int> buffer, ReadOnlySpan<int> values)
    {
        buffer.Ensure(values.Length);
        values.CopyTo(buffer.Host);
        buffer.Upload(card.Accelerator.DefaultStream, values.Length);
        card.Accelerator.DefaultStream.Synchronize();
    }
}
