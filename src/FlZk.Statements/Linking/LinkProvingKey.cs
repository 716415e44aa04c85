using System.Collections.Concurrent;
using FlZk.Bn254;
using FlZk.Groth16;

namespace FlZk.Statements;

/// <summary>The prover's link key, for one circuit key, one model length and its chunks. Immutable; safe to
/// share between threads.</summary>
public sealed class LinkProvingKey
{
    // Hash of the whole key -> checked in this process. The hash covers all that the check reads.
    private static readonly ConcurrentDictionary<KeccakHash, bool> Checked = new();

    private readonly G1Affine[] _columns;

    internal LinkProvingKey(
        LinkShape shape,
        KeccakHash relation,
        KeccakHash session,
        KeyOrigin origin,
        IReadOnlyList<LinkContributor> contributors,
        G1Affine[] columns,
        G2Affine[] rowKeys)
    {
        Shape = shape;
        Relation = relation;
        Session = session;
        Origin = origin;
        Contributors = contributors;
        _columns = columns;
        VerificationKey = new LinkVerificationKey(shape, rowKeys);
        Hash = new KeccakTranscript().Append(columns).Finish();
    }

    /// <summary>d, K and the order of columns.</summary>
    public LinkShape Shape { get; }

    /// <summary>Fingerprint of the relation that the key is for: circuit bases, generators, dimensions.</summary>
    public KeccakHash Relation { get; }

    /// <summary>The ceremony that made it; zero for development keys.</summary>
    public KeccakHash Session { get; }

    /// <summary>Development keys are for local chains only.</summary>
    public KeyOrigin Origin { get; }

    /// <summary>The ceremony's parties, in the order in which they were added up.</summary>
    public IReadOnlyList<LinkContributor> Contributors { get; }

    /// <summary>P, one element per column.</summary>
    public ReadOnlyMemory<G1Affine> Columns => _columns;

    /// <summary>The verifier's part.</summary>
    public LinkVerificationKey VerificationKey { get; }

    /// <summary>Keccak-256 of all columns, as the key blob holds it.</summary>
    public KeccakHash Hash { get; }

    /// <summary>Reads a link key file of one statement.</summary>
    /// <exception cref="FlZk.Platform.Files.FileFormatException">Not such a file, truncated, damaged, or a
    /// point off its curve or subgroup.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LinkProvingKey Read(string path, LinkedStatement statement = LinkedStatement.FedAvg) =>
        LinkProvingKeyFile.Read(path, statement);

    /// <summary>Writes a link key file, atomically.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string path) => LinkProvingKeyFile.Write(path, this);

    /// <summary>
    /// Requires a well-formed key for <paramref name="relation"/>. A prover does this before first use: under a malformed key pi leaks a
    /// linear function of the update. The result is remembered for this process.
    /// </summary>
    /// <exception cref="KeyException">The key is for another relation, or its elements are not what its row keys say.</exception>
    public void Require(LinkRelation relation)
    {
        ArgumentNullException.ThrowIfNull(relation);
        const string Owner = "the link key";
        if (Relation != relation.Fingerprint || Shape != relation.Shape)
            throw new KeyException("The link key is for another circuit key, model length or chunk size than the proof needs.");
        KeccakHash whole = new KeccakTranscript().Append(relation.Fingerprint).Append(Hash).Append(VerificationKey.Rows.Span).Finish();
        if (Checked.ContainsKey(whole)) return;
        LinkKeyColumns.RequireRowKeys(VerificationKey.Rows.Span, relation.RowCount, Owner);
        LinkKeyColumns.Require(relation, _columns, VerificationKey.Rows.Span, Owner);
        Checked.TryAdd(whole, true);
    }

    /// <summary>Requires row keys that can serve, whatever the relation is.</summary>
    /// <exception cref="KeyException">A row key is infinity or known to everybody, or two are equal or opposite.</exception>
    public void RequireSound() => LinkKeyColumns.RequireRowKeys(VerificationKey.Rows.Span, Shape.RowCount, "the link key");

    /// <summary>pi of a bounded update = sum over the columns of value x P.</summary>
    /// <param name="values">x_0 .. x_(d-1).</param>
    /// <param name="others">rho, acc_0 .. acc_(M-1), beta_0 .. beta_(M-1).</param>
    /// <param name="cancellation">Stops the computation.</param>
    internal G1Affine Prove(ReadOnlyMemory<long> values, ReadOnlyMemory<Fr> others, CancellationToken cancellation)
    {
        int d = Shape.Dimension;
        return MultiScalarMultiplication.Compute(Columns[..d], values, cancellation)
            + MultiScalarMultiplication.Compute(Columns[d..], others, cancellation);
    }

    /// <summary>pi of a round = sum over the columns of value x P.</summary>
    /// <param name="sums">s_0 .. s_(d-1).</param>
    /// <param name="model">y_0 .. y_(d-1).</param>
    /// <param name="blindings">rho_S, rho_Y, beta_0 .. beta_(M-1).</param>
    /// <param name="cancellation">Stops the computation.</param>
    internal G1Affine Prove(
        ReadOnlyMemory<long> sums, ReadOnlyMemory<long> model, ReadOnlyMemory<Fr> blindings, CancellationToken cancellation)
    {
        int d = Shape.Dimension;
        return MultiScalarMultiplication.Compute(Columns[..d], sums, cancellation)
            + MultiScalarMultiplication.Compute(Columns.Slice(d, d), model, cancellation)
            + MultiScalarMultiplication.Compute(Columns[(2 * d)..], blindings, cancellation);
    }
}
