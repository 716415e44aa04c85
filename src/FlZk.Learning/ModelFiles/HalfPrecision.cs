using System.Numerics;
using System.Runtime.InteropServices;

namespace FlZk.Learning.ModelFiles;

/// <summary>What both 16-bit forms share.</summary>
internal static class HalfPrecision
{
    /// <summary>Widens, exactly.</summary>
    /// <typeparam name="THalf">The form.</typeparam>
    /// <param name="source">As many bit patterns as <paramref name="target"/> holds; they may lie in its own second half.</param>
    /// <param name="target">Receives one float each.</param>
    /// <param name="vectorised">False takes the scalar twin throughout.</param>
    public static void ToSingle<THalf>(ReadOnlySpan<ushort> source, Span<float> target, bool vectorised)
        where THalf : struct, IHalfPrecision
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(target.Length, source.Length);

        // From the front, and each step loads before it stores: in place, what is stored ends where what was loaded ends, or before.
        int i = 0;
        if (vectorised)
        {
            ref ushort from = ref MemoryMarshal.GetReference(source);
            ref float to = ref MemoryMarshal.GetReference(target);
            for (; i <= source.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
            {
                Vector.Widen(Vector.LoadUnsafe(ref from, (nuint)i), out Vector<uint> low, out Vector<uint> high);
                THalf.Widen(low).StoreUnsafe(ref to, (nuint)i);
                THalf.Widen(high).StoreUnsafe(ref to, (nuint)(i + Vector<float>.Count));
            }
        }

        for (; i < source.Length; i++) target[i] = THalf.Widen(source[i]);
    }
}
