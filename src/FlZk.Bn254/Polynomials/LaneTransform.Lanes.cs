using System.Runtime.CompilerServices;

namespace FlZk.Bn254.Polynomials;

/// <summary>The layers across lanes, and the way between elements and blocks.</summary>
internal sealed unsafe partial class LaneTransform<TKernels>
{
    /// <summary>Words of scratch: <see cref="Batch"/> times eight blocks. Block l <see cref="Batch"/> + i is for row i of a
    /// batch.</summary>
    private const int ScratchLength = Batch * Lanes * BlockLength;

    private const int Alignment = 64;

    private static ReadOnlySpan<byte> ReversedLanes => [0, 4, 2, 6, 1, 5, 3, 7];

    /// <summary>Eight columns from values in natural order to the end of the layers with halves of a row and longer.</summary>
    [SkipLocalsInit]
    private void LoadColumns(ulong* values, LaneArray blocks, int group, LaneTwist twist, bool coset)
    {
        ulong* room = stackalloc ulong[ScratchLength + (Alignment / sizeof(ulong))];
        ulong* scratch = Align(room);
        for (int row = 0; row < Rows; row += Batch)
        {
            int count = Math.Min(Batch, Rows - row);
            for (int i = 0; i < count; i++) LoadGroup(values, FirstExponent(row + i, group), scratch + (i * BlockLength));
            LanesToCoefficients(scratch, blocks, row, count, group, twist);
        }

        ColumnsToCoefficients(blocks, group * Lanes, coset);
    }

    /// <summary>Undoes <see cref="LoadColumns"/>, towards values.</summary>
    [SkipLocalsInit]
    private void StoreColumns(LaneArray blocks, ulong* values, int group, LaneTwist twist, bool coset)
    {
        ulong* room = stackalloc ulong[ScratchLength + (Alignment / sizeof(ulong))];
        ulong* scratch = Align(room);
        ColumnsToValues(blocks, group * Lanes, coset);
        for (int row = 0; row < Rows; row += Batch)
        {
            int count = Math.Min(Batch, Rows - row);
            LanesToValues(scratch, blocks, row, count, group, twist);
            for (int i = 0; i < count; i++) StoreGroup(scratch + (i * BlockLength), values, FirstExponent(row + i, group));
        }
    }

    private static ulong* Align(ulong* room) => (ulong*)(((nint)room + Alignment - 1) & ~(nint)(Alignment - 1));

    /// <summary>t, the exponent of the first of eight neighbouring columns.</summary>
    private int FirstExponent(int row, int group) => (row << _logColumns) + (group * Lanes);

    private void LoadGroup(ulong* values, int exponent, ulong* scratch) =>
        TKernels.Load(values + (4L * exponent), (nint)4 << _logBlocks, scratch, Batch * BlockLength, Lanes);

    private void StoreGroup(ulong* scratch, ulong* values, int exponent) =>
        TKernels.Store(scratch, Batch * BlockLength, values + (4L * exponent), (nint)4 << _logBlocks, Lanes);

    /// <summary>
    /// Values f(w^(t + m l)) for eight l and eight neighbouring t to f_j(w^(8t)): a transform of length 8 over l, which leaves j at
    /// brv(j); factors; then lanes, which were t, become j.
    /// </summary>
    private void LanesToCoefficients(ulong* scratch, LaneArray blocks, int row, int count, int group, LaneTwist twist)
    {
        var roots = (nint)_eighthRoots.Start;
        TKernels.SumsAndDifferences(LaneLoop(scratch, 0, 4, 1, 0, count, roots, 0));
        TKernels.InverseButterflies(LaneLoop(scratch, 1, 5, 3, 1, count, roots, ConstantLength));
        TKernels.SumsAndDifferences(LaneLoop(scratch, 0, 2, 2, 4, count, roots, 0));
        TKernels.InverseButterflies(LaneLoop(scratch, 1, 3, 2, 4, count, roots + (ConstantLength * sizeof(double)), 0));
        TKernels.SumsAndDifferences(LaneLoop(scratch, 0, 1, 4, 2, count, roots, 0));

        ulong** from = stackalloc ulong*[Lanes];
        ulong** to = stackalloc ulong*[Lanes];
        double** constants = stackalloc double*[Lanes];
        double** laneConstants = stackalloc double*[Lanes];
        int m = BlockCount;
        for (int i = 0; i < count; i++)
        {
            int exponent = FirstExponent(row + i, group);
            for (int j = 0; j < Lanes; j++)
            {
                from[j] = scratch + (((ReversedLanes[j] * Batch) + i) * BlockLength);
                to[j] = blocks.Block(row + i, (group * Lanes) + j);

                // w^(-tj) is the power -2tj/8 of the root of order 2m.
                int e = (2 * m) - (j * (exponent / 4));
                bool one = e == 2 * m;
                constants[j] = one ? null : _twiddles.Power(e >= m ? e - m : e);
                laneConstants[j] = twist.At(j, !one && e >= m);
            }

            TKernels.Scale(from, constants, laneConstants, Lanes);
            TKernels.Transpose(from, to);
        }
    }

    /// <summary>Undoes <see cref="LanesToCoefficients"/>, towards values.</summary>
    private void LanesToValues(ulong* scratch, LaneArray blocks, int row, int count, int group, LaneTwist twist)
    {
        ulong** from = stackalloc ulong*[Lanes];
        ulong** to = stackalloc ulong*[Lanes];
        double** constants = stackalloc double*[Lanes];
        double** laneConstants = stackalloc double*[Lanes];
        int m = BlockCount;
        for (int i = 0; i < count; i++)
        {
            int exponent = FirstExponent(row + i, group);
            for (int j = 0; j < Lanes; j++)
            {
                from[j] = blocks.Block(row + i, (group * Lanes) + j);
                to[j] = scratch + (((ReversedLanes[j] * Batch) + i) * BlockLength);
                int e = j * (exponent / 4);
                constants[j] = e == 0 ? null : _twiddles.Power(e >= m ? e - m : e);
                laneConstants[j] = twist.At(j, e >= m);
            }

            TKernels.Transpose(from, to);
            TKernels.Scale(to, constants, laneConstants, Lanes);
        }

        var roots = (nint)_eighthRoots.Start;
        TKernels.SumsAndDifferences(LaneLoop(scratch, 0, 1, 4, 2, count, roots, 0));
        TKernels.SumsAndDifferences(LaneLoop(scratch, 0, 2, 2, 4, count, roots, 0));
        TKernels.ForwardButterflies(LaneLoop(scratch, 1, 3, 2, 4, count, roots + (ConstantLength * sizeof(double)), 0));
        TKernels.SumsAndDifferences(LaneLoop(scratch, 0, 4, 1, 0, count, roots, 0));
        TKernels.ForwardButterflies(
            LaneLoop(scratch, 1, 5, 3, 1, count, roots + (2 * ConstantLength * sizeof(double)), -ConstantLength));
    }

    /// <summary>Pairs of lane positions x and y, the next pair a step further.</summary>
    private static ButterflyLoop LaneLoop(
        ulong* scratch, int x, int y, int pairs, int step, int count, nint constants, nint constantStep) => new(
            (nint)(scratch + (x * Batch * BlockLength)),
            (nint)(scratch + (y * Batch * BlockLength)),
            pairs,
            step * Batch * BlockLength,
            count,
            constants,
            constantStep,
            0);
}
