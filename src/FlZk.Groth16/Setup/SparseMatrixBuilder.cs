using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>Builds a <see cref="SparseMatrix"/> row by row.</summary>
internal sealed class SparseMatrixBuilder
{
    private readonly List<int> _rowStarts = [0];
    private readonly List<int> _columns = [];
    private readonly List<Fr> _values = [];

    /// <summary>Adds an entry to the row under construction.</summary>
    public void Add(int column, Fr value)
    {
        _columns.Add(column);
        _values.Add(value);
    }

    /// <summary>Ends the row under construction.</summary>
    public void EndRow() => _rowStarts.Add(_columns.Count);

    /// <summary>The matrix of all ended rows.</summary>
    public SparseMatrix Build() => new([.. _rowStarts], [.. _columns], [.. _values]);
}
