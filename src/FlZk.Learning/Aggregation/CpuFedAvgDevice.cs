using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;

namespace FlZk.Learning.Aggregation;

/// <summary>FedAvg on the processor's vector units through System.Numerics.Tensors: one pass over the updates, blocks of parameters in
/// parallel.</summary>
/// <remarks>Sums are 64-bit integers (see <see cref="FedAvg"/> on why they cannot overflow); the quotient is
/// <see cref="RoundedQuotient"/>'s.</remarks>
public sealed class CpuFedAvgDevice : IFedAvgDevice
{
    // 4,096 sums and as many widened values: 64 KiB, inside a core's second-level cache.
    private const int BlockLength = 4096;

    private readonly bool _vectorised;

    /// <summary>Takes what the processor offers.</summary>
    public CpuFedAvgDevice()
        : this(Vector.IsHardwareAccelerated)
    {
    }

    /// <summary>Chooses between vectors and their scalar twin, for tests.</summary>
    internal CpuFedAvgDevice(bool vectorised) => _vectorised = vectorised;

    /// <inheritdoc/>
    public string Name => $"CPU (System.Numerics.Tensors, {Environment.ProcessorCount} threads)";

    /// <inheritdoc/>
    public bool IsGpu => false;

    /// <inheritdoc/>
    public void Average(
        IReadOnlyList<ReadOnlyMemory<int>> updates,
        ReadOnlyMemory<int> weights,
        Memory<long> sum,
        Memory<int> model,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(updates);
        int blocks = (sum.Length + BlockLength - 1) / BlockLength;
        Parallel.For(0, blocks, new ParallelOptions { CancellationToken = cancellation }, block =>
        {
            int start = block * BlockLength;
            int length = Math.Min(BlockLength, sum.Length - start);
            AverageBlock(updates, weights.Span, sum.Span.Slice(start, length), model.Span.Slice(start, length), start);
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void AverageBlock(
        IReadOnlyList<ReadOnlyMemory<int>> updates, ReadOnlySpan<int> weights, Span<long> sum, Span<int> model, int start)
    {
        long[] rented = ArrayPool<long>.Shared.Rent(BlockLength);
        Span<long> wide = rented.AsSpan(0, sum.Length);
        int totalWeight = 0;
        sum.Clear();
        for (int i = 0; i < weights.Length; i++)
        {
            ReadOnlySpan<int> update = updates[i].Span.Slice(start, sum.Length);
            if (_vectorised)
            {
                TensorPrimitives.ConvertTruncating<int, long>(update, wide);
                TensorPrimitives.MultiplyAdd(wide, (long)weights[i], sum, sum);
            }
            else
            {
                for (int j = 0; j < update.Length; j++) sum[j] += (long)weights[i] * update[j];
            }

            totalWeight += weights[i];
        }

        ArrayPool<long>.Shared.Return(rented);
        RoundedQuotient.Divide(sum, totalWeight, model, _vectorised);
    }
}
