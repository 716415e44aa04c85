namespace FlZk.Learning.Aggregation.Devices;

/// <summary>How a <see cref="CpuDevice"/> computes FedAvg; all give the same integers.</summary>
public enum CpuArithmetic
{
    /// <summary>The best of the others that the processor offers.</summary>
    Auto,

    /// <summary>Hardware intrinsics: AVX-512, AVX2 or SSE4.1; on a processor without them as <see cref="Tensors"/>.</summary>
    Intrinsics,

    /// <summary><see cref="System.Numerics.Tensors.TensorPrimitives"/>.</summary>
    Tensors,

    /// <summary>One value at a time.</summary>
    Scalar,
}
