using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>The sum of the squares of 24-bit integers, exactly.</summary>
/// <remarks>A square is at most 2^46, so 2^16 of them stay at or below 2^62, in lanes and in all.</remarks>
internal static class SquaredNorm
{
    /// <summary>The most values at once.</summary>
    public const int MaxLength = 1 << 16;

    /// <summary>Sums squares.</summary>
    /// <param name="values">At most <see cref="MaxLength"/> integers of 24 bits.</param>
    /// <param name="vectorised">False takes the scalar twin.</param>
    public static long Sum(ReadOnlySpan<int> values, bool vectorised)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(values.Length, MaxLength, nameof(values));
        int done = 0;
        long sum = 0;
        if (vectorised && Avx512F.IsSupported) sum = Sum512(values, out done);
        else if (vectorised && Avx2.IsSupported) sum = Sum256(values, out done);
        foreach (int x in values[done..]) sum += (long)x * x;
        return sum;
    }

    // The multiplication takes the even 32-bit lanes; shifting brings the odd ones there.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Sum512(ReadOnlySpan<int> values, out int done)
    {
        ref int source = ref MemoryMarshal.GetReference(values);
        Vector512<long> even = default, odd = default, even2 = default, odd2 = default;
        int step = 2 * Vector512<int>.Count;
        for (done = 0; done <= values.Length - step; done += step)
        {
            Vector512<int> x = Vector512.LoadUnsafe(ref source, (nuint)done);
            Vector512<int> y = Vector512.LoadUnsafe(ref source, (nuint)(done + Vector512<int>.Count));
            Vector512<int> u = (x.AsInt64() >>> 32).AsInt32();
            Vector512<int> v = (y.AsInt64() >>> 32).AsInt32();
            even += Avx512F.Multiply(x, x);
            odd += Avx512F.Multiply(u, u);
            even2 += Avx512F.Multiply(y, y);
            odd2 += Avx512F.Multiply(v, v);
        }

        return Vector512.Sum(even + odd + even2 + odd2);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Sum256(ReadOnlySpan<int> values, out int done)
    {
        ref int source = ref MemoryMarshal.GetReference(values);
        Vector256<long> even = default, odd = default, even2 = default, odd2 = default;
        int step = 2 * Vector256<int>.Count;
        for (done = 0; done <= values.Length - step; done += step)
        {
            Vector256<int> x = Vector256.LoadUnsafe(ref source, (nuint)done);
            Vector256<int> y = Vector256.LoadUnsafe(ref source, (nuint)(done + Vector256<int>.Count));
            Vector256<int> u = (x.AsInt64() >>> 32).AsInt32();
            Vector256<int> v = (y.AsInt64() >>> 32).AsInt32();
            even += Avx2.Multiply(x, x);
            odd += Avx2.Multiply(u, u);
            even2 += Avx2.Multiply(y, y);
            odd2 += Avx2.Multiply(v, v);
        }

        return Vector256.Sum(even + odd + even2 + odd2);
    }
}
