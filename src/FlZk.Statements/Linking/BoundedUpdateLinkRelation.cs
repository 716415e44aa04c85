using FlZk.Bn254;
using FlZk.Groth16;

namespace FlZk.Statements;

/// <summary>
/// The relation of a bounded update: C over the commitment generators, D_c over the circuit key's input bases.
/// </summary>
/// <remarks>
/// x_j enters C and D_(j div K); rho enters C and D_0; acc_c, the squared norm up to chunk c, leaves D_c as accOut and enters D_(c+1) as
/// accIn, that of the last chunk its D alone; beta_c enters D_c alone. Nothing enters D_0 as accIn: it is zero in every linked proof.
/// </remarks>
public sealed class BoundedUpdateLinkRelation : ChunkedLinkRelation
{
    /// <summary>The row of C.</summary>
    internal const int CommitmentRow = 0;

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
        : base(LinkedKeyKind.BoundedUpdate, "FlZk/v1/link-relation/bounded-update"u8, key, generators, shape, checkKey) =>
        _signals = new BoundedUpdatePublicSignals(shape.ChunkSize);

    private protected override LinkColumn ColumnWithin(int index, ReadOnlySpan<G1Affine> inputs)
    {
        int k = Shape.ChunkSize;
        if (index < Shape.Dimension)
        {
            return new(
                CommitmentRow, Generators.Values.Span[index],
                ChunkRow(index / k), inputs[BoundedUpdatePublicSignals.ValueBase(index % k)]);
        }

        if (index == Shape.BlindingColumn) return new(CommitmentRow, Generators.Blinding, ChunkRow(0), inputs[_signals.BlindingBase]);
        if (index >= Shape.MaskColumn(0)) return new(ChunkRow(index - Shape.MaskColumn(0)), inputs[_signals.MaskBase], -1, default);
        int chunk = index - Shape.CarryColumn(0);
        G1Affine leaving = inputs[BoundedUpdatePublicSignals.CarryOutBase];
        return chunk == Shape.Chunks - 1
            ? new(ChunkRow(chunk), leaving, -1, default)
            : new(ChunkRow(chunk), leaving, ChunkRow(chunk + 1), inputs[BoundedUpdatePublicSignals.CarryInBase]);
    }
}
