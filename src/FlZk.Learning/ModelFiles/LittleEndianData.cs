using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FlZk.Learning.ModelFiles;

/// <summary>Writes arrays of 2-, 4- and 8-byte elements as files hold them: little-endian, in steps, since a span of bytes ends at 2^31.</summary>
internal static class LittleEndianData
{
    private const int ElementsPerStep = 1 << 20;

    /// <summary>Writes all of <paramref name="source"/>.</summary>
    public static void Write<T>(Stream stream, ReadOnlySpan<T> source)
        where T : unmanaged
    {
        while (!source.IsEmpty)
        {
            ReadOnlySpan<T> step = source[..Math.Min(source.Length, ElementsPerStep)];
            if (BitConverter.IsLittleEndian)
            {
                stream.Write(MemoryMarshal.AsBytes(step));
            }
            else
            {
                T[] copy = step.ToArray();
                Reverse(copy.AsSpan());
                stream.Write(MemoryMarshal.AsBytes(copy.AsSpan()));
            }

            source = source[step.Length..];
        }
    }

    /// <summary>Turns every element's bytes around: what machines of the other byte order do after reading and before writing.</summary>
    public static void Reverse<T>(Span<T> elements)
        where T : unmanaged
    {
        switch (Unsafe.SizeOf<T>())
        {
            case 2:
                Span<short> halves = MemoryMarshal.Cast<T, short>(elements);
                BinaryPrimitives.ReverseEndianness(halves, halves);
                break;
            case 4:
                Span<int> words = MemoryMarshal.Cast<T, int>(elements);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            default:
                Span<long> doubleWords = MemoryMarshal.Cast<T, long>(elements);
                BinaryPrimitives.ReverseEndianness(doubleWords, doubleWords);
                break;
        }
    }
}
