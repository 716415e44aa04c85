namespace FlZk.Learning.Aggregation.Devices.Gpu;

/// <summary>Four neighbouring parameters: one load of 16 bytes for a card's thread.</summary>
internal struct Quad
{
    /// <summary>The first.</summary>
    public int X;

    /// <summary>The second.</summary>
    public int Y;

    /// <summary>The third.</summary>
    public int Z;

    /// <summary>The fourth.</summary>
    public int W;
}
