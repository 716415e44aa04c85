using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using FlZk.Learning.Aggregation.Kernels;
using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Learning.Aggregation.Devices;

/// <summary>A round's arithmetic on the processor: one pass over the updates, blocks of parameters in parallel.</summary>
/// <remarks>Sums are 64-bit integers (see <see cref="Strategies.FedAvg"/> on why they cannot overflow); the quotient is
/// <see cref="RoundedQuotient"/>'s.</remarks>
public sealed class CpuDevice : IAggregationDevice
{
    // 4,096 sums and as many widened values: 64 KiB, inside a core's second-level cache.
    private const int BlockLength = 4096;

    private readonly bool _vectorised;

    /// <summary>Takes what the processor offers.</summary>
    public CpuDevice()
        : this(Vector.IsHardwareAccelerated)
    {
    }

    /// <summary>Chooses between vectors and their scalar twin, for tests.</summary>
    internal CpuDevice(bool vectorised) => _vectorised = vectorised;

    /// <inheritdoc/>
    public string Name => $"CPU (System.Numerics.Tensors, {Environment.ProcessorCount} threads)";

    /// <inheritdoc/>
    public bool IsGpu => false;

    /// <inheritdoc/>
    public void Average(
        RoundInput round, Memory<long> sum, Memory<int> model, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(round);
        ForBlocks(round, (start, length) =>
        {
            Span<long> s = sum.Span.Slice(start, length);
            s.Clear();
            int[] values = ArrayPool<int>.Shared.Rent(length);
            long[] wide = ArrayPool<long>.Shared.Rent(length);
            for (int i = 0; i < round.Count; i++)
            {
                ReadOnlySpan<int> x = BlockReader.Read(round, i, start, values.AsSpan(0, length));
                if (!round.Scales.IsEmpty) x = BlockReader.Scale(x, round.Scales[i], values.AsSpan(0, length));
                if (_vectorised)
                {
                    TensorPrimitives.ConvertTruncating<int, long>(x, wide.AsSpan(0, length));
                    TensorPrimitives.MultiplyAdd(wide.AsSpan(0, length), (long)round.Weights[i], s, s);
                }
                else
                {
                    for (int j = 0; j < x.Length; j++) s[j] += (long)round.Weights[i] * x[j];
                }
            }

            ArrayPool<long>.Shared.Return(wide);
            ArrayPool<int>.Shared.Return(values);
            RoundedQuotient.Divide(s, round.TotalWeight, model.Span.Slice(start, length), _vectorised);
        }, progress, cancellation);
    }

    /// <inheritdoc/>
    public void TrimmedMean(
        RoundInput round, int trim, Memory<int> model, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(round);
        ArgumentOutOfRangeException.ThrowIfNegative(trim);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(2L * trim, round.Count, nameof(trim));
        TrimmedMeanPass.Run(round, trim, model, _vectorised, progress, cancellation);
    }

    /// <inheritdoc/>
    public void InnerProducts(
        RoundInput round, Memory<Int128> products, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(round);
        InnerProductPass.Run(round, products, _vectorised, progress, cancellation);
    }

    /// <inheritdoc/>
    public void SquaredNorms(
        RoundInput round, Memory<Int128> norms, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(round);
        norms.Span.Clear();
        var gate = new Lock();
        ForBlocks(round, (start, length) =>
        {
            int[] values = ArrayPool<int>.Shared.Rent(length);
            for (int i = 0; i < round.Count; i++)
            {
                long norm = SquaredNorm.Sum(BlockReader.Read(round, i, start, values.AsSpan(0, length)), _vectorised);
                lock (gate) norms.Span[i] += norm;
            }

            ArrayPool<int>.Shared.Return(values);
        }, progress, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static void ForBlocks(RoundInput round, Action<int, int> work, IProgress<long>? progress, CancellationToken cancellation) =>
        BlockLoop.Run(round, BlockLength, Environment.ProcessorCount, work, progress, cancellation);
}
