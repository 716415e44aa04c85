using System.Buffers.Binary;
using FlZk.Bn254;
using Org.BouncyCastle.Crypto.Digests;

namespace FlZk.Statements;

/// <summary>Keccak-256 over what Solidity's <c>abi.encodePacked</c> of words and points would give: integers
/// as 32-byte big-endian words, points in EVM order.</summary>
internal sealed class KeccakTranscript
{
    private readonly KeccakDigest _digest = new(256);

    /// <summary>Appends bytes as they are.</summary>
    public KeccakTranscript Append(ReadOnlySpan<byte> bytes)
    {
        _digest.BlockUpdate(bytes);
        return this;
    }

    /// <summary>Appends a hash.</summary>
    public KeccakTranscript Append(KeccakHash hash)
    {
        Span<byte> bytes = stackalloc byte[KeccakHash.ByteLength];
        hash.CopyTo(bytes);
        return Append(bytes);
    }

    /// <summary>Appends a non-negative integer as a word.</summary>
    public KeccakTranscript AppendWord(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        Span<byte> word = stackalloc byte[32];
        word.Clear();
        BinaryPrimitives.WriteInt64BigEndian(word[24..], value);
        return Append(word);
    }

    /// <summary>Appends a field element as a word.</summary>
    public KeccakTranscript Append(in Fr value)
    {
        Span<byte> word = stackalloc byte[32];
        value.WriteBigEndian(word);
        return Append(word);
    }

    /// <summary>Appends a point as two words.</summary>
    public KeccakTranscript Append(in G1Affine point)
    {
        Span<byte> bytes = stackalloc byte[G1Affine.UncompressedLength];
        point.WriteUncompressed(bytes);
        return Append(bytes);
    }

    /// <summary>Appends a point as four words.</summary>
    public KeccakTranscript Append(in G2Affine point)
    {
        Span<byte> bytes = stackalloc byte[G2Affine.UncompressedLength];
        point.WriteUncompressed(bytes);
        return Append(bytes);
    }

    /// <summary>Appends many points.</summary>
    public KeccakTranscript Append(ReadOnlySpan<G1Affine> points)
    {
        foreach (ref readonly G1Affine point in points) Append(point);
        return this;
    }

    /// <summary>Appends many points.</summary>
    public KeccakTranscript Append(ReadOnlySpan<G2Affine> points)
    {
        foreach (ref readonly G2Affine point in points) Append(point);
        return this;
    }

    /// <summary>The hash; the transcript begins anew.</summary>
    public KeccakHash Finish()
    {
        Span<byte> hash = stackalloc byte[KeccakHash.ByteLength];
        _digest.DoFinal(hash);
        return new KeccakHash(hash);
    }
}
