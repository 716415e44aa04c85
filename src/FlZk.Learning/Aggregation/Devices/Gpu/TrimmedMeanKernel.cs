using ILGPU;

namespace FlZk.Learning.Aggregation.Devices.Gpu;

/// <summary>Coordinate-wise trimmed mean on a card, for any number of updates and without a sort.</summary>
/// <remarks>
/// <para>The values at the two ends of what is kept, lo at rank t and hi at rank n - 1 - t, are found bit by bit: the value of rank r is
/// the greatest v with #(x &lt; v) &lt;= r. The kept sum is then sum_i clamp(x_i, lo, hi) - t (lo + hi), because clamping turns each of the
/// t smallest into lo, each of the t largest into hi, and leaves the others.</para>
/// <para>Where a few columns fit into a group's shared memory they are read from the card's memory once, and several threads count
/// one column together; else a thread reads its own column again for every bit.</para>
/// </remarks>
internal static class TrimmedMeanKernel
{
    /// <summary>Columns in shared memory: n (at most 2^15 - 1) rows of <paramref name="columns"/>, and a counter for each thread after
    /// them.</summary>
    /// <param name="updates">n rows of <paramref name="pitch"/>.</param>
    /// <param name="count">n.</param>
    /// <param name="pitch">The rows' length.</param>
    /// <param name="columns">Columns of a group, a power of two that divides its threads.</param>
    /// <param name="trim">t.</param>
    /// <param name="least">The format's least value, -2^(b-1).</param>
    /// <param name="bits">b.</param>
    /// <param name="model">Receives y.</param>
    /// <param name="quotient">Division by m = n - 2t.</param>
    public static void Shared(
        ArrayView<int> updates,
        int count,
        int pitch,
        int columns,
        int trim,
        int least,
        int bits,
        ArrayView<int> model,
        FloorQuotient quotient)
    {
        ArrayView<int> shared = SharedMemory.GetDynamic<int>();
        int thread = Group.IdxX;
        int lanes = Group.DimX / columns;
        int column = thread % columns;
        int lane = thread / columns;
        int counters = count * columns;
        long stride = (long)Grid.DimX * columns;

        // All threads of a group go through the loop equally often: there are barriers in it.
        for (long first = (long)Grid.IdxX * columns; first < pitch; first += stride)
        {
            long j = first + column;
            bool inside = j < pitch;
            for (int i = lane; i < count; i += lanes) shared[(i * columns) + column] = inside ? updates[((long)i * pitch) + j] : 0;

            int low = least, high = least;
            if (trim > 0)
            {
                for (int bit = bits - 1; bit >= 0; bit--)
                {
                    int nextLow = low + (1 << bit);
                    int nextHigh = high + (1 << bit);
                    Group.Barrier();

                    // Both counts in one number, 16 bits each.
                    int below = 0;
                    for (int i = lane; i < count; i += lanes)
                    {
                        int x = shared[(i * columns) + column];
                        below += (x < nextLow ? 1 : 0) + (x < nextHigh ? 1 << 16 : 0);
                    }

                    shared[counters + thread] = below;
                    Group.Barrier();
                    below = 0;
                    for (int k = 0; k < lanes; k++) below += shared[counters + (k * columns) + column];
                    if ((below & 0xFFFF) <= trim) low = nextLow;
                    if ((below >> 16) <= count - 1 - trim) high = nextHigh;
                }
            }
            else
            {
                high = least + (int)((1L << bits) - 1);
            }

            Group.Barrier();
            if (inside && lane == 0)
            {
                long sum = -(long)trim * ((long)low + high);
                for (int i = 0; i < count; i++)
                {
                    int x = shared[(i * columns) + column];
                    sum += x < low ? low : x > high ? high : x;
                }

                model[j] = quotient.Of(sum);
            }

            Group.Barrier();
        }
    }

    /// <summary>As <see cref="Shared"/>, of columns too long for it: a thread for each column.</summary>
    public static void Direct(
        ArrayView<int> updates, int count, int pitch, int trim, int least, int bits, ArrayView<int> model, FloorQuotient quotient)
    {
        long stride = (long)Grid.DimX * Group.DimX;
        for (long j = ((long)Grid.IdxX * Group.DimX) + Group.IdxX; j < pitch; j += stride)
        {
            int low = least, high = least;
            if (trim > 0)
            {
                for (int bit = bits - 1; bit >= 0; bit--)
                {
                    int nextLow = low + (1 << bit);
                    int nextHigh = high + (1 << bit);
                    int belowLow = 0, belowHigh = 0;
                    long at = j;
                    for (int i = 0; i < count; i++)
                    {
                        int x = updates[at];
                        belowLow += x < nextLow ? 1 : 0;
                        belowHigh += x < nextHigh ? 1 : 0;
                        at += pitch;
                    }

                    if (belowLow <= trim) low = nextLow;
                    if (belowHigh <= count - 1 - trim) high = nextHigh;
                }
            }
            else
            {
                high = least + (int)((1L << bits) - 1);
            }

            long sum = -(long)trim * ((long)low + high);
            long row = j;
            for (int i = 0; i < count; i++)
            {
                int x = updates[row];
                sum += x < low ? low : x > high ? high : x;
                row += pitch;
            }

            model[j] = quotient.Of(sum);
        }
    }
}
