namespace FlZk.Bench.Learning;

/// <summary>What updates are stored as.</summary>
public enum UpdateFileKind
{
    /// <summary>Reals in .safetensors, quantised when they are read.</summary>
    SafetensorsF32,

    /// <summary>Fixed point in .safetensors.</summary>
    SafetensorsI32,

    /// <summary>Reals in .npy.</summary>
    NpyF32,
}
