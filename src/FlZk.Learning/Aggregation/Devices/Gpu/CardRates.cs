using System.Diagnostics;
using ILGPU;
using ILGPU.Runtime;

namespace FlZk.Learning.Aggregation.Devices.Gpu;

/// <summary>How fast a card copies, in bytes a second, the best of several times.</summary>
internal static class CardRates
{
    private const int Repetitions = 8;

    /// <summary>Bytes read and written by copies inside the card's memory.</summary>
    public static double Copy(Card card, long bytes)
    {
        card.Accelerator.Bind();
        using MemoryBuffer1D<int, Stride1D.Dense> from = card.Accelerator.Allocate1D<int>(bytes / sizeof(int));
        using MemoryBuffer1D<int, Stride1D.Dense> to = card.Accelerator.Allocate1D<int>(bytes / sizeof(int));
        return 2 * Rate(card, bytes, () => from.View.BaseView.CopyTo(card.Accelerator.DefaultStream, to.View.BaseView));
    }

    /// <summary>Bytes that go from page-locked memory to the card.</summary>
    public static double Upload(Card card, long bytes)
    {
        card.Accelerator.Bind();
        using var buffer = new CardBuffer<int>(card.Accelerator, crosses: true);
        buffer.Ensure(bytes / sizeof(int));
        return Rate(card, bytes, () => buffer.Upload(card.Accelerator.DefaultStream, bytes / sizeof(int)));
    }

    private static double Rate(Card card, long bytes, Action copy)
    {
        double best = 0;
        for (int i = 0; i < Repetitions; i++)
        {
            long start = Stopwatch.GetTimestamp();
            copy();
            card.Accelerator.DefaultStream.Synchronize();
            best = Math.Max(best, bytes / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }
}
