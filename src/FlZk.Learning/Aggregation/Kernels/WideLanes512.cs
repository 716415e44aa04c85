using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>AVX-512: halves are the even and the odd lanes, as vpmuldq has it.</summary>
internal readonly struct WideLanes512 : IWideLanes<Vector512<int>, Vector512<long>>
{
    public static bool IsSupported => Avx512F.IsSupported && Vector512.IsHardwareAccelerated;

    public static string Name => "AVX-512";

    public static int Count => Vector512<int>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Broadcast(int value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Ascending(int first) => Vector512.CreateSequence(first, 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Select(Vector512<int> first, Vector512<int> second, Vector512<int> indices) =>
        Avx512F.PermuteVar16x32x2(first, indices, second);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Load(ref int source, nuint index) => Vector512.LoadUnsafe(ref source, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> Load(ref long source, nuint index) => Vector512.LoadUnsafe(ref source, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<long> value, ref long target, nuint index) => value.StoreUnsafe(ref target, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<int> value, ref int target, nuint index) => value.StoreUnsafe(ref target, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StorePastCaches(Vector512<int> value, int* target) => value.StoreAlignedNonTemporal(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> OrDifferences(Vector512<int> seen, Vector512<int> greatest, Vector512<int> a, Vector512<int> b) =>
        Avx512F.TernaryLogic(seen, greatest - a, greatest - b, 0xFE);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Or(Vector512<int> a, Vector512<int> b) => a | b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyBit(Vector512<int> value, Vector512<int> mask) => (value & mask) != Vector512<int>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> MultiplyAddFirst(Vector512<long> sum, Vector512<int> x, Vector512<int> w) => sum + Avx512F.Multiply(x, w);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> MultiplyAddSecond(Vector512<long> sum, Vector512<int> x, Vector512<int> w) =>
        sum + Avx512F.Multiply((x.AsUInt64() >>> 32).AsInt32(), w);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Scale(Vector512<int> x, Vector512<int> k)
    {
        Vector512<long> half = Vector512.Create(1L << 29);
        Vector512<long> even = (Avx512F.Multiply(x, k) + half) >>> 30;
        Vector512<long> odd = (Avx512F.Multiply((x.AsUInt64() >>> 32).AsInt32(), k) + half) >>> 30;
        return Join(even, odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<long> Low, Vector512<long> High) InOrder(Vector512<long> first, Vector512<long> second) => (
        Avx512F.PermuteVar8x64x2(first, Vector512.Create(0L, 8, 1, 9, 2, 10, 3, 11), second),
        Avx512F.PermuteVar8x64x2(first, Vector512.Create(4L, 12, 5, 13, 6, 14, 7, 15), second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Quotients(Vector512<long> first, Vector512<long> second, long half, double reciprocal) =>
        Join(Quotient(first, half, reciprocal), Quotient(second, half, reciprocal));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Quotient(Vector512<long> sum, long half, double reciprocal)
    {
        Vector512<double> shift = Vector512.Create(RoundedQuotient.Shift);
        Vector512<double> dividend = (sum + Vector512.Create(half)).AsDouble() - shift + Vector512.Create(0.5);
        return (Vector512.Floor(dividend * reciprocal) + shift).AsInt64();
    }

    // The low halves of 64-bit lanes that belong to the even and to the odd values.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Join(Vector512<long> even, Vector512<long> odd) =>
        Vector512.ConditionalSelect(Vector512.Create(0xFFFF_FFFFL), even, odd << 32).AsInt32();
}
