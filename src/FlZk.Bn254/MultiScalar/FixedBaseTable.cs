using System.Runtime.CompilerServices;
using FlZk.Bn254.Curves;
using FlZk.Bn254.Fields;
using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.MultiScalar;

/// <summary>
/// The multiples d 2^(w width) B of a base B for every window w and digit d from 1 to 2^(width-1): a scalar multiple is then a signed sum
/// of one entry per window, and the sums of many scalars share the inversions of affine addition.
/// </summary>
internal sealed unsafe class FixedBaseTable<TField>
    where TField : unmanaged, IField<TField>
{
    private const int ScalarBits = 254;

    /// <summary>Table entries that are summed at a time.</summary>
    private const int EntriesPerBlock = 1 << 14;

    /// <summary>Wider windows save additions, but their tables leave the cache.</summary>
    private const int MaximumWidth = 13;

    private readonly InstructionTier _tier;
    private readonly int _width;
    private readonly int _windows;
    private readonly PinnedBuffer<AffinePoint<TField>> _multiples = new();

    /// <summary>Builds the table; its width suits <paramref name="uses"/> multiplications.</summary>
    public FixedBaseTable(in AffinePoint<TField> basePoint, int uses, InstructionTier tier, CancellationToken cancellation)
    {
        _tier = tier;
        _width = Math.Clamp(int.Log2(Math.Max(uses, 1)) - 3, 4, MaximumWidth);
        _windows = (ScalarBits / _width) + 1;
        int perWindow = 1 << (_width - 1), entries = _windows * perWindow;
        _multiples.Ensure(entries);

        var powers = new JacobianPoint<TField>[_windows * _width];
        powers[0] = new JacobianPoint<TField>(basePoint);
        for (int k = 1; k < powers.Length; k++) JacobianPoint<TField>.Double(powers[k - 1], out powers[k]);
        var units = new AffinePoint<TField>[powers.Length];
        JacobianPoint<TField>.BatchToAffine(powers, units);

        // The multiple d 2^(w width) B lies at place d - 1 of window w. From those below 2^j to those below 2^(j+1), in all windows
        // at once.
        AffineAdder<TField> adder = AffineAdder<TField>.Create(tier);
        for (int j = 0; j < _width; j++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int w = 0; w < _windows; w++)
            {
                AffinePoint<TField>* window = _multiples.Pointer + (w * perWindow);
                AffinePoint<TField>* power = window + (1 << j) - 1;
                *power = units[(w * _width) + j];
                for (int d = 1; d < 1 << j && (1 << j) + d <= perWindow; d++)
                {
                    adder.Add((ulong)power, (ulong)(window + d - 1), (ulong)(power + d));
                }
            }

            adder.Flush();
        }
    }

    /// <summary>results[i] = scalars[i] times the base.</summary>
    /// <param name="scalars">The scalars.</param>
    /// <param name="results">Room for as many points, in memory that does not move.</param>
    /// <param name="execution">Cancellation, threads, progress.</param>
    public void MultiplyAll(ReadOnlyMemory<Fr> scalars, AffinePoint<TField>* results, Execution execution)
    {
        int length = EntriesPerBlock / _windows;
        int blocks = (scalars.Length + length - 1) / length;
        var meter = new WorkMeter(execution.Progress, blocks);
        if (blocks < 2 || execution.Threads < 2)
        {
            var worker = new Worker(length * _windows, length, _tier);
            for (int block = 0; block < blocks; block++) Block(block, worker);
        }
        else
        {
            Parallel.For(
                0,
                blocks,
                execution.ParallelOptions,
                () => new Worker(length * _windows, length, _tier),
                (block, _, worker) => Block(block, worker),
                _ => { });
        }

        meter.Finish();

        Worker Block(int block, Worker worker)
        {
            int start = block * length;
            ReadOnlySpan<Fr> source = scalars.Span.Slice(start, Math.Min(length, scalars.Length - start));
            ulong* reference = worker.References.Pointer;
            for (int i = 0; i < source.Length; i++)
            {
                int entries = Gather(source[i].ToCanonical(), reference);
                worker.Lengths.Pointer[i] = entries;
                reference += entries;
            }

            new Span<AffinePoint<TField>>(results + start, source.Length).Clear();
            worker.Segments.Sum(worker.References.Pointer, worker.Lengths.Pointer, source.Length, results + start, execution.Cancellation);
            meter.Advance(1);
            return worker;
        }
    }

    /// <summary>Writes references to the table entries whose sum is the multiple; returns how many.</summary>
    private int Gather(in Limbs scalar, ulong* references)
    {
        int count = 0;
        for (int w = 0; w < _windows; w++)
        {
            int digit = scalar.SignedDigit(w, _width);
            if (digit == 0) continue;
            AffinePoint<TField>* multiple = _multiples.Pointer + (w << (_width - 1)) + Math.Abs(digit) - 1;
            references[count++] = (ulong)multiple | (digit < 0 ? SignedReference.Negative : 0);
        }

        return count;
    }

    private sealed class Worker
    {
        public readonly SegmentSums<TField> Segments;
        public readonly PinnedBuffer<ulong> References = new();
        public readonly PinnedBuffer<int> Lengths = new();

        public Worker(int entries, int scalars, InstructionTier tier)
        {
            Segments = new SegmentSums<TField>(AffineAdder<TField>.Create(tier));
            References.Ensure(entries);
            Lengths.Ensure(scalars);
        }
    }
}
