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
                ReadOnlySpan<int> x = ReadBlock(round, i, start, values.AsSpan(0, length));
                if (!round.Scales.IsEmpty) x = Scale(x, round.Scales[i], values.AsSpan(0, length));
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
            int[] tile = ReadTile(round, start, length);
            var column = new int[round.Count];
            for (int j = 0; j < length; j++)
            {
                for (int i = 0; i < column.Length; i++) column[i] = tile[(i * length) + j];
                Array.Sort(column);
                long sum = kept / 2;
                for (int i = trim; i < trim + kept; i++) sum += column[i];
                long quotient = sum / kept;
                model.Span[start + j] = (int)(sum - (quotient * kept) < 0 ? quotient - 1 : quotient);
            }

            ArrayPool<int>.Shared.Return(tile);
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
            int[] tile = ReadTile(round, start, length);
            for (int i = 0; i < n; i++)
            {
                for (int k = 0; k <= i; k++)
                {
                    // |x| <= 2^23, so that 4,096 products stay below 2^58.
                    long product = 0;
                    for (int j = 0; j < length; j++) product += (long)tile[(i * length) + j] * tile[(k * length) + j];
                    lock (gate)
                    {
                        products.Span[(i * n) + k] += product;
                        if (i != k) products.Span[(k * n) + i] += product;
                    }
                }
            }

            ArrayPool<int>.Shared.Return(tile);
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
                foreach (int x in ReadBlock(round, i, start, values.AsSpan(0, length))) norm += (long)x * x;
                lock (gate) norms.Span[i] += norm;
            }

            ArrayPool<int>.Shared.Return(values);
        }, progress, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static void ForBlocks(RoundInput round, Action<int, int> work, IProgress<long>? progress, CancellationToken cancellation)
    {
        int blocks = (round.Length + BlockLength - 1) / BlockLength;
        try
        {
            Parallel.For(0, blocks, new ParallelOptions { CancellationToken = cancellation }, block =>
            {
                int start = block * BlockLength;
                int length = Math.Min(BlockLength, round.Length - start);
                work(start, length);
                progress?.Report((long)length * round.Count);
            });
        }
        catch (AggregateException several)
        {
            throw several.InnerExceptions.OfType<InvalidUpdateException>().MinBy(refusal => refusal.ProviderIndex)
                ?? several.InnerExceptions[0];
        }
    }

    private static int[] ReadTile(RoundInput round, int start, int length)
    {
        int[] tile = ArrayPool<int>.Shared.Rent(checked(round.Count * length));
        for (int i = 0; i < round.Count; i++)
        {
            Span<int> row = tile.AsSpan(i * length, length);
            ReadOnlySpan<int> values = ReadBlock(round, i, start, row);
            if (!values.Overlaps(row)) values.CopyTo(row);
        }

        return tile;
    }

    internal static ReadOnlySpan<int> Scale(ReadOnlySpan<int> values, int scale, Span<int> scaled)
    {
        for (int j = 0; j < values.Length; j++) scaled[j] = (int)((((long)values[j] * scale) + (1L << 29)) >> 30);
        return scaled;
    }

    // The block where it lies or copied to the buffer, with every value inside the round's format.
    internal static ReadOnlySpan<int> ReadBlock(RoundInput round, int i, int start, Span<int> buffer)
    {
        IUpdateSource source = round.Sources[i];
        if (!source.TryGetBlock(start, buffer.Length, out ReadOnlySpan<int> values))
        {
            try
            {
                source.Read(start, buffer);
            }
            catch (UnusableUpdateException refused)
            {
                throw new InvalidUpdateException(i, refused.Message, refused.ParameterIndex, refused);
            }

            values = buffer;
        }

        if (round.Format.IndexOfFirstOutOfRange(values) is var j and >= 0)
        {
            throw InvalidUpdateException.OutOfRange(i, start + j, values[j], round.Format);
        }

        return values;
    }
}
