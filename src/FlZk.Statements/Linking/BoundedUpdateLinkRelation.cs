using System.Text;
using FlZk.Bn254;
using FlZk.Groth16;

namespace FlZk.Statements;

/// <summary>
/// The relation of a bounded update: C over the commitment generators, D_c over the circuit key's input bases.
/// </summary>
/// <remarks>
/// x_j enters C and D_(j div K); rho enters C and D_0; acc_c, the squared norm up to chunk c, leaves D_c as accOut and enters D_(c+1) as
/// accIn,
/// that of the last chunk its D alone; beta_c enters D_c alone. Nothing enters D_0 as accIn: it is zero in every linked proof.
/// </remarks>
public sealed class BoundedUpdateLinkRelation : LinkRelation
{
    /// <summary>The row of C.</summary>
    internal const int CommitmentRow = 0;

    private readonly ReadOnlyMemory<G1Affine> _inputBases;
    private readonly PedersenGenerators _generators;
    private readonly BoundedUpdatePublicSignals _signals;

    /// <summary>The relation between one circuit key and updates of one length.</summary>
    /// <param name="key">The circuit's key; phase-2 contributions do not change what the relation depends on.</param>
    /// <param name="generators">At least d generators.</param>
    /// <param name="shape">d and the circuit's K, for a bounded update.</param>
    /// <exception cref="KeyException">The key is unsafe or not of a bounded-update circuit for K parameters.</exception>
    /// <exception cref="ArgumentException">There are fewer generators than parameters, d or K is out of range, or the shape is another
    /// statement's.</exception>
    public BoundedUpdateLinkRelation(VerificationKey key, PedersenGenerators generators, LinkShape shape)
        : this(key, generators, shape, checkKey: true)
    {
    }

    /// <summary>The same without checks of the key's bases, for keys whose phase 2 is not done.</summary>
    internal BoundedUpdateLinkRelation(VerificationKey key, PedersenGenerators generators, LinkShape shape, bool checkKey)
    {
        if (shape.Statement != LinkedStatement.BoundedUpdate)
            throw new ArgumentException("The shape is another statement's.", nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Dimension, 1, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shape.Dimension, LinkShape.MaximumDimension, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.ChunkSize, 1, nameof(shape));
        if (generators.Count < shape.Dimension)
        {
            throw new ArgumentException(
                $"{shape.Dimension} parameters need as many generators; there are {generators.Count}.", nameof(generators));
        }

        _signals = new BoundedUpdatePublicSignals(shape.ChunkSize);
        if (checkKey) BoundedUpdateCircuitKey.Require(key, shape.ChunkSize);
        _inputBases = key.InputBases;
        _generators = generators;
        Shape = shape;
        Fingerprint = new KeccakTranscript()
            .Append("FlZk/v1/link-relation/bounded-update"u8)
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
        int k = Shape.ChunkSize;
        ReadOnlySpan<G1Affine> inputs = _inputBases.Span;
        if (index < Shape.Dimension)
        {
            return new(
                CommitmentRow, _generators.Values.Span[index],
                ChunkRow(index / k), inputs[BoundedUpdatePublicSignals.ValueBase(index % k)]);
        }

        if (index == Shape.BlindingColumn) return new(CommitmentRow, _generators.Blinding, ChunkRow(0), inputs[_signals.BlindingBase]);
        if (index >= Shape.MaskColumn(0)) return new(ChunkRow(index - Shape.MaskColumn(0)), inputs[_signals.MaskBase], -1, default);
        int chunk = index - Shape.CarryColumn(0);
        G1Affine leaving = inputs[BoundedUpdatePublicSignals.CarryOutBase];
        return chunk == Shape.Chunks - 1
            ? new(ChunkRow(chunk), leaving, -1, default)
            : new(ChunkRow(chunk), leaving, ChunkRow(chunk + 1), inputs[BoundedUpdatePublicSignals.CarryInBase]);
    }

    private static int ChunkRow(int chunk) => 1 + chunk;
}
