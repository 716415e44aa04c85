using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>Eight doubles at once.</summary>
internal readonly struct RealLanes512 : IRealLanes<Vector512<double>>
{
    /// <inheritdoc/>
    public static int Count => Vector512<double>.Count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Load(ref double source, nuint offset) => Vector512.LoadUnsafe(ref source, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Convert(ref int source, ref double target, nuint length, int greatest, int outside)
    {
        Vector512<int> most = Vector512.Create(greatest), seen = default;
        for (nuint j = 0; j + (2 * (nuint)Count) <= length; j += 2 * (nuint)Count)
        {
            Vector512<int> x = Vector512.LoadUnsafe(ref source, j);
            seen |= most - x;
            Avx512F.ConvertToVector512Double(x.GetLower()).StoreUnsafe(ref target, j);
            Avx512F.ConvertToVector512Double(x.GetUpper()).StoreUnsafe(ref target, j + (nuint)Count);
        }

        return (seen & Vector512.Create(outside)) == default;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> MultiplyAdd(Vector512<double> a, Vector512<double> b, Vector512<double> c) =>
        Vector512.FusedMultiplyAdd(a, b, c);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddSums(Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d, ref long totals)
    {
        // Four vectors become one of four sums together, in half the instructions of one after the other.
        Vector512<long> ab = InPairs(a, b), cd = InPairs(c, d);
        Vector256<long> low = ab.GetLower() + ab.GetUpper(), high = cd.GetLower() + cd.GetUpper();
        Vector256<long> sums = Avx2.Permute2x128(low, high, 0x20) + Avx2.Permute2x128(low, high, 0x31);
        (Vector256.LoadUnsafe(ref totals) + sums).StoreUnsafe(ref totals);
    }

    // Of each 128 bits the sum of a's two lanes and the sum of b's.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> InPairs(Vector512<double> a, Vector512<double> b)
    {
        Vector512<long> x = Avx512DQ.ConvertToVector512Int64WithTruncation(a), y = Avx512DQ.ConvertToVector512Int64WithTruncation(b);
        return Avx512F.UnpackLow(x, y) + Avx512F.UnpackHigh(x, y);
    }
}
