using System.Numerics;
using System.Text.Json;
using FlZk.Bn254;
using FlZk.Ethereum;
using FlZk.Ethereum.Accounts;
using FlZk.Ethereum.Signing;
using FlZk.Exchange.Records;
using FlZk.Exchange.Rounds;
using FlZk.Platform.Files;

namespace FlZk.Exchange.Deliveries;

/// <summary>A contribution proof as it is handed on: what it is about, its bytes, and, once its provider stands for it, the provider's
/// signature. Public, but for a proof that is not revealed yet.</summary>
/// <remarks>Signed as typed data (EIP-712) under the disputes contract's domain: a signed proof that fails costs its signer part of its
/// stake, so that who relies on it need not check it first.</remarks>
/// <param name="Round">The round.</param>
/// <param name="Provider">The provider.</param>
/// <param name="Commitment">C_i.</param>
/// <param name="Proof">The proof's bytes, whatever they are worth.</param>
/// <param name="Signature">r | s | v, 65 bytes; empty for none.</param>
public sealed record SignedContribution(
    RoundId Round, Address Provider, G1Affine Commitment, ReadOnlyMemory<byte> Proof, ReadOnlyMemory<byte> Signature)
{
    private const string Schema = "flzk/contribution-proof/1";

    private const string Declaration =
        "ContributionClaim(uint256 jobId,uint256 round,uint256 commitmentX,uint256 commitmentY,bytes32 proofHash)";

    /// <summary>Keccak-256 of the proof.</summary>
    public Hash32 ProofHash => Keccak256.Hash(Proof.Span);

    /// <summary>The same with its provider's signature.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="disputes">The contract that punishes proofs which fail.</param>
    /// <exception cref="ExchangeException">The account is not the provider's.</exception>
    public SignedContribution Sign(Account provider, Address disputes)
    {
        ArgumentNullException.ThrowIfNull(provider);
        return provider.Address == Provider
            ? this with { Signature = provider.Sign(Message(disputes)).ToArray() }
            : throw new ExchangeException($"The proof is about an update of {Provider}; {provider.Address} cannot sign it.");
    }

    /// <summary>Whose signature it is; null for none, or one that no key can have made.</summary>
    /// <param name="disputes">The contract that punishes proofs which fail.</param>
    public Address? Signer(Address disputes)
    {
        if (Signature.IsEmpty) return null;
        try
        {
            return Ethereum.Signing.Signature.FromBytes(Signature.Span).RecoverSigner(Message(disputes).Hash());
        }
        catch (Exception malformed) when (malformed is FormatException or InvalidSignatureException)
        {
            return null;
        }
    }

    /// <summary>What a provider signs, for coordinates that may be of no point at all.</summary>
    internal static TypedData MessageOf(
        ulong chainId, Address disputes, BigInteger job, BigInteger round, (BigInteger X, BigInteger Y) commitment, Hash32 proofHash) => new(
        new TypedDataDomain("FlZk ContributionDisputes", "1", chainId, disputes),
        "ContributionClaim",
        [Declaration],
        new object[] { job, round, commitment.X, commitment.Y, proofHash });

    /// <summary>Writes the proof, whole or not at all.</summary>
    /// <exception cref="IOException">The file could not be written.</exception>
    public void Write(string path) => AtomicFile.Write(path, WriteJson);

    /// <summary>Reads a proof; neither proof nor signature is checked here.</summary>
    /// <exception cref="FileFormatException">Not such a file.</exception>
    /// <exception cref="IOException">The file could not be read.</exception>
    public static SignedContribution Read(string path)
    {
        using JsonRecord record = JsonRecord.Read(path, Schema);
        return new SignedContribution(
            record.Round(),
            record.Somebody("provider"),
            record.Point("commitment"),
            record.Bytes("proof"),
            record.Has("signature") ? record.Bytes("signature") : ReadOnlyMemory<byte>.Empty);
    }

    private TypedData Message(Address disputes) => MessageOf(
        Round.ChainId, disputes, Round.Job, Round.Round, (Commitment.X.ToBigInteger(), Commitment.Y.ToBigInteger()), ProofHash);

    private void WriteJson(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, JsonRecord.Indented);
        json.WriteStartObject();
        json.WriteString("schema", Schema);
        JsonRecord.WriteRound(json, Round);
        json.WriteString("provider", Provider.ToString());
        JsonRecord.WritePoint(json, "commitment", Commitment);
        json.WriteString("proof", Hex.Encode(Proof.Span));
        if (!Signature.IsEmpty) json.WriteString("signature", Hex.Encode(Signature.Span));
        json.WriteEndObject();
    }
}
