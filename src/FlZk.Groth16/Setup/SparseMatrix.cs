using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>
/// A sparse matrix over Fr in compressed rows: row i holds the entries RowStarts[i] .. RowStarts[i + 1] - 1, each a column and an index
/// into a table of the distinct values. Circuits repeat few values, most of them 1 and -1: an entry costs 8 bytes instead of 36, and units
/// no multiplication.
/// </summary>
internal sealed class SparseMatrix
{
    // Rows per task: enough work to pay for the task, few enough to balance rows of different weight.
    private const int RowBlock = 4096;

    private readonly int[] _rowStarts;
    private readonly int[] _columns;
    private readonly int[] _valueIndices;
    private readonly Fr[] _distinct;

    /// <summary>Takes the arrays over; nothing is copied or checked.</summary>
    /// <param name="rowStarts">One more than there are rows, ascending from 0.</param>
    /// <param name="columns">One per entry.</param>
    /// <param name="valueIndices">One per entry, into <paramref name="distinct"/>.</param>
    /// <param name="distinct">The values; the first two are 1 and -1, see <see cref="DistinctValues"/>.</param>
    public SparseMatrix(int[] rowStarts, int[] columns, int[] valueIndices, Fr[] distinct)
    {
        _rowStarts = rowStarts;
        _columns = columns;
        _valueIndices = valueIndices;
        _distinct = distinct;
    }

    public int RowCount => _rowStarts.Length - 1;

    public int EntryCount => _columns.Length;

    public ReadOnlySpan<int> RowStarts => _rowStarts;

    public ReadOnlySpan<int> AllColumns => _columns;

    public ReadOnlySpan<int> ValueIndices => _valueIndices;

    /// <summary>The table of values, 1 and -1 first.</summary>
    public ReadOnlySpan<Fr> Distinct => _distinct;

    /// <summary>The columns of a row's entries.</summary>
    public ReadOnlySpan<int> Columns(int row) => _columns.AsSpan(_rowStarts[row].._rowStarts[row + 1]);

    /// <summary>The values of a row's entries.</summary>
    public SparseRowValues Values(int row) => new(_valueIndices.AsSpan(_rowStarts[row].._rowStarts[row + 1]), _distinct);

    /// <summary>The inner product of a row and a vector.</summary>
    public Fr RowTimes(int row, ReadOnlySpan<Fr> vector)
    {
        Fr sum = Fr.Zero;
        for (int i = _rowStarts[row]; i < _rowStarts[row + 1]; i++)
        {
            ref readonly Fr factor = ref vector[_columns[i]];
            switch (_valueIndices[i])
            {
                case DistinctValues.One: sum += factor; break;
                case DistinctValues.MinusOne: sum -= factor; break;
                default:
                    // Most wires are bits: a guess missed costs less than a product.
                    if (factor.IsZero) break;
                    sum += factor.IsOne ? _distinct[_valueIndices[i]] : _distinct[_valueIndices[i]] * factor;
                    break;
            }
        }

        return sum;
    }

    /// <summary>result[i] = row first + i times vector; zero from the last row on.</summary>
    public void MultiplyRows(int first, ReadOnlySpan<Fr> vector, Span<Fr> result)
    {
        int count = Math.Clamp(RowCount - first, 0, result.Length);
        for (int i = 0; i < count; i++) result[i] = RowTimes(first + i, vector);
        result[count..].Clear();
    }

    /// <summary>result[i] = row i times vector, for every row; the rest of the result becomes zero.</summary>
    public void Multiply(ReadOnlyMemory<Fr> vector, Memory<Fr> result, Execution execution)
    {
        result.Span[RowCount..].Clear();
        int blocks = (RowCount + RowBlock - 1) / RowBlock;
        var options = new ParallelOptions { CancellationToken = execution.Cancellation, MaxDegreeOfParallelism = execution.Threads };
        Parallel.For(0, blocks, options, block =>
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
            for (int i = _rowStarts[row]; i < _rowStarts[row + 1]; i++)
            {
                ref Fr into = ref result[_columns[i]];
                switch (_valueIndices[i])
                {
                    case DistinctValues.One: into += weight; break;
                    case DistinctValues.MinusOne: into -= weight; break;
                    default: into += weight * _distinct[_valueIndices[i]]; break;
                }
            }
        }
    }
}
