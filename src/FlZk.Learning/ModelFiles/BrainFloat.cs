namespace FlZk.Learning.ModelFiles;

/// <summary>bfloat16: the upper sixteen bits of a binary32.</summary>
internal static class BrainFloat
{
    /// <summary>Widens, exactly.</summary>
    public static void ToSingle(ReadOnlySpan<ushort> source, Span<float> target)
    {
        for (int i = 0; i < source.Length; i++) target[i] = BitConverter.UInt32BitsToSingle((uint)source[i] << 16);
    }

    /// <summary>Rounds to nearest, ties to even; a NaN stays one.</summary>
    public static void FromSingle(ReadOnlySpan<float> source, Span<ushort> target)
    {
        for (int i = 0; i < source.Length; i++)
        {
            uint bits = BitConverter.SingleToUInt32Bits(source[i]);

            // The carry of rounding runs into the exponent by design; only a NaN could be carried into another kind of value.
            target[i] = float.IsNaN(source[i])
                ? (ushort)((bits >> 16) | 0x40)
                : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
        }
    }
}
