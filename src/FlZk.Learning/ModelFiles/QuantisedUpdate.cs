using System.Globalization;
using System.Runtime.ExceptionServices;
using FlZk.Learning.Quantisation;
using FlZk.Platform.Files;

namespace FlZk.Learning.ModelFiles;

/// <summary>A model or update in fixed point: what is committed, delivered and averaged.</summary>
public sealed class QuantisedUpdate
{
    private const int BlockLength = 1 << 16;

    /// <summary>Joins a layout and its integers.</summary>
    /// <param name="layout">Names, shapes, order.</param>
    /// <param name="values">All elements, tensor after tensor; kept, not copied.</param>
    /// <param name="format">The fixed-point format, which every value must fit.</param>
    /// <param name="metadata">Free text kept with the update; none when null.</param>
    /// <exception cref="ArgumentException">The number of values is not the layout's, or a value is out of range.</exception>
    public QuantisedUpdate(TensorLayout layout, int[] values, FixedPointFormat format, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(format);
        if (values.Length != layout.Length)
        {
            throw new ArgumentException($"The layout has {layout.Length} elements, not {values.Length}.", nameof(values));
        }
        if (format.IndexOfFirstOutOfRange(values) is var j and >= 0)
        {
            throw new ArgumentException($"Value {j} is {values[j]}, outside [{format.MinValue}, {format.MaxValue}].", nameof(values));
        }

        Layout = layout;
        Values = values;
        Format = format;
        Metadata = metadata ?? new Dictionary<string, string>();
    }

    /// <summary>Names, shapes, order.</summary>
    public TensorLayout Layout { get; }

    /// <summary>All elements, tensor after tensor. The array itself, not a copy.</summary>
    public int[] Values { get; }

    /// <summary>The fixed-point format of <see cref="Values"/>.</summary>
    public FixedPointFormat Format { get; }

    /// <summary>Free text kept with the update, without the format's own entries.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Quantises a model.</summary>
    /// <param name="model">Finite values.</param>
    /// <param name="format">The format to quantise to.</param>
    /// <param name="report">Receives range and number of saturated values.</param>
    /// <exception cref="NonFiniteValueException">A value is NaN or infinite.</exception>
    public static QuantisedUpdate FromModel(ModelParameters model, FixedPointFormat format, out QuantisationReport report)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(format);
        var values = new int[model.Values.Length];
        report = format.Quantise(model.Values, values);
        return new QuantisedUpdate(model.Layout.StoredAs(ElementType.Int32), values, format, model.Metadata);
    }

    /// <summary>Reads a file of any kind as integers of one format, in blocks, on all processors; no copy of its reals is made.</summary>
    /// <param name="reader">The open file.</param>
    /// <param name="format">The format; <see cref="ModelFileReader.Format"/> where the file states one.</param>
    /// <param name="tensors">Receives each tensor's report, in the layout's order; they merge into the whole's.</param>
    /// <exception cref="FileFormatException">A value is not finite, or an integer outside the format; or the file states another
    /// format, or has fewer bytes than when it was opened.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static QuantisedUpdate Read(ModelFileReader reader, FixedPointFormat format, out IReadOnlyList<QuantisationReport> tensors)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(format);
        var values = new int[reader.Length];
        var reports = new QuantisationReport[reader.Layout.Tensors.Count];
        var blocks = new List<(int Tensor, int Start, int Length)>();
        int start = 0;
        for (int i = 0; i < reports.Length; i++)
        {
            int length = reader.Layout.Tensors[i].Length;
            foreach ((int from, int count) in new Blocks(length, BlockLength)) blocks.Add((i, start + from, count));
            start += length;
        }

        try
        {
            Parallel.ForEach(blocks, block =>
            {
                QuantisationReport report = reader.ReadFixedPoint(block.Start, values.AsSpan(block.Start, block.Length), format);
                lock (reports) reports[block.Tensor] = reports[block.Tensor].Merge(report);
            });
        }
        catch (AggregateException several)
        {
            // Which of several blocks fails first is chance; the file is what matters.
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }

        QuantisationReport whole = default;
        foreach (QuantisationReport report in reports) whole = whole.Merge(report);
        if (whole.FirstNonFinite is { } at)
        {
            throw new FileFormatException(
                reader.Path,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{reader.Describe((int)at)} is {whole.FirstNonFiniteValue}: only finite numbers can be quantised "
                    + $"({whole.NonFinite} of {whole.Count} values are not finite)."));
        }

        tensors = reports;
        return new QuantisedUpdate(reader.Layout.StoredAs(ElementType.Int32), values, format, reader.Metadata);
    }

    /// <summary>The reals the integers stand for, exactly, as 32-bit floats: quantising them again gives the same integers.</summary>
    public ModelParameters ToModel()
    {
        var values = new float[Values.Length];
        Format.Dequantise(Values, values);
        return new ModelParameters(Layout.StoredAs(ElementType.Float32), values, Metadata);
    }
}
