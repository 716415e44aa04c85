using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>Builds a <see cref="SparseMatrix"/> row by row.</summary>
internal sealed class SparseMatrixBuilder
{
    private readonly List<int> _rowStarts = [0];
    private readonly List<int> _columns = [];
    private readonly List<int> _valueIndices = [];
    private readonly DistinctValues _distinct = new();

    /// <summary>Adds an entry to the row under construction.</summary>
    public void Add(int column, Fr value)
    {
        _columns.Add(column);
        _valueIndices.Add(_distinct.Number(value));
    }

    /// <summary>Ends the row under construction.</summary>
    public void EndRow() => _rowStarts.Add(_columns.Count);

    /// <summary>The matrix of all ended rows.</summary>
    public SparseMatrix Build() => new([.. _rowStarts], [.. _columns], [.. _valueIndices], _distinct.Values.ToArray());
}
