// Written by tools/FlZk.KernelGenerator: change it there.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static FlZk.Bn254.Polynomials.FrBlock;

namespace FlZk.Bn254.Polynomials;

/// <summary>Butterflies: one product, a sum and a difference per pair of blocks, with the loop inside.</summary>
internal readonly unsafe partial struct Avx512TransformKernels
{
    private const MethodImplOptions Kernel = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <inheritdoc/>
    [MethodImpl(Kernel)]
    public static void ForwardButterflies(in ButterflyLoop loop) => ForwardButterflies(loop, reduce: false);

    /// <inheritdoc/>
    [MethodImpl(Kernel)]
    public static void ForwardButterfliesReduced(in ButterflyLoop loop) => ForwardButterflies(loop, reduce: true);

    /// <inheritdoc/>
    [MethodImpl(Kernel)]
    public static void InverseButterflies(in ButterflyLoop loop) => InverseButterflies(loop, reduce: false);

    /// <inheritdoc/>
    [MethodImpl(Kernel)]
    public static void InverseButterfliesReduced(in ButterflyLoop loop) => InverseButterflies(loop, reduce: true);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ForwardButterflies(in ButterflyLoop loop, bool reduce)
    {
        var xRow = (ulong*)loop.X;
        var yRow = (ulong*)loop.Y;
        var wRow = (double*)loop.Constants;
        int columns = loop.Columns;
        nint rowStep = loop.RowStep, wStep = loop.ConstantStep, wRowStep = loop.ConstantRowStep;
        for (int row = loop.Rows; row > 0; row--)
        {
            ulong* x = xRow;
            ulong* y = yRow;
            double* w = wRow;
            for (int column = columns; column > 0; column--)
            {
                AssertBelow(reduce ? 42 : 42 - 3.5, x);
                AssertBelow(42, y);
                MultiplyByConstant(
                    Column(y, 0), Column(y, 1), Column(y, 2), Column(y, 3), Column(y, 4), w, false,
                    out Vector512<long> t0, out Vector512<long> t1, out Vector512<long> t2, out Vector512<long> t3, out Vector512<long> t4);
                Vector512<long> s0 = Column(x, 0), s1 = Column(x, 1), s2 = Column(x, 2);
                Vector512<long> s3 = Column(x, 3), s4 = Column(x, 4);
                if (reduce) Reduce(ref s0, ref s1, ref s2, ref s3, ref s4, nonNegative: false);
                Store(s0 + t0, x, 0);
                Store(s1 + t1, x, 1);
                Store(s2 + t2, x, 2);
                Store(s3 + t3, x, 3);
                Store(s4 + t4, x, 4);
                Store(s0 - t0, y, 0);
                Store(s1 - t1, y, 1);
                Store(s2 - t2, y, 2);
                Store(s3 - t3, y, 3);
                Store(s4 - t4, y, 4);
                x += BlockLength;
                y += BlockLength;
                w += wStep;
            }

            xRow += rowStep;
            yRow += rowStep;
            wRow += wRowStep;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void InverseButterflies(in ButterflyLoop loop, bool reduce)
    {
        var xRow = (ulong*)loop.X;
        var yRow = (ulong*)loop.Y;
        var wRow = (double*)loop.Constants;
        int columns = loop.Columns;
        nint rowStep = loop.RowStep, wStep = loop.ConstantStep, wRowStep = loop.ConstantRowStep;
        for (int row = loop.Rows; row > 0; row--)
        {
            ulong* x = xRow;
            ulong* y = yRow;
            double* w = wRow;
            for (int column = columns; column > 0; column--)
            {
                AssertBelow(21, x);
                AssertBelow(21, y);
                Vector512<long> s0 = Column(x, 0), s1 = Column(x, 1), s2 = Column(x, 2);
                Vector512<long> s3 = Column(x, 3), s4 = Column(x, 4);
                Vector512<long> d0 = Column(y, 0), d1 = Column(y, 1), d2 = Column(y, 2);
                Vector512<long> d3 = Column(y, 3), d4 = Column(y, 4);
                MultiplyByConstant(
                    d0 - s0, d1 - s1, d2 - s2, d3 - s3, d4 - s4, w, false,
                    out Vector512<long> t0, out Vector512<long> t1, out Vector512<long> t2, out Vector512<long> t3, out Vector512<long> t4);
                s0 = Column(x, 0) + Column(y, 0);
                s1 = Column(x, 1) + Column(y, 1);
                s2 = Column(x, 2) + Column(y, 2);
                s3 = Column(x, 3) + Column(y, 3);
                s4 = Column(x, 4) + Column(y, 4);
                if (reduce) Reduce(ref s0, ref s1, ref s2, ref s3, ref s4, nonNegative: false);
                Store(s0, x, 0);
                Store(s1, x, 1);
                Store(s2, x, 2);
                Store(s3, x, 3);
                Store(s4, x, 4);
                Store(t0, y, 0);
                Store(t1, y, 1);
                Store(t2, y, 2);
                Store(t3, y, 3);
                Store(t4, y, 4);
                x += BlockLength;
                y += BlockLength;
                w += wStep;
            }

            xRow += rowStep;
            yRow += rowStep;
            wRow += wRowStep;
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Kernel)]
    public static void SumsAndDifferences(in ButterflyLoop loop)
    {
        var xRow = (ulong*)loop.X;
        var yRow = (ulong*)loop.Y;
        int columns = loop.Columns;
        nint rowStep = loop.RowStep;
        for (int row = loop.Rows; row > 0; row--)
        {
            ulong* x = xRow;
            ulong* y = yRow;
            for (int column = columns; column > 0; column--)
            {
                Vector512<long> s0 = Column(x, 0), d0 = Column(y, 0);
                Store(s0 + d0, x, 0);
                Store(s0 - d0, y, 0);
                Vector512<long> s1 = Column(x, 1), d1 = Column(y, 1);
                Store(s1 + d1, x, 1);
                Store(s1 - d1, y, 1);
                Vector512<long> s2 = Column(x, 2), d2 = Column(y, 2);
                Store(s2 + d2, x, 2);
                Store(s2 - d2, y, 2);
                Vector512<long> s3 = Column(x, 3), d3 = Column(y, 3);
                Store(s3 + d3, x, 3);
                Store(s3 - d3, y, 3);
                Vector512<long> s4 = Column(x, 4), d4 = Column(y, 4);
                Store(s4 + d4, x, 4);
                Store(s4 - d4, y, 4);
                x += BlockLength;
                y += BlockLength;
            }

            xRow += rowStep;
            yRow += rowStep;
        }
    }
}
