using FlZk.Bn254.Curves;
using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.MultiScalar;

/// <summary>Multiplies blocks of points by one scalar; for one thread.</summary>
internal sealed unsafe class CommonScalarWorker
{
    /// <summary>Points per block: enough to share an inversion, few enough that their multiples stay in a core's second-level
    /// cache.</summary>
    public const int BlockPoints = 512;

    private const int OddMultiples = 8;

    private readonly AffineAdder<Fp> _adder;
    private readonly AffineDoubler _doubler;
    private readonly PinnedBuffer<AffinePoint<Fp>> _sums = new();

    // (2j + 1) P for all points, j after j, and likewise [lambda] of them.
    private readonly PinnedBuffer<AffinePoint<Fp>> _odd = new();
    private readonly PinnedBuffer<AffinePoint<Fp>> _turned = new();

    public CommonScalarWorker(InstructionTier tier)
    {
        _adder = AffineAdder<Fp>.Create(tier);
        _doubler = AffineDoubler.Create(tier);
        _sums.Ensure(BlockPoints);
        _odd.Ensure(OddMultiples * BlockPoints);
        _turned.Ensure(OddMultiples * BlockPoints);
    }

    /// <summary>results[i] = the scalar times points[i], for at most <see cref="BlockPoints"/> points of the curve.</summary>
    public void Multiply(ReadOnlySpan<G1Affine> points, CommonScalarDigits digits, Span<G1Affine> results)
    {
        // Infinity, which has no tangent, stays where it is.
        int count = 0;
        foreach (ref readonly G1Affine point in points)
        {
            if (!point.IsInfinity) _odd.Pointer[count++] = point.Point;
        }

        FillTables(count);
        AffinePoint<Fp>* sums = _sums.Pointer;
        _sums.Span(count).Clear();
        for (int i = digits.Length - 1; i >= 0 && count > 0; i--)
        {
            // The points have one order, so one sum is infinity where all are.
            if (!sums->IsInfinity) _doubler.Double(sums, count);
            Add(_odd.Pointer, digits.First[i], count);
            Add(_turned.Pointer, digits.Second[i], count);
        }

        for (int i = 0; i < points.Length; i++) results[i] = points[i].IsInfinity ? points[i] : new G1Affine(sums->X, (sums++)->Y);
    }

    private void FillTables(int count)
    {
        AffinePoint<Fp>* odd = _odd.Pointer, twice = _sums.Pointer;
        new ReadOnlySpan<AffinePoint<Fp>>(odd, count).CopyTo(_sums.Span(count));
        if (count > 0) _doubler.Double(twice, count);
        for (int j = 1; j < OddMultiples; j++)
        {
            AffinePoint<Fp>* from = odd + ((j - 1) * BlockPoints);
            for (int i = 0; i < count; i++) _adder.Add((ulong)(from + i), (ulong)(twice + i), (ulong)(from + BlockPoints + i));
            _adder.Flush();
        }

        for (int j = 0; j < OddMultiples; j++)
        {
            AffinePoint<Fp>* from = odd + (j * BlockPoints), to = _turned.Pointer + (j * BlockPoints);
            for (int i = 0; i < count; i++) to[i] = new AffinePoint<Fp>(from[i].X * Endomorphism.Beta, from[i].Y);
        }
    }

    private void Add(AffinePoint<Fp>* table, int digit, int count)
    {
        if (digit == 0) return;
        ulong sign = digit < 0 ? SignedReference.Negative : 0;
        AffinePoint<Fp>* multiples = table + ((Math.Abs(digit) >> 1) * BlockPoints), sums = _sums.Pointer;
        for (int i = 0; i < count; i++) _adder.Add((ulong)(sums + i), (ulong)(multiples + i) | sign, (ulong)(sums + i));
        _adder.Flush();
    }
}
