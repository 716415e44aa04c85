using System.Buffers.Binary;
using System.Text;
using FlZk.Bn254;
using FlZk.Platform.Files;
using Org.BouncyCastle.Crypto.Digests;

namespace FlZk.Statements;

/// <summary>Reads what <see cref="BinaryKeyWriter"/> writes. Nothing is allocated for content that is not there.</summary>
internal sealed class BinaryKeyReader : IDisposable
{
    private readonly FileStream _stream;
    private readonly string _path;
    private readonly KeccakDigest _digest = new(256);

    /// <summary>Opens a file and requires its magic and version.</summary>
    /// <exception cref="FileFormatException">Another kind of file or another version.</exception>
    public BinaryKeyReader(string path, ReadOnlySpan<byte> magic, int version)
    {
        _path = path;
        _stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16);
        try
        {
            Span<byte> found = stackalloc byte[magic.Length];
            Read(found, "the file's kind");
            if (!found.SequenceEqual(magic))
                throw new FileFormatException(path, $"the file does not begin with {Encoding.ASCII.GetString(magic)}.", 0);
            int told = ReadInt32("the version");
            if (told != version) throw Fault($"version {told} is not known; this program reads version {version}.");
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    /// <summary>Bytes between here and the end.</summary>
    public long Remaining => _stream.Length - _stream.Position;

    /// <summary>An error at the current position.</summary>
    public FileFormatException Fault(string reason) => new(_path, reason, _stream.Position);

    /// <summary>Reads an integer within bounds.</summary>
    public int ReadInt32(string what, int minimum = int.MinValue, int maximum = int.MaxValue)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        Read(bytes, what);
        int value = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (value < minimum || value > maximum) throw Fault($"{what} is {value}, outside [{minimum}, {maximum}].");
        return value;
    }

    /// <summary>Reads a hash.</summary>
    public KeccakHash ReadHash(string what)
    {
        Span<byte> bytes = stackalloc byte[KeccakHash.ByteLength];
        Read(bytes, what);
        return new KeccakHash(bytes);
    }

    /// <summary>Reads the name of a party.</summary>
    public string ReadParty(string what)
    {
        Span<byte> bytes = stackalloc byte[LinkContribution.MaximumPartyLength];
        int length = ReadInt32($"the length of {what}", 1, LinkContribution.MaximumPartyLength);
        Read(bytes[..length], what);
        string party;
        try
        {
            party = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes[..length]);
        }
        catch (DecoderFallbackException e)
        {
            throw new FileFormatException(_path, $"{what} is not UTF-8.", _stream.Position, e);
        }

        return LinkContribution.IsPartyName(party) ? party : throw Fault($"{what} has control or format characters in its name.");
    }

    /// <summary>Reads a scalar below r.</summary>
    public Fr ReadScalar(string what)
    {
        Span<byte> bytes = stackalloc byte[Fr.ByteLength];
        Read(bytes, what);
        return Fr.TryReadBigEndian(bytes, out Fr value) ? value : throw Fault($"{what} is not below r.");
    }

    /// <summary>Requires that <paramref name="bytes"/> more bytes are there, before anything is allocated for them.</summary>
    public void RequireRemaining(long bytes, string what)
    {
        if (Remaining < bytes) throw Fault($"{what} takes {bytes} bytes; the file ends after {Remaining}.");
    }

    /// <summary>Reads points of G1, none infinity.</summary>
    public G1Affine[] ReadG1(int count, string what)
    {
        RequireRemaining((long)count * G1Affine.UncompressedLength, what);
        var points = new G1Affine[count];
        Span<byte> bytes = stackalloc byte[G1Affine.UncompressedLength];
        for (int i = 0; i < count; i++)
        {
            Read(bytes, what);
            if (!G1Affine.TryReadUncompressed(bytes, out points[i]) || points[i].IsInfinity)
                throw Fault($"{what}, element {i}, is not a point of G1 other than infinity.");
        }

        return points;
    }

    /// <summary>Reads points of G2, none infinity.</summary>
    public G2Affine[] ReadG2(int count, string what)
    {
        RequireRemaining((long)count * G2Affine.UncompressedLength, what);
        var points = new G2Affine[count];
        for (int i = 0; i < count; i++) points[i] = ReadG2($"{what}, element {i},");
        return points;
    }

    /// <summary>Reads a point of G2 that is not infinity.</summary>
    public G2Affine ReadG2(string what)
    {
        Span<byte> bytes = stackalloc byte[G2Affine.UncompressedLength];
        Read(bytes, what);
        if (!G2Affine.TryReadUncompressed(bytes, out G2Affine point) || point.IsInfinity)
            throw Fault($"{what} is not a point of G2 other than infinity.");
        return point;
    }

    /// <summary>Requires the hash of everything read, and the end of the file.</summary>
    public void Finish()
    {
        Span<byte> computed = stackalloc byte[KeccakHash.ByteLength];
        _digest.DoFinal(computed);
        KeccakHash told = ReadHash("the closing hash");
        if (told != new KeccakHash(computed)) throw Fault("the closing hash does not match the content: the file is damaged.");
        if (Remaining != 0) throw Fault($"{Remaining} bytes follow the end of the content.");
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void Read(Span<byte> bytes, string what)
    {
        RequireRemaining(bytes.Length, what);
        _stream.ReadExactly(bytes);
        _digest.BlockUpdate(bytes);
    }
}
