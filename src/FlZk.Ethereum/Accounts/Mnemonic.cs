using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using FlZk.Ethereum.Signing;
using CurveInteger = Org.BouncyCastle.Math.BigInteger;

namespace FlZk.Ethereum.Accounts;

/// <summary>Accounts from a phrase (BIP-39) along the path m/44'/60'/0'/0/i (BIP-32, BIP-44), as every
/// development chain numbers its accounts.</summary>
/// <remarks>The words are taken as they stand: their checksum is not checked, since no word list is carried
/// along. Phrases are ASCII.</remarks>
public static class Mnemonic
{
    private const uint Hardened = 0x8000_0000;

    /// <summary>The account with the given index.</summary>
    /// <param name="phrase">Words separated by single spaces.</param>
    /// <param name="index">The last step of the path, from 0.</param>
    /// <param name="passphrase">BIP-39's optional passphrase, ASCII.</param>
    public static Account Derive(string phrase, int index, string passphrase = "")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        byte[] seed = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(phrase), Encoding.UTF8.GetBytes("mnemonic" + passphrase), 2048, HashAlgorithmName.SHA512, 64);
        byte[] node = HMACSHA512.HashData("Bitcoin seed"u8, seed);
        foreach (uint step in (uint[])[44 | Hardened, 60 | Hardened, Hardened, 0, (uint)index]) node = Step(node, step);
        return Account.FromPrivateKey(node.AsSpan(0, 32));
    }

    // BIP-32 CKDpriv. A result outside [1, n-1] has probability 2^-127; BIP-32 then takes the next index, here it is an error.
    private static byte[] Step(byte[] node, uint index)
    {
        ReadOnlySpan<byte> key = node.AsSpan(0, 32);
        byte[] data = new byte[37];
        if (index >= Hardened) key.CopyTo(data.AsSpan(1));
        else Secp256k1.CompressedPublicKey(new CurveInteger(1, key)).CopyTo(data, 0);
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(33), index);
        byte[] child = HMACSHA512.HashData(node.AsSpan(32), data);
        var tweak = new BigInteger(child.AsSpan(0, 32), isUnsigned: true, isBigEndian: true);
        BigInteger sum = (tweak + new BigInteger(key, isUnsigned: true, isBigEndian: true)) % Secp256k1.Order;
        if (tweak >= Secp256k1.Order || sum.IsZero) throw new CryptographicException("This path has no key; take another index.");
        Secp256k1.WriteScalar(sum, child.AsSpan(0, 32));
        return child;
    }
}
