using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>
/// Section 4 of a .zkey: the entries of A and B, the rows of public signals included. A u32 count, then per entry u32 matrix (0 A, 1 B),
/// u32 row, u32 wire, and the value times R^2 mod r (R = 2^256), so that a Montgomery product with a
/// canonical witness value is in Montgomery form.
/// </summary>
internal static class CoefficientSection
{
    private const int EntryLength = 12 + FieldHeader.ByteLength;
    private const int BlockEntries = 1 << 15;

    // The bytes hold value * R^2; read as a Montgomery form they are the element value * R.
    private static readonly Fr MontgomeryR = Fr.FromBigInteger(BigInteger.One << 256);
    private static readonly Fr InverseMontgomeryR = MontgomeryR.Inverse();

    public static (SparseMatrix A, SparseMatrix B) Read(SectionReader section, int rows, int wires, CancellationToken cancellation)
    {
        int count = section.ReadCount("coefficients");
        section.RequireRemaining(count, EntryLength);
        long start = section.Length - section.Remaining;

        // Twice over the file: the first pass counts entries per row, the second puts them where they belong.
        // No copy of the section is kept.
        int[][] rowStarts = [new int[rows + 1], new int[rows + 1]];
        ForEachEntry(section, start, count, (entry, at) =>
        {
            (uint matrix, uint row, uint wire) = ReadPosition(entry);
            if (matrix > 1) throw section.BadAt(at, $"matrix {matrix} does not exist; there are 0 (A) and 1 (B).");
            if (row >= rows) throw section.BadAt(at + 4, $"row {row} does not exist; there are {rows}.");
            if (wire >= wires) throw section.BadAt(at + 8, $"wire {wire} does not exist; there are {wires}.");
            rowStarts[matrix][row + 1]++;
        }, cancellation);
        foreach (int[] starts in rowStarts)
        {
            for (int row = 0; row < rows; row++) starts[row + 1] += starts[row];
        }

        int[][] next = [(int[])rowStarts[0].Clone(), (int[])rowStarts[1].Clone()];
        int[][] columns = [new int[rowStarts[0][rows]], new int[rowStarts[1][rows]]];
        Fr[][] values = [new Fr[rowStarts[0][rows]], new Fr[rowStarts[1][rows]]];
        ForEachEntry(section, start, count, (entry, at) =>
        {
            (uint matrix, uint row, uint wire) = ReadPosition(entry);
            if (!Fr.TryReadMontgomery(entry[12..], out Fr scaled)) throw section.BadAt(at + 12, "a coefficient is not below the modulus.");
            int to = next[matrix][row]++;
            columns[matrix][to] = (int)wire;
            values[matrix][to] = scaled * InverseMontgomeryR;
        }, cancellation);
        return (new SparseMatrix(rowStarts[0], columns[0], values[0]), new SparseMatrix(rowStarts[1], columns[1], values[1]));
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
                ReadOnlySpan<Fr> values = source.Values(row);
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

    private static (uint Matrix, uint Row, uint Wire) ReadPosition(ReadOnlySpan<byte> entry) => (
        BinaryPrimitives.ReadUInt32LittleEndian(entry),
        BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]),
        BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]));

    private static void ForEachEntry(
        SectionReader section, long start, int count, Action<ReadOnlySpan<byte>, long> use, CancellationToken cancellation)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Min(count, BlockEntries) * EntryLength);
        try
        {
            for (int first = 0; first < count; first += BlockEntries)
            {
                cancellation.ThrowIfCancellationRequested();
                int length = Math.Min(BlockEntries, count - first);
                long at = start + ((long)first * EntryLength);
                Span<byte> bytes = buffer.AsSpan(0, length * EntryLength);
                section.ReadAt(at, bytes);
                for (int i = 0; i < length; i++) use(bytes.Slice(i * EntryLength, EntryLength), at + (i * EntryLength));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
