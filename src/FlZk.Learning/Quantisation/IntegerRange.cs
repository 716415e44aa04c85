using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FlZk.Learning.Quantisation;

/// <summary>The least and the greatest of many integers, in one pass.</summary>
internal static class IntegerRange
{
    /// <summary>Both; of no integers, the greatest there is and the least, which are outside of nothing.</summary>
    /// <param name="values">The integers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (int Least, int Greatest) Of(ReadOnlySpan<int> values)
    {
        int least = int.MaxValue, greatest = int.MinValue, i = 0;
        ref int source = ref MemoryMarshal.GetReference(values);
        if (Vector512.IsHardwareAccelerated && values.Length >= 2 * Vector512<int>.Count)
        {
            Vector512<int> low = Vector512.Create(least), high = Vector512.Create(greatest), low2 = low, high2 = high;
            for (; i <= values.Length - (2 * Vector512<int>.Count); i += 2 * Vector512<int>.Count)
            {
                Vector512<int> x = Vector512.LoadUnsafe(ref source, (nuint)i);
                Vector512<int> y = Vector512.LoadUnsafe(ref source, (nuint)(i + Vector512<int>.Count));
                low = Vector512.Min(low, x);
                high = Vector512.Max(high, x);
                low2 = Vector512.Min(low2, y);
                high2 = Vector512.Max(high2, y);
            }

            low = Vector512.Min(low, low2);
            high = Vector512.Max(high, high2);
            for (int lane = 0; lane < Vector512<int>.Count; lane++)
            {
                least = Math.Min(least, low[lane]);
                greatest = Math.Max(greatest, high[lane]);
            }
        }
        else if (Vector.IsHardwareAccelerated && values.Length >= 2 * Vector<int>.Count)
        {
            Vector<int> low = new(least), high = new(greatest);
            for (; i <= values.Length - Vector<int>.Count; i += Vector<int>.Count)
            {
                Vector<int> x = Vector.LoadUnsafe(ref source, (nuint)i);
                low = Vector.Min(low, x);
                high = Vector.Max(high, x);
            }

            for (int lane = 0; lane < Vector<int>.Count; lane++)
            {
                least = Math.Min(least, low[lane]);
                greatest = Math.Max(greatest, high[lane]);
            }
        }

        for (; i < values.Length; i++)
        {
            least = Math.Min(least, values[i]);
            greatest = Math.Max(greatest, values[i]);
        }

        return (least, greatest);
    }
}
