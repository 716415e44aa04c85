using System.Numerics;
using FlZk.Ethereum.Rlp;
using FlZk.Ethereum.Signing;

namespace FlZk.Ethereum.Transactions;

/// <summary>A signed transaction of type 2: its bytes, its hash, and who signed it. Keeping it allows sending
/// the same transaction again, never another.</summary>
public sealed class SignedTransaction
{
    private readonly byte[] _encoded;

    /// <summary>Joins a transaction and the signature over its <see cref="Eip1559Transaction.SigningHash"/>.</summary>
    /// <exception cref="InvalidSignatureException">No key can have made the signature.</exception>
    public SignedTransaction(Eip1559Transaction transaction, Signature signature)
    {
        Transaction = transaction;
        Signature = signature;
        List<RlpItem> fields = transaction.Fields();
        fields.AddRange([RlpItem.Integer(signature.IsYOdd ? 1 : 0), RlpItem.Integer(signature.R), RlpItem.Integer(signature.S)]);
        _encoded = [Eip1559Transaction.TypeByte, .. RlpItem.List([.. fields]).Encode()];
        Hash = Keccak256.Hash(_encoded);
        From = signature.RecoverSigner(transaction.SigningHash());
    }

    /// <summary>What was signed.</summary>
    public Eip1559Transaction Transaction { get; }

    /// <summary>The signature.</summary>
    public Signature Signature { get; }

    /// <summary>The transaction's hash, its name on chain.</summary>
    public Hash32 Hash { get; }

    /// <summary>The sender, recovered from the signature.</summary>
    public Address From { get; }

    /// <summary>The bytes for <c>eth_sendRawTransaction</c>.</summary>
    public ReadOnlyMemory<byte> Encoded => _encoded;

    /// <summary>Reads the bytes of a signed transaction of type 2.</summary>
    /// <exception cref="RlpException">Another type, or not canonical.</exception>
    /// <exception cref="InvalidSignatureException">No key can have made the signature.</exception>
    public static SignedTransaction Decode(ReadOnlySpan<byte> encoded)
    {
        if (encoded is not [Eip1559Transaction.TypeByte, ..]) throw new RlpException("Not a transaction of type 2.");
        IReadOnlyList<RlpItem> fields = RlpItem.Decode(encoded[1..]).Items;
        if (fields.Count != 12) throw new RlpException($"A transaction of type 2 has 12 fields, not {fields.Count}.");
        BigInteger parity = fields[9].ToInteger();
        if (parity > 1) throw new RlpException("The signature's parity is neither 0 nor 1.");
        byte[] to = fields[5].ToArray();
        if (to.Length is not (0 or Address.ByteLength)) throw new RlpException($"A receiver of {to.Length} bytes.");
        var transaction = new Eip1559Transaction
        {
            ChainId = Word(fields[0]),
            Nonce = Word(fields[1]),
            MaxPriorityFeePerGas = fields[2].ToInteger(),
            MaxFeePerGas = fields[3].ToInteger(),
            GasLimit = Word(fields[4]),
            To = to.Length == 0 ? null : new Address(to),
            Value = fields[6].ToInteger(),
            Data = fields[7].ToArray(),
            AccessList = [.. fields[8].Items.Select(ReadAccess)],
        };
        return new SignedTransaction(transaction, new Signature(fields[10].ToInteger(), fields[11].ToInteger(), !parity.IsZero));
    }

    private static AccessListEntry ReadAccess(RlpItem item)
    {
        if (item.Items.Count != 2) throw new RlpException("An access list entry is an address and its slots.");
        byte[] address = item.Items[0].ToArray();
        byte[][] keys = [.. item.Items[1].Items.Select(static key => key.ToArray())];
        if (address.Length != Address.ByteLength || keys.Any(static key => key.Length != Hash32.ByteLength))
            throw new RlpException("An access list entry is an address of 20 bytes and slots of 32.");
        return new AccessListEntry(new Address(address), [.. keys.Select(static key => new Hash32(key))]);
    }

    private static ulong Word(RlpItem item) => item.ToInteger() is var value && value <= ulong.MaxValue
        ? (ulong)value
        : throw new RlpException("An integer of more than 64 bits where fewer are allowed.");
}
