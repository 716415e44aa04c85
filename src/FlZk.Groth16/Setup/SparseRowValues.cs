using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>The values of one row's entries of a <see cref="SparseMatrix"/>, looked up as they are read.</summary>
internal readonly ref struct SparseRowValues(ReadOnlySpan<int> indices, ReadOnlySpan<Fr> distinct)
{
    private readonly ReadOnlySpan<int> _indices = indices;
    private readonly ReadOnlySpan<Fr> _distinct = distinct;

    public int Length => _indices.Length;

    public Fr this[int entry] => _distinct[_indices[entry]];

    public Fr[] ToArray()
    {
        var values = new Fr[_indices.Length];
        for (int i = 0; i < values.Length; i++) values[i] = this[i];
        return values;
    }
}
