using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace FlZk.Learning.ModelFiles;

/// <summary>IEEE 754 binary16.</summary>
internal readonly struct Float16 : IHalfPrecision
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
    public static Vector<float> Widen(Vector<uint> bits)
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

    /// <summary>Widens, exactly.</summary>
    /// <param name="source">As many as <paramref name="target"/> holds; they may lie in its own second half.</param>
    /// <param name="target">Receives one float each.</param>
    public static void ToSingle(ReadOnlySpan<ushort> source, Span<float> target) =>
        HalfPrecision.ToSingle<Float16>(source, target, Vector.IsHardwareAccelerated);

    /// <summary>Rounds to nearest, ties to even; what is too large becomes infinite, and a NaN stays one.</summary>
    public static void FromSingle(ReadOnlySpan<float> source, Span<ushort> target) =>
        TensorPrimitives.ConvertToHalf(source, MemoryMarshal.Cast<ushort, Half>(target));
}
