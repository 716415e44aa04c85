using System.Buffers.Binary;
using System.Text;
using FlZk.Platform.Files;

namespace FlZk.Learning.ModelFiles;

/// <summary>Reads NumPy's .npy files, versions 1 and 2, of little-endian f2, f4, f8, i4 and i8 in C order, and writes all of these but
/// f2.</summary>
/// <remarks>A file that does not hold exactly what its header claims is refused, and nothing is allocated that the file's length does not
/// pay for.</remarks>
public static class NpyFile
{
    private const int MaxHeaderLength = 1 << 16;
    private const int Alignment = 64;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Opens an array to be read in blocks, as one tensor named like the file.</summary>
    /// <exception cref="FileFormatException">The file is not a little-endian f2, f4, f8, i4 or i8 array in C order that fills it to its
    /// end.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static ModelFileReader Open(string path)
    {
        var file = new PositionedFile(path);
        try
        {
            return Open(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads an f2, f4 or f8 array as 32-bit floats, f8 rounded to nearest.</summary>
    /// <exception cref="FileFormatException">The file is not such an array, or holds a finite f8 too large for a float.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NpyArray<float> ReadSingles(string path)
    {
        using ModelFileReader reader = Open(path);
        RequireKind(reader, integers: false);
        var values = new float[reader.Length];
        reader.ReadSingles(0, values);
        return new NpyArray<float>(reader.Layout.Tensors[0].Shape, values);
    }

    /// <summary>Reads an i4 or i8 array as 64-bit integers.</summary>
    /// <exception cref="FileFormatException">The file is not such an array.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NpyArray<long> ReadIntegers(string path)
    {
        using ModelFileReader reader = Open(path);
        RequireKind(reader, integers: true);
        var values = new long[reader.Length];
        reader.ReadLongs(0, values);
        return new NpyArray<long>(reader.Layout.Tensors[0].Shape, values);
    }

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

    private static ModelFileReader Open(PositionedFile file)
    {
        string path = file.Path;
        Span<byte> prefix = stackalloc byte[12];
        if (file.Length < prefix.Length) throw new FileFormatException(path, "shorter than the beginning of a .npy file.", 0);
        file.Read(0, prefix);
        if (!prefix[..6].SequenceEqual(Magic)) throw new FileFormatException(path, "the file does not begin as a .npy file does.", 0);
        (byte major, byte minor) = (prefix[6], prefix[7]);
        if (major is not (1 or 2) || minor != 0)
        {
            throw new FileFormatException(path, $"version {major}.{minor} of the npy format; 1.0 and 2.0 can be read.", 6);
        }

        int prefixLength = major == 1 ? 10 : 12;
        long headerLength = major == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(prefix[8..])
            : BinaryPrimitives.ReadUInt32LittleEndian(prefix[8..]);
        if (headerLength > file.Length - prefixLength || headerLength > MaxHeaderLength)
        {
            throw new FileFormatException(
                path, $"the header claims {headerLength} bytes; {file.Length - prefixLength} follow, and {MaxHeaderLength} are "
                + $"allowed.", 8);
        }

        var text = new byte[headerLength];
        file.Read(prefixLength, text.AsSpan());
        NpyHeader header = NpyHeader.Parse(path, text, prefixLength);
        StoredType type = ParseType(path, header.Type, prefixLength);
        long dataOffset = prefixLength + headerLength;
        int count = CountElements(path, header, type, file.Length - dataOffset, prefixLength);
        var tensor = new TensorDescriptor(Path.GetFileNameWithoutExtension(path), header.Shape, type switch
        {
            StoredType.Float16 => ElementType.Float16,
            StoredType.Int32 or StoredType.Int64 => ElementType.Int32,
            _ => ElementType.Float32,
        });
        return new ModelFileReader(
            file,
            new TensorLayout([tensor]),
            count > 0 ? [new StoredRun(type, 0, count, dataOffset)] : [],
            holdsIntegers: type is StoredType.Int32 or StoredType.Int64,
            format: null,
            namesTensors: false,
            new Dictionary<string, string>());
    }

    private static StoredType ParseType(string path, string type, long offset) => type switch
    {
        "<f2" => StoredType.Float16,
        "<f4" => StoredType.Float32,
        "<f8" => StoredType.Float64,
        "<i4" => StoredType.Int32,
        "<i8" => StoredType.Int64,
        _ => throw new FileFormatException(
            path, $"the array holds '{ForeignText.Quote(type)}'; '<f2', '<f4', '<f8', '<i4' and '<i8' can be read.", offset),
    };

    private static int CountElements(string path, NpyHeader header, StoredType type, long dataLength, int offset)
    {
        if (!TensorDescriptor.TryCountElements([.. header.Shape], out long count)
            || (Int128)count * StoredRun.SizeOf(type) != dataLength)
        {
            throw new FileFormatException(
                path, $"shape ({string.Join(", ", header.Shape)}) of '{header.Type}' does not fill the {dataLength} bytes that follow the "
                + $"header.", offset);
        }

        if (count > Array.MaxLength) throw new FileFormatException(path, $"{count} elements are too many for one array.", offset);
        return (int)count;
    }

    private static void RequireKind(ModelFileReader reader, bool integers)
    {
        if (reader.HoldsIntegers == integers) return;
        throw new FileFormatException(
            reader.Path,
            integers
                ? "the array holds reals; '<i4' or '<i8' is needed here."
                : "the array holds integers; '<f2', '<f4' or '<f8' is needed here.");
    }

    private static string TypeOf<T>() =>
        typeof(T) == typeof(float) ? "<f4"
        : typeof(T) == typeof(double) ? "<f8"
        : typeof(T) == typeof(int) ? "<i4"
        : typeof(T) == typeof(long) ? "<i8"
        : throw new ArgumentException($"{typeof(T).Name} is not written to .npy files; float, double, int and long are.");
}
