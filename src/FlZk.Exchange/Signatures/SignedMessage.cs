using System.Numerics;
using System.Text.Json;
using FlZk.Ethereum;
using FlZk.Ethereum.Signing;
using FlZk.Exchange.Records;
using FlZk.Platform.Files;

namespace FlZk.Exchange.Signatures;

/// <summary>What an account signed (EIP-712) so that any other can send it: a file of its own, worth nothing on another chain or
/// contract.</summary>
public abstract record SignedMessage
{
    /// <summary>The chain's id (EIP-155).</summary>
    public required ulong ChainId { get; init; }

    /// <summary>The contract that takes it.</summary>
    public required Address Contract { get; init; }

    /// <summary>The author's nonce at the contract, by which a signature serves once.</summary>
    public required BigInteger Nonce { get; init; }

    /// <summary>The signature.</summary>
    public Signature Signature { get; init; }

    /// <summary>Who is said to have signed.</summary>
    public abstract Address Author { get; }

    /// <summary>Names the file's format.</summary>
    private protected abstract string Schema { get; }

    /// <summary>What is signed.</summary>
    internal abstract TypedData Message();

    /// <summary>Reads any of them; the signature is not checked here.</summary>
    /// <exception cref="FileFormatException">Not a signed message.</exception>
    /// <exception cref="IOException">The file could not be read.</exception>
    public static SignedMessage Read(string path) => JsonRecord.SchemaOf(path) switch
    {
        SignedAttestation.Format => SignedAttestation.Read(path),
        SignedApproval.Format => SignedApproval.Read(path),
        SignedDelegation.Format => SignedDelegation.Read(path),
        SignedVote.Format => SignedVote.Read(path),
        _ => throw new FileFormatException(
            path, "this is no signed attestation, approval, delegation or vote, as the commands that sign leave it."),
    };

    /// <summary>Writes the message as JSON, whole or not at all.</summary>
    /// <exception cref="IOException">The file could not be written.</exception>
    public void Write(string path) => AtomicFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream, JsonRecord.Indented);
        json.WriteStartObject();
        json.WriteString("schema", Schema);
        json.WriteString("chainId", JsonRecord.Number(ChainId));
        json.WriteString("contract", Contract.ToString());
        json.WriteString("nonce", JsonRecord.Number(Nonce));
        WriteMembers(json);
        json.WriteString("signature", Hex.Encode(Signature.ToArray()));
        json.WriteEndObject();
    });

    /// <summary>Requires the message to be for a contract of a chain.</summary>
    /// <exception cref="ExchangeException">It is for another.</exception>
    public void RequireFor(ulong chainId, Address contract)
    {
        if (ChainId == chainId && Contract == contract) return;
        throw new ExchangeException(
            $"This was signed for {Contract} on chain {ChainId}; here it would go to {contract} on chain {chainId}, which takes no such "
            + "signature.");
    }

    /// <summary>Writes the message's own members.</summary>
    private protected abstract void WriteMembers(Utf8JsonWriter json);

    /// <summary>Reads a signature of r | s | v.</summary>
    private protected static Signature ReadSignature(JsonRecord record)
    {
        try
        {
            return Signature.FromBytes(record.Bytes("signature"));
        }
        catch (FormatException)
        {
            throw record.Refuse("signature", "65 bytes r | s | v of a signature");
        }
    }

    /// <summary>Reads the deadline.</summary>
    private protected static DateTimeOffset ReadDeadline(JsonRecord record) =>
        record.Int64("deadline") is var seconds and >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw record.Refuse("deadline", "a time in seconds since 1970");
}
