namespace FlZk.Learning.ModelFiles;

/// <summary>Elements of one type that lie end to end in a file.</summary>
/// <param name="Type">How they are stored.</param>
/// <param name="Start">Index of the first in the flattened vector.</param>
/// <param name="Length">How many.</param>
/// <param name="Offset">Where the first begins in the file, in bytes.</param>
internal readonly record struct StoredRun(StoredType Type, int Start, int Length, long Offset)
{
    /// <summary>Index behind the last.</summary>
    public int End => Start + Length;

    /// <summary>Where an element of the flattened vector begins in the file, in bytes.</summary>
    public long OffsetOf(int index) => Offset + ((long)(index - Start) * SizeOf(Type));

    /// <summary>Bytes per element.</summary>
    public static int SizeOf(StoredType type) => type switch
    {
        StoredType.Float16 or StoredType.BFloat16 => 2,
        StoredType.Float64 or StoredType.Int64 => 8,
        _ => 4,
    };
}
