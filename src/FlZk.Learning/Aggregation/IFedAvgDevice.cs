namespace FlZk.Learning.Aggregation;

/// <summary>Something that computes FedAvg: a processor, a graphics card. All of them give the same integers.</summary>
/// <remarks>Called through <see cref="FedAvg"/>, which checks every input first; a device may rely on these checks. One call at a
/// time.</remarks>
public interface IFedAvgDevice : IDisposable
{
    /// <summary>What it is, as a user knows it: "NVIDIA H200 (CUDA)", "CPU (System.Numerics.Tensors, 256-bit vectors)".</summary>
    string Name { get; }

    /// <summary>Whether this is a graphics card.</summary>
    bool IsGpu { get; }

    /// <summary>Computes s_j = sum_i w_i x_ij and y_j = floor((s_j + floor(W/2)) / W).</summary>
    /// <param name="updates">x_i, each as long as <paramref name="sum"/>, values within 24 bits.</param>
    /// <param name="weights">w_i, positive, with a total W below 2^20.</param>
    /// <param name="sum">Receives s.</param>
    /// <param name="model">Receives y, as long as <paramref name="sum"/>.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the results are unspecified.</exception>
    void Average(
        IReadOnlyList<ReadOnlyMemory<int>> updates,
        ReadOnlyMemory<int> weights,
        Memory<long> sum,
        Memory<int> model,
        CancellationToken cancellation = default);
}
