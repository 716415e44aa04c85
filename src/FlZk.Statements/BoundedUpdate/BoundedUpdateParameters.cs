using FlZk.Groth16;

namespace FlZk.Statements;

/// <summary>What a bounded-update circuit was compiled for: the arguments of its template.</summary>
/// <param name="ChunkSize">K, values per proof.</param>
/// <param name="ValueBits">Width of a value, signed.</param>
/// <param name="NormBits">Width of the bound on the squared norm: 0 &lt;= bound &lt; 2^NormBits.</param>
public readonly record struct BoundedUpdateParameters(int ChunkSize, int ValueBits, int NormBits)
{
    /// <summary>The range of every value of an update.</summary>
    public ValueRange Values => new(ValueBits);

    /// <summary>The largest bound on the squared norm.</summary>
    public UInt128 MaximumBound => UInt128.MaxValue >> (128 - NormBits);

    /// <summary>Requires widths for which squared norms fit 128 bits and are far below r.</summary>
    /// <exception cref="KeyException">They are not.</exception>
    public void Require() => LinkedKeyKind.BoundedUpdate.RequireWidths(ChunkSize, ValueBits, NormBits);
}
