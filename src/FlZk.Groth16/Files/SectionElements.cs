using System.Buffers;
using FlZk.Platform.Files;

namespace FlZk.Groth16;

/// <summary>Arrays of fixed-length elements in sections: decoded on all cores straight from the file, block by block.</summary>
internal static class SectionElements
{
    private const int BlockLength = 8192;

    /// <summary>Reads the rest of a section as <paramref name="count"/> elements.</summary>
    /// <param name="section">Positioned at the first element.</param>
    /// <param name="count">How many there must be, exactly.</param>
    /// <param name="elementLength">Bytes each.</param>
    /// <param name="decoder">Called from many threads.</param>
    /// <param name="demand">What an element must be, for the message: "a point of G1".</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="FileFormatException">The length is not that of the elements, or one of them (the
    /// first is named) is refused.</exception>
    public static T[] Read<T>(
        SectionReader section,
        int count,
        int elementLength,
        ElementDecoder<T> decoder,
        string demand,
        CancellationToken cancellation)
    {
        section.RequireRemaining(count, elementLength);
        return ReadRange(section, section.Length - section.Remaining, count, elementLength, decoder, demand, cancellation);
    }

    /// <summary>Reads <paramref name="count"/> elements that begin <paramref name="start"/> bytes into a section.</summary>
    /// <inheritdoc cref="Read"/>
    public static T[] ReadRange<T>(
        SectionReader section,
        long start,
        int count,
        int elementLength,
        ElementDecoder<T> decoder,
        string demand,
        CancellationToken cancellation)
    {
        // Before allocating: the bytes for every element exist.
        if (start > section.Length || section.Length - start < (long)count * elementLength)
        {
            throw section.BadAt(
                start, $"{count} elements of {elementLength} bytes were expected, the section ends after {section.Length} bytes.");
        }

        var elements = new T[count];
        int blocks = (count + BlockLength - 1) / BlockLength;
        int firstBad = int.MaxValue;
        var failed = new Lock();
        FileFormatException? unreadable = null;
        Parallel.For(
            0,
            blocks,
            new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount },
            block =>
        {
            int first = block * BlockLength;
            int length = Math.Min(BlockLength, count - first);
            byte[] buffer = ArrayPool<byte>.Shared.Rent(length * elementLength);
            try
            {
                Span<byte> bytes = buffer.AsSpan(0, length * elementLength);
                section.ReadAt(start + ((long)first * elementLength), bytes);
                for (int i = 0; i < length; i++)
                {
                    if (decoder(bytes.Slice(i * elementLength, elementLength), out elements[first + i])) continue;
                    lock (failed) firstBad = Math.Min(firstBad, first + i);
                    return;
                }
            }
            catch (FileFormatException cause)
            {
                lock (failed) unreadable ??= cause;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
            }
        });
        if (unreadable is not null) throw unreadable;
        return firstBad == int.MaxValue
            ? elements
            : throw section.BadAt(start + ((long)firstBad * elementLength), $"element {firstBad} is not {demand}.");
    }

    /// <summary>Writes elements one after the other.</summary>
    public static void Write<T>(Stream stream, ReadOnlySpan<T> elements, int elementLength, ElementEncoder<T> encoder)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BlockLength * elementLength);
        try
        {
            while (elements.Length > 0)
            {
                int length = Math.Min(BlockLength, elements.Length);
                for (int i = 0; i < length; i++) encoder(elements[i], buffer.AsSpan(i * elementLength, elementLength));
                stream.Write(buffer, 0, length * elementLength);
                elements = elements[length..];
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}
