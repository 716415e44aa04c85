using System.Security.Cryptography;
using FlZk.Bn254;
using FlZk.Groth16;
using FlZk.Platform;

namespace FlZk.Statements;

/// <summary>Makes the elements of a link key, P[column] = sum over the column's rows of k_row base, and
/// checks those that others made.</summary>
internal static class LinkKeyColumns
{
    private const int BlockLength = 64;

    /// <summary>[k_row]2 for every row.</summary>
    public static G2Affine[] RowKeys(LinkTrapdoor trapdoor)
    {
        var keys = new G2Affine[trapdoor.Rows.Length];
        for (int row = 0; row < keys.Length; row++) keys[row] = G2Affine.Generator * trapdoor.Rows[row];
        return keys;
    }

    /// <summary>P for every column, on all cores.</summary>
    public static G1Affine[] Compute(
        LinkRelation relation, LinkTrapdoor trapdoor, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        var columns = new G1Affine[relation.ColumnCount];
        int blocks = (columns.Length + BlockLength - 1) / BlockLength;
        long done = 0;
        Parallel.For(0, blocks, new ParallelOptions { CancellationToken = cancellation }, block =>
        {
            int from = block * BlockLength;
            int length = Math.Min(BlockLength, columns.Length - from);
            Span<G1Jacobian> sums = new G1Jacobian[length];
            (int First, int Second) rows = (-2, -2);
            JointMultiplication? joint = null;
            for (int i = 0; i < length; i++)
            {
                LinkColumn column = relation.Column(from + i);
                if (joint is null || rows != (column.FirstRow, column.SecondRow))
                {
                    rows = (column.FirstRow, column.SecondRow);
                    joint = new JointMultiplication(trapdoor.Rows[rows.First], rows.Second < 0 ? Fr.Zero : trapdoor.Rows[rows.Second]);
                }

                sums[i] = joint.Multiply(column.FirstBase, column.SecondBase);
            }

            G1Jacobian.BatchToAffine(sums, columns.AsSpan(from, length));
            progress?.Report(new WorkProgress("link key", Interlocked.Add(ref done, length), columns.Length));
        });
        return columns;
    }

    /// <summary>
    /// Requires P to be what the row keys say, by a random 128-bit combination of all columns: e(sum r P, [1]2) = prod_R e(sum r base_R,
    /// [k_R]2). A malformed column would turn the link into an arbitrary linear leak of the update, or link what is not equal.
    /// </summary>
    /// <exception cref="KeyException">A column is infinity, off the curve, or not the row keys' combination of its bases.</exception>
    public static void Require(LinkRelation relation, ReadOnlyMemory<G1Affine> columns, ReadOnlySpan<G2Affine> rowKeys, string owner)
    {
        if (columns.Length != relation.ColumnCount)
            throw new KeyException($"{owner} has {columns.Length} columns, but its relation has {relation.ColumnCount}.");
        for (int c = 0; c < columns.Length; c++)
        {
            G1Affine point = columns.Span[c];
            if (point.IsInfinity || !point.IsOnCurve) throw new KeyException($"Column {c} of {owner} is infinity or off the curve.");
        }

        Fr[] coefficients = RandomCoefficients(columns.Length);
        G1Affine combined = MultiScalarMultiplication.Compute(columns, coefficients);
        G1Affine[] rows = relation.Rows(coefficients);
        var left = new G1Affine[rows.Length + 1];
        var right = new G2Affine[rows.Length + 1];
        left[0] = -combined;
        right[0] = G2Affine.Generator;
        rows.CopyTo(left, 1);
        rowKeys.CopyTo(right.AsSpan(1));
        if (!Pairing.ProductIsOne(left, right))
        {
            throw new KeyException(
                $"The columns of {owner} are not what its row keys say: it is damaged, of another circuit or model length, or malicious.");
        }
    }

    /// <summary>Requires row keys that can serve: in G2, not infinity, not the generator, none equal or opposite to another.</summary>
    /// <remarks>
    /// With equal (or publicly proportional) secrets for two chunks, values can be moved between the chunks of a false statement. A
    /// secret of 1 or -1 is known to everybody: whatever is added to its row is added to or taken from pi, and the row is free.
    /// </remarks>
    /// <exception cref="KeyException">A row key is none of that.</exception>
    public static void RequireRowKeys(ReadOnlySpan<G2Affine> rowKeys, int rowCount, string owner)
    {
        if (rowKeys.Length != rowCount)
            throw new KeyException($"{owner} has {rowKeys.Length} row keys, but its relation has {rowCount} rows.");
        var seen = new Dictionary<Fp2, int>(rowKeys.Length);
        for (int row = 0; row < rowKeys.Length; row++)
        {
            if (rowKeys[row].IsInfinity) throw new KeyException($"Row key {row} of {owner} is infinity: its secret is zero.");
            if (!rowKeys[row].IsInSubgroup) throw new KeyException($"Row key {row} of {owner} is outside the group G2.");
            if (rowKeys[row].X == G2Affine.Generator.X)
                throw new KeyException($"Row key {row} of {owner} is the generator or its opposite: everybody knows its secret.");
            if (!seen.TryAdd(rowKeys[row].X, row))
            {
                throw new KeyException(
                    $"Row keys {seen[rowKeys[row].X]} and {row} of {owner} are equal or opposite: every row needs a secret of its own.");
            }
        }
    }

    private static Fr[] RandomCoefficients(int count)
    {
        var random = new byte[16 * count];
        RandomNumberGenerator.Fill(random);
        var coefficients = new Fr[count];
        for (int c = 0; c < count; c++) coefficients[c] = Fr.ReduceBigEndian(random.AsSpan(16 * c, 16));
        return coefficients;
    }
}
