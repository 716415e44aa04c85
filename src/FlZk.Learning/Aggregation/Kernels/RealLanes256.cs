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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Convert(ref int source, ref double target, nuint offset) =>
        Avx.ConvertToVector256Double(Vector128.LoadUnsafe(ref source, offset)).StoreUnsafe(ref target, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> MultiplyAdd(Vector256<double> a, Vector256<double> b, Vector256<double> c) =>
        Vector256.MultiplyAddEstimate(a, b, c);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Sum(Vector256<double> a) =>
        (long)a.GetElement(0) + (long)a.GetElement(1) + (long)a.GetElement(2) + (long)a.GetElement(3);
}
