using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FlZk.Bn254;
using FlZk.Platform.Files;
using Microsoft.Win32.SafeHandles;

namespace FlZk.Groth16;

/// <summary>
/// What opening a .zkey costs, kept for the next time: its coefficients as compressed rows over a table of distinct values, and the word
/// that its points were found on their curves. The points themselves stay in the .zkey.
/// </summary>
/// <remarks>
/// Layout, little-endian: 8 bytes magic; SHA-256 of everything after it; the <see cref="FileIdentity"/> of the .zkey; seven u32: rows,
/// wires, rows of A, rows of B, entries of A, entries of B, distinct values; then the distinct values (Montgomery, 32 bytes each) and, for
/// A and B, row starts, columns and value indices (i32 each).
/// <para>
/// The file's name carries the fingerprint of the key's small sections, so keys before and after a contribution do not meet. It is used
/// only for the very file it was made from, unchanged since: same length, times and number. Its content is believed only when the digest is
/// right and every index within bounds; anything else is as if it were not there, and opening falls back to the .zkey. Trust: whoever can
/// write it can as well replace the .zkey beside it, and no wrong coefficient makes a wrong proof: each proof is verified before it is
/// handed over.
/// </para>
/// </remarks>
internal sealed class ConvertedKey
{
    private const int DigestLength = 32;
    private const int CountsLength = 7 * sizeof(uint);
    private const int HeaderLength = 8 + DigestLength + FileIdentity.ByteLength + CountsLength;

    // A change within the clock's granularity after the file was opened could go unseen, so young files are not converted.
    private static readonly TimeSpan SettlingTime = TimeSpan.FromMilliseconds(50);

    private ConvertedKey(SparseMatrix a, SparseMatrix b)
    {
        A = a;
        B = b;
    }

    public SparseMatrix A { get; }

    public SparseMatrix B { get; }

    private static ReadOnlySpan<byte> Magic => "FlZkKey1"u8;

    /// <summary>The converted key of a file, or null when there is none, or none that is of this very file and whole.</summary>
    public static ConvertedKey? TryLoad(string path, FileIdentity identity, ReadOnlySpan<byte> fingerprint, ProvingKeyHeader header)
    {
        foreach (string candidate in ConvertedKeyFolder.Candidates(path, fingerprint))
        {
            try
            {
                if (Load(candidate, identity, header) is { } converted) return converted;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // As if it were not there: it spares time and nothing else.
            }
        }

        return null;
    }

    /// <summary>Writes a key's converted form; see <see cref="ProvingKey.SaveConverted"/>.</summary>
    public static string? Save(ProvingKeySource source, ProvingKey key, CancellationToken cancellation)
    {
        if (!IsUnchanged(source)) return null;
        byte[] content = Encode(source.Identity, key);
        foreach (string candidate in ConvertedKeyFolder.Candidates(source.Path, source.Fingerprint))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                AtomicFile.WriteAllBytes(candidate, content);
                ConvertedKeyFolder.RemoveSuperseded(source.Path, candidate);
                return candidate;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // The next place; without any, keys are read as they are.
            }
        }

        return null;
    }

    private static bool IsUnchanged(ProvingKeySource source)
    {
        try
        {
            if (DateTime.UtcNow - File.GetLastWriteTimeUtc(source.Path) < SettlingTime) return false;
            using var handle = File.OpenHandle(source.Path);
            return FileIdentity.Of(handle) == source.Identity;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static byte[] Encode(FileIdentity identity, ProvingKey key)
    {
        SparseMatrix a = key.A, b = key.B;
        int[] counts = [key.DomainSize, key.WireCount, a.RowCount, b.RowCount, a.EntryCount, b.EntryCount, a.Distinct.Length];
        var content = GC.AllocateUninitializedArray<byte>(checked((int)LengthOf(counts)));
        Magic.CopyTo(content);
        identity.Write(content.AsSpan(8 + DigestLength));
        Span<byte> rest = content.AsSpan(8 + DigestLength + FileIdentity.ByteLength);
        Append(ref rest, counts);
        Append(ref rest, a.Distinct);
        foreach (SparseMatrix matrix in (SparseMatrix[])[a, b])
        {
            Append(ref rest, matrix.RowStarts);
            Append(ref rest, matrix.AllColumns);
            Append(ref rest, matrix.ValueIndices);
        }

        SHA256.HashData(content.AsSpan(8 + DigestLength), content.AsSpan(8, DigestLength));
        return content;
    }

    private static ConvertedKey? Load(string path, FileIdentity identity, ProvingKeyHeader header)
    {
        // A pipe has no length; opening it would wait for a writer that never comes.
        var found = new FileInfo(path);
        if (!found.Exists || found.Length < HeaderLength) return null;
        using var file = File.OpenHandle(path);
        long length = RandomAccess.GetLength(file);
        Span<byte> head = stackalloc byte[HeaderLength];
        if (length < HeaderLength || length > Array.MaxLength || RandomAccess.Read(file, head, 0) < HeaderLength) return null;
        Span<byte> expected = stackalloc byte[FileIdentity.ByteLength];
        identity.Write(expected);
        if (!head.StartsWith(Magic) || !head.Slice(8 + DigestLength, FileIdentity.ByteLength).SequenceEqual(expected)) return null;
        int[] counts = MemoryMarshal.Cast<byte, int>(head[^CountsLength..]).ToArray();
        if (Array.Exists(counts, static c => c < 0) || LengthOf(counts) != length) return null;
        if (counts[0] != header.DomainSize || counts[1] != header.WireCount || counts[2] > counts[0] || counts[3] > counts[0]) return null;

        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(head[(8 + DigestLength)..]);
        long at = HeaderLength;
        if (Next<Fr>(file, ref at, counts[6], hash) is not { } distinct) return null;
        SparseMatrix? a = Matrix(file, ref at, counts[2], counts[4], counts[1], distinct, hash);
        SparseMatrix? b = a is null ? null : Matrix(file, ref at, counts[3], counts[5], counts[1], distinct, hash);
        bool isWhole = b is not null && CryptographicOperations.FixedTimeEquals(hash.GetHashAndReset(), head.Slice(8, DigestLength));
        return isWhole && AreReduced(distinct) ? new ConvertedKey(a!, b!) : null;
    }

    private static long LengthOf(ReadOnlySpan<int> counts) => HeaderLength + ((long)counts[6] * Fr.ByteLength)
        + (sizeof(int) * (2L + counts[2] + counts[3] + (2L * counts[4]) + (2L * counts[5])));

    private static SparseMatrix? Matrix(
        SafeFileHandle file, ref long at, int rows, int entries, int wires, Fr[] distinct, IncrementalHash hash)
    {
        int[]? rowStarts = Next<int>(file, ref at, rows + 1, hash);
        int[]? columns = Next<int>(file, ref at, entries, hash);
        int[]? valueIndices = Next<int>(file, ref at, entries, hash);
        if (rowStarts is null || columns is null || valueIndices is null) return null;
        bool isWellFormed = rowStarts[0] == 0 && rowStarts[^1] == entries && IsAscending(rowStarts)
            && AreBelow(columns, wires) && AreBelow(valueIndices, distinct.Length);
        return isWellFormed ? new SparseMatrix(rowStarts, columns, valueIndices, distinct) : null;
    }

    private static bool IsAscending(ReadOnlySpan<int> values)
    {
        bool ascending = true;
        for (int i = 1; i < values.Length; i++) ascending &= values[i - 1] <= values[i];
        return ascending;
    }

    private static bool AreBelow(ReadOnlySpan<int> values, int bound)
    {
        bool below = true;
        foreach (int value in values) below &= (uint)value < (uint)bound;
        return below;
    }

    private static bool AreReduced(ReadOnlySpan<Fr> values)
    {
        if (values.Length < 2 || values[DistinctValues.One] != Fr.One || values[DistinctValues.MinusOne] != -Fr.One) return false;
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values);
        for (int i = 0; i < values.Length; i++)
        {
            if (!Fr.TryReadMontgomery(bytes.Slice(i * Fr.ByteLength, Fr.ByteLength), out _)) return false;
        }

        return true;
    }

    private static T[]? Next<T>(SafeFileHandle file, ref long at, int count, IncrementalHash hash)
        where T : unmanaged
    {
        T[] elements = GC.AllocateUninitializedArray<T>(count);
        Span<byte> bytes = MemoryMarshal.AsBytes(elements.AsSpan());
        for (Span<byte> rest = bytes; rest.Length > 0;)
        {
            int read = RandomAccess.Read(file, rest, at);
            if (read == 0) return null;
            at += read;
            rest = rest[read..];
        }

        hash.AppendData(bytes);
        return elements;
    }

    private static void Append<T>(ref Span<byte> rest, ReadOnlySpan<T> elements)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(elements);
        bytes.CopyTo(rest);
        rest = rest[bytes.Length..];
    }
}
