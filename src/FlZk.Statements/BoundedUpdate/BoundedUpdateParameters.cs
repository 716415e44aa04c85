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
    public void Require()
    {
        if (ChunkSize is < 1 or > LinkShape.MaximumDimension)
            throw new KeyException($"A circuit for {ChunkSize} parameters is not possible.");
        if (ValueBits is < 2 or > 32) throw new KeyException($"Values of {ValueBits} bits are not supported; 2 to 32 are.");
        if (NormBits is < 1 or > 128) throw new KeyException($"Squared norms of {NormBits} bits are not supported; 1 to 128 are.");
    }
}
