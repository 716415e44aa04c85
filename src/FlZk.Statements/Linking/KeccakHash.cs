using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace FlZk.Statements;

/// <summary>A 32-byte Keccak-256 hash, as Ethereum computes it: it names keys, sessions and contributions.</summary>
public readonly struct KeccakHash : IEquatable<KeccakHash>
{
    /// <summary>The length in bytes.</summary>
    public const int ByteLength = 32;

    private readonly ulong _w0;
    private readonly ulong _w1;
    private readonly ulong _w2;
    private readonly ulong _w3;

    /// <summary>Takes 32 bytes as a hash.</summary>
    /// <exception cref="ArgumentException">The length is not 32.</exception>
    public KeccakHash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != ByteLength) throw new ArgumentException($"A hash has {ByteLength} bytes, not {bytes.Length}.", nameof(bytes));
        _w0 = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _w1 = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _w2 = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _w3 = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>Equality.</summary>
    public static bool operator ==(KeccakHash a, KeccakHash b) => a.Equals(b);

    /// <summary>Inequality.</summary>
    public static bool operator !=(KeccakHash a, KeccakHash b) => !a.Equals(b);

    /// <summary>Hashes <paramref name="bytes"/>.</summary>
    public static KeccakHash Of(ReadOnlySpan<byte> bytes)
    {
        var transcript = new KeccakTranscript();
        transcript.Append(bytes);
        return transcript.Finish();
    }

    /// <summary>Hashes a file, whatever its length.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static KeccakHash OfFile(string path, CancellationToken cancellation = default)
    {
        using FileStream stream = File.OpenRead(path);
        var transcript = new KeccakTranscript();
        var buffer = new byte[1 << 20];
        while (stream.Read(buffer) is > 0 and int length)
        {
            cancellation.ThrowIfCancellationRequested();
            transcript.Append(buffer.AsSpan(0, length));
        }

        return transcript.Finish();
    }

    /// <summary>Reads 0x and 64 hexadecimal digits.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out KeccakHash hash)
    {
        hash = default;
        Span<byte> bytes = stackalloc byte[ByteLength];
        if (!Hexadecimal.TryRead(text, bytes)) return false;
        hash = new KeccakHash(bytes);
        return true;
    }

    /// <summary>Writes the 32 bytes.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _w0);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _w1);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _w2);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], _w3);
    }

    /// <summary>The 32 bytes.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[ByteLength];
        CopyTo(bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public bool Equals(KeccakHash other) => _w0 == other._w0 && _w1 == other._w1 && _w2 == other._w2 && _w3 == other._w3;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is KeccakHash other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_w0, _w1, _w2, _w3);

    /// <summary>0x and 64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Hexadecimal.Write(ToArray());
}
