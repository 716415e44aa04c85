using System.Diagnostics;

namespace FlZk.Bn254.Lanes;

/// <summary>Debug builds' assertions about the ranges of blocks: carried limbs, and bounds judged by the most significant one.</summary>
internal static unsafe class LaneAssertions
{
    /// <summary>Limbs are carried and the factors' bounds multiply to at most <paramref name="bound"/> q^2.</summary>
    [Conditional("DEBUG")]
    public static void Product<TLayout>(ulong* a, ulong* b, int blocks, int bound = 64)
        where TLayout : struct, ILaneLayout
    {
        double end = (double)bound * (TLayout.TopLimb + 1) * (TLayout.TopLimb + 1);
        for (int block = 0; block < blocks; block++, a += TLayout.BlockLength, b += TLayout.BlockLength)
        {
            Carried<TLayout>(a);
            Carried<TLayout>(b);
            for (int i = TLayout.BlockLength - TLayout.Lanes; i < TLayout.BlockLength; i++)
            {
                Debug.Assert((double)a[i] * b[i] <= end, "The product is in range.");
            }
        }
    }

    /// <summary>Limbs of a block are carried and every element is below <paramref name="multiple"/> q.</summary>
    [Conditional("DEBUG")]
    public static void Below<TLayout>(int multiple, ulong* block)
        where TLayout : struct, ILaneLayout
    {
        Carried<TLayout>(block);
        for (int i = TLayout.BlockLength - TLayout.Lanes; i < TLayout.BlockLength; i++)
        {
            Debug.Assert(block[i] <= (ulong)multiple * (TLayout.TopLimb + 1), "The element is in range.");
        }
    }

    private static void Carried<TLayout>(ulong* block)
        where TLayout : struct, ILaneLayout
    {
        for (int i = 0; i < TLayout.BlockLength; i++) Debug.Assert(block[i] >> TLayout.LimbBits == 0, "Limbs are carried.");
    }
}
