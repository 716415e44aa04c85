using System.Diagnostics.CodeAnalysis;
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
    /// <summary>A message that is not signed yet.</summary>
    private protected SignedMessage()
    {
    }

    /// <summary>What every message's file has; the signature is not checked here.</summary>
    /// <exception cref="FileFormatException">A member is missing or malformed.</exception>
    [SetsRequiredMembers]
    private protected SignedMessage(JsonRecord record)
    {
        ChainId = record.UInt64("chainId");
        Contract = record.Somebody("contract");
        Nonce = record.Amount("nonce");
        try
        {
            Signature = Signature.FromBytes(record.Bytes("signature"));
        }
        catch (FormatException)
        {
            throw record.Refuse("signature", "65 bytes r | s | v of a signature");
        }
    }

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

    /// <summary>Reads a file of one format.</summary>
    private protected static T Read<T>(string path, string format, Func<JsonRecord, T> members)
        where T : SignedMessage
    {
        using JsonRecord record = JsonRecord.Read(path, format);
        return members(record);
    }
}
