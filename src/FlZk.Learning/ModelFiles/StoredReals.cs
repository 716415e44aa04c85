using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FlZk.Learning.ModelFiles;

/// <summary>Widens arrays of stored reals.</summary>
internal static class StoredReals
{
    /// <summary>Widens, exactly.</summary>
    /// <typeparam name="TReal">The form.</typeparam>
    /// <typeparam name="TBits">What one is stored as.</typeparam>
    /// <param name="source">As many as <paramref name="target"/> holds; forms of 16 bits may lie in its own second half.</param>
    /// <param name="target">Receives one float each.</param>
    /// <param name="vectorised">False takes the scalar twin throughout.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToSingle<TReal, TBits>(ReadOnlySpan<TBits> source, Span<float> target, bool vectorised)
        where TReal : struct, IStoredReal<TBits>
        where TBits : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(target.Length, source.Length);

        // From the front, and each step loads before it stores: in place, what is stored ends where what was loaded ends, or before.
        int i = 0;
        if (vectorised)
        {
            ref TBits from = ref MemoryMarshal.GetReference(source);
            ref float to = ref MemoryMarshal.GetReference(target);
            for (; i <= source.Length - (2 * Vector<float>.Count); i += 2 * Vector<float>.Count)
            {
                TReal.Load(ref from, (nuint)i, out Vector<float> first, out Vector<float> second);
                first.StoreUnsafe(ref to, (nuint)i);
                second.StoreUnsafe(ref to, (nuint)(i + Vector<float>.Count));
            }
        }

        for (; i < source.Length; i++) target[i] = TReal.Widen(source[i]);
    }
}
