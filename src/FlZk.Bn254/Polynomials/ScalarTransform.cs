using System.Numerics;
using System.Runtime.CompilerServices;

namespace FlZk.Bn254.Polynomials;

/// <summary>
/// Radix-2 transforms over Fr of one size, natural order in and out: bit-reversal, then Cooley-Tukey layers (decimation in time). Layers up
/// to <see cref="BlockLength"/> run block by block in the cache, the others layer by layer; both are shared out to all cores.
/// </summary>
internal sealed class ScalarTransform : ITransform
{
    /// <summary>Elements per cached block: 128 KiB. Also the least work worth a task.</summary>
    private const int BlockLength = 1 << 12;

    private readonly int _logSize;
    private readonly Fr _sizeInverse;

    /// <summary>For the layer that joins halves of length h, the h powers of its root of unity, from h on:
    /// roots[h + i] = w^(i n / 2h).</summary>
    private readonly Fr[] _roots;

    public ScalarTransform(int logSize, in Fr generator)
    {
        _logSize = logSize;
        _sizeInverse = Fr.FromUInt64(1UL << logSize).Inverse();
        _roots = new Fr[1 << logSize];
        int top = _roots.Length / 2;
        if (top == 0) return;
        FillPowers(_roots.AsSpan(top), Fr.One, generator);
        for (int half = top / 2; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++) _roots[half + i] = _roots[(2 * half) + (2 * i)];
        }
    }

    private Fr CosetShift => EvaluationDomain.RootOfUnity(_logSize + 1);

    /// <inheritdoc/>
    public void Forward(Span<Fr> values, bool coset, Execution execution)
    {
        if (coset) ScaleByPowers(values, Fr.One, CosetShift, execution);
        Forward(values, execution);
    }

    /// <inheritdoc/>
    public void Inverse(Span<Fr> values, bool coset, Execution execution) =>
        Inverse(values, coset ? CosetShift.Inverse() : Fr.One, execution);

    /// <inheritdoc/>
    public void MoveToCoset(Span<Fr> values, Execution execution)
    {
        Inverse(values, CosetShift, execution);
        Forward(values, execution);
    }

    /// <inheritdoc/>
    public void ProductRemainderOnCoset(DomainFactors factors, Span<Fr> remainder, Execution execution)
    {
        var a = new Fr[remainder.Length];
        var b = new Fr[remainder.Length];
        int block = Math.Min(BlockLength, a.Length);
        Share(remainder, a.Length / block, (a, b, factors), block, execution, static (all, index, state, length) =>
        {
            Span<Fr> blockA = state.a.AsSpan(index * length, length), blockB = state.b.AsSpan(index * length, length);
            state.factors(index * length, blockA, blockB);
            Span<Fr> products = all.Slice(index * length, length);
            for (int i = 0; i < products.Length; i++) Fr.Multiply(blockA[i], blockB[i], out products[i]);
        });
        MoveToCoset(a, execution);
        MoveToCoset(b, execution);
        MoveToCoset(remainder, execution);
        Share(remainder, a.Length / block, (a, b), block, execution, static (all, index, state, length) =>
        {
            ReadOnlySpan<Fr> blockA = state.a.AsSpan(index * length, length), blockB = state.b.AsSpan(index * length, length);
            Span<Fr> values = all.Slice(index * length, length);
            for (int i = 0; i < values.Length; i++) values[i] = (blockA[i] * blockB[i]) - values[i];
        });
    }

    /// <summary>values[i] becomes sum_j values[j] w^(ij).</summary>
    private void Forward(Span<Fr> values, Execution execution)
    {
        BitReverse(values);
        int block = Math.Min(BlockLength, values.Length);
        Share(values, values.Length / block, this, block, execution, static (all, index, self, length) =>
            self.TransformBlock(all.Slice(index * length, length)));
        for (int half = block; half < values.Length; half *= 2)
        {
            // One task is a run of butterflies inside one pair of halves.
            int run = Math.Min(half, BlockLength / 2);
            Share(values, values.Length / (2 * run), this, (half, run), execution, static (all, index, self, shape) =>
            {
                int runsPerPair = shape.half / shape.run;
                (int pair, int part) = Math.DivRem(index, runsPerPair);
                int low = (pair * 2 * shape.half) + (part * shape.run);
                Butterflies(
                    all.Slice(low, shape.run),
                    all.Slice(low + shape.half, shape.run),
                    self._roots.AsSpan(shape.half + (part * shape.run), shape.run));
            });
        }
    }

    /// <summary>The inverse transform, followed by scaling coefficient i by factor^i.</summary>
    private void Inverse(Span<Fr> values, in Fr factor, Execution execution)
    {
        // The transform with w^-1 is the transform with w, read backwards from the second value on.
        Forward(values, execution);
        values[1..].Reverse();
        ScaleByPowers(values, _sizeInverse, factor, execution);
    }

    /// <summary>values[i] *= first factor^i.</summary>
    private static void ScaleByPowers(Span<Fr> values, in Fr first, in Fr factor, Execution execution)
    {
        int block = Math.Min(BlockLength, values.Length);
        Share(values, values.Length / block, (first, factor), block, execution, static (all, index, scale, length) =>
        {
            Fr power = scale.first * scale.factor.Pow([(ulong)index * (ulong)length]);
            Scale(all.Slice(index * length, length), power, scale.factor);
        });
    }

    /// <summary>Runs tasks that touch disjoint parts of one span on all cores; few tasks run here.</summary>
    private static unsafe void Share<TState, TShape>(
        Span<Fr> values, int tasks, TState state, TShape shape, Execution execution, TransformTask<TState, TShape> task)
    {
        execution.Cancellation.ThrowIfCancellationRequested();
        if (tasks < 4 || execution.Threads == 1)
        {
            for (int i = 0; i < tasks; i++) task(values, i, state, shape);
            return;
        }

        // The span is pinned until the loop has ended, so tasks may rebuild it from its address.
        fixed (Fr* start = values)
        {
            var address = (nint)start;
            int length = values.Length;
            Parallel.For(0, tasks, execution.ParallelOptions, i => task(new Span<Fr>((Fr*)address, length), i, state, shape));
        }
    }

    private void TransformBlock(Span<Fr> block)
    {
        for (int half = 1; half < block.Length; half *= 2)
        {
            ReadOnlySpan<Fr> roots = _roots.AsSpan(half, half);
            for (int start = 0; start < block.Length; start += 2 * half)
            {
                Butterflies(block.Slice(start, half), block.Slice(start + half, half), roots);
            }
        }
    }

    /// <summary>(low, high) becomes (low + root high, low - root high).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Butterflies(Span<Fr> low, Span<Fr> high, ReadOnlySpan<Fr> roots)
    {
        for (int i = 0; i < low.Length; i++)
        {
            Fr.Multiply(high[i], roots[i], out Fr product);
            Fr.Subtract(low[i], product, out high[i]);
            Fr.Add(low[i], product, out low[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(Span<Fr> values, Fr power, in Fr factor)
    {
        for (int i = 0; i < values.Length; i++)
        {
            Fr.Multiply(values[i], power, out values[i]);
            Fr.Multiply(power, factor, out power);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillPowers(Span<Fr> values, Fr power, in Fr factor)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = power;
            Fr.Multiply(power, factor, out power);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void BitReverse(Span<Fr> values)
    {
        // j runs through the reversed numbers: adding one at the top carries downwards.
        for (int i = 0, j = 0; i < values.Length; i++)
        {
            if (i < j) (values[i], values[j]) = (values[j], values[i]);
            int carry = BitOperations.LeadingZeroCount(~(uint)(j << (32 - _logSize)));
            j = (j & ((values.Length >> carry) - 1)) | (values.Length >> (carry + 1));
        }
    }

    private delegate void TransformTask<TState, TShape>(Span<Fr> values, int index, TState state, TShape shape);
}
