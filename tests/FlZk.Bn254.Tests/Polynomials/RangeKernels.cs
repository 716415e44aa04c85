using FlZk.Bn254.Polynomials;

namespace FlZk.Bn254.Tests.Polynomials;

/// <summary>
/// Kernels that do not compute but keep, in a block's first two words, the bounds of its elements in units of r and of its columns: what
/// <see cref="ITransformKernels"/> says each takes is demanded, and what it gives is kept.
/// </summary>
internal readonly unsafe struct RangeKernels : ITransformKernels
{
    private const double Taken = 42, TakenTwice = 21, Stored = 32, Product = 3.5;
    private const double ColumnEnd = 1L << 61, ProductColumn = 1L << 56, ReducedColumn = 1L << 58, Limb = 1L << 52;

    public static void Load(ulong* elements, nint step, ulong* blocks, nint blockStep, int count)
    {
        for (int i = 0; i < count; i++) Set(blocks + (i * blockStep), 1, Limb);
    }

    public static void Store(ulong* blocks, nint blockStep, ulong* elements, nint step, int count)
    {
        for (int i = 0; i < count; i++) Demand(blocks + (i * blockStep), Stored);
    }

    public static void Transpose(ulong** from, ulong** to)
    {
        double bound = 0, column = 0;
        for (int i = 0; i < LaneArray.Lanes; i++)
        {
            bound = Math.Max(bound, Bound(from[i]));
            column = Math.Max(column, Column(from[i]));
        }

        for (int i = 0; i < LaneArray.Lanes; i++) Set(to[i], bound, column);
    }

    public static void ForwardButterflies(in ButterflyLoop loop) => Run(loop, (x, y) => Forward(x, y, Taken - Product, reduced: false));

    public static void ForwardButterfliesReduced(in ButterflyLoop loop) => Run(loop, (x, y) => Forward(x, y, Taken, reduced: true));

    public static void InverseButterflies(in ButterflyLoop loop) => Run(loop, (x, y) => Inverse(x, y, reduced: false));

    public static void InverseButterfliesReduced(in ButterflyLoop loop) => Run(loop, (x, y) => Inverse(x, y, reduced: true));

    public static void SumsAndDifferences(in ButterflyLoop loop) => Run(loop, (x, y) =>
    {
        double bound = Bound((ulong*)x) + Bound((ulong*)y), column = Column((ulong*)x) + Column((ulong*)y);
        Set((ulong*)x, bound, column);
        Set((ulong*)y, bound, column);
    });

    public static void Scale(ulong** blocks, double** constants, double** laneConstants, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Demand(blocks[i], Taken);
            if (constants[i] != null || laneConstants[i] != null) Set(blocks[i], Product, ProductColumn);
        }
    }

    public static void Multiply(ulong* result, ulong* a, ulong* b, int count)
    {
        for (int i = 0; i < count; i++)
        {
            nint at = i * LaneArray.BlockLength;
            Demand(a + at, Stored);
            Demand(b + at, Stored);
            Set(result + at, 1.25, ProductColumn);
        }
    }

    public static void Canonicalise(ulong* blocks, int count)
    {
        for (int i = 0; i < count; i++)
        {
            ulong* block = blocks + (i * LaneArray.BlockLength);
            Demand(block, Stored);
            Set(block, 1, Limb);
        }
    }

    private static void Forward(nint x, nint y, double taken, bool reduced)
    {
        Demand((ulong*)x, taken);
        Demand((ulong*)y, Taken);
        double bound = reduced ? 4.5 : Bound((ulong*)x) + Product;
        double column = (reduced ? ReducedColumn : Column((ulong*)x)) + ProductColumn;
        Set((ulong*)x, bound, column);
        Set((ulong*)y, bound, column);
    }

    private static void Inverse(nint x, nint y, bool reduced)
    {
        Demand((ulong*)x, TakenTwice);
        Demand((ulong*)y, TakenTwice);
        double bound = reduced ? Product : Bound((ulong*)x) + Bound((ulong*)y);
        Set((ulong*)x, bound, reduced ? ReducedColumn : Column((ulong*)x) + Column((ulong*)y));
        Set((ulong*)y, Product, ProductColumn);
    }

    private static void Run(in ButterflyLoop loop, Action<nint, nint> butterfly)
    {
        const int Bytes = LaneArray.BlockLength * sizeof(ulong);
        for (int row = 0; row < loop.Rows; row++)
        {
            nint at = row * loop.RowStep * sizeof(ulong);
            for (int i = 0; i < loop.Columns; i++) butterfly(loop.X + at + (i * Bytes), loop.Y + at + (i * Bytes));
        }
    }

    private static void Demand(ulong* block, double bound)
    {
        Assert.True(Bound(block) <= bound, "Elements are in the range that the kernel takes.");
        Assert.True(Column(block) < ColumnEnd, "So are columns.");
    }

    private static double Bound(ulong* block) => BitConverter.UInt64BitsToDouble(block[0]);

    private static double Column(ulong* block) => BitConverter.UInt64BitsToDouble(block[1]);

    private static void Set(ulong* block, double bound, double column)
    {
        block[0] = BitConverter.DoubleToUInt64Bits(bound);
        block[1] = BitConverter.DoubleToUInt64Bits(column);
    }
}
