using System.Buffers.Binary;
using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>A run of a coefficient section's entries, decoded and kept apart by matrix, before the matrices are put together.</summary>
internal sealed class CoefficientBlock
{
    private readonly int[][] _rows = [[], []];
    private readonly int[][] _columns = [[], []];
    private readonly int[][] _valueIndices = [[], []];
    private readonly bool[] _ascending = [true, true];
    private readonly DistinctValues _values;

    private CoefficientBlock(DistinctValues values) => _values = values;

    /// <summary>Decodes entries.</summary>
    /// <param name="bytes">The entries.</param>
    /// <param name="section">The section they are of, for messages.</param>
    /// <param name="at">Where in the section they begin.</param>
    /// <param name="rows">Rows of the matrices.</param>
    /// <param name="wires">Columns of the matrices.</param>
    /// <param name="values">Numbers the values, as the section encodes them.</param>
    /// <exception cref="FlZk.Platform.Files.FileFormatException">The first bad entry, named.</exception>
    public static CoefficientBlock Decode(
        ReadOnlySpan<byte> bytes, SectionReader section, long at, int rows, int wires, DistinctValues values)
    {
        int count = bytes.Length / CoefficientSection.EntryLength;
        int ofB = 0;
        for (int i = 0; i < count; i++)
        {
            uint matrix = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(i * CoefficientSection.EntryLength)..]);
            if (matrix > 1)
            {
                throw section.BadAt(
                    at + (i * CoefficientSection.EntryLength), $"matrix {matrix} does not exist; there are 0 (A) and 1 (B).");
            }

            ofB += (int)matrix;
        }

        var block = new CoefficientBlock(values);
        for (int m = 0; m < 2; m++)
        {
            int length = m == 0 ? count - ofB : ofB;
            block._rows[m] = GC.AllocateUninitializedArray<int>(length);
            block._columns[m] = GC.AllocateUninitializedArray<int>(length);
            block._valueIndices[m] = GC.AllocateUninitializedArray<int>(length);
        }

        Span<int> next = [0, 0];
        Span<uint> previous = [0, 0];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = bytes.Slice(i * CoefficientSection.EntryLength, CoefficientSection.EntryLength);
            long entryAt = at + (i * CoefficientSection.EntryLength);
            int matrix = (int)BinaryPrimitives.ReadUInt32LittleEndian(entry);
            uint row = BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]);
            uint wire = BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]);
            if (row >= rows) throw section.BadAt(entryAt + 4, $"row {row} does not exist; there are {rows}.");
            if (wire >= wires) throw section.BadAt(entryAt + 8, $"wire {wire} does not exist; there are {wires}.");
            if (!Fr.TryReadMontgomery(entry[12..], out Fr value))
                throw section.BadAt(entryAt + 12, "a coefficient is not below the modulus.");
            int to = next[matrix]++;
            block._rows[matrix][to] = (int)row;
            block._columns[matrix][to] = (int)wire;
            block._valueIndices[matrix][to] = values.Number(value);
            block._ascending[matrix] &= row >= previous[matrix];
            previous[matrix] = row;
        }

        return block;
    }

    /// <summary>One of the two matrices from all blocks, in the order of the file within each row.</summary>
    public static SparseMatrix Assemble(
        CoefficientBlock[] blocks,
        int matrix,
        int rows,
        Fr[] distinct,
        Dictionary<DistinctValues, int[]> numbers,
        ParallelOptions options)
    {
        // Files of every known tool list rows in ascending order; then blocks go where they belong as they are.
        bool ascending = true;
        int last = 0;
        var firsts = new int[blocks.Length + 1];
        for (int i = 0; i < blocks.Length; i++)
        {
            int[] ofBlock = blocks[i]._rows[matrix];
            firsts[i + 1] = firsts[i] + ofBlock.Length;
            if (ofBlock.Length == 0) continue;
            ascending &= blocks[i]._ascending[matrix] && ofBlock[0] >= last;
            last = ofBlock[^1];
        }

        var rowStarts = new int[rows + 1];
        foreach (CoefficientBlock block in blocks)
        {
            foreach (int row in block._rows[matrix]) rowStarts[row + 1]++;
        }

        for (int row = 0; row < rows; row++) rowStarts[row + 1] += rowStarts[row];
        int[] columns = GC.AllocateUninitializedArray<int>(firsts[^1]), valueIndices = GC.AllocateUninitializedArray<int>(firsts[^1]);
        if (ascending)
        {
            Parallel.For(0, blocks.Length, options, i =>
            {
                blocks[i]._columns[matrix].CopyTo(columns.AsSpan(firsts[i]));
                blocks[i].Renumber(matrix, numbers, valueIndices.AsSpan(firsts[i]));
            });
        }
        else
        {
            var next = (int[])rowStarts.Clone();
            foreach (CoefficientBlock block in blocks)
            {
                int[] renumbered = new int[block._rows[matrix].Length];
                block.Renumber(matrix, numbers, renumbered);
                for (int i = 0; i < renumbered.Length; i++)
                {
                    int to = next[block._rows[matrix][i]]++;
                    columns[to] = block._columns[matrix][i];
                    valueIndices[to] = renumbered[i];
                }
            }
        }

        return new SparseMatrix(rowStarts, columns, valueIndices, distinct);
    }

    private void Renumber(int matrix, Dictionary<DistinctValues, int[]> numbers, Span<int> into)
    {
        int[] own = _valueIndices[matrix], mapping = numbers[_values];
        for (int i = 0; i < own.Length; i++) into[i] = mapping[own[i]];
    }
}
