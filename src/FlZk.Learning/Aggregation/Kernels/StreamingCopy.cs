using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>Copies a finished block to a large array past the caches: an ordinary store would first read from memory every line that it is
/// about to overwrite, and drive out of the cache what is still needed.</summary>
internal static class StreamingCopy
{
    private const int LineBytes = 64;

    /// <summary>Copies; the lines at both ends, which another block may share, go the ordinary way.</summary>
    /// <param name="source">What to copy.</param>
    /// <param name="target">As long; does not overlap.</param>
    /// <remarks>Not ordered with other stores before <see cref="Finish"/>.</remarks>
    public static unsafe void Run<T>(ReadOnlySpan<T> source, Span<T> target)
        where T : unmanaged
    {
        if (!Vector256.IsHardwareAccelerated)
        {
            source.CopyTo(target);
            return;
        }

        fixed (T* to = target)
        {
            nuint toLine = (LineBytes - ((nuint)to % LineBytes)) % LineBytes;
            int head = Math.Min(target.Length, (int)toLine / sizeof(T));
            int lines = (target.Length - head) * sizeof(T) / LineBytes;
            int body = lines * (LineBytes / sizeof(T));
            source[..head].CopyTo(target);
            ref byte from = ref Unsafe.As<T, byte>(ref Unsafe.Add(ref MemoryMarshal.GetReference(source), head));
            byte* line = (byte*)(to + head);
            for (nuint at = 0; at < (nuint)lines * LineBytes; at += LineBytes)
            {
                if (Vector512.IsHardwareAccelerated)
                {
                    Vector512.LoadUnsafe(ref from, at).StoreAlignedNonTemporal(line + at);
                }
                else
                {
                    Vector256.LoadUnsafe(ref from, at).StoreAlignedNonTemporal(line + at);
                    Vector256.LoadUnsafe(ref from, at + 32).StoreAlignedNonTemporal(line + at + 32);
                }
            }

            source[(head + body)..].CopyTo(target[(head + body)..]);
        }
    }

    /// <summary>To be called before anybody is told that the copies of this thread are done: whoever is told must find them.</summary>
    public static void Finish()
    {
        if (Sse.IsSupported) Sse.StoreFence();
    }

    /// <summary>How many values an array begins beyond the start of a line of the cache.</summary>
    public static unsafe int LengthBeyondLine<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        // If the array is moved meanwhile, only the advantage is lost.
        return (int)((nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(values)) % LineBytes) / sizeof(T);
    }
}
