using ILGPU;

namespace FlZk.Learning.Aggregation.Devices.Gpu;

/// <summary>FedAvg on a card: a thread owns four neighbouring parameters and walks through the updates, so that a warp reads 512
/// consecutive bytes of one update at a time.</summary>
internal static class FedAvgKernel
{
    /// <summary>s and y of a tile.</summary>
    /// <param name="updates">n rows of <paramref name="quads"/>.</param>
    /// <param name="weights">w_i.</param>
    /// <param name="count">n.</param>
    /// <param name="quads">The rows' length in fours.</param>
    /// <param name="sum">Receives s.</param>
    /// <param name="model">Receives y.</param>
    /// <param name="quotient">Division by W.</param>
    public static void Average(
        ArrayView<Quad> updates,
        ArrayView<int> weights,
        int count,
        int quads,
        ArrayView<LongPair> sum,
        ArrayView<Quad> model,
        FloorQuotient quotient)
    {
        long stride = (long)Grid.DimX * Group.DimX;
        for (long q = ((long)Grid.IdxX * Group.DimX) + Group.IdxX; q < quads; q += stride)
        {
            long x = 0, y = 0, z = 0, w = 0;
            long at = q;
            for (int i = 0; i < count; i++)
            {
                long weight = weights[i];
                Quad values = updates[at];
                x += weight * values.X;
                y += weight * values.Y;
                z += weight * values.Z;
                w += weight * values.W;
                at += quads;
            }

            Store(q, x, y, z, w, sum, model, quotient);
        }
    }

    /// <summary>As <see cref="Average"/>, with every update scaled first: (x k_i + 2^29) >> 30.</summary>
    public static void AverageScaled(
        ArrayView<Quad> updates,
        ArrayView<int> weights,
        ArrayView<int> scales,
        int count,
        int quads,
        ArrayView<LongPair> sum,
        ArrayView<Quad> model,
        FloorQuotient quotient)
    {
        long stride = (long)Grid.DimX * Group.DimX;
        for (long q = ((long)Grid.IdxX * Group.DimX) + Group.IdxX; q < quads; q += stride)
        {
            long x = 0, y = 0, z = 0, w = 0;
            long at = q;
            for (int i = 0; i < count; i++)
            {
                long weight = weights[i];
                long scale = scales[i];
                Quad values = updates[at];
                x += weight * (((values.X * scale) + (1L << 29)) >> 30);
                y += weight * (((values.Y * scale) + (1L << 29)) >> 30);
                z += weight * (((values.Z * scale) + (1L << 29)) >> 30);
                w += weight * (((values.W * scale) + (1L << 29)) >> 30);
                at += quads;
            }

            Store(q, x, y, z, w, sum, model, quotient);
        }
    }

    private static void Store(
        long q, long x, long y, long z, long w, ArrayView<LongPair> sum, ArrayView<Quad> model, FloorQuotient quotient)
    {
        sum[2 * q] = new LongPair { X = x, Y = y };
        sum[(2 * q) + 1] = new LongPair { X = z, Y = w };
        model[q] = new Quad { X = quotient.Of(x), Y = quotient.Of(y), Z = quotient.Of(z), W = quotient.Of(w) };
    }
}
