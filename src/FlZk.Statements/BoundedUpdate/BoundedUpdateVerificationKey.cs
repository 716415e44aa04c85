using FlZk.Bn254;
using FlZk.Groth16;

namespace FlZk.Statements;

/// <summary>
/// What the chain's verifier and every auditor need to check contribution proofs about updates of one length: the parts of the circuit key
/// and
/// of the link key that the equation touches, and hashes of both whole keys. Immutable.
/// </summary>
/// <remarks>
/// As a blob of 27 + 4 M words it is stored as contract code; <see cref="KeyId"/> is the blob's hash. Word by word: d, K, M, valueBits,
/// normBits, groth16KeyHash, linkKeyHash, alpha (2), beta (4), delta (4), IC_0 (2), IC_ctx (2), IC_bound (2), [k_C]2 (4), then
/// [k_c]2 (4) per chunk.
/// </remarks>
public sealed class BoundedUpdateVerificationKey
{
    private readonly byte[] _blob;

    internal BoundedUpdateVerificationKey(
        LinkShape shape,
        BoundedUpdateParameters parameters,
        KeccakHash groth16KeyHash,
        KeccakHash linkKeyHash,
        G1Affine alpha,
        G2Affine beta,
        G2Affine delta,
        G1Affine constantBase,
        G1Affine contextBase,
        G1Affine boundBase,
        LinkVerificationKey link,
        KeyOrigin origin)
    {
        Shape = shape;
        Parameters = parameters;
        Groth16KeyHash = groth16KeyHash;
        LinkKeyHash = linkKeyHash;
        Alpha = alpha;
        Beta = beta;
        Delta = delta;
        ConstantBase = constantBase;
        ContextBase = contextBase;
        BoundBase = boundBase;
        Link = link;
        Origin = origin;
        _blob = BoundedUpdateKeyBlob.Write(this);
        KeyId = KeccakHash.Of(_blob);
    }

    /// <summary>d and K.</summary>
    public LinkShape Shape { get; }

    /// <summary>d, the update's length.</summary>
    public int Dimension => Shape.Dimension;

    /// <summary>M, proofs per statement.</summary>
    public int Chunks => Shape.Chunks;

    /// <summary>K and the widths of values and of the squared norm.</summary>
    public BoundedUpdateParameters Parameters { get; }

    /// <summary>Keccak-256 of alpha, beta, gamma, delta and all input bases of the circuit key.</summary>
    public KeccakHash Groth16KeyHash { get; }

    /// <summary>Keccak-256 of all columns of the link key.</summary>
    public KeccakHash LinkKeyHash { get; }

    /// <summary>[alpha]1.</summary>
    public G1Affine Alpha { get; }

    /// <summary>[beta]2.</summary>
    public G2Affine Beta { get; }

    /// <summary>[delta]2.</summary>
    public G2Affine Delta { get; }

    /// <summary>IC_0.</summary>
    public G1Affine ConstantBase { get; }

    /// <summary>IC of ctx.</summary>
    public G1Affine ContextBase { get; }

    /// <summary>IC of bound.</summary>
    public G1Affine BoundBase { get; }

    /// <summary>The link's row keys.</summary>
    public LinkVerificationKey Link { get; }

    /// <summary>Development when the circuit key or the link key is. Not part of the blob: the chain cannot tell.</summary>
    public KeyOrigin Origin { get; }

    /// <summary>Keccak-256 of the blob.</summary>
    public KeccakHash KeyId { get; }

    /// <summary>Puts the key together.</summary>
    /// <param name="circuit">The circuit's key.</param>
    /// <param name="circuitOrigin">Its origin, from the .zkey.</param>
    /// <param name="parameters">What the circuit was compiled for.</param>
    /// <param name="link">The link key; check it with <see cref="LinkProvingKey.Require"/>.</param>
    /// <exception cref="KeyException">A key is unsafe, or they do not belong together.</exception>
    public static BoundedUpdateVerificationKey Create(
        VerificationKey circuit, KeyOrigin circuitOrigin, BoundedUpdateParameters parameters, LinkProvingKey link)
    {
        ArgumentNullException.ThrowIfNull(link);
        parameters.Require();
        BoundedUpdateCircuitKey.Require(circuit, parameters.ChunkSize);
        if (link.Shape.Statement != LinkedStatement.BoundedUpdate)
            throw new KeyException("The link key is not a bounded update's.");
        if (link.Shape.ChunkSize != parameters.ChunkSize)
        {
            throw new KeyException(
                $"The link key is for chunks of {link.Shape.ChunkSize} parameters, the circuit for {parameters.ChunkSize}.");
        }

        BoundedUpdateVerificationKey key = Compose(circuit, circuitOrigin, parameters, link);
        BoundedUpdateKeyBlob.RequireSound(key, "the key");
        return key;
    }

    /// <summary>Decodes a blob, as found on chain.</summary>
    /// <param name="blob">27 + 4 M words.</param>
    /// <param name="origin">Where the key comes from, as the caller knows it.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="FlZk.Platform.Files.FileFormatException">A wrong length, a number out of range, a
    /// point off its curve or subgroup, infinity.</exception>
    /// <exception cref="KeyException">A well-formed key under which one can forge.</exception>
    public static BoundedUpdateVerificationKey FromBlob(ReadOnlySpan<byte> blob, KeyOrigin origin, string name = "key blob") =>
        BoundedUpdateKeyBlob.Read(blob, origin, name);

    /// <summary>Parses the JSON form; see <see cref="ReadJson"/>.</summary>
    /// <exception cref="FlZk.Platform.Files.FileFormatException">As for <see cref="ReadJson"/>.</exception>
    /// <exception cref="KeyException">As for <see cref="FromBlob"/>.</exception>
    public static BoundedUpdateVerificationKey ParseJson(ReadOnlyMemory<byte> utf8, string name = "contribution key") =>
        BoundedUpdateKeyJson.Parse(utf8, name);

    /// <summary>Reads a key file.</summary>
    /// <exception cref="FlZk.Platform.Files.FileFormatException">Not such a file, or its fields contradict its blob.</exception>
    /// <exception cref="KeyException">As for <see cref="FromBlob"/>.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static BoundedUpdateVerificationKey ReadJson(string path) => BoundedUpdateKeyJson.Parse(StrictJson.ReadFile(path), path);

    /// <summary>The blob that a verifier contract is made with. A copy.</summary>
    public byte[] ToBlob() => [.. _blob];

    /// <summary>The JSON form, schema flzk/contribution-key/1.</summary>
    public string ToJson() => BoundedUpdateKeyJson.Write(this);

    /// <summary>Writes a key file, atomically.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void WriteJson(string path) => FlZk.Platform.Files.AtomicFile.WriteAllText(path, ToJson());

    /// <summary>The key without any check of its parts.</summary>
    internal static BoundedUpdateVerificationKey Compose(
        VerificationKey circuit, KeyOrigin circuitOrigin, BoundedUpdateParameters parameters, LinkProvingKey link)
    {
        ReadOnlySpan<G1Affine> inputs = circuit.InputBases.Span;
        KeyOrigin origin = circuitOrigin == KeyOrigin.Development || link.Origin == KeyOrigin.Development
            ? KeyOrigin.Development
            : KeyOrigin.Ceremony;
        return new BoundedUpdateVerificationKey(
            link.Shape,
            parameters,
            LinkedVerificationKey.HashOf(circuit),
            link.Hash,
            circuit.Alpha,
            circuit.Beta,
            circuit.Delta,
            inputs[0],
            inputs[BoundedUpdatePublicSignals.ContextBase],
            inputs[BoundedUpdatePublicSignals.BoundBase],
            link.VerificationKey,
            origin);
    }
}
