using FlZk.Learning.Aggregation.Devices.Gpu;

namespace FlZk.Learning.Tests;

public sealed class FloorQuotientTests
{
    [Fact]
    public void Every_divisor_and_the_edges_of_its_quotients()
    {
        for (int w = 1; w < 1 << 20; w += w < 5000 ? 1 : 997) Edges(w);
        foreach (int w in (ReadOnlySpan<int>)[(1 << 19) - 1, 1 << 19, (1 << 19) + 1, (1 << 20) - 1]) Edges(w);
    }

    [Fact]
    public void Random_sums()
    {
        var random = new Random(1);
        for (int i = 0; i < 2_000_000; i++)
        {
            int w = random.Next(1, 1 << 20);
            long s = random.NextInt64(-(1L << 23) * w, ((1L << 23) * w) + 1);
            Same(s, w);
        }
    }

    private static void Edges(int w)
    {
        foreach (long y in (ReadOnlySpan<long>)[-(1L << 23), -(1L << 23) + 1, -2, -1, 0, 1, 2, (1L << 22) + 1, (1L << 23) - 1, 1L << 23])
        {
            foreach (long near in (ReadOnlySpan<long>)[-1, 0, 1])
            {
                long s = (y * w) - (w / 2) + near;
                if (Math.Abs(s) <= (1L << 23) * w) Same(s, w);
                s = (y * w) + near;
                if (Math.Abs(s) <= (1L << 23) * w) Same(s, w);
            }
        }
    }

    private static void Same(long s, int w)
    {
        long t = s + (w / 2);
        long expected = t / w;
        if (t % w < 0) expected--;
        if (new FloorQuotient(w).Of(s) != expected) Assert.Fail($"s = {s}, W = {w}");
    }
}
