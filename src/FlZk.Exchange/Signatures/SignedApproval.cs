using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text.Json;
using FlZk.Ethereum;
using FlZk.Ethereum.Signing;
using FlZk.Exchange.Records;

namespace FlZk.Exchange.Signatures;

/// <summary>A holder's word that somebody may take an amount of its FLT (EIP-2612), for anybody to send.</summary>
public sealed record SignedApproval : ExpiringMessage
{
    internal const string Format = "flzk/signed-approval/1";

    /// <summary>An approval that is not signed yet.</summary>
    public SignedApproval()
    {
    }

    [SetsRequiredMembers]
    private SignedApproval(JsonRecord record)
        : base(record)
    {
        Owner = record.Somebody("owner");
        Spender = record.Somebody("spender");
        Amount = record.Amount("amount");
    }

    /// <summary>Whose tokens.</summary>
    public required Address Owner { get; init; }

    /// <summary>Who may take them.</summary>
    public required Address Spender { get; init; }

    /// <summary>How many, in smallest units; replaces what was approved before.</summary>
    public required BigInteger Amount { get; init; }

    /// <inheritdoc/>
    public override Address Author => Owner;

    private protected override string Schema => Format;

    /// <summary>Reads an approval; the signature is not checked here.</summary>
    /// <exception cref="Platform.Files.FileFormatException">Not an approval.</exception>
    /// <exception cref="IOException">The file could not be read.</exception>
    public static new SignedApproval Read(string path) => Read(path, Format, static record => new SignedApproval(record));

    internal override TypedData Message() => new(
        new TypedDataDomain("FlZk Token", "1", ChainId, Contract),
        "Permit",
        ["Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"],
        new object[] { Owner, Spender, Amount, Nonce, DeadlineSeconds });

    private protected override void WriteMembers(Utf8JsonWriter json)
    {
        base.WriteMembers(json);
        json.WriteString("owner", Owner.ToString());
        json.WriteString("spender", Spender.ToString());
        json.WriteString("amount", JsonRecord.Number(Amount));
    }
}
