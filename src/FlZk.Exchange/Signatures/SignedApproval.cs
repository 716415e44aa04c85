using System.Numerics;
using System.Text.Json;
using FlZk.Ethereum;
using FlZk.Ethereum.Accounts;
using FlZk.Ethereum.Signing;
using FlZk.Exchange.Records;

namespace FlZk.Exchange.Signatures;

/// <summary>A holder's word that somebody may take an amount of its FLT (EIP-2612), for anybody to send.</summary>
public sealed record SignedApproval : SignedMessage
{
    internal const string Format = "flzk/signed-approval/1";

    /// <summary>Whose tokens.</summary>
    public required Address Owner { get; init; }

    /// <summary>Who may take them.</summary>
    public required Address Spender { get; init; }

    /// <summary>How many, in smallest units; replaces what was approved before.</summary>
    public required BigInteger Amount { get; init; }

    /// <summary>Last moment at which the contract takes it.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <inheritdoc/>
    public override Address Author => Owner;

    private protected override string Schema => Format;

    /// <summary>The same with its owner's signature.</summary>
    public SignedApproval Sign(Account owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return this with { Signature = owner.Sign(Message()) };
    }

    /// <summary>Reads an approval; the signature is not checked here.</summary>
    /// <exception cref="Platform.Files.FileFormatException">Not an approval.</exception>
    /// <exception cref="IOException">The file could not be read.</exception>
    public static new SignedApproval Read(string path)
    {
        using JsonRecord record = JsonRecord.Read(path, Format);
        return new SignedApproval
        {
            ChainId = record.UInt64("chainId"),
            Contract = record.Somebody("contract"),
            Deadline = ReadDeadline(record),
            Owner = record.Somebody("owner"),
            Spender = record.Somebody("spender"),
            Amount = record.Amount("amount"),
            Nonce = record.Amount("nonce"),
            Signature = ReadSignature(record),
        };
    }

    internal override TypedData Message() => new(
        new TypedDataDomain("FlZk Token", "1", ChainId, Contract),
        "Permit",
        ["Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"],
        new object[] { Owner, Spender, Amount, Nonce, Deadline.ToUnixTimeSeconds() });

    private protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("deadline", JsonRecord.Number(Deadline.ToUnixTimeSeconds()));
        json.WriteString("owner", Owner.ToString());
        json.WriteString("spender", Spender.ToString());
        json.WriteString("amount", JsonRecord.Number(Amount));
    }
}
