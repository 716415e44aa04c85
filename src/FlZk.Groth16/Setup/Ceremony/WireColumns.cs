using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>The entries of a constraint system's matrices by wire: for every wire, rows and coefficients. Sums of one point per row follow
/// from it.</summary>
internal sealed class WireColumns
{
    // Wires with more entries than this are summed by buckets, all cores on one wire; the others one by one, many wires at a time.
    private const int ManyEntries = 512;
    private const int BlockLength = 256;

    private readonly int[] _starts;
    private readonly int[] _rows;
    private readonly int[] _valueIndices;
    private readonly Fr[] _distinct;

    /// <summary>Turns a matrix around.</summary>
    /// <param name="matrix">Row by row.</param>
    /// <param name="wireCount">Columns.</param>
    /// <param name="publicRows">How many rows with the single entry 1 at wire 0, 1, .. follow the matrix's own.</param>
    public WireColumns(SparseMatrix matrix, int wireCount, int publicRows = 0)
    {
        _starts = new int[wireCount + 1];
        for (int row = 0; row < matrix.RowCount; row++)
        {
            foreach (int wire in matrix.Columns(row)) _starts[wire + 1]++;
        }

        for (int wire = 0; wire < publicRows; wire++) _starts[wire + 1]++;
        for (int wire = 0; wire < wireCount; wire++) _starts[wire + 1] += _starts[wire];
        _rows = new int[_starts[wireCount]];
        _valueIndices = new int[_starts[wireCount]];
        _distinct = matrix.Distinct.ToArray();
        int[] next = [.. _starts];
        for (int row = 0; row < matrix.RowCount; row++)
        {
            ReadOnlySpan<int> wires = matrix.Columns(row);
            ReadOnlySpan<int> values = matrix.ValueIndices[matrix.RowStarts[row]..matrix.RowStarts[row + 1]];
            for (int i = 0; i < wires.Length; i++) Add(next[wires[i]]++, row, values[i]);
        }

        for (int wire = 0; wire < publicRows; wire++) Add(next[wire]++, matrix.RowCount + wire, DistinctValues.One);
    }

    /// <summary>For wires first .. first + sums.Length - 1: sums += sum over the wire's entries of value times the row's point.</summary>
    public void AddSums(ReadOnlyMemory<G1Affine> rowPoints, int first, Memory<G1Jacobian> sums, Execution execution)
    {
        ForEachWire(
            first, sums.Length, execution,
            (wire, from, to) =>
            {
                ReadOnlySpan<G1Affine> points = rowPoints.Span;
                G1Jacobian sum = sums.Span[wire];
                for (int i = from; i < to; i++)
                {
                    G1Affine point = points[_rows[i]];
                    if (_valueIndices[i] == DistinctValues.One) sum = sum.AddMixed(point);
                    else if (_valueIndices[i] == DistinctValues.MinusOne) sum = sum.AddMixed(-point);
                    else sum += new G1Jacobian(IsNegative(_distinct[_valueIndices[i]], out Fr magnitude) ? -point : point) * magnitude;
                }

                sums.Span[wire] = sum;
            },
            (wire, from, to) => sums.Span[wire] = sums.Span[wire].AddMixed(MultiScalarMultiplication.Compute(
                Array.ConvertAll(_rows[from..to], row => rowPoints.Span[row]),
                Array.ConvertAll(_valueIndices[from..to], index => _distinct[index]),
                execution.WithProgress(null))));
    }

    /// <summary>As above, in G2.</summary>
    public void AddSums(ReadOnlyMemory<G2Affine> rowPoints, int first, Memory<G2Jacobian> sums, Execution execution)
    {
        ForEachWire(
            first, sums.Length, execution,
            (wire, from, to) =>
            {
                ReadOnlySpan<G2Affine> points = rowPoints.Span;
                G2Jacobian sum = sums.Span[wire];
                for (int i = from; i < to; i++)
                {
                    G2Affine point = points[_rows[i]];
                    if (_valueIndices[i] == DistinctValues.One) sum = sum.AddMixed(point);
                    else if (_valueIndices[i] == DistinctValues.MinusOne) sum = sum.AddMixed(-point);
                    else sum += new G2Jacobian(IsNegative(_distinct[_valueIndices[i]], out Fr magnitude) ? -point : point) * magnitude;
                }

                sums.Span[wire] = sum;
            },
            (wire, from, to) => sums.Span[wire] = sums.Span[wire].AddMixed(MultiScalarMultiplication.Compute(
                Array.ConvertAll(_rows[from..to], row => rowPoints.Span[row]),
                Array.ConvertAll(_valueIndices[from..to], index => _distinct[index]),
                execution.WithProgress(null))));
    }

    private void ForEachWire(int first, int count, Execution execution, Action<int, int, int> sumFew, Action<int, int, int> sumMany)
    {
        var parallel = new ParallelOptions { CancellationToken = execution.Cancellation, MaxDegreeOfParallelism = execution.Threads };
        Parallel.For(0, (count + BlockLength - 1) / BlockLength, parallel, block =>
        {
            int end = Math.Min((block + 1) * BlockLength, count);
            for (int wire = block * BlockLength; wire < end; wire++)
            {
                (int from, int to) = (_starts[first + wire], _starts[first + wire + 1]);
                if (to - from <= ManyEntries) sumFew(wire, from, to);
            }
        });
        for (int wire = 0; wire < count; wire++)
        {
            (int from, int to) = (_starts[first + wire], _starts[first + wire + 1]);
            if (to - from > ManyEntries) sumMany(wire, from, to);
        }
    }

    // Coefficients of circuits are mostly small, of either sign: r - 8 costs as little as 8.
    private static bool IsNegative(in Fr value, out Fr magnitude)
    {
        Fr opposite = -value;
        Span<byte> bytes = stackalloc byte[2 * Fr.ByteLength];
        value.WriteBigEndian(bytes);
        opposite.WriteBigEndian(bytes[Fr.ByteLength..]);
        bool negative = bytes[..Fr.ByteLength].SequenceCompareTo(bytes[Fr.ByteLength..]) > 0;
        magnitude = negative ? opposite : value;
        return negative;
    }

    private void Add(int at, int row, int valueIndex)
    {
        _rows[at] = row;
        _valueIndices[at] = valueIndex;
    }
}
