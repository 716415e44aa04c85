using ILGPU.Runtime;

namespace FlZk.Learning.Aggregation.Devices.Gpu;

/// <summary>Sends a round's parameters through a card tile by tile: while the card copies and computes some, the processor's threads
/// read the next into page-locked memory.</summary>
internal sealed class TilePipeline : IDisposable
{
    // One slot being filled, one whose data are crossing, one that computes and whose results come back.
    private const int SlotCount = 3;

    // Indices of a tile's values stay inside an int.
    private const int MaxTileValues = 1 << 28;

    private readonly Accelerator _accelerator;
    private readonly long _tileBytes;
    private readonly TileSlot[] _slots = new TileSlot[SlotCount];

    /// <summary>Opens the slots.</summary>
    /// <param name="accelerator">The card.</param>
    /// <param name="tileBytes">Memory of a tile's data and results, about.</param>
    public TilePipeline(Accelerator accelerator, long tileBytes)
    {
        _accelerator = accelerator;
        _tileBytes = tileBytes;
        for (int i = 0; i < _slots.Length; i++) _slots[i] = new TileSlot(accelerator);
    }

    /// <summary>The slots; operations prepare and read what they keep in them.</summary>
    public IReadOnlyList<TileSlot> Slots => _slots;

    /// <summary>Runs all tiles.</summary>
    /// <param name="length">d.</param>
    /// <param name="rows">Rows of values of a tile.</param>
    /// <param name="resultBytes">Bytes for a parameter beside its values.</param>
    /// <param name="fill">Fills a slot's host memory.</param>
    /// <param name="launch">Begins the copies and kernels in the slot's stream, the results' copies to the host among them.</param>
    /// <param name="collect">Takes a slot's results, once its stream is done.</param>
    /// <param name="cancellation">Looked at before every tile.</param>
    public void Run(
        int length,
        int rows,
        int resultBytes,
        Action<TileSlot, Tile> fill,
        Action<TileSlot, Tile> launch,
        Action<TileSlot, Tile> collect,
        CancellationToken cancellation)
    {
        int tileLength = TileLength(rows, resultBytes);
        try
        {
            int turn = 0;
            for (long start = 0; start < length; start += tileLength)
            {
                cancellation.ThrowIfCancellationRequested();
                TileSlot slot = _slots[turn];
                Finish(slot, collect);
                int here = (int)Math.Min(tileLength, length - start);
                var tile = new Tile((int)start, here, (here + 3) & ~3);
                fill(slot, tile);
                slot.UnderWay = tile;
                launch(slot, tile);
                turn = (turn + 1) % _slots.Length;
            }

            // The oldest first.
            for (int i = 0; i < _slots.Length; i++) Finish(_slots[(turn + i) % _slots.Length], collect);
        }
        finally
        {
            Abandon();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (TileSlot slot in _slots) slot.Dispose();
    }

    private static void Finish(TileSlot slot, Action<TileSlot, Tile> collect)
    {
        if (slot.UnderWay is not { } tile) return;
        slot.Stream.Synchronize();
        slot.UnderWay = null;
        collect(slot, tile);
    }

    // After a failure nothing may still be copying when the buffers are used again.
    private void Abandon()
    {
        foreach (TileSlot slot in _slots)
        {
            if (slot.UnderWay is null) continue;
            slot.UnderWay = null;
            try
            {
                slot.Stream.Synchronize();
            }
            catch (AcceleratorException)
            {
                // The first failure is on its way to the caller; a card that fails again adds nothing.
            }
        }
    }

    private int TileLength(int rows, int resultBytes)
    {
        long affordable = Math.Min(_tileBytes / ((4L * rows) + resultBytes), MaxTileValues / rows);

        // Rows that begin at a multiple of 128 bytes are read in whole lines; very many updates leave less room.
        return (int)(affordable >= 32 ? affordable & ~31L : Math.Max(affordable & ~3L, 4));
    }
}
