using System.Numerics;
using System.Security.Cryptography;
using FlZk.Ethereum.Signing;
using FlZk.Ethereum.Transactions;
using CurveInteger = Org.BouncyCastle.Math.BigInteger;

namespace FlZk.Ethereum.Accounts;

/// <summary>A private key and its address: signs digests, transactions, typed data and messages. The key never shows in text.</summary>
public sealed class Account
{
    private readonly CurveInteger _key;

    private Account(CurveInteger key)
    {
        _key = key;
        Address = Secp256k1.AddressOf(key);
    }

    /// <summary>The address.</summary>
    public Address Address { get; }

    /// <summary>Takes a private key of 32 big-endian bytes; the caller may clear them afterwards.</summary>
    /// <exception cref="ArgumentException">Another length, zero, or not below the group's order.</exception>
    public static Account FromPrivateKey(ReadOnlySpan<byte> key)
    {
        if (key.Length != 32) throw new ArgumentException("A private key has 32 bytes.", nameof(key));
        if (!Secp256k1.IsScalar(new BigInteger(key, isUnsigned: true, isBigEndian: true)))
            throw new ArgumentException("A private key lies in [1, n-1].", nameof(key));
        return new Account(new CurveInteger(1, key));
    }

    /// <summary>Takes a private key of 64 hexadecimal digits.</summary>
    /// <exception cref="ArgumentException">Not a private key; the message does not repeat it.</exception>
    public static Account FromPrivateKey(string hexadecimal) => Hex.TryDecode(hexadecimal, out byte[] key)
        ? FromPrivateKey(key)
        : throw new ArgumentException("A private key has 64 hexadecimal digits.", nameof(hexadecimal));

    /// <summary>Makes a new key from the system's randomness.</summary>
    public static Account Create()
    {
        Span<byte> key = stackalloc byte[32];
        do RandomNumberGenerator.Fill(key);
        while (!Secp256k1.IsScalar(new BigInteger(key, isUnsigned: true, isBigEndian: true)));
        Account account = FromPrivateKey(key);
        CryptographicOperations.ZeroMemory(key);
        return account;
    }

    /// <summary>Signs a digest.</summary>
    public Signature Sign(Hash32 digest) => Secp256k1.Sign(_key, digest);

    /// <summary>Signs a transaction.</summary>
    public SignedTransaction Sign(Eip1559Transaction transaction) => new(transaction, Sign(transaction.SigningHash()));

    /// <summary>Signs typed data (EIP-712).</summary>
    public Signature Sign(TypedData data) => Sign(data.Hash());

    /// <summary>Signs bytes as a personal message (EIP-191).</summary>
    public Signature SignMessage(ReadOnlySpan<byte> message) => Sign(PersonalMessage.Hash(message));

    /// <summary>The address; never the key.</summary>
    public override string ToString() => Address.ToString();

    /// <summary>The private key's 32 bytes, for the keystore; the caller clears them.</summary>
    internal byte[] ExportKey()
    {
        byte[] key = new byte[32];
        byte[] digits = _key.ToByteArrayUnsigned();
        digits.CopyTo(key, 32 - digits.Length);
        CryptographicOperations.ZeroMemory(digits);
        return key;
    }
}
