using System.Buffers.Binary;
using System.Security.Cryptography;
using FlZk.Bn254;
using FlZk.Platform.Files;

namespace FlZk.Statements;

/// <summary>
/// One file of generators: magic, version, count, the points as 64 bytes each, SHA-256 of all before. A longer request than
/// the file can serve derives all generators and replaces it.
/// </summary>
internal static class GeneratorCache
{
    private const uint Version = 1;
    private const int HeaderLength = 16;
    private const int PointLength = 64;
    private const int Samples = 8;

    /// <summary>The cache's file name.</summary>
    public const string FileName = "generators-v1.bin";

    private static ReadOnlySpan<byte> Magic => "FLZKGENS"u8;

    /// <summary>The first <paramref name="count"/> generators.</summary>
    /// <param name="folder">The cache folder.</param>
    /// <param name="count">How many.</param>
    /// <param name="derive">Fills an array with all its generators.</param>
    /// <param name="cancellation">Stops waiting for another process.</param>
    public static G1Affine[] Load(string folder, int count, Action<G1Affine[]> derive, CancellationToken cancellation)
    {
        string path = Path.Combine(folder, FileName);
        if (TryRead(path, count, out G1Affine[] values)) return values;
        using CrossProcessLock _ = CrossProcessLock.Acquire(path + ".lock", cancellation: cancellation);
        if (TryRead(path, count, out values)) return values;
        values = new G1Affine[count];
        derive(values);
        AtomicFile.Write(path, stream => Write(stream, values));
        return values;
    }

    private static bool TryRead(string path, int count, out G1Affine[] values)
    {
        values = [];
        if (!File.Exists(path)) return false;
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16);
        Span<byte> header = stackalloc byte[HeaderLength];
        if (file.Length < HeaderLength + SHA256.HashSizeInBytes || file.ReadAtLeast(header, HeaderLength, false) < HeaderLength)
            return false;
        uint stored = BinaryPrimitives.ReadUInt32LittleEndian(header[12..]);
        if (!header[..8].SequenceEqual(Magic) || BinaryPrimitives.ReadUInt32LittleEndian(header[8..]) != Version) return false;
        if (file.Length != HeaderLength + ((long)stored * PointLength) + SHA256.HashSizeInBytes || stored < count) return false;
        return TryReadPoints(file, header, (int)stored, count, out values) && SamplesAgree(values);
    }

    private static bool TryReadPoints(FileStream file, ReadOnlySpan<byte> header, int stored, int count, out G1Affine[] values)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        values = new G1Affine[count];
        Span<byte> point = stackalloc byte[PointLength];
        for (int j = 0; j < stored; j++)
        {
            file.ReadExactly(point);
            hash.AppendData(point);
            if (j < count && (!G1Affine.TryReadUncompressed(point, out values[j]) || values[j].IsInfinity)) return false;
        }

        Span<byte> told = stackalloc byte[SHA256.HashSizeInBytes];
        file.ReadExactly(told);
        return CryptographicOperations.FixedTimeEquals(told, hash.GetHashAndReset());
    }

    /// <summary>A digest says that the file is whole, not that it is ours: a few points are derived anew.</summary>
    private static bool SamplesAgree(G1Affine[] values)
    {
        for (int i = 0; i < Math.Min(Samples, values.Length); i++)
        {
            int j = RandomNumberGenerator.GetInt32(values.Length);
            if (values[j] != PedersenGenerators.ValueGenerator(j)) return false;
        }

        return true;
    }

    private static void Write(Stream stream, G1Affine[] values)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> header = stackalloc byte[HeaderLength];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(header[12..], (uint)values.Length);
        stream.Write(header);
        hash.AppendData(header);
        Span<byte> point = stackalloc byte[PointLength];
        foreach (G1Affine value in values)
        {
            value.WriteUncompressed(point);
            stream.Write(point);
            hash.AppendData(point);
        }

        stream.Write(hash.GetHashAndReset());
    }
}
