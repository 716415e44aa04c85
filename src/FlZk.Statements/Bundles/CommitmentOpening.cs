using FlZk.Bn254;
using FlZk.Platform.Files;

namespace FlZk.Statements;

/// <summary>Values and blinding behind a commitment, schema flzk/opening/1. Secret: its file is readable by its owner alone.</summary>
/// <param name="Commitment">The commitment.</param>
/// <param name="Values">The committed vector.</param>
/// <param name="Blinding">rho.</param>
public sealed record CommitmentOpening(VectorCommitment Commitment, ReadOnlyMemory<long> Values, Fr Blinding)
{
    /// <summary>The document's schema.</summary>
    public const string Schema = "flzk/opening/1";

    // Sums of values of up to 32 bits with weights of up to 30: exact in a JSON number only below 2^53, which
    // the circuits in use stay under.
    private const long LargestValue = (1L << 53) - 1;

    /// <summary>Parses an opening. Whether it opens its commitment is for <see cref="Opens"/> to say.</summary>
    /// <exception cref="FileFormatException">Not such a document, a member missing, unknown, of another type or out of range.</exception>
    public static CommitmentOpening Parse(ReadOnlyMemory<byte> utf8, string name = "opening") =>
        StrictJson.Parse(utf8, name, Schema, root =>
    {
        root.Object("schema", "commitment", "blinding", "values");
        return new CommitmentOpening(
            new(root.Member("commitment").First()),
            root.Member("values").Array(static value => value.Integer(-LargestValue, LargestValue)),
            root.Member("blinding").Scalar());
    });

    /// <summary>Reads an opening file.</summary>
    /// <exception cref="FileFormatException">As for <see cref="Parse"/>.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CommitmentOpening Read(string path) => Parse(StrictJson.ReadFile(path), path);

    /// <summary>The document.</summary>
    /// <exception cref="InvalidOperationException">A value is 2^53 or more in magnitude.</exception>
    public string ToJson() => StrictJson.Write(Schema, json =>
    {
        Span<byte> point = stackalloc byte[G1Affine.UncompressedLength];
        Commitment.Point.WriteUncompressed(point);
        json.WriteString("commitment", Hexadecimal.Write(point));
        json.WriteString("blinding", Blinding.ToString());
        json.WriteStartArray("values");
        foreach (long value in Values.Span)
        {
            if (value is > LargestValue or < -LargestValue)
                throw new InvalidOperationException("A value is too large for an opening file.");
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    });

    /// <summary>Writes an opening file, atomically and readable by its owner alone.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string path) => AtomicFile.WriteAllText(path, ToJson(), AtomicFile.OwnerOnly);

    /// <summary>Whether values and blinding open the commitment.</summary>
    public bool Opens(PedersenGenerators generators, CancellationToken cancellation = default) =>
        Commitment.Opens(generators, Values, Blinding, cancellation);

    /// <summary>The length alone: values and blinding stay out of logs.</summary>
    public override string ToString() => $"opening of {Values.Length} values";
}
