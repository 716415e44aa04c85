using System.Buffers;
using FlZk.Bn254;

namespace FlZk.Statements;

/// <summary>Bytes as Solidity's <c>abi.encodePacked</c> gives them: integers as 32-byte big-endian words, points in EVM order.</summary>
internal sealed class WordWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Appends bytes as they are.</summary>
    public void Append(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    /// <summary>Appends a hash.</summary>
    public void Append(KeccakHash hash) => Append(hash.ToArray());

    /// <summary>Appends a field element as a word.</summary>
    public void Append(in Fr value)
    {
        Span<byte> word = stackalloc byte[Fr.ByteLength];
        value.WriteBigEndian(word);
        Append(word);
    }

    /// <summary>Appends a point as two words.</summary>
    public void Append(in G1Affine point)
    {
        Span<byte> bytes = stackalloc byte[G1Affine.UncompressedLength];
        point.WriteUncompressed(bytes);
        Append(bytes);
    }

    /// <summary>Appends a point as four words.</summary>
    public void Append(in G2Affine point)
    {
        Span<byte> bytes = stackalloc byte[G2Affine.UncompressedLength];
        point.WriteUncompressed(bytes);
        Append(bytes);
    }

    /// <summary>All bytes.</summary>
    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();
}
