using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using FlZk.Learning.Quantisation;
using FlZk.Platform.Files;

namespace FlZk.Learning.ModelFiles;

/// <summary>Reads and writes safetensors files: eight bytes of header length, a JSON header, the tensors' little-endian data.</summary>
/// <remarks>
/// <para>Models hold F32, F16 or BF16; a half-precision tensor stays one when it is written again. Fixed-point updates hold I32 with
/// their format in the
/// metadata as <c>flzk.fractionBits</c> and <c>flzk.valueBits</c>. A file that does not hold exactly what its header claims is refused,
/// and nothing is
/// allocated that the file's length does not pay for.</para>
/// </remarks>
public static class SafetensorsFile
{
    private const string FractionBitsKey = "flzk.fractionBits";
    private const string ValueBitsKey = "flzk.valueBits";

    // The reference implementation's limit.
    private const long MaxHeaderLength = 100_000_000;
    private const int ElementsPerStep = 16_384;

    /// <summary>Opens a model or an update to be read in blocks.</summary>
    /// <exception cref="FileFormatException">The file is no well-formed safetensors file, either of F32, F16 and BF16 tensors or of I32
    /// tensors with their fixed-point format.</exception>
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

    /// <summary>Reads a model.</summary>
    /// <exception cref="FileFormatException">The file is no well-formed safetensors file of F32, F16 and BF16 tensors.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ModelParameters ReadModel(string path)
    {
        using ModelFileReader reader = Open(path);
        if (reader.HoldsIntegers)
        {
            throw new FileFormatException(path, "the tensors hold I32: a fixed-point update where a model of floats belongs.");
        }

        var values = new float[reader.Length];
        reader.ReadSingles(0, values);
        return new ModelParameters(reader.Layout, values, reader.Metadata);
    }

    /// <summary>Reads a fixed-point update.</summary>
    /// <exception cref="FileFormatException">The file is no well-formed safetensors file of I32 tensors, lacks its fixed-point format, or
    /// holds a value outside it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static QuantisedUpdate ReadUpdate(string path)
    {
        using ModelFileReader reader = Open(path);
        if (reader.Format is not { } format)
        {
            throw new FileFormatException(path, "the file holds floats: a fixed-point update holds I32 (quantise the model first).");
        }

        var values = new int[reader.Length];
        reader.ReadFixedPoint(0, values, format);
        return new QuantisedUpdate(reader.Layout, values, format, reader.Metadata);
    }

    /// <summary>Writes a model; each tensor in its layout's element type, rounded to nearest even where that is a half.</summary>
    /// <param name="path">Where to; replaced atomically.</param>
    /// <param name="model">What to write.</param>
    /// <param name="mode">Unix permissions; null for the process's default.</param>
    /// <exception cref="ArgumentException">A tensor of the layout is not a float type, or bears the format's reserved name.</exception>
    /// <exception cref="IOException">The file cannot be written; the old one, if any, is untouched.</exception>
    public static void WriteModel(string path, ModelParameters model, UnixFileMode? mode = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Layout.Tensors.Any(tensor => tensor.ElementType == ElementType.Int32))
        {
            throw new ArgumentException("A model's tensors are floats.", nameof(model));
        }
        AtomicFile.Write(path, stream =>
        {
            WriteHeader(stream, model.Layout, model.Metadata);
            foreach (TensorDescriptor tensor in model.Layout.Tensors)
            {
                ReadOnlySpan<float> source = model[tensor.Name];
                if (tensor.ElementType == ElementType.Float32) LittleEndianData.Write(stream, source);
                else WriteHalves(stream, source, tensor.ElementType);
            }
        }, mode);
    }

    /// <summary>Writes a fixed-point update, readable by its owner alone unless told otherwise: an update is private until its round says
    /// otherwise.</summary>
    /// <param name="path">Where to; replaced atomically.</param>
    /// <param name="update">What to write.</param>
    /// <param name="mode">Unix permissions.</param>
    /// <exception cref="IOException">The file cannot be written; the old one, if any, is untouched.</exception>
    public static void WriteUpdate(string path, QuantisedUpdate update, UnixFileMode? mode = AtomicFile.OwnerOnly)
    {
        ArgumentNullException.ThrowIfNull(update);
        var metadata = new Dictionary<string, string>(update.Metadata)
        {
            [FractionBitsKey] = update.Format.FractionBits.ToString(CultureInfo.InvariantCulture),
            [ValueBitsKey] = update.Format.ValueBits.ToString(CultureInfo.InvariantCulture),
        };
        AtomicFile.Write(path, stream =>
        {
            WriteHeader(stream, update.Layout.StoredAs(ElementType.Int32), metadata);
            LittleEndianData.Write<int>(stream, update.Values);
        }, mode);
    }

    private static ModelFileReader Open(PositionedFile file)
    {
        string path = file.Path;
        Span<byte> prefix = stackalloc byte[8];
        if (file.Length < prefix.Length)
        {
            throw new FileFormatException(path, "shorter than the 8 bytes with which a safetensors file begins.", 0);
        }

        file.Read(0, prefix);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        ulong available = (ulong)file.Length - 8;
        if (headerLength > available || headerLength > MaxHeaderLength)
        {
            throw new FileFormatException(
                path, $"the header claims {headerLength} bytes; {available} follow, and {MaxHeaderLength} are allowed.", 0);
        }

        var json = new byte[headerLength];
        file.Read(8, json.AsSpan());
        SafetensorsHeader header = SafetensorsHeader.Parse(path, json, file.Length - 8 - json.Length);

        // A file without tensors is an update when it states a format.
        bool integers = header.Layout.Tensors.Count > 0
            ? header.Layout.Tensors.Any(tensor => tensor.ElementType == ElementType.Int32)
            : header.Metadata.ContainsKey(FractionBitsKey);
        if (integers && header.Layout.Tensors.FirstOrDefault(tensor => tensor.ElementType != ElementType.Int32) is { } real)
        {
            throw new FileFormatException(
                path,
                $"tensor '{ForeignText.Quote(real.Name)}' holds {real.ElementType} beside tensors of I32: a file holds a model of floats "
                + "or an update.");
        }

        return new ModelFileReader(
            file,
            header.Layout,
            RunsOf(header.Layout, 8 + json.Length),
            integers,
            integers ? ReadFormat(path, header.Metadata) : null,
            namesTensors: true,
            header.Metadata.Where(entry => !integers || entry.Key is not (FractionBitsKey or ValueBitsKey)).ToDictionary());
    }

    // Tensors tile the data, so neighbours of one type are one run.
    private static StoredRun[] RunsOf(TensorLayout layout, long offset)
    {
        var runs = new List<StoredRun>();
        int start = 0;
        foreach (TensorDescriptor tensor in layout.Tensors)
        {
            if (tensor.Length == 0) continue;
            StoredType type = tensor.ElementType switch
            {
                ElementType.Float32 => StoredType.Float32,
                ElementType.Float16 => StoredType.Float16,
                ElementType.BFloat16 => StoredType.BFloat16,
                _ => StoredType.Int32,
            };
            if (runs.Count > 0 && runs[^1].Type == type) runs[^1] = runs[^1] with { Length = runs[^1].Length + tensor.Length };
            else runs.Add(new StoredRun(type, start, tensor.Length, offset));
            start += tensor.Length;
            offset += (long)tensor.Length * StoredRun.SizeOf(type);
        }

        return [.. runs];
    }

    /// <summary>The fixed-point format that a header states.</summary>
    /// <exception cref="FileFormatException">It states none, or one that there is not.</exception>
    internal static FixedPointFormat ReadFormat(string path, IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue(FractionBitsKey, out string? fraction) || !metadata.TryGetValue(ValueBitsKey, out string? value))
        {
            throw new FileFormatException(path, $"the tensors hold I32, but the metadata lacks {FractionBitsKey} or {ValueBitsKey}: neither a model nor an update.");
        }

        if (!int.TryParse(fraction, NumberStyles.None, CultureInfo.InvariantCulture, out int fractionBits)
            || !int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int valueBits)
            || fractionBits > FixedPointFormat.MaxFractionBits
            || valueBits is < 2 or > FixedPointFormat.MaxValueBits)
        {
            throw new FileFormatException(
                path,
                $"no fixed-point format has {FractionBitsKey} = '{ForeignText.Quote(fraction)}' and {ValueBitsKey} = "
                + $"'{ForeignText.Quote(value)}'.");
        }

        return new FixedPointFormat(fractionBits, valueBits);
    }

    private static void WriteHeader(Stream stream, TensorLayout layout, IReadOnlyDictionary<string, string> metadata)
    {
        if (layout.Tensors.Any(tensor => tensor.Name == SafetensorsHeader.MetadataKey))
        {
            throw new ArgumentException($"The format reserves the name '{SafetensorsHeader.MetadataKey}'.", nameof(layout));
        }

        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            if (metadata.Count > 0)
            {
                writer.WriteStartObject(SafetensorsHeader.MetadataKey);
                foreach ((string key, string value) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                {
                    writer.WriteString(key, value);
                }
                writer.WriteEndObject();
            }

            long position = 0;
            foreach (TensorDescriptor tensor in layout.Tensors)
            {
                writer.WriteStartObject(tensor.Name);
                writer.WriteString("dtype", tensor.ElementType switch
                {
                    ElementType.Float32 => "F32",
                    ElementType.Float16 => "F16",
                    ElementType.BFloat16 => "BF16",
                    _ => "I32",
                });
                writer.WriteStartArray("shape");
                foreach (long dimension in tensor.Shape) writer.WriteNumberValue(dimension);
                writer.WriteEndArray();
                writer.WriteStartArray("data_offsets");
                writer.WriteNumberValue(position);
                position += (long)tensor.Length * SafetensorsHeader.SizeOf(tensor.ElementType);
                writer.WriteNumberValue(position);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        // Spaces align the data to eight bytes, as other writers do.
        json.Write(Encoding.ASCII.GetBytes(new string(' ', (int)(-json.Length & 7))));
        Span<byte> prefix = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, json.Length);
        stream.Write(prefix);
        json.WriteTo(stream);
    }

    private static void WriteHalves(Stream stream, ReadOnlySpan<float> source, ElementType type)
    {
        var step = new ushort[Math.Min(source.Length, ElementsPerStep)];
        for (; !source.IsEmpty; source = source[Math.Min(source.Length, step.Length)..])
        {
            Span<ushort> halves = step.AsSpan(0, Math.Min(source.Length, step.Length));
            if (type == ElementType.Float16) Float16.FromSingle(source[..halves.Length], halves);
            else BrainFloat.FromSingle(source[..halves.Length], halves);
            LittleEndianData.Write<ushort>(stream, halves);
        }
    }
}
