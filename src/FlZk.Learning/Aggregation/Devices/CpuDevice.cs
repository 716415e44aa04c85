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
        int kept = round.Count - (2 * trim);
        ForBlocks(round, (start, length) =>
        {
            using RowTile tile = RowTile.Read(round, start, length);
            var column = new int[round.Count];
            for (int j = 0; j < length; j++)
            {
                for (int i = 0; i < column.Length; i++) column[i] = tile[i][j];
                Array.Sort(column);
                long sum = kept / 2;
                for (int i = trim; i < trim + kept; i++) sum += column[i];
                long quotient = sum / kept;
                model.Span[start + j] = (int)(sum - (quotient * kept) < 0 ? quotient - 1 : quotient);
            }
        }, progress, cancellation);
    }

    /// <inheritdoc/>
    public void InnerProducts(
        RoundInput round, Memory<Int128> products, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(round);
        products.Span.Clear();
        var gate = new Lock();
        int n = round.Count;
        ForBlocks(round, (start, length) =>
        {
            using RowTile tile = RowTile.Read(round, start, length);
            for (int i = 0; i < n; i++)
            {
                for (int k = 0; k <= i; k++)
                {
                    // |x| <= 2^23, so that 4,096 products stay below 2^58.
                    long product = 0;
                    for (int j = 0; j < length; j++) product += (long)tile[i][j] * tile[k][j];
                    lock (gate)
                    {
                        products.Span[(i * n) + k] += product;
                        if (i != k) products.Span[(k * n) + i] += product;
                    }
                }
            }
        }, progress, cancellation);
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
                long norm = 0;
                foreach (int x in BlockReader.Read(round, i, start, values.AsSpan(0, length))) norm += (long)x * x;
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
