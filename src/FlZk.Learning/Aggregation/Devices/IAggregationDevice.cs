using FlZk.Learning.Aggregation.Kernels;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Aggregation.Strategies;

namespace FlZk.Learning.Aggregation.Devices;

/// <summary>Something that does a round's arithmetic: a processor, a graphics card. All of them give the same integers.</summary>
/// <remarks>
/// <para>These are the operations the strategies are made of. Each reads every update once, in blocks, and keeps nothing of an update
/// beyond its block: memory does not grow with n d. One call at a time.</para>
/// <para>A device checks every value it reads against the round's format and throws <see cref="InvalidUpdateException"/>, which names the
/// provider (the lowest of those found) and the parameter; results are then unspecified, and the round is to be run again without that
/// update.</para>
/// </remarks>
public interface IAggregationDevice : IDisposable
{
    /// <summary>What it is, as a user knows it: "NVIDIA H200 (CUDA)", "CPU (AVX-512, 2 threads)".</summary>
    string Name { get; }

    /// <summary>Whether this is a graphics card.</summary>
    bool IsGpu { get; }

    /// <summary>FedAvg: s_j = sum_i w_i x_ij and y_j = floor((s_j + floor(W/2)) / W), with x_ij scaled first where the round has
    /// scales.</summary>
    /// <param name="round">The updates.</param>
    /// <param name="sum">Receives s; d long, or empty where only y is wanted.</param>
    /// <param name="model">Receives y; d long.</param>
    /// <param name="progress">Told now and then how many values (of n d) have been folded since it was told last.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="InvalidUpdateException">An update holds a value out of range, or cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the results are unspecified.</exception>
    void Average(
        RoundInput round,
        Memory<long> sum,
        Memory<int> model,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default);

    /// <summary>Coordinate-wise trimmed mean (Yin et al., ICML 2018): of the n values of a coordinate the <paramref name="trim"/> smallest
    /// and largest are dropped, and y_j = floor((sum + floor(m/2)) / m) of the m = n - 2 trim others. Weights are not used. The coordinate
    /// median is trim = (n - 1) / 2.</summary>
    /// <param name="round">The updates.</param>
    /// <param name="trim">Values dropped at each end; 0 &lt;= 2 trim &lt; n.</param>
    /// <param name="model">Receives y; d long.</param>
    /// <param name="progress">As for <see cref="Average"/>.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="trim"/> leaves nothing.</exception>
    /// <exception cref="InvalidUpdateException">An update holds a value out of range, or cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the results are unspecified.</exception>
    void TrimmedMean(
        RoundInput round,
        int trim,
        Memory<int> model,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default);

    /// <summary>Inner products of all pairs of updates, g_ik = sum_j x_ij x_kj, exactly.</summary>
    /// <param name="round">The updates; weights and scales are not used.</param>
    /// <param name="products">Receives the symmetric matrix row by row; n n long.</param>
    /// <param name="progress">As for <see cref="Average"/>.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="InvalidUpdateException">An update holds a value out of range, or cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the results are unspecified.</exception>
    void InnerProducts(
        RoundInput round, Memory<Int128> products, IProgress<long>? progress = null, CancellationToken cancellation = default);

    /// <summary>Squared Euclidean norms, sum_j x_ij^2, exactly: the diagonal of <see cref="InnerProducts"/>.</summary>
    /// <param name="round">The updates; weights and scales are not used.</param>
    /// <param name="norms">Receives one for each update; n long.</param>
    /// <param name="progress">As for <see cref="Average"/>.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="InvalidUpdateException">An update holds a value out of range, or cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the results are unspecified.</exception>
    void SquaredNorms(
        RoundInput round, Memory<Int128> norms, IProgress<long>? progress = null, CancellationToken cancellation = default);

    /// <summary>A server's step on a round's average: moves the model and the state that goes from round to round.</summary>
    /// <param name="step">Which step, with its coefficients; <see cref="MomentumStep"/> and <see cref="AdamStep"/> define it.</param>
    /// <param name="average">y, the round's average; d long, every value inside the step's range.</param>
    /// <param name="model">x, the model before the round, becomes the model after it; d long, every value inside the step's range.</param>
    /// <param name="momentum">The velocity (FedAvgM) or first moment (FedAdam), becomes the next; d long, inside its bound.</param>
    /// <param name="secondMoment">The second moment (FedAdam), becomes the next; d long, inside its bound; empty for FedAvgM.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <returns>How many parameters left the format and were saturated.</returns>
    /// <remarks>It is O(d) beside the average's O(n d); a device that does not say otherwise leaves it to the processor.</remarks>
    /// <exception cref="OperationCanceledException">Cancelled; the results are unspecified.</exception>
    long Step(
        ServerStep step,
        ReadOnlyMemory<int> average,
        Memory<int> model,
        Memory<long> momentum,
        Memory<long> secondMoment,
        CancellationToken cancellation = default) =>
        ServerStepKernel.Run(step, average, model, momentum, secondMoment, cancellation);
}
