using FlZk.Bn254.Curves;
using FlZk.Bn254.Fields;

namespace FlZk.Bn254.MultiScalar;

/// <summary>The multiples d 2^(w width) B of a base B for every window w and digit d from 1 to 2^width - 1.</summary>
internal sealed class FixedBaseTable<TField>
    where TField : unmanaged, IField<TField>
{
    private const int ScalarBits = 254;
    private const int BlockLength = 256;

    private readonly int _width;
    private readonly int _windows;
    private readonly AffinePoint<TField>[] _multiples;

    public delegate void BlockSink(int start, ReadOnlySpan<AffinePoint<TField>> block);

    /// <summary>Builds the table; its width suits <paramref name="uses"/> multiplications.</summary>
    public FixedBaseTable(in AffinePoint<TField> basePoint, int uses)
    {
        _width = Math.Clamp(int.Log2(Math.Max(uses, 1)) - 3, 4, 10);
        _windows = (ScalarBits + _width - 1) / _width;
        int perWindow = (1 << _width) - 1;
        var multiples = new JacobianPoint<TField>[_windows * perWindow];
        var unit = new JacobianPoint<TField>(basePoint);
        for (int w = 0; w < _windows; w++)
        {
            multiples[w * perWindow] = unit;
            for (int d = 1; d < perWindow; d++) multiples[(w * perWindow) + d] = multiples[(w * perWindow) + d - 1].Add(unit);
            unit = multiples[(w * perWindow) + perWindow - 1].Add(unit);
        }

        _multiples = new AffinePoint<TField>[multiples.Length];
        JacobianPoint<TField>.BatchToAffine(multiples, _multiples);
    }

    /// <summary>Multiplies the base by every scalar, handing results over block by block from several threads.</summary>
    public void MultiplyAll(ReadOnlyMemory<Fr> scalars, BlockSink sink, CancellationToken cancellation)
    {
        int blocks = (scalars.Length + BlockLength - 1) / BlockLength;
        Parallel.For(0, blocks, new ParallelOptions { CancellationToken = cancellation }, block =>
        {
            int start = block * BlockLength;
            int count = Math.Min(BlockLength, scalars.Length - start);
            ReadOnlySpan<Fr> source = scalars.Span.Slice(start, count);
            var sums = new JacobianPoint<TField>[count];
            var affine = new AffinePoint<TField>[count];
            for (int i = 0; i < count; i++) sums[i] = Multiply(source[i].ToCanonical());
            JacobianPoint<TField>.BatchToAffine(sums, affine);
            sink(start, affine);
        });
    }

    private JacobianPoint<TField> Multiply(in Limbs scalar)
    {
        int perWindow = (1 << _width) - 1;
        JacobianPoint<TField> sum = JacobianPoint<TField>.Infinity;
        for (int w = 0; w < _windows; w++)
        {
            int digit = scalar.Bits(w * _width, _width);
            if (digit != 0) sum = sum.Add(_multiples[(w * perWindow) + digit - 1]);
        }

        return sum;
    }
}
