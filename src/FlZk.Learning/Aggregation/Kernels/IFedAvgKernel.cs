namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>FedAvg of one block of parameters, on one kind of processor.</summary>
/// <remarks>Sums are 64-bit integers that cannot overflow; see <see cref="Strategies.FedAvg"/>.</remarks>
internal interface IFedAvgKernel
{
    /// <summary>What a user knows it by: "AVX-512".</summary>
    string Name { get; }

    /// <summary>Adds w x of every row to the sums, or w ((x k + 2^29) >> 30) where rows are scaled, and divides after the last.</summary>
    /// <returns>Whether every x fits the format; if not, sums and averages are unspecified.</returns>
    bool Run(scoped in FedAvgStep step);
}
