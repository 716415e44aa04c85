using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>SSE4.1: halves are the even and the odd lanes, as vpmuldq has it.</summary>
internal readonly struct WideLanes128 : IWideLanes<Vector128<int>, Vector128<long>>
{
    public static bool IsSupported => Sse41.IsSupported && Vector128.IsHardwareAccelerated;

    public static string Name => "SSE4.1";

    public static int Count => Vector128<int>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Broadcast(int value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Ascending(int first) => Vector128.CreateSequence(first, 1);

    // A shuffle makes a lane whose index is out of range zero.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Select(Vector128<int> first, Vector128<int> second, Vector128<int> indices) =>
        Vector128.Shuffle(first, indices) | Vector128.Shuffle(second, indices - Vector128.Create(Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Load(ref int source, nuint index) => Vector128.LoadUnsafe(ref source, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<long> Load(ref long source, nuint index) => Vector128.LoadUnsafe(ref source, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<long> value, ref long target, nuint index) => value.StoreUnsafe(ref target, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<int> value, ref int target, nuint index) => value.StoreUnsafe(ref target, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StorePastCaches(Vector128<int> value, int* target) => value.StoreAlignedNonTemporal(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> OrDifferences(Vector128<int> seen, Vector128<int> greatest, Vector128<int> a, Vector128<int> b) =>
        seen | (greatest - a) | (greatest - b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Or(Vector128<int> a, Vector128<int> b) => a | b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyBit(Vector128<int> value, Vector128<int> mask) => (value & mask) != Vector128<int>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<long> MultiplyAddFirst(Vector128<long> sum, Vector128<int> x, Vector128<int> w) => sum + Sse41.Multiply(x, w);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<long> MultiplyAddSecond(Vector128<long> sum, Vector128<int> x, Vector128<int> w) =>
        sum + Sse41.Multiply((x.AsUInt64() >>> 32).AsInt32(), w);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Scale(Vector128<int> x, Vector128<int> k)
    {
        Vector128<long> half = Vector128.Create(1L << 29);
        Vector128<long> even = (Sse41.Multiply(x, k) + half) >>> 30;
        Vector128<long> odd = (Sse41.Multiply((x.AsUInt64() >>> 32).AsInt32(), k) + half) >>> 30;
        return Join(even, odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector128<long> Low, Vector128<long> High) InOrder(Vector128<long> first, Vector128<long> second) =>
        (Sse2.UnpackLow(first, second), Sse2.UnpackHigh(first, second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Quotients(Vector128<long> first, Vector128<long> second, long half, double reciprocal) =>
        Join(Quotient(first, half, reciprocal), Quotient(second, half, reciprocal));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<long> Quotient(Vector128<long> sum, long half, double reciprocal)
    {
        Vector128<double> shift = Vector128.Create(RoundedQuotient.Shift);
        Vector128<double> dividend = (sum + Vector128.Create(half)).AsDouble() - shift + Vector128.Create(0.5);
        return (Vector128.Floor(dividend * reciprocal) + shift).AsInt64();
    }

    // The low halves of 64-bit lanes that belong to the even and to the odd values.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Join(Vector128<long> even, Vector128<long> odd) =>
        Vector128.ConditionalSelect(Vector128.Create(0xFFFF_FFFFL), even, odd << 32).AsInt32();
}
