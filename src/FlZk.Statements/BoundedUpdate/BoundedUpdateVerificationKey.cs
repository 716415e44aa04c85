using FlZk.Bn254;
using FlZk.Groth16;

namespace FlZk.Statements;

/// <summary>The key for contribution proofs about updates of one length: a blob of 27 + 4 M words, whose scalar is the bound on the squared
/// norm and whose rows are [k_C]2 and [k_c]2 per chunk.</summary>
public sealed class BoundedUpdateVerificationKey : LinkedKey
{
    private BoundedUpdateVerificationKey(LinkedKeyParts parts)
        : base(parts)
    {
    }

    /// <summary>K and the widths of values and of the squared norm.</summary>
    public BoundedUpdateParameters Parameters => new(Shape.ChunkSize, Parts.ValueBits, Parts.ScalarBits);

    /// <summary>IC of bound.</summary>
    public G1Affine BoundBase => Parts.ScalarBase;

    /// <summary>Puts the key together.</summary>
    /// <param name="circuit">The circuit's key.</param>
    /// <param name="circuitOrigin">Its origin, from the .zkey.</param>
    /// <param name="parameters">What the circuit was compiled for.</param>
    /// <param name="link">The link key; check it with <see cref="LinkProvingKey.Require"/>.</param>
    /// <exception cref="KeyException">A key is unsafe, or they do not belong together.</exception>
    public static BoundedUpdateVerificationKey Create(
        VerificationKey circuit, KeyOrigin circuitOrigin, BoundedUpdateParameters parameters, LinkProvingKey link) =>
        new(LinkedKeyParts.Join(
            LinkedKeyKind.BoundedUpdate, circuit, circuitOrigin, (parameters.ChunkSize, parameters.ValueBits, parameters.NormBits), link));

    /// <summary>Decodes a blob, as found on chain.</summary>
    /// <param name="blob">27 + 4 M words.</param>
    /// <param name="origin">Where the key comes from, as the caller knows it.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="FlZk.Platform.Files.FileFormatException">A wrong length, a number out of range, a
    /// point off its curve or subgroup, infinity.</exception>
    /// <exception cref="KeyException">A well-formed key under which one can forge.</exception>
    public static BoundedUpdateVerificationKey FromBlob(ReadOnlySpan<byte> blob, KeyOrigin origin, string name = "key blob") =>
        new(LinkedKeyBlob.Read(LinkedKeyKind.BoundedUpdate, blob, origin, name));

    /// <summary>Parses the JSON form; see <see cref="ReadJson"/>.</summary>
    /// <exception cref="FlZk.Platform.Files.FileFormatException">As for <see cref="ReadJson"/>.</exception>
    /// <exception cref="KeyException">As for <see cref="FromBlob"/>.</exception>
    public static BoundedUpdateVerificationKey ParseJson(ReadOnlyMemory<byte> utf8, string name = "contribution key") =>
        new(LinkedKeyJson.Parse(LinkedKeyKind.BoundedUpdate, utf8, name));

    /// <summary>Reads a key file.</summary>
    /// <exception cref="FlZk.Platform.Files.FileFormatException">Not such a file, or its fields contradict its blob.</exception>
    /// <exception cref="KeyException">As for <see cref="FromBlob"/>.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static BoundedUpdateVerificationKey ReadJson(string path) => ParseJson(StrictJson.ReadFile(path), path);

    /// <summary>The key without any check of its parts.</summary>
    internal static BoundedUpdateVerificationKey Compose(
        VerificationKey circuit, KeyOrigin circuitOrigin, BoundedUpdateParameters parameters, LinkProvingKey link) =>
        new(LinkedKeyParts.Compose(
            LinkedKeyKind.BoundedUpdate, circuit, circuitOrigin, parameters.ValueBits, parameters.NormBits, link));
}
