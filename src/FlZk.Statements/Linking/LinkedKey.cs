using FlZk.Bn254;
using FlZk.Groth16;
using FlZk.Platform.Files;

namespace FlZk.Statements;

/// <summary>
/// What the chain's verifier and every auditor need to check linked statements of one kind about vectors of one length: the parts of the
/// circuit key and of the link key that the equation touches, and hashes of both whole keys. Immutable.
/// </summary>
/// <remarks>
/// As a blob of 23 + 4 R words for R rows it is stored as contract code; <see cref="KeyId"/> is the blob's hash. Word by word: d, K, M,
/// valueBits, bits of the statement's scalar, groth16KeyHash, linkKeyHash, alpha (2), beta (4), delta (4), IC_0 (2), IC_ctx (2), IC of the
/// scalar (2), then every row's key (4), those of the commitments before those of the chunks.
/// </remarks>
public abstract class LinkedKey
{
    private readonly byte[] _blob;

    private protected LinkedKey(LinkedKeyParts parts)
    {
        Parts = parts;
        _blob = LinkedKeyBlob.Write(parts);
        KeyId = KeccakHash.Of(_blob);
    }

    /// <summary>d and K.</summary>
    public LinkShape Shape => Parts.Shape;

    /// <summary>d, the vector's length.</summary>
    public int Dimension => Shape.Dimension;

    /// <summary>M, proofs per statement.</summary>
    public int Chunks => Shape.Chunks;

    /// <summary>Keccak-256 of alpha, beta, gamma, delta and all input bases of the circuit key.</summary>
    public KeccakHash Groth16KeyHash => Parts.Groth16KeyHash;

    /// <summary>Keccak-256 of all columns of the link key.</summary>
    public KeccakHash LinkKeyHash => Parts.LinkKeyHash;

    /// <summary>[alpha]1.</summary>
    public G1Affine Alpha => Parts.Alpha;

    /// <summary>[beta]2.</summary>
    public G2Affine Beta => Parts.Beta;

    /// <summary>[delta]2.</summary>
    public G2Affine Delta => Parts.Delta;

    /// <summary>IC_0.</summary>
    public G1Affine ConstantBase => Parts.ConstantBase;

    /// <summary>IC of ctx.</summary>
    public G1Affine ContextBase => Parts.ContextBase;

    /// <summary>The link's row keys.</summary>
    public LinkVerificationKey Link => Parts.Link;

    /// <summary>Development when the circuit key or the link key is. Not part of the blob: there it shows in the row keys, see
    /// <see cref="LinkVerificationKey.IsDevelopment"/>.</summary>
    public KeyOrigin Origin => Parts.Origin;

    /// <summary>Keccak-256 of the blob.</summary>
    public KeccakHash KeyId { get; }

    /// <summary>All parts.</summary>
    internal LinkedKeyParts Parts { get; }

    /// <summary>Keccak-256 of alpha | beta | gamma | delta | IC_0 | .. of a circuit key.</summary>
    public static KeccakHash HashOf(VerificationKey circuit)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        return new KeccakTranscript()
            .Append(circuit.Alpha)
            .Append(circuit.Beta)
            .Append(circuit.Gamma)
            .Append(circuit.Delta)
            .Append(circuit.InputBases.Span)
            .Finish();
    }

    /// <summary>The blob that a verifier contract is made with. A copy.</summary>
    public byte[] ToBlob() => [.. _blob];

    /// <summary>The JSON form, schema flzk/linked-key/1 for FedAvg and flzk/contribution-key/1 for bounded updates.</summary>
    public string ToJson() => LinkedKeyJson.Write(this);

    /// <summary>Writes a key file, atomically.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void WriteJson(string path) => AtomicFile.WriteAllText(path, ToJson());

    /// <summary>IC_0 + ctx IC_ctx + scalar IC_scalar, the part of every chunk's input point that the verifier computes.</summary>
    internal G1Affine ScalarPart(Fr context, Fr scalar) =>
        Parts.ConstantBase + (Parts.ContextBase * context) + (Parts.ScalarBase * scalar);
}
