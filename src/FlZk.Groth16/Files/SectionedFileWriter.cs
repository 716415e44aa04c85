using System.Buffers.Binary;
using System.Text;

namespace FlZk.Groth16;

/// <summary>Writes an iden3 binary container to a seekable stream, section by section; lengths are filled in as sections end.</summary>
internal sealed class SectionedFileWriter
{
    private readonly Stream _stream;

    public SectionedFileWriter(Stream stream, FileKind kind, uint version, uint sectionCount)
    {
        _stream = stream;
        stream.Write(Encoding.ASCII.GetBytes(kind.Magic));
        WriteUInt32(version);
        WriteUInt32(sectionCount);
    }

    /// <summary>Writes one section whose content <paramref name="content"/> writes to the same stream.</summary>
    public void Section(uint id, Action<Stream> content)
    {
        WriteUInt32(id);
        long lengthAt = _stream.Position;
        WriteUInt64(0);
        content(_stream);
        long end = _stream.Position;
        _stream.Position = lengthAt;
        WriteUInt64((ulong)(end - lengthAt - 8));
        _stream.Position = end;
    }

    public void WriteUInt32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        _stream.Write(bytes);
    }

    public void WriteUInt64(ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        _stream.Write(bytes);
    }
}
