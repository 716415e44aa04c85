using System.Numerics;
using FlZk.Ethereum.Rlp;

namespace FlZk.Ethereum.Transactions;

/// <summary>A transaction of type 2 (EIP-1559), not yet signed.</summary>
public sealed record Eip1559Transaction
{
    /// <summary>The first byte of the encoding (EIP-2718).</summary>
    public const byte TypeByte = 0x02;

    /// <summary>The chain it is valid on.</summary>
    public required ulong ChainId { get; init; }

    /// <summary>How many transactions the sender sent before.</summary>
    public required ulong Nonce { get; init; }

    /// <summary>The most the sender adds per gas for the block's proposer, in wei.</summary>
    public required BigInteger MaxPriorityFeePerGas { get; init; }

    /// <summary>The most the sender pays per gas in all, in wei.</summary>
    public required BigInteger MaxFeePerGas { get; init; }

    /// <summary>The most gas it may use.</summary>
    public required ulong GasLimit { get; init; }

    /// <summary>The receiver; null creates a contract.</summary>
    public Address? To { get; init; }

    /// <summary>Wei sent along.</summary>
    public BigInteger Value { get; init; }

    /// <summary>Call data or creation code.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>Announced accesses.</summary>
    public IReadOnlyList<AccessListEntry> AccessList { get; init; } = [];

    /// <summary>What the sender signs: keccak256(0x02 | rlp(fields)).</summary>
    public Hash32 SigningHash() => Keccak256.Hash([TypeByte, .. RlpItem.List([.. Fields()]).Encode()]);

    internal List<RlpItem> Fields() =>
    [
        RlpItem.Integer(ChainId), RlpItem.Integer(Nonce), RlpItem.Integer(MaxPriorityFeePerGas), RlpItem.Integer(MaxFeePerGas),
        RlpItem.Integer(GasLimit), RlpItem.Bytes(To is { } to ? to.ToArray() : []), RlpItem.Integer(Value), RlpItem.Bytes(Data.Span),
        RlpItem.List([.. AccessList.Select(static entry => RlpItem.List(
            RlpItem.Bytes(entry.Address.ToArray()),
            RlpItem.List([.. entry.StorageKeys.Select(static key => RlpItem.Bytes(key.ToArray()))])))]),
    ];
}
