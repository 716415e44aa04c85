using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FlZk.Learning.ModelFiles;

/// <summary>IEEE 754 binary16.</summary>
internal readonly struct Float16 : ISixteenBitReal
{
    private const uint Magnitude = 0x7FFF;
    private const int Shift = 13; // of 23 fraction bits, binary16 has 10
    private const uint Infinity = 0x7C00 << Shift;

    // Exponents are biased by 127 instead of 15; those of infinity and NaN must also move from 31 to 255, and a subnormal is a normal
    // number of exponent -14 less that number without its fraction.
    private const uint Rebias = (127 - 15) << 23;
    private const uint RebiasTop = (255 - 31 - (127 - 15)) << 23;
    private const uint LeastNormal = (127 - 14) << 23;

    // Of rounding: bits of floats, but for those that say half.
    private const uint BeyondRange = (127 + 16) << 23; // 2^16, which rounds to infinity whatever follows
    private const uint BelowHalf = (1 << (Shift - 1)) - 1;
    private const uint SubnormalRounder = (127 - 1) << 23; // 0.5: its last bit is 2^-24, as a subnormal's is
    private const uint SingleInfinity = 255 << 23;
    private const uint HalfInfinity = 0x7C00;
    private const uint QuietNaN = 0x7E00;
    private const uint Fraction = 0x3FF;

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

    /// <inheritdoc/>
    public static OrderedBits NoRange => OrderedBits.NoHalves;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Extend(ref OrderedBits range, ref ushort source, nuint length) => range.Add(ref source, length);

    /// <inheritdoc/>
    public static (float Least, float Greatest) EndsOf(in OrderedBits range)
    {
        (ushort least, ushort greatest) = range.OfHalves();
        return (Widen(least), Widen(greatest));
    }

    /// <summary>Widens, exactly.</summary>
    /// <param name="source">As many as <paramref name="target"/> holds; they may lie in its own second half.</param>
    /// <param name="target">Receives one float each.</param>
    public static void ToSingle(ReadOnlySpan<ushort> source, Span<float> target) =>
        StoredReals.ToSingle<Float16, ushort>(source, target, Vector.IsHardwareAccelerated);

    /// <summary>Rounds to nearest, ties to even; what is too large becomes infinite, and a NaN stays one.</summary>
    public static void FromSingle(ReadOnlySpan<float> source, Span<ushort> target) =>
        SixteenBits.FromSingle<Float16>(source, target, Vector.IsHardwareAccelerated);

    /// <inheritdoc/>
    public static ushort Round(float value) => BitConverter.HalfToUInt16Bits((Half)value);

    // A normal number loses its last bits, rounded: adding just below half of the first bit that stays, and that bit, carries where it
    // must, into the exponent too, and so up to infinity. A number below the least normal one is added to a power of two so large that the
    // bits of the sum end where a subnormal's end, which has the processor round it.
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<uint> Round(Vector<float> value)
    {
        Vector<uint> bits = Vector.AsVectorUInt32(value), magnitude = bits & new Vector<uint>(int.MaxValue);
        Vector<uint> even = (magnitude >> Shift) & Vector<uint>.One;
        Vector<uint> normal = (magnitude - new Vector<uint>(Rebias) + new Vector<uint>(BelowHalf) + even) >> Shift;
        var rounder = new Vector<uint>(SubnormalRounder);
        Vector<uint> subnormal = Vector.AsVectorUInt32(Vector.AsVectorSingle(magnitude) + Vector.AsVectorSingle(rounder)) - rounder;
        Vector<uint> result = Vector.ConditionalSelect(Vector.LessThan(magnitude, new Vector<uint>(LeastNormal)), subnormal, normal);
        Vector<uint> nan = new Vector<uint>(QuietNaN) | ((magnitude >> Shift) & new Vector<uint>(Fraction));
        Vector<uint> special = Vector.ConditionalSelect(
            Vector.GreaterThan(magnitude, new Vector<uint>(SingleInfinity)), nan, new Vector<uint>(HalfInfinity));
        result = Vector.ConditionalSelect(Vector.GreaterThanOrEqual(magnitude, new Vector<uint>(BeyondRange)), special, result);
        return result | ((bits >> 16) & new Vector<uint>(0x8000));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Round(Vector512<float> value)
    {
        Vector512<uint> bits = value.AsUInt32(), magnitude = bits & Vector512.Create((uint)int.MaxValue);
        Vector512<uint> nan = Vector512.Create(QuietNaN) | ((magnitude >> Shift) & Vector512.Create(Fraction));
        Vector512<uint> special = Vector512.ConditionalSelect(
            Vector512.GreaterThan(magnitude, Vector512.Create(SingleInfinity)), nan, Vector512.Create(HalfInfinity));
        return Vector512.ConditionalSelect(
            Vector512.GreaterThanOrEqual(magnitude, Vector512.Create(BeyondRange)),
            special | ((bits >> 16) & Vector512.Create(0x8000u)),
            RoundFinite(value));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> RoundFinite(Vector512<float> value)
    {
        Vector512<uint> bits = value.AsUInt32(), magnitude = bits & Vector512.Create((uint)int.MaxValue);
        Vector512<uint> even = (magnitude >> Shift) & Vector512<uint>.One;
        Vector512<uint> normal = (magnitude + Vector512.Create(unchecked(BelowHalf - Rebias)) + even) >> Shift;
        Vector512<uint> subnormal = (magnitude.AsSingle() + Vector512.Create(SubnormalRounder).AsSingle()).AsUInt32()
            - Vector512.Create(SubnormalRounder);
        Vector512<uint> result = Vector512.ConditionalSelect(
            Vector512.LessThan(magnitude, Vector512.Create(LeastNormal)), subnormal, normal);
        return result | ((bits >> 16) & Vector512.Create(0x8000u));
    }

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
