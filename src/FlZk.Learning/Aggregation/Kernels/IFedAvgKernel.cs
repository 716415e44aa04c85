using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>FedAvg of one block of parameters, on one kind of processor.</summary>
/// <remarks>Sums are 64-bit integers that cannot overflow; see <see cref="Strategies.FedAvg"/>.</remarks>
internal interface IFedAvgKernel
{
    /// <summary>What a user knows it by: "AVX-512".</summary>
    string Name { get; }

    /// <summary>Adds w x of every row to the sums, or w ((x k + 2^29) >> 30) where rows are scaled.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="format">What every x must fit.</param>
    /// <param name="sums">As long as a row; in the kernel's own order, which only <see cref="Finish"/> knows. Zeros are a sum of
    /// nothing.</param>
    /// <returns>Whether every x fits; if not, the sums are unspecified.</returns>
    bool Fold(scoped in RowGroup rows, FixedPointFormat format, Span<long> sums);

    /// <summary>Puts the sums in order and divides them.</summary>
    /// <param name="sums">What <see cref="Fold"/> left; becomes s.</param>
    /// <param name="totalWeight">W, 0 &lt; W &lt; 2^20.</param>
    /// <param name="model">Receives y = floor((s + floor(W/2)) / W); as long as the sums.</param>
    void Finish(Span<long> sums, int totalWeight, Span<int> model);
}
