using System.Numerics;

namespace FlZk.Ethereum.Signing;

/// <summary>A recoverable ECDSA signature over secp256k1.</summary>
/// <param name="R">The nonce point's x coordinate, in [1, n-1].</param>
/// <param name="S">The proof, in [1, n/2] when made here (EIP-2).</param>
/// <param name="IsYOdd">The parity of the nonce point's y coordinate, which lets the public key be recovered.</param>
public readonly record struct Signature(BigInteger R, BigInteger S, bool IsYOdd)
{
    /// <summary>The length of the byte form r | s | v.</summary>
    public const int ByteLength = 65;

    /// <summary>Reads r | s | v with v 27 or 28, or 0 or 1.</summary>
    /// <exception cref="FormatException">Another length or v, or r or s outside [1, n-1].</exception>
    public static Signature FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != ByteLength) throw new FormatException($"A signature has {ByteLength} bytes, not {bytes.Length}.");
        bool odd = bytes[64] switch
        {
            0 or 27 => false,
            1 or 28 => true,
            var v => throw new FormatException($"A signature's last byte is 27 or 28, not {v}."),
        };
        var signature = new Signature(
            new BigInteger(bytes[..32], isUnsigned: true, isBigEndian: true),
            new BigInteger(bytes[32..64], isUnsigned: true, isBigEndian: true), odd);
        return Secp256k1.IsScalar(signature.R) && Secp256k1.IsScalar(signature.S)
            ? signature
            : throw new FormatException("A signature's r or s is outside [1, n-1].");
    }

    /// <summary>The bytes r | s | v with v 27 or 28, as contracts' <c>ecrecover</c> and EIP-712 tools exchange them.</summary>
    public byte[] ToArray()
    {
        byte[] bytes = new byte[ByteLength];
        Secp256k1.WriteScalar(R, bytes.AsSpan(0, 32));
        Secp256k1.WriteScalar(S, bytes.AsSpan(32, 32));
        bytes[64] = IsYOdd ? (byte)28 : (byte)27;
        return bytes;
    }

    /// <summary>The address whose key made this signature over <paramref name="digest"/>.</summary>
    /// <exception cref="InvalidSignatureException">No key could have made it, or s is above n/2 (EIP-2: the
    /// same signature in a second guise).</exception>
    public Address RecoverSigner(Hash32 digest) => Secp256k1.Recover(digest, this);
}
