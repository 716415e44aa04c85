using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FlZk.Learning.ModelFiles;

/// <summary>bfloat16: the upper sixteen bits of a binary32.</summary>
internal readonly struct BrainFloat : ISixteenBitReal
{
    private const uint QuietBit = 0x40;

    /// <inheritdoc/>
    public static float Widen(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(ref ushort source, nuint index, out Vector<float> first, out Vector<float> second)
    {
        Vector.Widen(Vector.LoadUnsafe(ref source, index), out Vector<uint> low, out Vector<uint> high);
        first = Vector.AsVectorSingle(low << 16);
        second = Vector.AsVectorSingle(high << 16);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(ref ushort source, nuint index) =>
        (Avx512F.ConvertToVector512UInt32(Vector256.LoadUnsafe(ref source, index)) << 16).AsSingle();

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
        StoredReals.ToSingle<BrainFloat, ushort>(source, target, Vector.IsHardwareAccelerated);

    /// <summary>Rounds to nearest, ties to even; a NaN stays one.</summary>
    public static void FromSingle(ReadOnlySpan<float> source, Span<ushort> target) =>
        SixteenBits.FromSingle<BrainFloat>(source, target, Vector.IsHardwareAccelerated);

    /// <inheritdoc/>
    public static ushort Round(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);

        // The carry of rounding runs into the exponent by design; only a NaN could be carried into another kind of value.
        return float.IsNaN(value) ? (ushort)((bits >> 16) | QuietBit) : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<uint> Round(Vector<float> value)
    {
        Vector<uint> bits = Vector.AsVectorUInt32(value), upper = bits >> 16;
        Vector<uint> rounded = (bits + new Vector<uint>(0x7FFF) + (upper & Vector<uint>.One)) >> 16;
        Vector<uint> isNumber = Vector.AsVectorUInt32(Vector.Equals(value, value));
        return Vector.ConditionalSelect(isNumber, rounded, upper | new Vector<uint>(QuietBit));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Round(Vector512<float> value) => Vector512.ConditionalSelect(
        Vector512.Equals(value, value).AsUInt32(), RoundFinite(value), (value.AsUInt32() >> 16) | Vector512.Create(QuietBit));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> RoundFinite(Vector512<float> value)
    {
        Vector512<uint> bits = value.AsUInt32();
        return (bits + Vector512.Create(0x7FFFu) + ((bits >> 16) & Vector512<uint>.One)) >> 16;
    }
}
