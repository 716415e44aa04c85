using FlZk.Learning.Aggregation.Sources;
using ILGPU;
using ILGPU.Runtime;

namespace FlZk.Learning.Aggregation.Devices.Gpu;

/// <summary>An open card: its kernels, and the pipeline that takes tiles through it. One operation at a time.</summary>
internal sealed class Card : IDisposable
{
    // 32 MiB cross in about a millisecond, beside which a tile's launches are nothing, and three slots of them burden no host.
    private const long TileBytes = 32L << 20;

    /// <summary>Opens a card and compiles its kernels.</summary>
    /// <param name="context">Where the device was found.</param>
    /// <param name="device">The card.</param>
    /// <param name="tileBytes">Memory of a tile; by the card's size when null.</param>
    public Card(Context context, Device device, long? tileBytes)
    {
        Accelerator = device.CreateAccelerator(context);
        try
        {
            Kernels = new CardKernels(Accelerator);
            Pipeline = new TilePipeline(Accelerator, tileBytes ?? Math.Min(TileBytes, Accelerator.MemorySize / 8));
        }
        catch
        {
            Accelerator.Dispose();
            throw;
        }
    }

    /// <summary>The card itself.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>All kernels, compiled.</summary>
    public CardKernels Kernels { get; }

    /// <summary>What takes tiles through the card.</summary>
    public TilePipeline Pipeline { get; }

    /// <summary>Reads a tile of a round into a slot's host memory.</summary>
    /// <exception cref="InvalidUpdateException">An update cannot be read, or holds a value out of range.</exception>
    public static void Fill(RoundInput round, TileSlot slot, Tile tile, IProgress<long>? progress, CancellationToken cancellation)
    {
        slot.Values.Ensure((long)round.Count * tile.Pitch);
        RoundReader.Fill(round, tile, slot.Values.Host, progress, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Pipeline.Dispose();
        Accelerator.Dispose();
    }
}
