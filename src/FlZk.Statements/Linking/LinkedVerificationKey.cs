using FlZk.Bn254;
using FlZk.Groth16;

namespace FlZk.Statements;

/// <summary>The key for FedAvg statements about models of one length: a blob of 31 + 4 M words, whose scalar is W and whose rows are
/// [k_S]2, [k_Y]2 and [k_c]2 per chunk.</summary>
public sealed class LinkedVerificationKey : LinkedKey
{
    private LinkedVerificationKey(LinkedKeyParts parts)
        : base(parts)
    {
    }

    /// <summary>K and the widths of values and weights.</summary>
    public FedAvgParameters Parameters => new(Shape.ChunkSize, Parts.ValueBits, Parts.ScalarBits);

    /// <summary>IC of W.</summary>
    public G1Affine WeightBase => Parts.ScalarBase;

    /// <summary>Puts the linked key together.</summary>
    /// <param name="circuit">The circuit's key.</param>
    /// <param name="circuitOrigin">Its origin, from the .zkey.</param>
    /// <param name="parameters">What the circuit was compiled for.</param>
    /// <param name="link">The link key; check it with <see cref="LinkProvingKey.Require"/>.</param>
    /// <exception cref="KeyException">A key is unsafe, or they do not belong together.</exception>
    public static LinkedVerificationKey Create(
        VerificationKey circuit, KeyOrigin circuitOrigin, FedAvgParameters parameters, LinkProvingKey link) =>
        new(LinkedKeyParts.Join(
            LinkedKeyKind.FedAvg, circuit, circuitOrigin, (parameters.ChunkSize, parameters.ValueBits, parameters.WeightBits), link));

    /// <summary>Decodes a blob, as found on chain.</summary>
    /// <param name="blob">31 + 4 M words.</param>
    /// <param name="origin">Where the key comes from, as the caller knows it.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="FlZk.Platform.Files.FileFormatException">A wrong length, a number out of range, a
    /// point off its curve or subgroup, infinity.</exception>
    /// <exception cref="KeyException">A well-formed key under which one can forge.</exception>
    public static LinkedVerificationKey FromBlob(ReadOnlySpan<byte> blob, KeyOrigin origin, string name = "key blob") =>
        new(LinkedKeyBlob.Read(LinkedKeyKind.FedAvg, blob, origin, name));

    /// <summary>Parses the JSON form; see <see cref="ReadJson"/>.</summary>
    /// <exception cref="FlZk.Platform.Files.FileFormatException">As for <see cref="ReadJson"/>.</exception>
    /// <exception cref="KeyException">As for <see cref="FromBlob"/>.</exception>
    public static LinkedVerificationKey ParseJson(ReadOnlyMemory<byte> utf8, string name = "linked key") =>
        new(LinkedKeyJson.Parse(LinkedKeyKind.FedAvg, utf8, name));

    /// <summary>Reads a linked key file.</summary>
    /// <exception cref="FlZk.Platform.Files.FileFormatException">Not such a file, or its fields contradict its blob.</exception>
    /// <exception cref="KeyException">As for <see cref="FromBlob"/>.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LinkedVerificationKey ReadJson(string path) => ParseJson(StrictJson.ReadFile(path), path);

    /// <summary>Reads the key's members of a larger document.</summary>
    internal static LinkedVerificationKey ReadMembers(JsonMember json, string name) =>
        new(LinkedKeyJson.ReadMembers(LinkedKeyKind.FedAvg, json, name));

    /// <summary>The key without any check of its parts.</summary>
    internal static LinkedVerificationKey Compose(
        VerificationKey circuit, KeyOrigin circuitOrigin, FedAvgParameters parameters, LinkProvingKey link) =>
        new(LinkedKeyParts.Compose(
            LinkedKeyKind.FedAvg, circuit, circuitOrigin, parameters.ValueBits, parameters.WeightBits, link));
}
