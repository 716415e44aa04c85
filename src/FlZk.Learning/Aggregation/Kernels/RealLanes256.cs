using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>Four doubles at once.</summary>
internal readonly struct RealLanes256 : IRealLanes<Vector256<double>>
{
    /// <inheritdoc/>
    public static int Count => Vector256<double>.Count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Load(ref double source, nuint offset) => Vector256.LoadUnsafe(ref source, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Convert(ref int source, ref double target, nuint length, int greatest, int outside)
    {
        Vector256<int> most = Vector256.Create(greatest), seen = default;
        for (nuint j = 0; j + (2 * (nuint)Count) <= length; j += 2 * (nuint)Count)
        {
            Vector256<int> x = Vector256.LoadUnsafe(ref source, j);
            seen |= most - x;
            Avx.ConvertToVector256Double(x.GetLower()).StoreUnsafe(ref target, j);
            Avx.ConvertToVector256Double(x.GetUpper()).StoreUnsafe(ref target, j + (nuint)Count);
        }

        return (seen & Vector256.Create(outside)) == default;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> MultiplyAdd(Vector256<double> a, Vector256<double> b, Vector256<double> c) =>
        Vector256.MultiplyAddEstimate(a, b, c);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddSums(Vector256<double> a, Vector256<double> b, Vector256<double> c, Vector256<double> d, ref long totals)
    {
        totals += Sum(a);
        Unsafe.Add(ref totals, 1) += Sum(b);
        Unsafe.Add(ref totals, 2) += Sum(c);
        Unsafe.Add(ref totals, 3) += Sum(d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Sum(Vector256<double> a) =>
        (long)a.GetElement(0) + (long)a.GetElement(1) + (long)a.GetElement(2) + (long)a.GetElement(3);
}
