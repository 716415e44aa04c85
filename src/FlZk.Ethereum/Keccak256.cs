using System.Text;
using Org.BouncyCastle.Crypto.Digests;

namespace FlZk.Ethereum;

/// <summary>Keccak-256 with the padding of the original submission (0x01), as Ethereum uses it; not the SHA3-256 of FIPS 202.</summary>
public static class Keccak256
{
    /// <summary>Hashes bytes.</summary>
    public static Hash32 Hash(ReadOnlySpan<byte> data)
    {
        Span<byte> digest = stackalloc byte[Hash32.ByteLength];
        Hash(data, digest);
        return new Hash32(digest);
    }

    /// <summary>Hashes the UTF-8 bytes of a text.</summary>
    public static Hash32 Hash(string text) => Hash(Encoding.UTF8.GetBytes(text));

    /// <summary>Hashes bytes into a given place.</summary>
    /// <param name="data">Any number of bytes.</param>
    /// <param name="digest">Receives 32 bytes.</param>
    public static void Hash(ReadOnlySpan<byte> data, Span<byte> digest)
    {
        var keccak = new KeccakDigest(256);
        keccak.BlockUpdate(data);
        keccak.DoFinal(digest);
    }
}
