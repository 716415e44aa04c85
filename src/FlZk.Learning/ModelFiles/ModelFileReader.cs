using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using FlZk.Learning.Quantisation;
using FlZk.Platform.Files;

namespace FlZk.Learning.ModelFiles;

/// <summary>A model or update whose header was read and checked, and whose elements are read in blocks, when they are needed.</summary>
/// <remarks>
/// <para>The file stays open. Any number of threads may read at once; a block is any part of the flattened vector and may cross tensors
/// of different element types. Nothing is kept of what was read, so memory does not grow with the file.</para>
/// <para>Opened by <see cref="ModelFile.Open"/>, <see cref="SafetensorsFile.Open(string)"/> or <see cref="NpyFile.Open(string)"/>,
/// which compare the header with the file's length: every offset lies inside the file as it was then. A file that is replaced by renaming goes on being
/// read as it was; one that shrinks is refused by the block that misses its bytes.</para>
/// </remarks>
public sealed class ModelFileReader : IDisposable
{
    private const int WideElementsPerStep = 4096;

    private readonly PositionedFile _file;
    private readonly StoredRun[] _runs;

    internal ModelFileReader(
        PositionedFile file,
        TensorLayout layout,
        StoredRun[] runs,
        bool holdsIntegers,
        FixedPointFormat? format,
        bool namesTensors,
        IReadOnlyDictionary<string, string> metadata)
    {
        _file = file;
        _runs = runs;
        Layout = layout;
        Format = format;
        NamesTensors = namesTensors;
        Metadata = metadata;
        HoldsIntegers = holdsIntegers;
    }

    /// <summary>The file's name, as the user knows it.</summary>
    public string Path => _file.Path;

    /// <summary>The file's length in bytes when it was opened.</summary>
    public long FileLength => _file.Length;

    /// <summary>Names, shapes, order.</summary>
    public TensorLayout Layout { get; }

    /// <summary>Number of elements of all tensors together: d.</summary>
    public int Length => Layout.Length;

    /// <summary>Whether the elements are integers, to be read by <see cref="ReadIntegers"/>; else they are reals, for
    /// <see cref="ReadSingles"/>. <see cref="ReadFixedPoint"/> takes both.</summary>
    public bool HoldsIntegers { get; }

    /// <summary>The fixed-point format that the file itself states (safetensors updates do); null when it states none.</summary>
    public FixedPointFormat? Format { get; }

    /// <summary>Whether the tensors' names are the file's own; an array of a .npy file has none and is named like its file.</summary>
    public bool NamesTensors { get; }

    /// <summary>Free text kept with the model, without the format's own entries.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads reals as 32-bit floats: halves exactly, f8 rounded to nearest.</summary>
    /// <param name="start">Index of the first in the flattened vector.</param>
    /// <param name="target">Receives as many as it holds; its content is unspecified when this throws.</param>
    /// <exception cref="FileFormatException">The file holds integers, a finite f8 too large for a float, or fewer bytes than when it was
    /// opened.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The block leaves the vector.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void ReadSingles(int start, Span<float> target)
    {
        RequireInside(start, target.Length);
        if (HoldsIntegers) throw new FileFormatException(Path, "the file holds integers where a model of reals belongs.");
        foreach (Part part in PartsOf(start, target.Length))
        {
            Span<float> block = target.Slice(part.Index - start, part.Length);
            long offset = part.Run.OffsetOf(part.Index);
            switch (part.Run.Type)
            {
                case StoredType.Float32:
                    _file.Read(offset, block);
                    break;
                case StoredType.Float64:
                    ReadDoubles(offset, part.Index, block);
                    break;
                default:
                    Span<ushort> halves = UpperHalf(MemoryMarshal.AsBytes(block));
                    _file.Read(offset, halves);
                    if (part.Run.Type == StoredType.Float16) Float16.ToSingle(halves, block);
                    else BrainFloat.ToSingle(halves, block);
                    break;
            }
        }
    }

    /// <summary>Reads integers as they are stored, whatever <see cref="Format"/> says of their range.</summary>
    /// <param name="start">Index of the first in the flattened vector.</param>
    /// <param name="target">Receives as many as it holds; its content is unspecified when this throws.</param>
    /// <exception cref="FileFormatException">The file holds reals, an i8 that leaves 32 bits, or fewer bytes than when it was
    /// opened.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The block leaves the vector.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void ReadIntegers(int start, Span<int> target)
    {
        RequireInside(start, target.Length);
        if (!HoldsIntegers)
        {
            throw new FileFormatException(Path, "the file holds reals where a fixed-point update belongs (quantise the model first).");
        }

        foreach (Part part in PartsOf(start, target.Length))
        {
            Span<int> block = target.Slice(part.Index - start, part.Length);
            if (part.Run.Type == StoredType.Int32) _file.Read(part.Run.OffsetOf(part.Index), block);
            else ReadNarrowed(part.Run.OffsetOf(part.Index), part.Index, block);
        }
    }

    /// <summary>Reads integers of whichever size.</summary>
    /// <param name="start">Index of the first in the flattened vector.</param>
    /// <param name="target">Receives as many as it holds.</param>
    /// <exception cref="FileFormatException">The file has fewer bytes than when it was opened.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal void ReadLongs(int start, Span<long> target)
    {
        RequireInside(start, target.Length);
        foreach (Part part in PartsOf(start, target.Length))
        {
            Span<long> block = target.Slice(part.Index - start, part.Length);
            if (part.Run.Type == StoredType.Int64)
            {
                _file.Read(part.Run.OffsetOf(part.Index), block);
                continue;
            }

            // In the second half of their place, as halves are below.
            Span<int> narrow = MemoryMarshal.Cast<long, int>(block)[block.Length..];
            _file.Read(part.Run.OffsetOf(part.Index), narrow);
            for (int i = 0; i < block.Length; i++) block[i] = narrow[i];
        }
    }

    /// <summary>Reads any file as integers of one fixed-point format: reals are quantised on the way, integers are checked.</summary>
    /// <param name="start">Index of the first in the flattened vector.</param>
    /// <param name="target">Receives as many as it holds; its content is unspecified when this throws, and where a value is not
    /// finite.</param>
    /// <param name="format">The format to give; <see cref="Format"/> where the file states one.</param>
    /// <returns>Range, saturated and non-finite values of this block, indices counted from the vector's beginning; reports of blocks merge
    /// in any order. Values that are not finite are not thrown here: whoever reads all blocks refuses the update by the merged
    /// report.</returns>
    /// <exception cref="FileFormatException">An integer is outside the format, the file states another format, a finite f8 is too large
    /// for a float, or the file has fewer bytes than when it was opened.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The block leaves the vector.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public QuantisationReport ReadFixedPoint(int start, Span<int> target, FixedPointFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        RequireInside(start, target.Length);
        if (Format is { } stated && stated != format)
        {
            throw new FileFormatException(
                Path,
                $"{stated.FractionBits} of {stated.ValueBits} bits are fraction, where {format.FractionBits} of {format.ValueBits} "
                + $"belong.");
        }

        if (HoldsIntegers)
        {
            ReadIntegers(start, target);
            if (format.RangeOf(target) is { } range) return range;
            int at = format.IndexOfFirstOutOfRange(target);
            RefuseValue(start + at, target[at], format);
        }

        QuantisationReport report = default;
        foreach (Part part in PartsOf(start, target.Length))
        {
            // Quantising works in place, so no second buffer is touched: the block stays in the cache it was read into.
            Span<int> block = target.Slice(part.Index - start, part.Length);
            long offset = part.Run.OffsetOf(part.Index);
            switch (part.Run.Type)
            {
                case StoredType.Float16 or StoredType.BFloat16:
                    Span<ushort> halves = UpperHalf(MemoryMarshal.AsBytes(block));
                    _file.Read(offset, halves);
                    report = report.Merge(part.Run.Type == StoredType.Float16
                        ? QuantisationKernel.Quantise<Float16, ushort>(halves, block, format, part.Index)
                        : QuantisationKernel.Quantise<BrainFloat, ushort>(halves, block, format, part.Index));
                    break;
                default:
                    Span<float> reals = MemoryMarshal.Cast<int, float>(block);
                    if (part.Run.Type == StoredType.Float32) _file.Read(offset, reals);
                    else ReadDoubles(offset, part.Index, reals);
                    report = report.Merge(QuantisationKernel.Quantise<Float32, float>(reals, block, format, part.Index));
                    break;
            }
        }

        return report;
    }

    /// <summary>Where an element stands, for messages: "element 3 of tensor 'w'".</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is outside the vector.</exception>
    public string Describe(int index)
    {
        (TensorDescriptor tensor, int within) = Layout.Locate(index);
        return NamesTensors ? $"element {within} of tensor '{ForeignText.Quote(tensor.Name)}'" : $"element {within}";
    }

    /// <summary>What makes this another model than <paramref name="other"/>, as a sentence; null when nothing does. A file without names
    /// is compared by its shape.</summary>
    public string? DifferenceFrom(TensorLayout other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (NamesTensors || other.Tensors.Count != 1) return Layout.DifferenceFrom(other);
        return new TensorLayout([new TensorDescriptor(other.Tensors[0].Name, Layout.Tensors[0].Shape)]).DifferenceFrom(other);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    // Halves wait in the second half of the place that their widened form will fill. Widening runs from the front: after i of n elements,
    // 4i bytes are written, and what is still to be read begins at 2n + 2i, which is never less.
    private static Span<ushort> UpperHalf(Span<byte> bytes) => MemoryMarshal.Cast<byte, ushort>(bytes[(bytes.Length / 2)..]);

    private void ReadDoubles(long offset, int index, Span<float> target)
    {
        double[] wide = ArrayPool<double>.Shared.Rent(Math.Min(target.Length, WideElementsPerStep));
        try
        {
            for (int done = 0; done < target.Length;)
            {
                Span<double> step = wide.AsSpan(0, Math.Min(target.Length - done, WideElementsPerStep));
                _file.Read(offset + ((long)done * sizeof(double)), step);
                for (int i = 0; i < step.Length; i++)
                {
                    target[done + i] = (float)step[i];
                    if (float.IsInfinity(target[done + i]) && double.IsFinite(step[i]))
                    {
                        throw new FileFormatException(
                            Path,
                            $"{Describe(index + done + i)} is too large for a 32-bit float.",
                            offset + ((long)(done + i) * sizeof(double)));
                    }
                }

                done += step.Length;
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(wide);
        }
    }

    private void ReadNarrowed(long offset, int index, Span<int> target)
    {
        long[] wide = ArrayPool<long>.Shared.Rent(Math.Min(target.Length, WideElementsPerStep));
        try
        {
            for (int done = 0; done < target.Length;)
            {
                Span<long> step = wide.AsSpan(0, Math.Min(target.Length - done, WideElementsPerStep));
                _file.Read(offset + ((long)done * sizeof(long)), step);
                for (int i = 0; i < step.Length; i++)
                {
                    target[done + i] = (int)step[i];
                    if (target[done + i] != step[i])
                    {
                        throw new FileFormatException(
                            Path,
                            $"{Describe(index + done + i)} is {step[i]}, which leaves 32 bits.",
                            offset + ((long)(done + i) * sizeof(long)));
                    }
                }

                done += step.Length;
            }
        }
        finally
        {
            ArrayPool<long>.Shared.Return(wide);
        }
    }

    [DoesNotReturn]
    private void RefuseValue(int index, int value, FixedPointFormat format) => throw new FileFormatException(
        Path, $"{Describe(index)} is {value}, outside [{format.MinValue}, {format.MaxValue}].", RunOf(index).OffsetOf(index));

    private void RequireInside(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - start, nameof(length));
    }

    private ref readonly StoredRun RunOf(int index) => ref _runs[RunIndexOf(index)];

    // The last run that begins at or before the index; runs without elements are not kept.
    private int RunIndexOf(int index)
    {
        int low = 0, high = _runs.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) >>> 1;
            if (_runs[middle].Start <= index) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    private PartEnumerator PartsOf(int start, int length) => new(this, start, length);

    private readonly record struct Part(StoredRun Run, int Index, int Length);

    private struct PartEnumerator(ModelFileReader reader, int start, int length)
    {
        private readonly int _end = start + length;
        private int _next = start;
        private int _run = length > 0 ? reader.RunIndexOf(start) : 0;

        public Part Current { get; private set; }

        public readonly PartEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_next == _end) return false;
            ref readonly StoredRun run = ref reader._runs[_run++];
            int upTo = Math.Min(run.End, _end);
            Current = new Part(run, _next, upTo - _next);
            _next = upTo;
            return true;
        }
    }
}
