namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>Rows that are folded into the sums in one pass: the same block of up to four updates.</summary>
/// <remarks>A group that is not full repeats its first row with weight 0, which costs no memory traffic and keeps the kernel to one
/// shape.</remarks>
internal ref struct RowGroup
{
    /// <summary>Rows of a full group: with more of them, a processor's prefetchers lose track.</summary>
    public const int Size = 4;

    /// <summary>The rows; all of one length.</summary>
    public ReadOnlySpan<int> Row0, Row1, Row2, Row3;

    /// <summary>w of each row.</summary>
    public int Weight0, Weight1, Weight2, Weight3;

    /// <summary>k of each row in units of 2^-30.</summary>
    public int Scale0, Scale1, Scale2, Scale3;

    /// <summary>Whether any k is not one.</summary>
    public bool IsScaled;
}
