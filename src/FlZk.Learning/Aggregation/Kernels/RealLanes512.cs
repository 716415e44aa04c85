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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Convert(ref int source, ref double target, nuint offset) =>
        Avx512F.ConvertToVector512Double(Vector256.LoadUnsafe(ref source, offset)).StoreUnsafe(ref target, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> MultiplyAdd(Vector512<double> a, Vector512<double> b, Vector512<double> c) =>
        Vector512.FusedMultiplyAdd(a, b, c);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Sum(Vector512<double> a) => Vector512.Sum(Avx512DQ.ConvertToVector512Int64WithTruncation(a));
}
