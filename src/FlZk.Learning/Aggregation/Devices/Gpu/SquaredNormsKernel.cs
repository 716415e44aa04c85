using ILGPU;

namespace FlZk.Learning.Aggregation.Devices.Gpu;

/// <summary>Sums of squares on a card: a group for each piece of an update.</summary>
internal static class SquaredNormsKernel
{
    /// <summary>The most threads of a group.</summary>
    public const int MaxThreads = 256;

    /// <summary>The sum of squares of every piece.</summary>
    /// <param name="updates">n rows of <paramref name="pitch"/>.</param>
    /// <param name="length">Parameters of a row that count; what follows is padding.</param>
    /// <param name="pitch">The rows' length.</param>
    /// <param name="piece">Parameters of a piece, at most 2^16: squares are at most 2^46, so that their sum stays below 2^63.</param>
    /// <param name="partial">Receives the sum of piece c of update i at c n + i; the grid is (n, pieces).</param>
    public static void Squares(ArrayView<int> updates, int length, int pitch, int piece, ArrayView<long> partial)
    {
        ArrayView<long> shared = SharedMemory.Allocate<long>(MaxThreads);
        int thread = Group.IdxX;
        int first = Grid.IdxY * piece;
        int end = IntrinsicMath.Min(length, first + piece);
        long row = (long)Grid.IdxX * pitch;
        long sum = 0;
        for (int j = first + thread; j < end; j += Group.DimX)
        {
            long x = updates[row + j];
            sum += x * x;
        }

        shared[thread] = sum;
        for (int half = Group.DimX / 2; half > 0; half /= 2)
        {
            Group.Barrier();
            if (thread < half) shared[thread] += shared[thread + half];
        }

        if (thread == 0) partial[((long)Grid.IdxY * Grid.DimX) + Grid.IdxX] = shared[0];
    }
}
