namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>Eight rows of one length, where they lie.</summary>
internal readonly ref struct EightRows
{
    /// <summary>Joins eight rows.</summary>
    /// <param name="length">Integers of each row at least.</param>
    /// <param name="row0">The first integer of the first row.</param>
    /// <param name="row1">The first integer of the second row.</param>
    /// <param name="row2">The first integer of the third row.</param>
    /// <param name="row3">The first integer of the fourth row.</param>
    /// <param name="row4">The first integer of the fifth row.</param>
    /// <param name="row5">The first integer of the sixth row.</param>
    /// <param name="row6">The first integer of the seventh row.</param>
    /// <param name="row7">The first integer of the eighth row.</param>
    public EightRows(
        int length, ref int row0, ref int row1, ref int row2, ref int row3, ref int row4, ref int row5, ref int row6, ref int row7)
    {
        Length = length;
        Row0 = ref row0;
        Row1 = ref row1;
        Row2 = ref row2;
        Row3 = ref row3;
        Row4 = ref row4;
        Row5 = ref row5;
        Row6 = ref row6;
        Row7 = ref row7;
    }

    /// <summary>Integers of each row at least.</summary>
    public int Length { get; }

    /// <summary>The first row.</summary>
    public readonly ref int Row0;

    /// <summary>The second row.</summary>
    public readonly ref int Row1;

    /// <summary>The third row.</summary>
    public readonly ref int Row2;

    /// <summary>The fourth row.</summary>
    public readonly ref int Row3;

    /// <summary>The fifth row.</summary>
    public readonly ref int Row4;

    /// <summary>The sixth row.</summary>
    public readonly ref int Row5;

    /// <summary>The seventh row.</summary>
    public readonly ref int Row6;

    /// <summary>The eighth row.</summary>
    public readonly ref int Row7;
}
