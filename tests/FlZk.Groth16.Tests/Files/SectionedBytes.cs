using System.Buffers.Binary;

namespace FlZk.Groth16.Tests;

/// <summary>A container file taken apart, to be put together again wrongly.</summary>
internal sealed class SectionedBytes
{
    private const int HeaderLength = 12;
    private readonly byte[] _head;

    public SectionedBytes(byte[] file)
    {
        _head = file[..8];
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(8));
        int at = HeaderLength;
        Boundaries.Add(0);
        Boundaries.Add(at);
        for (uint i = 0; i < count; i++)
        {
            uint id = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at));
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at + 4));
            Boundaries.Add(at + 12);
            Sections.Add((id, file[(at + 12)..(at + 12 + length)]));
            at += 12 + length;
            Boundaries.Add(at);
        }
    }

    /// <summary>Where headers and sections begin and end.</summary>
    public List<int> Boundaries { get; } = [];

    public List<(uint Id, byte[] Content)> Sections { get; } = [];

    public byte[] this[uint id]
    {
        get => Sections.Single(s => s.Id == id).Content;
        set => Sections[Sections.FindIndex(s => s.Id == id)] = (id, value);
    }

    public byte[] ToArray()
    {
        var bytes = new List<byte>(_head);
        bytes.AddRange(UInt32((uint)Sections.Count));
        foreach ((uint id, byte[] content) in Sections)
        {
            bytes.AddRange(UInt32(id));
            bytes.AddRange(UInt32((uint)content.Length));
            bytes.AddRange(UInt32(0));
            bytes.AddRange(content);
        }

        return [.. bytes];
    }

    public static byte[] UInt32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}
