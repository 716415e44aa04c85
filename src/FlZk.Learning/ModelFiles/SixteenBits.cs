using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FlZk.Learning.ModelFiles;

/// <summary>Floats to reals of sixteen bits.</summary>
internal static class SixteenBits
{
    /// <summary>Rounds floats, to nearest, ties to even; a NaN stays one.</summary>
    /// <typeparam name="TReal">The form.</typeparam>
    /// <param name="source">As many as <paramref name="target"/> holds.</param>
    /// <param name="target">Receives one each.</param>
    /// <param name="vectorised">False takes the scalar twin throughout.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FromSingle<TReal>(ReadOnlySpan<float> source, Span<ushort> target, bool vectorised)
        where TReal : struct, ISixteenBitReal
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(target.Length, source.Length);
        int i = 0;
        if (vectorised)
        {
            ref float from = ref MemoryMarshal.GetReference(source);
            ref ushort to = ref MemoryMarshal.GetReference(target);
            if (Avx512F.IsSupported)
            {
                for (; i <= source.Length - Vector512<float>.Count; i += Vector512<float>.Count)
                {
                    Avx512F.ConvertToVector256UInt16(TReal.Round(Vector512.LoadUnsafe(ref from, (nuint)i))).StoreUnsafe(ref to, (nuint)i);
                }
            }

            for (; i <= source.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
            {
                Vector<uint> low = TReal.Round(Vector.LoadUnsafe(ref from, (nuint)i));
                Vector<uint> high = TReal.Round(Vector.LoadUnsafe(ref from, (nuint)(i + Vector<float>.Count)));
                Vector.Narrow(low, high).StoreUnsafe(ref to, (nuint)i);
            }
        }

        for (; i < source.Length; i++) target[i] = TReal.Round(source[i]);
    }

    /// <summary>Rounds 32 floats of which none is NaN, infinite, or beyond the form's greatest real.</summary>
    /// <typeparam name="TReal">The form.</typeparam>
    /// <param name="first">Sixteen of them.</param>
    /// <param name="second">The others.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ushort> FromFinite<TReal>(Vector512<float> first, Vector512<float> second)
        where TReal : struct, ISixteenBitReal
    {
        // The lower halves in one instruction. Two conversions and a vector made of both would pass through memory from one step to the
        // next.
        Vector512<ushort> even = Vector512.Create(
            (ushort)0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30,
            32, 34, 36, 38, 40, 42, 44, 46, 48, 50, 52, 54, 56, 58, 60, 62);
        return Avx512BW.PermuteVar32x16x2(TReal.RoundFinite(first).AsUInt16(), even, TReal.RoundFinite(second).AsUInt16());
    }
}
