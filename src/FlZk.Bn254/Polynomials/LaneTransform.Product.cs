using System.Runtime.CompilerServices;

namespace FlZk.Bn254.Polynomials;

/// <summary>A B - C on the odd coset, C agreeing with A B on the subgroup: three polynomials at a time, in blocks from their values on the
/// subgroup to the result.</summary>
internal sealed unsafe partial class LaneTransform<TKernels>
{
    // Products of blocks are of integers a 2^256 and come out times 2^-260: a sixteenth of what they should be.
    private const ulong ProductLoss = 16;

    /// <inheritdoc/>
    public void ProductRemainderOnCoset(DomainFactors factors, Span<Fr> remainder, Execution execution)
    {
        LaneTwist amplified = ToCoefficients(coset: false, ProductLoss), plain = ToCoefficients(coset: false, 1);
        LaneTwist toValues = ToValues(coset: true);
        fixed (Fr* start = remainder)
        {
            using LaneArray a = new(Rows, Columns), b = new(Rows, Columns), c = new(Rows, Columns);
            var words = (nint)start;
            ForEach(Columns / Lanes, execution, group => LoadFactors(factors, a, b, c, group, amplified, plain));
            ForEach(3 * Rows, execution, task => RowToCoset(task < Rows ? a : task < 2 * Rows ? b : c, task % Rows));
            ForEach(Columns / Lanes, execution, group => StoreRemainder(a, b, c, (ulong*)words, group, toValues));
        }
    }

    [SkipLocalsInit]
    private void LoadFactors(
        DomainFactors factors, LaneArray a, LaneArray b, LaneArray c, int group, LaneTwist amplified, LaneTwist plain)
    {
        ulong* room = stackalloc ulong[(3 * ScratchLength) + (Alignment / sizeof(ulong))];
        ulong* scratchA = Align(room), scratchB = scratchA + ScratchLength, scratchC = scratchB + ScratchLength;
        Span<Fr> valuesA = stackalloc Fr[Lanes], valuesB = stackalloc Fr[Lanes];
        fixed (Fr* wordsA = valuesA, wordsB = valuesB)
        {
            for (int row = 0; row < Rows; row += Batch)
            {
                int count = Math.Min(Batch, Rows - row);
                for (int l = 0; l < Lanes; l++)
                {
                    nint at = l * Batch * BlockLength;
                    for (int i = 0; i < count; i++)
                    {
                        nint block = at + (i * BlockLength);
                        factors(FirstExponent(row + i, group) + (l << _logBlocks), valuesA, valuesB);
                        TKernels.Load((ulong*)wordsA, 0, scratchA + block, 0, 1);
                        TKernels.Load((ulong*)wordsB, 0, scratchB + block, 0, 1);
                    }

                    TKernels.Multiply(scratchC + at, scratchA + at, scratchB + at, count);
                }

                LanesToCoefficients(scratchA, a, row, count, group, amplified);
                LanesToCoefficients(scratchB, b, row, count, group, plain);
                LanesToCoefficients(scratchC, c, row, count, group, amplified);
            }
        }

        ColumnsToCoefficients(a, group * Lanes, coset: false);
        ColumnsToCoefficients(b, group * Lanes, coset: false);
        ColumnsToCoefficients(c, group * Lanes, coset: false);
    }

    [SkipLocalsInit]
    private void StoreRemainder(LaneArray a, LaneArray b, LaneArray c, ulong* remainder, int group, LaneTwist twist)
    {
        ulong* room = stackalloc ulong[(3 * ScratchLength) + (Alignment / sizeof(ulong))];
        ulong* scratchA = Align(room), scratchB = scratchA + ScratchLength, scratchC = scratchB + ScratchLength;
        ColumnsToValues(a, group * Lanes, coset: true);
        ColumnsToValues(b, group * Lanes, coset: true);
        ColumnsToValues(c, group * Lanes, coset: true);
        for (int row = 0; row < Rows; row += Batch)
        {
            int count = Math.Min(Batch, Rows - row);
            LanesToValues(scratchA, a, row, count, group, twist);
            LanesToValues(scratchB, b, row, count, group, twist);
            LanesToValues(scratchC, c, row, count, group, twist);
            for (int l = 0; l < Lanes; l++)
            {
                nint at = l * Batch * BlockLength;
                TKernels.Multiply(scratchA + at, scratchA + at, scratchB + at, count);
                TKernels.SumsAndDifferences(new((nint)(scratchA + at), (nint)(scratchC + at), 1, 0, count, 0, 0, 0));
            }

            for (int i = 0; i < count; i++) StoreGroup(scratchC + (i * BlockLength), remainder, FirstExponent(row + i, group));
        }
    }
}
