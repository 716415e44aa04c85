using ILGPU;

namespace FlZk.Learning.Aggregation.Devices.Gpu;

/// <summary>All pairs' inner products on a card, as a matrix product in tiles: a group multiplies two blocks of updates over one piece of
/// their parameters, and a thread keeps four by four of the products in registers.</summary>
internal static class InnerProductsKernel
{
    /// <summary>The most threads along one side of a group.</summary>
    public const int MaxSide = 16;

    // Parameters staged in shared memory at a time, and the length of a staged row: odd, so that a column's words lie in different banks.
    private const int Depth = 32;
    private const int Row = Depth + 1;

    /// <summary>The products of every pair of blocks, the first not before the second, over every piece.</summary>
    /// <param name="updates">n rows of <paramref name="pitch"/>.</param>
    /// <param name="count">n.</param>
    /// <param name="length">Parameters of a row that count; what follows is padding.</param>
    /// <param name="pitch">The rows' length.</param>
    /// <param name="piece">Parameters of a piece, at most 2^16: products are at most 2^46, so that their sum stays below 2^63.</param>
    /// <param name="partial">Receives, for piece c and pair p of P, the products of the pair's blocks of B = 4 side updates from (c P + p)
    /// B B on, row by row; the grid is (P, pieces), the group (side, side).</param>
    public static void Products(ArrayView<int> updates, int count, int length, int pitch, int piece, ArrayView<long> partial)
    {
        ArrayView<int> left = SharedMemory.Allocate<int>(4 * MaxSide * Row);
        ArrayView<int> right = SharedMemory.Allocate<int>(4 * MaxSide * Row);
        int side = Group.DimX;
        int block = 4 * side;
        int x = Group.IdxX;
        int y = Group.IdxY;

        // Pair p is (i, k) with k <= i and p = i (i + 1) / 2 + k.
        int i = 0;
        int k = Grid.IdxX;
        while (k > i)
        {
            i++;
            k -= i;
        }

        int first = Grid.IdxY * piece;
        int end = IntrinsicMath.Min(length, first + piece);
        long p00 = 0, p01 = 0, p02 = 0, p03 = 0;
        long p10 = 0, p11 = 0, p12 = 0, p13 = 0;
        long p20 = 0, p21 = 0, p22 = 0, p23 = 0;
        long p30 = 0, p31 = 0, p32 = 0, p33 = 0;
        for (int start = first; start < end; start += Depth)
        {
            for (int at = (y * side) + x; at < block * Depth; at += side * side)
            {
                // Neighbouring threads read neighbouring parameters of one update.
                int row = at / Depth;
                int column = at % Depth;
                int j = start + column;
                int leftRow = (i * block) + row;
                int rightRow = (k * block) + row;
                left[(row * Row) + column] = j < end && leftRow < count ? updates[((long)leftRow * pitch) + j] : 0;
                right[(row * Row) + column] = j < end && rightRow < count ? updates[((long)rightRow * pitch) + j] : 0;
            }

            Group.Barrier();
            for (int column = 0; column < Depth; column++)
            {
                // A thread's rows lie side apart, so that a warp's reads hit different banks or one word.
                long a0 = left[(y * Row) + column];
                long a1 = left[((y + side) * Row) + column];
                long a2 = left[((y + (2 * side)) * Row) + column];
                long a3 = left[((y + (3 * side)) * Row) + column];
                long b0 = right[(x * Row) + column];
                long b1 = right[((x + side) * Row) + column];
                long b2 = right[((x + (2 * side)) * Row) + column];
                long b3 = right[((x + (3 * side)) * Row) + column];
                p00 += a0 * b0;
                p01 += a0 * b1;
                p02 += a0 * b2;
                p03 += a0 * b3;
                p10 += a1 * b0;
                p11 += a1 * b1;
                p12 += a1 * b2;
                p13 += a1 * b3;
                p20 += a2 * b0;
                p21 += a2 * b1;
                p22 += a2 * b2;
                p23 += a2 * b3;
                p30 += a3 * b0;
                p31 += a3 * b1;
                p32 += a3 * b2;
                p33 += a3 * b3;
            }

            Group.Barrier();
        }

        long to = ((((long)Grid.IdxY * Grid.DimX) + Grid.IdxX) * block * block) + (y * block) + x;
        int down = side * block;
        partial[to] = p00;
        partial[to + side] = p01;
        partial[to + (2 * side)] = p02;
        partial[to + (3 * side)] = p03;
        partial[to + down] = p10;
        partial[to + down + side] = p11;
        partial[to + down + (2 * side)] = p12;
        partial[to + down + (3 * side)] = p13;
        partial[to + (2 * down)] = p20;
        partial[to + (2 * down) + side] = p21;
        partial[to + (2 * down) + (2 * side)] = p22;
        partial[to + (2 * down) + (3 * side)] = p23;
        partial[to + (3 * down)] = p30;
        partial[to + (3 * down) + side] = p31;
        partial[to + (3 * down) + (2 * side)] = p32;
        partial[to + (3 * down) + (3 * side)] = p33;
    }
}
