using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Learning.Aggregation.Devices.Gpu;

/// <summary>Inner products and squared norms on a card: see <see cref="IAggregationDevice.InnerProducts"/> and
/// <see cref="IAggregationDevice.SquaredNorms"/>.</summary>
internal static class CardProducts
{
    /// <summary>All inner products of the updates with one another.</summary>
    public static void InnerProducts(
        Card card, RoundInput round, Memory<Int128> products, IProgress<long>? progress, CancellationToken cancellation)
    {
        int n = round.Count;
        Int128[] totals = Totals(
            card, round, card.Kernels.ProductTotals(n), (slot, tile) => card.Kernels.InnerProducts(slot, n, tile), progress, cancellation);
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k <= i; k++)
            {
                Int128 product = totals[card.Kernels.ProductAt(i, k)];
                products.Span[(i * n) + k] = product;
                products.Span[(k * n) + i] = product;
            }
        }
    }

    /// <summary>Every update's inner product with itself.</summary>
    public static void SquaredNorms(
        Card card, RoundInput round, Memory<Int128> norms, IProgress<long>? progress, CancellationToken cancellation)
    {
        int n = round.Count;
        Totals(card, round, n, (slot, tile) => card.Kernels.SquaredNorms(slot, n, tile), progress, cancellation).CopyTo(norms);
    }

    // Every slot adds up the tiles that went through it; the slots' totals are added here.
    private static Int128[] Totals(
        Card card, RoundInput round, int count, Action<TileSlot, Tile> kernel, IProgress<long>? progress, CancellationToken cancellation)
    {
        card.Accelerator.Bind();
        foreach (TileSlot slot in card.Pipeline.Slots)
        {
            slot.Totals.Ensure(2L * count);
            slot.Totals.Host.AsSpan(0, 2 * count).Clear();
            slot.Totals.Upload(slot.Stream, 2L * count);
        }

        card.Pipeline.Run(
            round.Length,
            round.Count,
            0,
            (slot, tile) => Card.Fill(round, slot, tile, progress, cancellation),
            (slot, tile) =>
            {
                slot.Values.Upload(slot.Stream, (long)round.Count * tile.Pitch);
                kernel(slot, tile);
            },
            (_, _) => { },
            cancellation);
        var totals = new Int128[count];
        foreach (TileSlot slot in card.Pipeline.Slots)
        {
            slot.Totals.Download(slot.Stream, 2L * count);
            slot.Stream.Synchronize();
            long[] words = slot.Totals.Host;
            for (int e = 0; e < count; e++) totals[e] += words[e] + ((Int128)words[count + e] << 32);
        }

        return totals;
    }
}
