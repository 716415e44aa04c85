using System.Buffers.Binary;
using FlZk.Platform.Files;
using Microsoft.Win32.SafeHandles;

namespace FlZk.Groth16;

/// <summary>Reads one section of a <see cref="SectionedFile"/> from its beginning, through a buffer, never past its end.</summary>
internal sealed class SectionReader
{
    private const int BufferLength = 1 << 16;

    private readonly SafeFileHandle _handle;
    private readonly long _start;
    private byte[] _buffer = [];
    private long _position;
    private int _bufferAt;
    private int _buffered;

    public SectionReader(string path, SafeFileHandle handle, long start, long length, string name)
    {
        Path = path;
        Name = name;
        Length = length;
        _handle = handle;
        _start = start;
    }

    public string Path { get; }

    /// <summary>The section's name in messages.</summary>
    public string Name { get; }

    /// <summary>The section's length in bytes.</summary>
    public long Length { get; }

    /// <summary>Bytes that have not been read yet.</summary>
    public long Remaining => Length - _position;

    /// <summary>Offset in the file of the section's first byte.</summary>
    public long Start => _start;

    /// <summary>Offset in the file of the next byte.</summary>
    public long FileOffset => _start + _position;

    public uint ReadUInt32()
    {
        Span<byte> bytes = stackalloc byte[4];
        ReadExactly(bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    public ulong ReadUInt64()
    {
        Span<byte> bytes = stackalloc byte[8];
        ReadExactly(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>Reads a u32 that counts something kept in memory.</summary>
    /// <exception cref="FileFormatException">More than 2^31 - 1.</exception>
    public int ReadCount(string what)
    {
        uint count = ReadUInt32();
        return count <= int.MaxValue ? (int)count : throw Bad($"{count} {what} are more than can be handled.", -4);
    }

    /// <summary>Fills <paramref name="bytes"/>.</summary>
    /// <exception cref="FileFormatException">The section or the file ends before.</exception>
    public void ReadExactly(Span<byte> bytes)
    {
        if (bytes.Length > Remaining) throw Bad($"{bytes.Length} bytes were expected, {Remaining} are left in the section.");
        while (bytes.Length > 0)
        {
            if (_bufferAt == _buffered)
            {
                if (_buffer.Length == 0) _buffer = new byte[(int)Math.Min(Length, BufferLength)];
                _bufferAt = 0;
                _buffered = RandomAccess.Read(_handle, _buffer.AsSpan(0, (int)Math.Min(_buffer.Length, Remaining)), FileOffset);
                if (_buffered == 0) throw Bad("the file became shorter while it was read.");
            }

            int taken = Math.Min(bytes.Length, _buffered - _bufferAt);
            _buffer.AsSpan(_bufferAt, taken).CopyTo(bytes);
            bytes = bytes[taken..];
            _bufferAt += taken;
            _position += taken;
        }
    }

    /// <summary>Fills <paramref name="bytes"/> from a place in the section, unbuffered and without moving the
    /// reader; safe from many threads.</summary>
    /// <exception cref="FileFormatException">The section or the file ends before.</exception>
    public void ReadAt(long offset, Span<byte> bytes)
    {
        if (offset < 0 || bytes.Length > Length - offset) throw Bad($"the section has {Length} bytes, too few.");
        while (bytes.Length > 0)
        {
            int read = RandomAccess.Read(_handle, bytes, _start + offset);
            if (read == 0) throw new FileFormatException(Path, $"{Name}: the file became shorter while it was read.", _start + offset);
            bytes = bytes[read..];
            offset += read;
        }
    }

    /// <summary>Requires that exactly <paramref name="count"/> elements of <paramref name="elementLength"/> bytes are left.</summary>
    /// <exception cref="FileFormatException">The section's length says otherwise.</exception>
    public void RequireRemaining(long count, int elementLength)
    {
        if (Remaining != count * elementLength)
            throw Bad($"{count} elements of {elementLength} bytes were expected, the section has {Remaining} bytes for them.");
    }

    /// <summary>Requires that the whole section has been read.</summary>
    /// <exception cref="FileFormatException">Bytes are left.</exception>
    public void RequireEnd()
    {
        if (Remaining != 0) throw Bad($"{Remaining} bytes are left over at the end of the section.");
    }

    /// <summary>An error at the present place, or <paramref name="shift"/> bytes from it.</summary>
    public FileFormatException Bad(string reason, long shift = 0) => new(Path, $"{Name}: {reason}", FileOffset + shift);

    /// <summary>An error at an offset of the section.</summary>
    public FileFormatException BadAt(long offset, string reason) => new(Path, $"{Name}: {reason}", _start + offset);
}
