using FlZk.Bn254.Curves;
using FlZk.Bn254.Fields;
using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.MultiScalar;

/// <summary>
/// The multiples d 2^(w width) B of a base B for every window w and signed digit d from 1 to 2^(width-1): a scalar multiple is then a sum
/// of one entry per window, and the sums of many scalars share the inversions of affine addition.
/// </summary>
internal sealed class FixedBaseTable<TField>
    where TField : unmanaged, IField<TField>
{
    private const int ScalarBits = 254;
    private const int BlockLength = 256;

    private readonly InstructionTier _tier;
    private readonly int _width;
    private readonly int _windows;
    private readonly AffinePoint<TField>[] _multiples;

    /// <summary>Builds the table; its width suits <paramref name="uses"/> multiplications.</summary>
    public FixedBaseTable(in AffinePoint<TField> basePoint, int uses, InstructionTier tier, Execution execution)
    {
        _tier = tier;
        _width = Math.Clamp(int.Log2(Math.Max(uses, 1)) - 3, 4, 12);
        _windows = (ScalarBits / _width) + 1;
        var units = new JacobianPoint<TField>[_windows];
        units[0] = new JacobianPoint<TField>(basePoint);
        for (int w = 1; w < _windows; w++)
        {
            units[w] = units[w - 1];
            for (int i = 0; i < _width; i++) units[w] = units[w].Double();
        }

        int perWindow = 1 << (_width - 1);
        _multiples = new AffinePoint<TField>[_windows * perWindow];
        Parallel.For(0, _windows, execution.ParallelOptions, w =>
        {
            var multiples = new JacobianPoint<TField>[perWindow];
            AffinePoint<TField> unit = units[w].ToAffine();
            multiples[0] = units[w];
            for (int d = 1; d < perWindow; d++) JacobianPoint<TField>.Add(multiples[d - 1], unit, out multiples[d]);
            JacobianPoint<TField>.BatchToAffine(multiples, _multiples.AsSpan(w * perWindow, perWindow));
        });
    }

    /// <summary>Receives the results of the scalars from <paramref name="start"/> on; called from several threads.</summary>
    public delegate void BlockSink(int start, ReadOnlySpan<AffinePoint<TField>> block);

    /// <summary>Multiplies the base by every scalar, handing results over block by block.</summary>
    public void MultiplyAll(ReadOnlyMemory<Fr> scalars, BlockSink sink, Execution execution)
    {
        int blocks = (scalars.Length + BlockLength - 1) / BlockLength;
        var meter = new WorkMeter(execution.Progress, blocks);
        Parallel.For(0, blocks, execution.ParallelOptions, () => new Worker(_windows, _tier), Block, _ => { });

        Worker Block(int block, ParallelLoopState state, Worker worker)
        {
            int start = block * BlockLength;
            ReadOnlySpan<Fr> source = scalars.Span.Slice(start, Math.Min(BlockLength, scalars.Length - start));
            for (int i = 0; i < source.Length; i++)
            {
                worker.Starts[i] = i * _windows;
                worker.Lengths[i] = Gather(source[i].ToCanonical(), worker.Points.AsSpan(i * _windows, _windows));
            }

            worker.Adder.SumSegments(worker.Points, worker.Starts.AsSpan(0, source.Length), worker.Lengths.AsSpan(0, source.Length));
            for (int i = 0; i < source.Length; i++) worker.Results[i] = worker.Lengths[i] == 0 ? default : worker.Points[worker.Starts[i]];
            sink(start, worker.Results.AsSpan(0, source.Length));
            meter.Advance(1);
            return worker;
        }
    }

    /// <summary>Writes the table entries whose sum is the multiple; returns how many.</summary>
    private int Gather(in Limbs scalar, Span<AffinePoint<TField>> entries)
    {
        int count = 0;
        for (int w = 0; w < _windows; w++)
        {
            int digit = scalar.SignedDigit(w, _width);
            if (digit == 0) continue;
            ref readonly AffinePoint<TField> multiple = ref _multiples[(w << (_width - 1)) + Math.Abs(digit) - 1];
            entries[count++] = digit < 0 ? -multiple : multiple;
        }

        return count;
    }

    private sealed class Worker(int windows, InstructionTier tier)
    {
        public readonly SegmentAdder<TField> Adder = SegmentAdder<TField>.Create(tier);
        public readonly AffinePoint<TField>[] Points = new AffinePoint<TField>[BlockLength * windows];
        public readonly AffinePoint<TField>[] Results = new AffinePoint<TField>[BlockLength];
        public readonly int[] Starts = new int[BlockLength];
        public readonly int[] Lengths = new int[BlockLength];
    }
}
