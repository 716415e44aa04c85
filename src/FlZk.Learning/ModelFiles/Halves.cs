using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FlZk.Learning.ModelFiles;

/// <summary>Sixteen of 32 bits.</summary>
internal static class Halves
{
    /// <summary>The lower halves of 32 values, in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ushort> LowerOf(Vector512<uint> first, Vector512<uint> second)
    {
        // In one instruction. Two conversions and a vector made of both would pass through memory from one step to the next.
        Vector512<ushort> even = Vector512.Create(
            (ushort)0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30,
            32, 34, 36, 38, 40, 42, 44, 46, 48, 50, 52, 54, 56, 58, 60, 62);
        return Avx512BW.PermuteVar32x16x2(first.AsUInt16(), even, second.AsUInt16());
    }
}
