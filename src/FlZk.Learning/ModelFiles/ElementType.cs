namespace FlZk.Learning.ModelFiles;

/// <summary>How a tensor's elements are stored in a file.</summary>
public enum ElementType
{
    /// <summary>IEEE 754 binary32 ("F32").</summary>
    Float32,

    /// <summary>IEEE 754 binary16 ("F16").</summary>
    Float16,

    /// <summary>The upper half of a binary32 ("BF16").</summary>
    BFloat16,

    /// <summary>32-bit two's complement ("I32"): fixed-point updates.</summary>
    Int32,
}
