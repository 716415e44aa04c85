using System.Buffers.Binary;
using System.Text;
using FlZk.Platform.Files;

namespace FlZk.Learning.ModelFiles;

/// <summary>Reads and writes NumPy's .npy files, versions 1 and 2, of little-endian f4, f8, i4 and i8 in C order.</summary>
/// <remarks>A file that does not hold exactly what its header claims is refused, and nothing is allocated that the file's length does not
/// pay for.</remarks>
public static class NpyFile
{
    private const int MaxHeaderLength = 1 << 16;
    private const int Alignment = 64;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads an f4 or f8 array as 32-bit floats, f8 rounded to nearest.</summary>
    /// <exception cref="FileFormatException">The file is not such an array, or holds a finite f8 too large for a float.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NpyArray<float> ReadSingles(string path) => Read(path, (stream, header, count, dataOffset) =>
    {
        switch (header.Type)
        {
            case "<f4":
                return ReadElements<float>(stream, count);
            case "<f8":
                double[] wide = ReadElements<double>(stream, count);
                var values = new float[wide.Length];
                for (int i = 0; i < wide.Length; i++)
                {
                    values[i] = (float)wide[i];
                    if (float.IsInfinity(values[i]) && double.IsFinite(wide[i]))
                    {
                        throw new FileFormatException(path, $"element {i} is too large for a 32-bit float.", dataOffset + (8L * i));
                    }
                }

                return values;
            default:
                throw new FileFormatException(path, $"the array holds '{header.Type}'; '<f4' or '<f8' is needed here.");
        }
    });

    /// <summary>Reads an i4 or i8 array as 64-bit integers.</summary>
    /// <exception cref="FileFormatException">The file is not such an array.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NpyArray<long> ReadIntegers(string path) => Read(path, (stream, header, count, _) => header.Type switch
    {
        "<i8" => ReadElements<long>(stream, count),
        "<i4" => Array.ConvertAll(ReadElements<int>(stream, count), value => (long)value),
        _ => throw new FileFormatException(path, $"the array holds '{header.Type}'; '<i4' or '<i8' is needed here."),
    });

    /// <summary>Writes a version 1 file.</summary>
    /// <typeparam name="T">float, double, int or long.</typeparam>
    /// <param name="path">Where to; replaced atomically.</param>
    /// <param name="shape">Dimensions, outermost first.</param>
    /// <param name="values">All elements in C order.</param>
    /// <param name="mode">Unix permissions; null for the process's default.</param>
    /// <exception cref="ArgumentException">The element type is another, or the shape does not fit the number of values.</exception>
    /// <exception cref="IOException">The file cannot be written; the old one, if any, is untouched.</exception>
    public static void Write<T>(string path, IReadOnlyList<long> shape, ReadOnlyMemory<T> values, UnixFileMode? mode = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(shape);
        string type = TypeOf<T>();
        if (!TensorDescriptor.TryCountElements([.. shape], out long count) || count != values.Length)
        {
            throw new ArgumentException($"shape [{string.Join(", ", shape)}] does not hold {values.Length} values.", nameof(shape));
        }

        string literal = NpyHeader.Format(type, shape);
        int unpadded = Magic.Length + 2 + 2 + literal.Length + 1;
        int padding = -unpadded & (Alignment - 1);
        byte[] header = Encoding.ASCII.GetBytes($"{literal}{new string(' ', padding)}\n");
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[2];
            BinaryPrimitives.WriteUInt16LittleEndian(length, checked((ushort)header.Length));
            stream.Write(Magic);
            stream.Write([1, 0]);
            stream.Write(length);
            stream.Write(header);
            LittleEndianData.Write(stream, values.Span);
        }, mode);
    }

    private static NpyArray<T> Read<T>(string path, Func<Stream, NpyHeader, int, long, T[]> readData)
        where T : unmanaged
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            Span<byte> prefix = stackalloc byte[12];
            stream.ReadExactly(prefix[..8]);
            if (!prefix[..6].SequenceEqual(Magic)) throw new FileFormatException(path, "the file does not begin as a .npy file does.", 0);
            (byte major, byte minor) = (prefix[6], prefix[7]);
            if (major is not (1 or 2) || minor != 0)
            {
                throw new FileFormatException(path, $"version {major}.{minor} of the npy format; 1.0 and 2.0 can be read.", 6);
            }
            int prefixLength = major == 1 ? 10 : 12;
            stream.ReadExactly(prefix[8..prefixLength]);
            long headerLength = major == 1
                ? BinaryPrimitives.ReadUInt16LittleEndian(prefix[8..])
                : BinaryPrimitives.ReadUInt32LittleEndian(prefix[8..]);
            if (headerLength > stream.Length - prefixLength || headerLength > MaxHeaderLength)
            {
                throw new FileFormatException(
                    path, $"the header claims {headerLength} bytes; {stream.Length - prefixLength} follow, and {MaxHeaderLength} are "
                    + $"allowed.", 8);
            }

            var text = new byte[headerLength];
            stream.ReadExactly(text);
            NpyHeader header = NpyHeader.Parse(path, text, prefixLength);
            int count = CountElements(path, header, stream.Length - stream.Position, prefixLength);
            return new NpyArray<T>(header.Shape, readData(stream, header, count, stream.Position));
        }
        catch (EndOfStreamException cause)
        {
            throw new FileFormatException(path, "the file ends before its header or data does.", null, cause);
        }
    }

    private static int CountElements(string path, NpyHeader header, long dataLength, int offset)
    {
        int size = header.Type switch
        {
            "<f4" or "<i4" => 4,
            "<f8" or "<i8" => 8,
            _ => throw new FileFormatException(
                path, $"the array holds '{header.Type}'; '<f4', '<f8', '<i4' and '<i8' can be read.", offset),
        };
        if (!TensorDescriptor.TryCountElements([.. header.Shape], out long count) || (Int128)count * size != dataLength)
        {
            throw new FileFormatException(
                path, $"shape ({string.Join(", ", header.Shape)}) of '{header.Type}' does not fill the {dataLength} bytes that follow the "
                + $"header.", offset);
        }

        if (count > Array.MaxLength) throw new FileFormatException(path, $"{count} elements are too many for one array.", offset);
        return (int)count;
    }

    private static T[] ReadElements<T>(Stream stream, int count)
        where T : unmanaged
    {
        var values = new T[count];
        LittleEndianData.Read(stream, values.AsSpan());
        return values;
    }

    private static string TypeOf<T>() =>
        typeof(T) == typeof(float) ? "<f4"
        : typeof(T) == typeof(double) ? "<f8"
        : typeof(T) == typeof(int) ? "<i4"
        : typeof(T) == typeof(long) ? "<i8"
        : throw new ArgumentException($"{typeof(T).Name} is not written to .npy files; float, double, int and long are.");
}
