using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Numerics;
using FlZk.Bn254;
using FlZk.Platform.Files;

namespace FlZk.Groth16;

/// <summary>
/// Section 4 of a .zkey: the entries of A and B, the rows of public signals included. A u32 count, then per entry u32 matrix (0 A, 1 B),
/// u32 row, u32 wire, and the value times R^2 mod r (R = 2^256), so that a Montgomery product with a
/// canonical witness value is in Montgomery form.
/// </summary>
internal static class CoefficientSection
{
    public const int EntryLength = 12 + FieldHeader.ByteLength;
    private const int BlockEntries = 1 << 15;

    // The bytes hold value * R^2; read as a Montgomery form they are the element value * R.
    private static readonly Fr MontgomeryR = Fr.FromBigInteger(BigInteger.One << 256);
    private static readonly Fr InverseMontgomeryR = MontgomeryR.Inverse();

    /// <summary>Reads both matrices, block by block on several threads; no copy of the section is kept.</summary>
    /// <param name="section">Positioned at its beginning.</param>
    /// <param name="rows">Rows of the matrices.</param>
    /// <param name="wires">Columns of the matrices.</param>
    /// <param name="execution">Cancellation and threads.</param>
    /// <exception cref="FileFormatException">An entry is outside the matrices, or its value not below the modulus.</exception>
    public static (SparseMatrix A, SparseMatrix B) Read(SectionReader section, int rows, int wires, Execution execution)
    {
        int count = section.ReadCount("coefficients");
        section.RequireRemaining(count, EntryLength);
        var blocks = new CoefficientBlock[(count + BlockEntries - 1) / BlockEntries];
        var options = new ParallelOptions { CancellationToken = execution.Cancellation, MaxDegreeOfParallelism = execution.Threads };
        long start = section.Length - section.Remaining;
        var tables = new ConcurrentBag<DistinctValues>();
        var refusals = new ConcurrentBag<(int Block, FileFormatException Refusal)>();
        Parallel.For(
            0,
            blocks.Length,
            options,
            static () => (Values: (DistinctValues?)null, Bytes: Array.Empty<byte>()),
            (block, _, local) =>
            {
                local.Values ??= new DistinctValues(MontgomeryR);
                int first = block * BlockEntries;
                int length = Math.Min(BlockEntries, count - first);
                if (local.Bytes.Length < length * EntryLength) local.Bytes = GC.AllocateUninitializedArray<byte>(length * EntryLength);
                Span<byte> bytes = local.Bytes.AsSpan(0, length * EntryLength);
                long at = start + ((long)first * EntryLength);
                try
                {
                    section.ReadAt(at, bytes);
                    blocks[block] = CoefficientBlock.Decode(bytes, section, at, rows, wires, local.Values);
                }
                catch (FileFormatException refusal)
                {
                    refusals.Add((block, refusal));
                }

                return local;
            },
            local =>
            {
                if (local.Values is not null) tables.Add(local.Values);
            });
        if (!refusals.IsEmpty) throw refusals.MinBy(static r => r.Block).Refusal;

        Fr[] distinct = Merge(tables, out Dictionary<DistinctValues, int[]> numbers);
        return (
            CoefficientBlock.Assemble(blocks, 0, rows, distinct, numbers, options),
            CoefficientBlock.Assemble(blocks, 1, rows, distinct, numbers, options));
    }

    /// <summary>One table for all workers' tables, with the factor R^2 taken off, and each table's numbers in it.</summary>
    private static Fr[] Merge(IEnumerable<DistinctValues> tables, out Dictionary<DistinctValues, int[]> numbers)
    {
        var all = new DistinctValues(MontgomeryR);
        numbers = [];
        foreach (DistinctValues table in tables)
        {
            var mapping = new int[table.Count];
            for (int i = 0; i < mapping.Length; i++) mapping[i] = all.Number(table.Values[i]);
            numbers.Add(table, mapping);
        }

        Fr[] distinct = all.Values.ToArray();
        for (int i = 0; i < distinct.Length; i++) distinct[i] *= InverseMontgomeryR;
        return distinct;
    }

    public static void Write(Stream stream, SparseMatrix a, SparseMatrix b)
    {
        Span<byte> entry = stackalloc byte[EntryLength];
        BinaryPrimitives.WriteUInt32LittleEndian(entry, (uint)(a.EntryCount + b.EntryCount));
        stream.Write(entry[..4]);
        int rows = Math.Max(a.RowCount, b.RowCount);
        for (int row = 0; row < rows; row++)
        {
            for (uint matrix = 0; matrix < 2; matrix++)
            {
                SparseMatrix source = matrix == 0 ? a : b;
                if (row >= source.RowCount) continue;
                ReadOnlySpan<int> columns = source.Columns(row);
                SparseRowValues values = source.Values(row);
                for (int i = 0; i < columns.Length; i++)
                {
                    BinaryPrimitives.WriteUInt32LittleEndian(entry, matrix);
                    BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], (uint)row);
                    BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], (uint)columns[i]);
                    (values[i] * MontgomeryR).WriteMontgomery(entry[12..]);
                    stream.Write(entry);
                }
            }
        }
    }
}
