using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>Whether all values lie in a range, without asking of each which one does not.</summary>
internal static class ValueRange
{
    /// <summary>Whether every value is at least <paramref name="least"/> and at most <paramref name="greatest"/>.</summary>
    public static bool Contains(int least, int greatest, ReadOnlySpan<int> values)
    {
        if (Vector512.IsHardwareAccelerated) return Contains<Lanes512, Vector512<int>>(least, greatest, values);
        if (Vector256.IsHardwareAccelerated) return Contains<Lanes256, Vector256<int>>(least, greatest, values);
        return Contains<Lanes128, Vector128<int>>(least, greatest, values);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Contains<TLanes, TVector>(int least, int greatest, ReadOnlySpan<int> values)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        ref int source = ref MemoryMarshal.GetReference(values);
        TVector low = TLanes.Broadcast(least), high = TLanes.Broadcast(greatest), low2 = low, high2 = high;
        int i = 0;
        for (; i <= values.Length - (2 * TLanes.Count); i += 2 * TLanes.Count)
        {
            TVector a = TLanes.Load(ref source, (nuint)i), b = TLanes.Load(ref source, (nuint)(i + TLanes.Count));
            low = TLanes.Min(low, a);
            high = TLanes.Max(high, a);
            low2 = TLanes.Min(low2, b);
            high2 = TLanes.Max(high2, b);
        }

        Span<int> lows = stackalloc int[TLanes.Count], highs = stackalloc int[TLanes.Count];
        TLanes.Store(TLanes.Min(low, low2), ref lows[0], 0);
        TLanes.Store(TLanes.Max(high, high2), ref highs[0], 0);
        foreach (int value in lows)
        {
            if (value != least) return false;
        }

        foreach (int value in highs)
        {
            if (value != greatest) return false;
        }

        for (; i < values.Length; i++)
        {
            if (values[i] < least || values[i] > greatest) return false;
        }

        return true;
    }
}
