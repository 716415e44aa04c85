using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FlZk.Bn254;
using FlZk.Platform.Files;
using Microsoft.Win32.SafeHandles;

namespace FlZk.Statements;

/// <summary>
/// One file of generators: magic, version, count, a SHA-256 digest of every run of points, the digest of all these, and the points as they
/// are in memory, 64 bytes each. A longer request than the file can serve derives what is missing and replaces it.
/// </summary>
/// <remarks>
/// Points that their digests vouch for are taken as they are, without their curve's equation: a file that is damaged, cut off or of another
/// version is made again, and so is one of which points, drawn at random and derived anew, differ. Whoever may write the file could choose
/// generators, and relations among them, in any case: the folder must be writable by its owner alone.
/// </remarks>
internal static class GeneratorCache
{
    private const uint Version = 2;
    private const int PrefixLength = 16;
    private const int PointLength = 64;
    private const int RunLength = 1 << 14;
    private const int Samples = 8;

    /// <summary>The cache's file name.</summary>
    public const string FileName = "generators-v2.bin";

    private static ReadOnlySpan<byte> Magic => "FLZKGENS"u8;

    /// <summary>The first <paramref name="count"/> generators.</summary>
    /// <param name="folder">The cache folder.</param>
    /// <param name="count">How many.</param>
    /// <param name="derive">Fills an array with its generators from an index on.</param>
    /// <param name="cancellation">Stops waiting for another process.</param>
    public static G1Affine[] Load(string folder, int count, Action<G1Affine[], int> derive, CancellationToken cancellation)
    {
        string path = Path.Combine(folder, FileName);
        G1Affine[] known = Read(path, count);
        if (known.Length == count) return known;
        using CrossProcessLock _ = CrossProcessLock.Acquire(path + ".lock", cancellation: cancellation);
        known = Read(path, count);
        if (known.Length == count) return known;
        var values = new G1Affine[count];
        known.CopyTo(values.AsSpan());
        derive(values, known.Length);
        AtomicFile.Write(path, stream => Write(stream, values));
        return values;
    }

    /// <summary>As many of the generators as there are, at most <paramref name="count"/>; none of a file that cannot be trusted.</summary>
    private static G1Affine[] Read(string path, int count)
    {
        if (!File.Exists(path)) return [];
        try
        {
            using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            if (!TryReadDigests(file, out int stored, out byte[] digests)) return [];
            bool intact = TryReadPoints(file, stored, digests, count, out G1Affine[] values);
            return intact && SamplesAgree(values) ? values : [];
        }
        catch (FileNotFoundException)
        {
            // Removed between the two calls.
            return [];
        }
    }

    private static bool TryReadDigests(SafeFileHandle file, out int stored, out byte[] digests)
    {
        (stored, digests) = (0, []);
        Span<byte> prefix = stackalloc byte[PrefixLength];
        long length = RandomAccess.GetLength(file);
        if (length < PrefixLength + SHA256.HashSizeInBytes || RandomAccess.Read(file, prefix, 0) != PrefixLength) return false;
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(prefix[12..]);
        if (!prefix[..8].SequenceEqual(Magic) || BinaryPrimitives.ReadUInt32LittleEndian(prefix[8..]) != Version) return false;
        if (count > int.MaxValue / PointLength || length != PointsOffset((int)count) + ((long)count * PointLength)) return false;
        stored = (int)count;
        digests = new byte[Runs(stored) * SHA256.HashSizeInBytes];
        Span<byte> told = stackalloc byte[SHA256.HashSizeInBytes];
        return RandomAccess.Read(file, digests, PrefixLength) == digests.Length
            && RandomAccess.Read(file, told, PrefixLength + digests.Length) == told.Length
            && told.SequenceEqual(DigestOf(prefix, digests));
    }

    /// <summary>Reads and hashes whole runs on all cores; the last may hold more points than are asked for.</summary>
    private static bool TryReadPoints(SafeFileHandle file, int stored, byte[] digests, int count, out G1Affine[] values)
    {
        int runs = Runs(Math.Min(count, stored));
        var points = GC.AllocateUninitializedArray<G1Affine>(Math.Min(runs * RunLength, stored));
        bool intact = true;
        Parallel.For(0, runs, run =>
        {
            int start = run * RunLength, length = Math.Min(RunLength, stored - start);
            Span<byte> bytes = MemoryMarshal.AsBytes(points.AsSpan(start, length));
            Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
            long offset = PointsOffset(stored) + ((long)start * PointLength);
            int read = 0;
            while (read < bytes.Length)
            {
                int more = RandomAccess.Read(file, bytes[read..], offset + read);
                if (more == 0) break;
                read += more;
            }

            if (read == bytes.Length)
            {
                SHA256.HashData(bytes, digest);
                if (digest.SequenceEqual(digests.AsSpan(run * SHA256.HashSizeInBytes, SHA256.HashSizeInBytes))) return;
            }

            Volatile.Write(ref intact, false);
        });
        values = points.Length <= count ? points : points[..count];
        return intact;
    }

    /// <summary>Digests say that the file is whole, not that it is ours: a few points are derived anew.</summary>
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
        Span<byte> prefix = stackalloc byte[PrefixLength];
        Magic.CopyTo(prefix);
        BinaryPrimitives.WriteUInt32LittleEndian(prefix[8..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(prefix[12..], (uint)values.Length);
        var digests = new byte[Runs(values.Length) * SHA256.HashSizeInBytes];
        for (int run = 0; run < Runs(values.Length); run++)
            SHA256.HashData(RunOf(values, run), digests.AsSpan(run * SHA256.HashSizeInBytes));
        stream.Write(prefix);
        stream.Write(digests);
        stream.Write(DigestOf(prefix, digests));
        for (int run = 0; run < Runs(values.Length); run++) stream.Write(RunOf(values, run));
    }

    private static ReadOnlySpan<byte> RunOf(G1Affine[] values, int run) =>
        MemoryMarshal.AsBytes(values.AsSpan(run * RunLength, Math.Min(RunLength, values.Length - (run * RunLength))));

    private static byte[] DigestOf(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> digests)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(prefix);
        hash.AppendData(digests);
        return hash.GetHashAndReset();
    }

    private static int Runs(int count) => (count + RunLength - 1) / RunLength;

    private static long PointsOffset(int count) => PrefixLength + ((Runs(count) + 1L) * SHA256.HashSizeInBytes);
}
