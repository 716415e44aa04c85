using FlZk.Ethereum;

namespace FlZk.Exchange.Models;

/// <summary>A model as it is published on chain: valueBits / 8 bytes per parameter, big-endian two's complement, nothing else.</summary>
public static class PackedModel
{
    /// <summary>Packs a model.</summary>
    /// <param name="values">One fixed-point integer per parameter.</param>
    /// <param name="valueBits">Bits of a value: 8, 16, 24 or 32.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value does not fit; the message names it.</exception>
    public static byte[] Pack(ReadOnlySpan<int> values, int valueBits)
    {
        int width = Width(valueBits);
        long least = -(1L << (valueBits - 1)), greatest = (1L << (valueBits - 1)) - 1;
        var bytes = new byte[checked(values.Length * width)];
        for (int j = 0; j < values.Length; j++)
        {
            int value = values[j];
            if (value < least || value > greatest)
                throw new ArgumentOutOfRangeException(nameof(values), value, $"Value {j} is {value}, outside [{least}, {greatest}].");
            for (int b = 0; b < width; b++) bytes[(j * width) + b] = (byte)(value >> (8 * (width - 1 - b)));
        }

        return bytes;
    }

    /// <summary>Unpacks a model.</summary>
    /// <param name="bytes">Exactly <paramref name="dimension"/> packed values.</param>
    /// <param name="dimension">Parameters.</param>
    /// <param name="valueBits">Bits of a value: 8, 16, 24 or 32.</param>
    /// <param name="values">The values; empty on failure.</param>
    /// <returns>False when the length is another.</returns>
    public static bool TryUnpack(ReadOnlySpan<byte> bytes, int dimension, int valueBits, out int[] values)
    {
        int width = Width(valueBits);
        values = [];
        if (bytes.Length != (long)dimension * width) return false;
        values = new int[dimension];
        for (int j = 0; j < dimension; j++)
        {
            int value = (sbyte)bytes[j * width];
            for (int b = 1; b < width; b++) value = (value << 8) | bytes[(j * width) + b];
            values[j] = value;
        }

        return true;
    }

    /// <summary>Keccak-256 of the packed model: what a job names its initial model by.</summary>
    public static Hash32 Hash(ReadOnlySpan<int> values, int valueBits) => Keccak256.Hash(Pack(values, valueBits));

    private static int Width(int valueBits) => valueBits is 8 or 16 or 24 or 32
        ? valueBits / 8
        : throw new ArgumentOutOfRangeException(nameof(valueBits), valueBits, "Values are packed in 8, 16, 24 or 32 bits.");
}
