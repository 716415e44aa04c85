namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>Rows that are added up in registers: the same block of up to four updates.</summary>
/// <remarks>A group that is not full repeats its first row with weight 0, which costs no memory traffic and keeps the kernel to one
/// shape; one without rows is the default value.</remarks>
internal ref struct RowGroup
{
    /// <summary>Rows of a full group.</summary>
    public const int Size = 4;

    /// <summary>The rows; all of one length.</summary>
    public ReadOnlySpan<int> Row0, Row1, Row2, Row3;

    /// <summary>w of each row.</summary>
    public int Weight0, Weight1, Weight2, Weight3;

    /// <summary>k of each row in units of 2^-30.</summary>
    public int Scale0, Scale1, Scale2, Scale3;

    /// <summary>Whether any k is not one.</summary>
    public bool IsScaled;

    /// <summary>One row that is not scaled.</summary>
    public static RowGroup Of(ReadOnlySpan<int> row, int weight)
    {
        RowGroup rows = default;
        rows.Row0 = rows.Row1 = rows.Row2 = rows.Row3 = row;
        rows.Weight0 = weight;
        return rows;
    }
}
