using FlZk.Bn254;
using FlZk.Groth16;

namespace FlZk.Statements;

/// <summary>
/// The relation of a FedAvg statement: C_S and C_Y over the commitment generators, D_c over the circuit key's input bases.
/// </summary>
/// <remarks>
/// s_j enters C_S and D_(j div K); y_j enters C_Y and D_(j div K); rho_S enters C_S and D_0; rho_Y enters C_Y
/// and D_0; beta_c enters D_c alone.
/// </remarks>
public sealed class FedAvgLinkRelation : ChunkedLinkRelation
{
    /// <summary>The row of C_S.</summary>
    internal const int SumRow = 0;

    /// <summary>The row of C_Y.</summary>
    internal const int ModelRow = 1;

    private readonly FedAvgPublicSignals _signals;

    /// <summary>The relation between one circuit key and models of one length.</summary>
    /// <param name="key">The circuit's key; phase-2 contributions do not change what the relation depends on.</param>
    /// <param name="generators">At least d generators.</param>
    /// <param name="shape">d and the circuit's K.</param>
    /// <exception cref="KeyException">The key is unsafe or not of a FedAvg circuit for K parameters.</exception>
    /// <exception cref="ArgumentException">There are fewer generators than parameters, d or K is out of range, or the shape is another
    /// statement's.</exception>
    public FedAvgLinkRelation(VerificationKey key, PedersenGenerators generators, LinkShape shape)
        : this(key, generators, shape, checkKey: true)
    {
    }

    /// <summary>The same without checks of the key's bases, for keys whose phase 2 is not done.</summary>
    internal FedAvgLinkRelation(VerificationKey key, PedersenGenerators generators, LinkShape shape, bool checkKey)
        : base(LinkedKeyKind.FedAvg, "FlZk/v1/link-relation/fedavg"u8, key, generators, shape, checkKey) =>
        _signals = new FedAvgPublicSignals(shape.ChunkSize);

    private protected override LinkColumn ColumnWithin(int index, ReadOnlySpan<G1Affine> inputs)
    {
        int d = Shape.Dimension, k = Shape.ChunkSize;
        if (index < d) return new(SumRow, Generators.Values.Span[index], ChunkRow(index / k), inputs[_signals.SumBase(index % k)]);
        if (index < 2 * d)
        {
            int j = index - d;
            return new(ModelRow, Generators.Values.Span[j], ChunkRow(j / k), inputs[FedAvgPublicSignals.ModelBase(j % k)]);
        }

        if (index == Shape.SumBlindingColumn) return new(SumRow, Generators.Blinding, ChunkRow(0), inputs[_signals.SumBlindingBase]);
        if (index == Shape.ModelBlindingColumn) return new(ModelRow, Generators.Blinding, ChunkRow(0), inputs[_signals.ModelBlindingBase]);
        return new(ChunkRow(index - Shape.MaskColumn(0)), inputs[_signals.MaskBase], -1, default);
    }
}
