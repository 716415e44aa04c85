using System.Buffers.Binary;
using System.Text;
using FlZk.Bn254;
using Org.BouncyCastle.Crypto.Digests;

namespace FlZk.Statements;

/// <summary>Writes the binary form of link keys and contributions: little-endian integers, points in EVM
/// encoding, Keccak-256 of everything at the end.</summary>
internal sealed class BinaryKeyWriter(Stream stream)
{
    private readonly KeccakDigest _digest = new(256);

    /// <summary>Writes bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        stream.Write(bytes);
        _digest.BlockUpdate(bytes);
    }

    /// <summary>Writes a 32-bit integer.</summary>
    public void Write(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        Write(bytes);
    }

    /// <summary>Writes a hash.</summary>
    public void Write(KeccakHash hash) => Write(hash.ToArray());

    /// <summary>Writes text after its length in bytes.</summary>
    public void Write(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Write(bytes.Length);
        Write(bytes);
    }

    /// <summary>Writes a field element, big-endian.</summary>
    public void Write(Fr value)
    {
        Span<byte> bytes = stackalloc byte[Fr.ByteLength];
        value.WriteBigEndian(bytes);
        Write(bytes);
    }

    /// <summary>Writes points.</summary>
    public void Write(ReadOnlySpan<G1Affine> points)
    {
        Span<byte> bytes = stackalloc byte[G1Affine.UncompressedLength];
        foreach (ref readonly G1Affine point in points)
        {
            point.WriteUncompressed(bytes);
            Write(bytes);
        }
    }

    /// <summary>Writes points.</summary>
    public void Write(ReadOnlySpan<G2Affine> points)
    {
        Span<byte> bytes = stackalloc byte[G2Affine.UncompressedLength];
        foreach (ref readonly G2Affine point in points)
        {
            point.WriteUncompressed(bytes);
            Write(bytes);
        }
    }

    /// <summary>Writes the hash of everything so far.</summary>
    public void Finish()
    {
        Span<byte> hash = stackalloc byte[KeccakHash.ByteLength];
        _digest.DoFinal(hash);
        stream.Write(hash);
    }
}
