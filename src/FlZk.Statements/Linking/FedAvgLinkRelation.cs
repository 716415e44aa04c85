using System.Text;
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
public sealed class FedAvgLinkRelation : LinkRelation
{
    /// <summary>The row of C_S.</summary>
    internal const int SumRow = 0;

    /// <summary>The row of C_Y.</summary>
    internal const int ModelRow = 1;

    private readonly ReadOnlyMemory<G1Affine> _inputBases;
    private readonly PedersenGenerators _generators;
    private readonly FedAvgPublicSignals _signals;

    /// <summary>The relation between one circuit key and models of one length.</summary>
    /// <param name="key">The circuit's key; phase-2 contributions do not change what the relation depends on.</param>
    /// <param name="generators">At least d generators.</param>
    /// <param name="shape">d and the circuit's K.</param>
    /// <exception cref="KeyException">The key is unsafe or not of a FedAvg circuit for K parameters.</exception>
    /// <exception cref="ArgumentException">There are fewer generators than parameters, or d or K is out of range.</exception>
    public FedAvgLinkRelation(VerificationKey key, PedersenGenerators generators, LinkShape shape)
        : this(key, generators, shape, checkKey: true)
    {
    }

    /// <summary>The same without checks of the key's bases, for keys whose phase 2 is not done.</summary>
    internal FedAvgLinkRelation(VerificationKey key, PedersenGenerators generators, LinkShape shape, bool checkKey)
    {
        if (shape.Statement != LinkedStatement.FedAvg) throw new ArgumentException("The shape is another statement's.", nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Dimension, 1, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shape.Dimension, LinkShape.MaximumDimension, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.ChunkSize, 1, nameof(shape));
        if (generators.Count < shape.Dimension)
        {
            throw new ArgumentException(
                $"{shape.Dimension} parameters need as many generators; there are {generators.Count}.", nameof(generators));
        }
        _signals = new FedAvgPublicSignals(shape.ChunkSize);
        if (checkKey) FedAvgCircuitKey.Require(key, shape.ChunkSize);
        _inputBases = key.InputBases;
        _generators = generators;
        Shape = shape;
        Fingerprint = new KeccakTranscript()
            .Append("FlZk/v1/link-relation/fedavg"u8)
            .Append(Encoding.ASCII.GetBytes(PedersenGenerators.ValueDomain))
            .Append(Encoding.ASCII.GetBytes(PedersenGenerators.BlindingDomain))
            .AppendWord(shape.Dimension)
            .AppendWord(shape.ChunkSize)
            .AppendWord(shape.Chunks)
            .AppendWord(_inputBases.Length)
            .Append(_inputBases.Span)
            .Finish();
    }

    /// <inheritdoc/>
    public override LinkShape Shape { get; }

    /// <inheritdoc/>
    public override int RowCount => Shape.RowCount;

    /// <inheritdoc/>
    public override int ColumnCount => Shape.ColumnCount;

    /// <inheritdoc/>
    public override KeccakHash Fingerprint { get; }

    /// <inheritdoc/>
    public override LinkColumn Column(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, ColumnCount);
        int d = Shape.Dimension, k = Shape.ChunkSize;
        ReadOnlySpan<G1Affine> inputs = _inputBases.Span;
        if (index < d) return new(SumRow, _generators.Values.Span[index], ChunkRow(index / k), inputs[_signals.SumBase(index % k)]);
        if (index < 2 * d)
        {
            int j = index - d;
            return new(ModelRow, _generators.Values.Span[j], ChunkRow(j / k), inputs[FedAvgPublicSignals.ModelBase(j % k)]);
        }

        if (index == Shape.SumBlindingColumn) return new(SumRow, _generators.Blinding, ChunkRow(0), inputs[_signals.SumBlindingBase]);
        if (index == Shape.ModelBlindingColumn) return new(ModelRow, _generators.Blinding, ChunkRow(0), inputs[_signals.ModelBlindingBase]);
        return new(ChunkRow(index - Shape.MaskColumn(0)), inputs[_signals.MaskBase], -1, default);
    }

    private static int ChunkRow(int chunk) => 2 + chunk;
}
