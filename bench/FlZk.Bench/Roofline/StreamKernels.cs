using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FlZk.Bench.Roofline;

/// <summary>The loops whose speed is the memory's: what McCalpin's STREAM calls copy and triad, and reading alone, which is what folding
/// updates into a sum mostly is.</summary>
/// <remarks>Several vectors an iteration, so that neither the loop nor the latency of an addition is what is measured. Spans hold a
/// multiple of <see cref="Unit"/> numbers and begin at a multiple of 64 bytes, which stores past the caches need.</remarks>
internal static class StreamKernels
{
    /// <summary>What lengths are multiples of: eight vectors of eight numbers.</summary>
    public const int Unit = 64;

    /// <summary>The sum of all numbers, modulo 2^64: reads 8 bytes each, one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long Sum(ReadOnlySpan<long> source)
    {
        ref long at = ref MemoryMarshal.GetReference(source);
        Vector512<long> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        for (nuint i = 0; i < (nuint)source.Length; i += Unit)
        {
            a += Vector512.LoadUnsafe(ref at, i);
            b += Vector512.LoadUnsafe(ref at, i + 8);
            c += Vector512.LoadUnsafe(ref at, i + 16);
            d += Vector512.LoadUnsafe(ref at, i + 24);
            e += Vector512.LoadUnsafe(ref at, i + 32);
            f += Vector512.LoadUnsafe(ref at, i + 40);
            g += Vector512.LoadUnsafe(ref at, i + 48);
            h += Vector512.LoadUnsafe(ref at, i + 56);
        }

        return Vector512.Sum(a + b + c + d + (e + f + g + h));
    }

    /// <summary>The same from four quarters at once: four places to fetch ahead of.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long SumOfQuarters(ReadOnlySpan<long> source)
    {
        nuint quarter = (nuint)source.Length / 4;
        ref long first = ref MemoryMarshal.GetReference(source);
        ref long second = ref Unsafe.Add(ref first, quarter);
        ref long third = ref Unsafe.Add(ref second, quarter);
        ref long fourth = ref Unsafe.Add(ref third, quarter);
        Vector512<long> a = default, b = default, c = default, d = default;
        for (nuint i = 0; i < quarter; i += Unit / 4)
        {
            a += Vector512.LoadUnsafe(ref first, i) + Vector512.LoadUnsafe(ref first, i + 8);
            b += Vector512.LoadUnsafe(ref second, i) + Vector512.LoadUnsafe(ref second, i + 8);
            c += Vector512.LoadUnsafe(ref third, i) + Vector512.LoadUnsafe(ref third, i + 8);
            d += Vector512.LoadUnsafe(ref fourth, i) + Vector512.LoadUnsafe(ref fourth, i + 8);
        }

        return Vector512.Sum(a + b + c + d);
    }

    /// <summary>The same in order, asking for what comes a kilobyte later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe long SumFetchingAhead(ReadOnlySpan<long> source)
    {
        if (!Sse.IsSupported) return Sum(source);
        const nint Ahead = 128;
        Vector512<long> a = default, b = default, c = default, d = default;
        fixed (long* at = source)
        {
            // Addresses past the end are fetched in vain and do not fault.
            for (nint i = 0; i < source.Length; i += Unit / 2)
            {
                Sse.Prefetch0(at + i + Ahead);
                Sse.Prefetch0(at + i + Ahead + 8);
                Sse.Prefetch0(at + i + Ahead + 16);
                Sse.Prefetch0(at + i + Ahead + 24);
                a += Vector512.Load(at + i);
                b += Vector512.Load(at + i + 8);
                c += Vector512.Load(at + i + 16);
                d += Vector512.Load(at + i + 24);
            }
        }

        return Vector512.Sum(a + b + c + d);
    }

    /// <summary>Target = source: reads and writes 8 bytes each, the latter through the caches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(ReadOnlySpan<long> source, Span<long> target)
    {
        ref long from = ref MemoryMarshal.GetReference(source);
        ref long to = ref MemoryMarshal.GetReference(target);
        for (nuint i = 0; i < (nuint)target.Length; i += 32)
        {
            Vector512<long> a = Vector512.LoadUnsafe(ref from, i), b = Vector512.LoadUnsafe(ref from, i + 8);
            Vector512<long> c = Vector512.LoadUnsafe(ref from, i + 16), d = Vector512.LoadUnsafe(ref from, i + 24);
            a.StoreUnsafe(ref to, i);
            b.StoreUnsafe(ref to, i + 8);
            c.StoreUnsafe(ref to, i + 16);
            d.StoreUnsafe(ref to, i + 24);
        }
    }

    /// <summary>The same, past the caches: the old content of the target is not read first. A vector at a time, as a group of loads before
    /// a group of stores is slower.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void CopyPastCaches(ReadOnlySpan<long> source, Span<long> target)
    {
        fixed (long* from = source, to = target)
        {
            for (nint i = 0; i < target.Length; i += 16)
            {
                Vector512.Load(from + i).StoreAlignedNonTemporal(to + i);
                Vector512.Load(from + i + 8).StoreAlignedNonTemporal(to + i + 8);
            }
        }
    }

    /// <summary>The same, all four quarters at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void CopyQuartersPastCaches(ReadOnlySpan<long> source, Span<long> target)
    {
        nint quarter = target.Length / 4;
        fixed (long* from = source, to = target)
        {
            for (nint i = 0; i < quarter; i += Unit / 8)
            {
                Vector512<long> a = Vector512.Load(from + i), b = Vector512.Load(from + i + quarter);
                Vector512<long> c = Vector512.Load(from + i + (2 * quarter)), d = Vector512.Load(from + i + (3 * quarter));
                a.StoreAlignedNonTemporal(to + i);
                b.StoreAlignedNonTemporal(to + i + quarter);
                c.StoreAlignedNonTemporal(to + i + (2 * quarter));
                d.StoreAlignedNonTemporal(to + i + (3 * quarter));
            }
        }
    }

    /// <summary>Target = first + factor * second, in doubles: reads 16 bytes and writes 8 each, through the caches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Triad(ReadOnlySpan<double> first, ReadOnlySpan<double> second, double factor, Span<double> target)
    {
        ref double x = ref MemoryMarshal.GetReference(first);
        ref double y = ref MemoryMarshal.GetReference(second);
        ref double to = ref MemoryMarshal.GetReference(target);
        Vector512<double> f = Vector512.Create(factor);
        for (nuint i = 0; i < (nuint)target.Length; i += 16)
        {
            Vector512<double> a = Vector512.LoadUnsafe(ref x, i) + (f * Vector512.LoadUnsafe(ref y, i));
            Vector512<double> b = Vector512.LoadUnsafe(ref x, i + 8) + (f * Vector512.LoadUnsafe(ref y, i + 8));
            a.StoreUnsafe(ref to, i);
            b.StoreUnsafe(ref to, i + 8);
        }
    }

    /// <summary>The same, past the caches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void TriadPastCaches(
        ReadOnlySpan<double> first, ReadOnlySpan<double> second, double factor, Span<double> target)
    {
        Vector512<double> f = Vector512.Create(factor);
        fixed (double* x = first, y = second, to = target)
        {
            for (nint i = 0; i < target.Length; i += 16)
            {
                Vector512<double> a = Vector512.Load(x + i) + (f * Vector512.Load(y + i));
                Vector512<double> b = Vector512.Load(x + i + 8) + (f * Vector512.Load(y + i + 8));
                a.StoreAlignedNonTemporal(to + i);
                b.StoreAlignedNonTemporal(to + i + 8);
            }
        }
    }
}
