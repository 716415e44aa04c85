namespace FlZk.Learning.Aggregation.Devices.Gpu;

/// <summary>Two neighbouring sums: one store of 16 bytes for a card's thread.</summary>
internal struct LongPair
{
    /// <summary>The first.</summary>
    public long X;

    /// <summary>The second.</summary>
    public long Y;
}
