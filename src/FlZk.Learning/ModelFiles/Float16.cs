using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FlZk.Learning.ModelFiles;

/// <summary>IEEE 754 binary16.</summary>
internal readonly struct Float16 : IStoredReal<ushort>
{
    private const uint Magnitude = 0x7FFF;
    private const int Shift = 13; // of 23 fraction bits, binary16 has 10
    private const uint Infinity = 0x7C00 << Shift;

    // Exponents are biased by 127 instead of 15; those of infinity and NaN must also move from 31 to 255, and a subnormal is a normal number
    // of exponent -14 less that number without its fraction.
    private const uint Rebias = (127 - 15) << 23;
    private const uint RebiasTop = (255 - 31 - (127 - 15)) << 23;
    private const uint LeastNormal = (127 - 14) << 23;

    /// <inheritdoc/>
    public static float Widen(ushort bits) => (float)BitConverter.UInt16BitsToHalf(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(ref ushort source, nuint index, out Vector<float> first, out Vector<float> second)
    {
        Vector.Widen(Vector.LoadUnsafe(ref source, index), out Vector<uint> low, out Vector<uint> high);
        first = Widen(low);
        second = Widen(high);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(ref ushort source, nuint index)
    {
        // As for the narrower vectors.
        Vector512<uint> bits = Avx512F.ConvertToVector512UInt32(Vector256.LoadUnsafe(ref source, index));
        Vector512<uint> magnitude = (bits & Vector512.Create(Magnitude)) << Shift;
        Vector512<uint> normal = magnitude + Vector512.Create(Rebias);
        normal += Vector512.GreaterThanOrEqual(magnitude, Vector512.Create(Infinity)) & Vector512.Create(RebiasTop);
        Vector512<float> subnormal = (magnitude | Vector512.Create(LeastNormal)).AsSingle() - Vector512.Create(LeastNormal).AsSingle();
        Vector512<uint> value = Vector512.ConditionalSelect(
            Vector512.LessThan(magnitude, Vector512.Create(1u << 23)), subnormal.AsUInt32(), normal);
        return (value | ((bits & Vector512.Create(0x8000u)) << 16)).AsSingle();
    }

    /// <summary>Widens, exactly.</summary>
    /// <param name="source">As many as <paramref name="target"/> holds; they may lie in its own second half.</param>
    /// <param name="target">Receives one float each.</param>
    public static void ToSingle(ReadOnlySpan<ushort> source, Span<float> target) =>
        StoredReals.ToSingle<Float16, ushort>(source, target, Vector.IsHardwareAccelerated);

    /// <summary>Rounds to nearest, ties to even; what is too large becomes infinite, and a NaN stays one.</summary>
    public static void FromSingle(ReadOnlySpan<float> source, Span<ushort> target) =>
        TensorPrimitives.ConvertToHalf(source, MemoryMarshal.Cast<ushort, Half>(target));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Widen(Vector<uint> bits)
    {
        // No lane ever holds a subnormal float, on which many processors are slow.
        Vector<uint> magnitude = (bits & new Vector<uint>(Magnitude)) << Shift;
        Vector<uint> normal = magnitude + new Vector<uint>(Rebias);
        normal += Vector.GreaterThanOrEqual(magnitude, new Vector<uint>(Infinity)) & new Vector<uint>(RebiasTop);
        Vector<uint> subnormal = Vector.AsVectorUInt32(
            Vector.AsVectorSingle(magnitude | new Vector<uint>(LeastNormal)) - Vector.AsVectorSingle(new Vector<uint>(LeastNormal)));
        Vector<uint> value = Vector.ConditionalSelect(Vector.LessThan(magnitude, new Vector<uint>(1 << 23)), subnormal, normal);
        return Vector.AsVectorSingle(value | ((bits & new Vector<uint>(0x8000)) << 16));
    }
}
