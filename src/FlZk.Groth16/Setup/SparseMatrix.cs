using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>A sparse matrix over Fr in compressed rows: row i holds the entries RowStarts[i] .. RowStarts[i + 1] - 1.</summary>
internal sealed class SparseMatrix
{
    // Rows per task: enough work to pay for the task, few enough to balance rows of different weight.
    private const int RowBlock = 4096;

    private readonly int[] _rowStarts;
    private readonly int[] _columns;
    private readonly Fr[] _values;

    public SparseMatrix(int[] rowStarts, int[] columns, Fr[] values)
    {
        _rowStarts = rowStarts;
        _columns = columns;
        _values = values;
    }

    public int RowCount => _rowStarts.Length - 1;

    public int EntryCount => _columns.Length;

    /// <summary>The columns of a row's entries.</summary>
    public ReadOnlySpan<int> Columns(int row) => _columns.AsSpan(_rowStarts[row].._rowStarts[row + 1]);

    /// <summary>The values of a row's entries.</summary>
    public ReadOnlySpan<Fr> Values(int row) => _values.AsSpan(_rowStarts[row].._rowStarts[row + 1]);

    /// <summary>The inner product of a row and a vector.</summary>
    public Fr RowTimes(int row, ReadOnlySpan<Fr> vector)
    {
        Fr sum = Fr.Zero;
        for (int i = _rowStarts[row]; i < _rowStarts[row + 1]; i++) sum += _values[i] * vector[_columns[i]];
        return sum;
    }

    /// <summary>result[i] = row i times vector, for every row; the rest of the result becomes zero.</summary>
    public void Multiply(ReadOnlyMemory<Fr> vector, Memory<Fr> result, CancellationToken cancellation)
    {
        result.Span[RowCount..].Clear();
        int blocks = (RowCount + RowBlock - 1) / RowBlock;
        Parallel.For(
            0,
            blocks,
            new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount },
            block =>
        {
            ReadOnlySpan<Fr> values = vector.Span;
            Span<Fr> into = result.Span;
            int end = Math.Min((block + 1) * RowBlock, RowCount);
            for (int row = block * RowBlock; row < end; row++) into[row] = RowTimes(row, values);
        });
    }

    /// <summary>result[column] += sum over rows of weights[row] * entry: the matrix's columns combined with one weight per row.</summary>
    public void AddWeightedColumns(ReadOnlySpan<Fr> weights, Span<Fr> result)
    {
        for (int row = 0; row < RowCount; row++)
        {
            Fr weight = weights[row];
            for (int i = _rowStarts[row]; i < _rowStarts[row + 1]; i++) result[_columns[i]] += weight * _values[i];
        }
    }
}
