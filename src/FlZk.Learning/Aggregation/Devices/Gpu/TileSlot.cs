using ILGPU.Runtime;

namespace FlZk.Learning.Aggregation.Devices.Gpu;

/// <summary>A tile's place on the card: its buffers, and the stream in which its copies and kernels follow one another.</summary>
internal sealed class TileSlot(Accelerator accelerator) : IDisposable
{
    /// <summary>The order of this slot's work; another slot's runs beside it.</summary>
    public AcceleratorStream Stream { get; } = accelerator.CreateStream();

    /// <summary>The updates' rows.</summary>
    public CardBuffer<int> Values { get; } = new(accelerator, crosses: true);

    /// <summary>Sums, or a server step's moments.</summary>
    public CardBuffer<long> Sums { get; } = new(accelerator, crosses: true);

    /// <summary>Averages.</summary>
    public CardBuffer<int> Model { get; } = new(accelerator, crosses: true);

    /// <summary>Pieces' sums, which stay on the card.</summary>
    public CardBuffer<long> Partial { get; } = new(accelerator, crosses: false);

    /// <summary>Totals over this slot's tiles, in two words each.</summary>
    public CardBuffer<long> Totals { get; } = new(accelerator, crosses: true);

    /// <summary>Counters.</summary>
    public CardBuffer<int> Counters { get; } = new(accelerator, crosses: true);

    /// <summary>The tile under way; null when there is none.</summary>
    public Tile? UnderWay { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Values.Dispose();
        Sums.Dispose();
        Model.Dispose();
        Partial.Dispose();
        Totals.Dispose();
        Counters.Dispose();
        Stream.Dispose();
    }
}
