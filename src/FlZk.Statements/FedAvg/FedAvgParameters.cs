using FlZk.Groth16;

namespace FlZk.Statements;

/// <summary>What a FedAvg circuit was compiled for: the arguments of its template.</summary>
/// <param name="ChunkSize">K, parameters per proof.</param>
/// <param name="ValueBits">Width of a model value, signed.</param>
/// <param name="WeightBits">Width of the total weight: 0 &lt; W &lt; 2^WeightBits.</param>
public readonly record struct FedAvgParameters(int ChunkSize, int ValueBits, int WeightBits)
{
    /// <summary>The range of every value of a model.</summary>
    public ValueRange Values => new(ValueBits);

    /// <summary>The largest total weight.</summary>
    public long MaximumTotalWeight => (1L << WeightBits) - 1;

    /// <summary>Requires widths for which sums fit 63 bits and are far below r.</summary>
    /// <exception cref="KeyException">They are not.</exception>
    public void Require() => LinkedKeyKind.FedAvg.RequireWidths(ChunkSize, ValueBits, WeightBits);
}
