namespace FlZk.Bn254.Polynomials;

/// <summary>The layers of butterflies between blocks.</summary>
internal sealed unsafe partial class LaneTransform<TKernels>
{
    /// <summary>Layers with halves of a row and longer, towards coefficients, on eight columns.</summary>
    private void ColumnsToCoefficients(LaneArray blocks, int column, bool coset)
    {
        for (int log = _logBlocks - 1; log >= _logColumns; log--)
        {
            (nint first, nint step) = _twiddles.Inverse(log, coset);
            int half = 1 << (log - _logColumns);
            for (int row = 0; row < Rows; row += 2 * half)
            {
                Inverse(log, ColumnLoop(blocks, row, half, column, first, step));
            }
        }
    }

    /// <summary>Layers with halves of a row and longer, towards values, on eight columns.</summary>
    private void ColumnsToValues(LaneArray blocks, int column, bool coset)
    {
        for (int log = _logColumns; log < _logBlocks; log++)
        {
            (nint first, nint step) = _twiddles.Forward(log, coset);
            int half = 1 << (log - _logColumns);
            for (int row = 0; row < Rows; row += 2 * half)
            {
                Forward(log, ColumnLoop(blocks, row, half, column, first, step));
            }
        }
    }

    // The constant of row i, column c has exponent i Columns + c.
    private ButterflyLoop ColumnLoop(LaneArray blocks, int row, int half, int column, nint first, nint step) => new(
        (nint)blocks.Block(row, column),
        (nint)blocks.Block(row + half, column),
        half,
        blocks.RowStep,
        Lanes,
        first + (column * step * sizeof(double)),
        Columns * step,
        step);

    private void RowToCoefficients(LaneArray blocks, int row, bool coset)
    {
        ulong* start = blocks.Block(row, 0);
        LongLayersToCoefficients(start, coset);
        for (int i = 0; i < Columns; i += SubRow) ShortLayersToCoefficients(start + (i * BlockLength), coset);
    }

    private void RowToValues(LaneArray blocks, int row, bool coset)
    {
        ulong* start = blocks.Block(row, 0);
        for (int i = 0; i < Columns; i += SubRow) ShortLayersToValues(start + (i * BlockLength), coset);
        LongLayersToValues(start, coset);
    }

    private void RowToCoset(LaneArray blocks, int row)
    {
        ulong* start = blocks.Block(row, 0);
        LongLayersToCoefficients(start, coset: false);
        for (int i = 0; i < Columns; i += SubRow)
        {
            ShortLayersToCoefficients(start + (i * BlockLength), coset: false);
            ShortLayersToValues(start + (i * BlockLength), coset: true);
        }

        LongLayersToValues(start, coset: true);
    }

    private int SubRow => Math.Min(1 << LogSubRow, Columns);

    private void LongLayersToCoefficients(ulong* row, bool coset)
    {
        for (int log = _logColumns - 1; log >= LogSubRow; log--) Inverse(log, RowLoop(row, Columns, log, _twiddles.Inverse(log, coset)));
    }

    private void LongLayersToValues(ulong* row, bool coset)
    {
        for (int log = LogSubRow; log < _logColumns; log++) Forward(log, RowLoop(row, Columns, log, _twiddles.Forward(log, coset)));
    }

    private void ShortLayersToCoefficients(ulong* start, bool coset)
    {
        int least = coset ? 0 : 2;
        for (int log = Math.Min(LogSubRow, _logColumns) - 1; log >= least; log--)
        {
            Inverse(log, RowLoop(start, SubRow, log, _twiddles.Inverse(log, coset)));
        }

        if (coset) return;

        // On the subgroup, the first constant of a layer is one: no product at all for halves of length 1, half of them for length 2.
        ButterflyLoop pairs = RowLoop(start, SubRow, 1, _twiddles.Inverse(1, coset: false));
        TKernels.SumsAndDifferences(pairs with { Columns = 1 });
        nint block = BlockLength * sizeof(ulong);
        TKernels.InverseButterflies(
            pairs with
            {
                Columns = 1,
                X = pairs.X + block,
                Y = pairs.Y + block,
                Constants = pairs.Constants + (pairs.ConstantStep * sizeof(double)),
            });
        TKernels.SumsAndDifferences(RowLoop(start, SubRow, 0, _twiddles.Inverse(0, coset: false)));
    }

    private void ShortLayersToValues(ulong* start, bool coset)
    {
        for (int log = 0; log < Math.Min(LogSubRow, _logColumns); log++)
        {
            Forward(log, RowLoop(start, SubRow, log, _twiddles.Forward(log, coset)));
        }
    }

    // The same constants for every pair of halves.
    private static ButterflyLoop RowLoop(ulong* start, int length, int log, (nint First, nint Step) constants)
    {
        int half = 1 << log;
        return new(
            (nint)start,
            (nint)(start + (half * BlockLength)),
            length / (2 * half),
            2 * half * BlockLength,
            half,
            constants.First,
            0,
            constants.Step);
    }

    private static void Inverse(int log, in ButterflyLoop loop)
    {
        if (log % 2 == 0) TKernels.InverseButterfliesReduced(loop);
        else TKernels.InverseButterflies(loop);
    }

    private static void Forward(int log, in ButterflyLoop loop)
    {
        if (log % 8 == 0) TKernels.ForwardButterfliesReduced(loop);
        else TKernels.ForwardButterflies(loop);
    }
}
