using System.Numerics;
using FlZk.Learning.Aggregation.Kernels;
using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Learning.Aggregation.Devices;

/// <summary>A round's arithmetic on the processor: one pass over the updates, blocks of parameters in parallel.</summary>
/// <remarks>Sums are 64-bit integers (see <see cref="Strategies.FedAvg"/> on why they cannot overflow); the quotient is
/// <see cref="RoundedQuotient"/>'s.</remarks>
public sealed class CpuDevice : IAggregationDevice
{
    private readonly IFedAvgKernel _kernel;
    private readonly bool _vectorised;
    private readonly int _threads;

    /// <summary>Takes what the processor offers, or what is asked for.</summary>
    /// <param name="arithmetic">How FedAvg is computed; results do not depend on it.</param>
    /// <param name="threads">Threads at most; 0 for one for each core.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not one of the arithmetics, or a negative number of threads.</exception>
    public CpuDevice(CpuArithmetic arithmetic = CpuArithmetic.Auto, int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        _kernel = FedAvgKernels.Choose(arithmetic);
        _vectorised = arithmetic != CpuArithmetic.Scalar && Vector.IsHardwareAccelerated;
        _threads = threads == 0 ? Environment.ProcessorCount : threads;
    }

    /// <inheritdoc/>
    public string Name => $"CPU ({_kernel.Name}, {_threads} {(_threads == 1 ? "thread" : "threads")})";

    /// <inheritdoc/>
    public bool IsGpu => false;

    /// <inheritdoc/>
    public void Average(
        RoundInput round, Memory<long> sum, Memory<int> model, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(round);
        FedAvgBlocks.Average(round, _kernel, _threads, sum, model, progress, cancellation);
    }

    /// <inheritdoc/>
    public void TrimmedMean(
        RoundInput round, int trim, Memory<int> model, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(round);
        ArgumentOutOfRangeException.ThrowIfNegative(trim);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(2L * trim, round.Count, nameof(trim));
        TrimmedMeanPass.Run(round, trim, model, _vectorised, _threads, progress, cancellation);
    }

    /// <inheritdoc/>
    public void InnerProducts(
        RoundInput round, Memory<Int128> products, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(round);
        InnerProductPass.Run(round, products, _vectorised, _threads, progress, cancellation);
    }

    /// <inheritdoc/>
    public void SquaredNorms(
        RoundInput round, Memory<Int128> norms, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(round);
        SquaredNormPass.Run(round, norms, _vectorised, _threads, progress, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
