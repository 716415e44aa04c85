using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>AVX2: halves are the even and the odd lanes, as vpmuldq has it.</summary>
internal readonly struct WideLanes256 : IWideLanes<Vector256<int>, Vector256<long>>
{
    public static bool IsSupported => Avx2.IsSupported && Vector256.IsHardwareAccelerated;

    public static string Name => "AVX2";

    public static int Count => Vector256<int>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Broadcast(int value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Ascending(int first) => Vector256.CreateSequence(first, 1);

    // A shuffle makes a lane whose index is out of range zero.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Select(Vector256<int> first, Vector256<int> second, Vector256<int> indices) =>
        Vector256.Shuffle(first, indices) | Vector256.Shuffle(second, indices - Vector256.Create(Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Load(ref int source, nuint index) => Vector256.LoadUnsafe(ref source, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> Load(ref long source, nuint index) => Vector256.LoadUnsafe(ref source, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<long> value, ref long target, nuint index) => value.StoreUnsafe(ref target, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<int> value, ref int target, nuint index) => value.StoreUnsafe(ref target, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StorePastCaches(Vector256<int> value, int* target) => value.StoreAlignedNonTemporal(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> OrDifferences(Vector256<int> seen, Vector256<int> greatest, Vector256<int> a, Vector256<int> b) =>
        seen | (greatest - a) | (greatest - b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Or(Vector256<int> a, Vector256<int> b) => a | b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyBit(Vector256<int> value, Vector256<int> mask) => (value & mask) != Vector256<int>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> MultiplyAddFirst(Vector256<long> sum, Vector256<int> x, Vector256<int> w) => sum + Avx2.Multiply(x, w);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> MultiplyAddSecond(Vector256<long> sum, Vector256<int> x, Vector256<int> w) =>
        sum + Avx2.Multiply((x.AsUInt64() >>> 32).AsInt32(), w);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Scale(Vector256<int> x, Vector256<int> k)
    {
        Vector256<long> half = Vector256.Create(1L << 29);
        Vector256<long> even = (Avx2.Multiply(x, k) + half) >>> 30;
        Vector256<long> odd = (Avx2.Multiply((x.AsUInt64() >>> 32).AsInt32(), k) + half) >>> 30;
        return Join(even, odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<long> Low, Vector256<long> High) InOrder(Vector256<long> first, Vector256<long> second) => (
        Avx2.Permute2x128(Avx2.UnpackLow(first, second), Avx2.UnpackHigh(first, second), 0x20),
        Avx2.Permute2x128(Avx2.UnpackLow(first, second), Avx2.UnpackHigh(first, second), 0x31));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Quotients(Vector256<long> first, Vector256<long> second, long half, double reciprocal) =>
        Join(Quotient(first, half, reciprocal), Quotient(second, half, reciprocal));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Quotient(Vector256<long> sum, long half, double reciprocal)
    {
        Vector256<double> shift = Vector256.Create(RoundedQuotient.Shift);
        Vector256<double> dividend = (sum + Vector256.Create(half)).AsDouble() - shift + Vector256.Create(0.5);
        return (Vector256.Floor(dividend * reciprocal) + shift).AsInt64();
    }

    // The low halves of 64-bit lanes that belong to the even and to the odd values.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Join(Vector256<long> even, Vector256<long> odd) =>
        Vector256.ConditionalSelect(Vector256.Create(0xFFFF_FFFFL), even, odd << 32).AsInt32();
}
