using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using FlZk.Ethereum;
using FlZk.Ethereum.Signing;
using FlZk.Exchange.Records;

namespace FlZk.Exchange.Signatures;

/// <summary>A holder's word on who votes with its FLT (EIP-5805), for anybody to send.</summary>
public sealed record SignedDelegation : ExpiringMessage
{
    internal const string Format = "flzk/signed-delegation/1";

    /// <summary>A delegation that is not signed yet.</summary>
    public SignedDelegation()
    {
    }

    [SetsRequiredMembers]
    private SignedDelegation(JsonRecord record)
        : base(record)
    {
        Holder = record.Somebody("holder");
        To = record.Address("to");
    }

    /// <summary>Whose votes.</summary>
    public required Address Holder { get; init; }

    /// <summary>Who casts them.</summary>
    public required Address To { get; init; }

    /// <inheritdoc/>
    public override Address Author => Holder;

    private protected override string Schema => Format;

    /// <summary>Reads a delegation; the signature is not checked here.</summary>
    /// <exception cref="Platform.Files.FileFormatException">Not a delegation.</exception>
    /// <exception cref="IOException">The file could not be read.</exception>
    public static new SignedDelegation Read(string path) => Read(path, Format, static record => new SignedDelegation(record));

    internal override TypedData Message() => new(
        new TypedDataDomain("FlZk Token", "1", ChainId, Contract),
        "Delegation",
        ["Delegation(address delegatee,uint256 nonce,uint256 expiry)"],
        new object[] { To, Nonce, DeadlineSeconds });

    private protected override void WriteMembers(Utf8JsonWriter json)
    {
        base.WriteMembers(json);
        json.WriteString("holder", Holder.ToString());
        json.WriteString("to", To.ToString());
    }
}
