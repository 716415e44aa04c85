namespace FlZk.Learning.ModelFiles;

/// <summary>How the elements of a run of a file are stored; all little-endian.</summary>
/// <remarks>Wider than <see cref="ElementType"/>, which says what a model can be written as: .npy files also hold 64-bit numbers.</remarks>
internal enum StoredType
{
    /// <summary>IEEE 754 binary32.</summary>
    Float32,

    /// <summary>IEEE 754 binary16.</summary>
    Float16,

    /// <summary>The upper half of a binary32.</summary>
    BFloat16,

    /// <summary>IEEE 754 binary64.</summary>
    Float64,

    /// <summary>32-bit two's complement.</summary>
    Int32,

    /// <summary>64-bit two's complement.</summary>
    Int64,
}
