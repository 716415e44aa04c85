using FlZk.Bn254;

namespace FlZk.Statements;

/// <summary>
/// A linear relation between group elements: row R is the sum over the columns that touch it of value x base. The argument of
/// Kiltz and Wee (EUROCRYPT 2015), CP_link of LegoSNARK (CCS 2019), proves that rows given as points have common values.
/// </summary>
/// <remarks>
/// Soundness needs every column that multiplies a commitment's generator to touch two rows: of two columns that touch one row each, a
/// prover
/// could shift multiples of one's key element into the other's row.
/// </remarks>
public abstract class LinkRelation
{
    /// <summary>d, K and the order of rows and columns.</summary>
    public abstract LinkShape Shape { get; }

    /// <summary>The number of rows, each with a secret of its own in the key.</summary>
    public abstract int RowCount { get; }

    /// <summary>The number of columns, one key element each.</summary>
    public abstract int ColumnCount { get; }

    /// <summary>Names the relation: circuit bases, generators, dimensions. A key is for one relation.</summary>
    public abstract KeccakHash Fingerprint { get; }

    /// <summary>The rows and bases of one column.</summary>
    public abstract LinkColumn Column(int index);

    /// <summary>The rows of the given column values.</summary>
    internal G1Affine[] Rows(ReadOnlySpan<Fr> values)
    {
        if (values.Length != ColumnCount) throw new ArgumentException($"{values.Length} values for {ColumnCount} columns.", nameof(values));
        var bases = new List<G1Affine>[RowCount];
        var scalars = new List<Fr>[RowCount];
        for (int row = 0; row < RowCount; row++)
        {
            bases[row] = [];
            scalars[row] = [];
        }

        for (int c = 0; c < values.Length; c++)
        {
            LinkColumn column = Column(c);
            bases[column.FirstRow].Add(column.FirstBase);
            scalars[column.FirstRow].Add(values[c]);
            if (column.SecondRow < 0) continue;
            bases[column.SecondRow].Add(column.SecondBase);
            scalars[column.SecondRow].Add(values[c]);
        }

        var rows = new G1Affine[RowCount];
        for (int row = 0; row < RowCount; row++)
            rows[row] = MultiScalarMultiplication.Compute(bases[row].ToArray(), scalars[row].ToArray());
        return rows;
    }
}
