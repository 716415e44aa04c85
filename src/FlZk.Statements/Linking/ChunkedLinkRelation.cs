using System.Text;
using FlZk.Bn254;
using FlZk.Groth16;

namespace FlZk.Statements;

/// <summary>A relation whose first rows are commitments over the commitment generators, and whose others are the chunks' points D over the
/// circuit key's input bases.</summary>
public abstract class ChunkedLinkRelation : LinkRelation
{
    /// <summary>The relation between one circuit key and vectors of one length.</summary>
    /// <param name="kind">The statement.</param>
    /// <param name="domain">Separates fingerprints of different statements.</param>
    /// <param name="key">The circuit's key.</param>
    /// <param name="generators">At least d generators.</param>
    /// <param name="shape">d and the circuit's K, for this statement.</param>
    /// <param name="checkKey">False leaves out checks of the key's bases, for keys whose phase 2 is not done.</param>
    /// <exception cref="KeyException">The key is unsafe or not of the statement's circuit for K parameters.</exception>
    /// <exception cref="ArgumentException">There are fewer generators than parameters, d or K is out of range, or the shape is another
    /// statement's.</exception>
    private protected ChunkedLinkRelation(
        LinkedKeyKind kind,
        ReadOnlySpan<byte> domain,
        VerificationKey key,
        PedersenGenerators generators,
        LinkShape shape,
        bool checkKey)
    {
        if (shape.Statement != kind.Statement) throw new ArgumentException("The shape is another statement's.", nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Dimension, 1, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shape.Dimension, LinkShape.MaximumDimension, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.ChunkSize, 1, nameof(shape));
        if (generators.Count < shape.Dimension)
        {
            throw new ArgumentException(
                $"{shape.Dimension} parameters need as many generators; there are {generators.Count}.", nameof(generators));
        }

        if (checkKey) LinkedCircuitKey.Require(key, kind.Statement, shape.ChunkSize);
        InputBases = key.InputBases;
        Generators = generators;
        Shape = shape;
        Fingerprint = new KeccakTranscript()
            .Append(domain)
            .Append(Encoding.ASCII.GetBytes(PedersenGenerators.ValueDomain))
            .Append(Encoding.ASCII.GetBytes(PedersenGenerators.BlindingDomain))
            .AppendWord(shape.Dimension)
            .AppendWord(shape.ChunkSize)
            .AppendWord(shape.Chunks)
            .AppendWord(InputBases.Length)
            .Append(InputBases.Span)
            .Finish();
    }

    /// <inheritdoc/>
    public sealed override LinkShape Shape { get; }

    /// <inheritdoc/>
    public sealed override int RowCount => Shape.RowCount;

    /// <inheritdoc/>
    public sealed override int ColumnCount => Shape.ColumnCount;

    /// <inheritdoc/>
    public sealed override KeccakHash Fingerprint { get; }

    /// <summary>IC of the circuit key.</summary>
    private protected ReadOnlyMemory<G1Affine> InputBases { get; }

    /// <summary>G_j and H.</summary>
    private protected PedersenGenerators Generators { get; }

    /// <inheritdoc/>
    public sealed override LinkColumn Column(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, ColumnCount);
        return ColumnWithin(index, InputBases.Span);
    }

    /// <summary>The rows and bases of a column that exists.</summary>
    private protected abstract LinkColumn ColumnWithin(int index, ReadOnlySpan<G1Affine> inputs);

    /// <summary>The row of a chunk's D.</summary>
    private protected int ChunkRow(int chunk) => Shape.ChunkRow(chunk);
}
