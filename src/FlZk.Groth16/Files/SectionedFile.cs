using System.Buffers.Binary;
using System.Text;
using FlZk.Platform.Files;
using Microsoft.Win32.SafeHandles;

namespace FlZk.Groth16;

/// <summary>An iden3 binary container, opened for reading: magic, version, and a table of sections.</summary>
/// <remarks>
/// Layout, all little-endian: 4 bytes magic, u32 version, u32 section count, then per section u32 id, u64 length and that many bytes.
/// Sections come in any order. Nothing is allocated from a length that the file merely claims: the table is checked against the file's
/// real size first, and only sections that the caller knows are remembered.
/// </remarks>
internal sealed class SectionedFile : IDisposable
{
    private const int HeaderLength = 12;
    private const int SectionHeaderLength = 12;

    private readonly SafeFileHandle _handle;
    private readonly Dictionary<uint, (long Offset, long Length)> _sections = [];

    private SectionedFile(string path, SafeFileHandle handle, FileKind kind)
    {
        Path = path;
        Kind = kind;
        _handle = handle;
    }

    public string Path { get; }

    /// <summary>The open file.</summary>
    public SafeFileHandle Handle => _handle;

    public FileKind Kind { get; }

    public uint Version { get; private set; }

    /// <summary>Opens <paramref name="path"/> and reads its table of sections.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">What it must be.</param>
    /// <param name="knownSections">Section ids to remember; any other is skipped.</param>
    /// <exception cref="FileFormatException">Not such a file, or its table does not fit its size.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SectionedFile Open(string path, FileKind kind, ReadOnlySpan<uint> knownSections)
    {
        SafeFileHandle handle = SeekableFile.Open(path, FileOptions.RandomAccess);
        var file = new SectionedFile(path, handle, kind);
        try
        {
            file.ReadTable(knownSections);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether the file has the section.</summary>
    public bool Has(uint id) => _sections.ContainsKey(id);

    /// <summary>A section that must be there.</summary>
    /// <exception cref="FileFormatException">It is not.</exception>
    public SectionReader Section(uint id, string name) => _sections.TryGetValue(id, out (long Offset, long Length) at)
        ? new SectionReader(Path, _handle, at.Offset, at.Length, name)
        : throw new FileFormatException(Path, $"section {id} ({name}) is missing.");

    /// <summary>Requires a section of exactly <paramref name="count"/> elements of
    /// <paramref name="elementLength"/> bytes, without reading it.</summary>
    /// <exception cref="FileFormatException">It is missing or of another length.</exception>
    public void RequireLength(uint id, string name, long count, int elementLength) =>
        Section(id, name).RequireRemaining(count, elementLength);

    /// <summary>The bytes that follow a section in the file, whatever they are; null when fewer are left.</summary>
    public byte[]? BytesAfter(uint id, int count)
    {
        (long offset, long length) = _sections[id];
        var bytes = new byte[count];
        return RandomAccess.GetLength(_handle) - offset - length >= count && RandomAccess.Read(_handle, bytes, offset + length) == count
            ? bytes
            : null;
    }

    public void Dispose() => _handle.Dispose();

    private void ReadTable(ReadOnlySpan<uint> knownSections)
    {
        long length = RandomAccess.GetLength(_handle);
        Span<byte> header = stackalloc byte[HeaderLength];
        if (length < HeaderLength || RandomAccess.Read(_handle, header, 0) < HeaderLength)
        {
            throw new FileFormatException(
                Path, $"a {Kind.Name} file has a header of {HeaderLength} bytes, this file has {length} bytes.", 0);
        }

        CheckMagic(header[..4]);
        Version = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        if (Version is 0 || Version > Kind.NewestVersion)
            throw new FileFormatException(Path, $"{Kind.Name} version {Version} is unknown; versions 1 to {Kind.NewestVersion} are.", 4);

        uint count = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        long at = HeaderLength;
        for (uint i = 0; i < count; i++)
        {
            if (length - at < SectionHeaderLength || RandomAccess.Read(_handle, header, at) < SectionHeaderLength)
                throw new FileFormatException(Path, $"the file ends before section {i + 1} of {count}.", at);

            uint id = BinaryPrimitives.ReadUInt32LittleEndian(header);
            ulong claimed = BinaryPrimitives.ReadUInt64LittleEndian(header[4..]);
            long content = at + SectionHeaderLength;
            if (claimed > (ulong)(length - content))
                throw new FileFormatException(Path, $"section {id} claims {claimed} bytes, but {length - content} are left.", at);

            if (knownSections.Contains(id) && !_sections.TryAdd(id, (content, (long)claimed)))
                throw new FileFormatException(Path, $"section {id} is there twice.", at);
            at = content + (long)claimed;
        }

        if (at != length) throw new FileFormatException(Path, $"{length - at} bytes follow the last of {count} sections.", at);
    }

    private void CheckMagic(ReadOnlySpan<byte> magic)
    {
        if (magic.SequenceEqual(Encoding.ASCII.GetBytes(Kind.Magic))) return;
        foreach (FileKind other in FileKind.All)
        {
            if (magic.SequenceEqual(Encoding.ASCII.GetBytes(other.Magic)))
                throw new FileFormatException(Path, $"this is a {other.Name} file; a {Kind.Name} file was expected.", 0);
        }

        throw new FileFormatException(
            Path, $"not a {Kind.Name} file: it begins with {Convert.ToHexStringLower(magic)}, not with \"{Kind.Magic}\".", 0);
    }
}
