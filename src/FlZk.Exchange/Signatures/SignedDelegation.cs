using System.Numerics;
using System.Text.Json;
using FlZk.Ethereum;
using FlZk.Ethereum.Accounts;
using FlZk.Ethereum.Signing;
using FlZk.Exchange.Records;

namespace FlZk.Exchange.Signatures;

/// <summary>A holder's word on who votes with its FLT (EIP-5805), for anybody to send.</summary>
public sealed record SignedDelegation : SignedMessage
{
    internal const string Format = "flzk/signed-delegation/1";

    /// <summary>Whose votes.</summary>
    public required Address Holder { get; init; }

    /// <summary>Who casts them.</summary>
    public required Address To { get; init; }

    /// <summary>Last moment at which the contract takes it.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <inheritdoc/>
    public override Address Author => Holder;

    private protected override string Schema => Format;

    /// <summary>The same with its holder's signature.</summary>
    public SignedDelegation Sign(Account holder)
    {
        ArgumentNullException.ThrowIfNull(holder);
        return this with { Signature = holder.Sign(Message()) };
    }

    /// <summary>Reads a delegation; the signature is not checked here.</summary>
    /// <exception cref="Platform.Files.FileFormatException">Not a delegation.</exception>
    /// <exception cref="IOException">The file could not be read.</exception>
    public static new SignedDelegation Read(string path)
    {
        using JsonRecord record = JsonRecord.Read(path, Format);
        return new SignedDelegation
        {
            ChainId = record.UInt64("chainId"),
            Contract = record.Somebody("contract"),
            Deadline = ReadDeadline(record),
            Holder = record.Somebody("holder"),
            To = record.Address("to"),
            Nonce = record.Amount("nonce"),
            Signature = ReadSignature(record),
        };
    }

    internal override TypedData Message() => new(
        new TypedDataDomain("FlZk Token", "1", ChainId, Contract),
        "Delegation",
        ["Delegation(address delegatee,uint256 nonce,uint256 expiry)"],
        new object[] { To, Nonce, Deadline.ToUnixTimeSeconds() });

    private protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("deadline", JsonRecord.Number(Deadline.ToUnixTimeSeconds()));
        json.WriteString("holder", Holder.ToString());
        json.WriteString("to", To.ToString());
    }
}
