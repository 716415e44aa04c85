using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;
using FlZk.Platform.Files;

namespace FlZk.Learning.Aggregation.Intake;

/// <summary>Reads one fixed-point update in safetensors form from a stream, checking every part before the next is asked for.</summary>
/// <remarks>The header is bounded and compared with the round's tensors before a buffer for values is taken, so that a sender can cost no
/// more than its header until it has shown that it knows the model.</remarks>
internal sealed class UpdateStreamReader(TensorLayout layout, FixedPointFormat format, int headerBytes)
{
    private const int StepBytes = 64 << 10;
    private const int PrefixBytes = 8;

    // A header of some hundred tensors; of these as many as there are connections are read at once.
    private const int FreeHeaderBytes = 16 << 10;

    /// <summary>The longest header accepted.</summary>
    public int MaxHeaderBytes { get; } = headerBytes > 0 ? headerBytes : HeaderBytesFor(layout);

    /// <summary>Reads how long the header is.</summary>
    /// <exception cref="RefusedTransferException">The stream ends early, or announces a longer header than the model can need.</exception>
    public async Task<int> ReadHeaderLengthAsync(Stream stream, CancellationToken cancellation)
    {
        var prefix = new byte[PrefixBytes];
        await FillAsync(stream, prefix, "its header's length", cancellation).ConfigureAwait(false);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        return length <= (ulong)MaxHeaderBytes
            ? (int)length
            : throw new RefusedTransferException(
                $"the first eight bytes announce a safetensors header of {length} bytes; {MaxHeaderBytes} are allowed for this model.");
    }

    /// <summary>Reads up to the first value.</summary>
    /// <param name="name">The sender, for messages.</param>
    /// <param name="stream">Where the header follows.</param>
    /// <param name="length">What <see cref="ReadHeaderLengthAsync"/> gave.</param>
    /// <param name="beforeMore">Waited for when the first 16 KiB have come and there are more.</param>
    /// <param name="cancellation">Stops the wait for bytes.</param>
    /// <exception cref="RefusedTransferException">The stream ends early, or announces something else than an update of the round's
    /// model.</exception>
    public async Task ReadHeaderAsync(
        string name, Stream stream, int length, Func<Task> beforeMore, CancellationToken cancellation)
    {
        byte[] json = ArrayPool<byte>.Shared.Rent(Math.Min(length, FreeHeaderBytes));
        try
        {
            // What was announced is not yet sent: memory follows what has come.
            for (int got = 0; got < length;)
            {
                if (got == FreeHeaderBytes) await beforeMore().ConfigureAwait(false);
                if (got == json.Length) json = Grown(json, length);
                Memory<byte> part = json.AsMemory(got, Math.Min(got == 0 ? FreeHeaderBytes : json.Length, length) - got);
                await FillAsync(stream, part, "its header", cancellation).ConfigureAwait(false);
                got += part.Length;
            }

            Check(SafetensorsHeader.Parse(name, json.AsSpan(0, length), (long)layout.Length * sizeof(int)));
        }
        catch (FileFormatException refused)
        {
            throw new RefusedTransferException(refused.Reason, inner: refused);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(json);
        }
    }

    /// <summary>Reads the values, and sees that nothing follows them.</summary>
    /// <param name="stream">Where they follow.</param>
    /// <param name="values">Receives them.</param>
    /// <param name="clock">Bounds each step.</param>
    /// <param name="stepTime">By this time.</param>
    /// <param name="arrived">Told how many bytes have come in each step.</param>
    /// <returns>Their range.</returns>
    /// <exception cref="RefusedTransferException">The stream ends early or goes on, or a value is out of range.</exception>
    public async Task<QuantisationReport> ReadValuesAsync(
        Stream stream, Memory<int> values, TransferClock clock, TimeSpan stepTime, Action<int> arrived)
    {
        byte[] step = ArrayPool<byte>.Shared.Rent(StepBytes);
        QuantisationReport report = default;
        try
        {
            foreach ((int start, int count) in new Blocks(values.Length, StepBytes / sizeof(int)))
            {
                Memory<byte> bytes = step.AsMemory(0, count * sizeof(int));
                clock.Await($"{StepBytes >> 10} KiB of its values", stepTime);
                await FillAsync(stream, bytes, "all of its values", clock.Token).ConfigureAwait(false);
                arrived(bytes.Length);
                report = report.Merge(Take(bytes.Span, values.Span.Slice(start, count), start));
            }

            clock.Await("the end of its stream", stepTime);
            if (await stream.ReadAsync(step.AsMemory(0, 1), clock.Token).ConfigureAwait(false) > 0)
            {
                throw new RefusedTransferException("the stream goes on after the update's last value.");
            }

            return report;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(step);
        }
    }

    // Names may be escaped to six bytes a character; shapes and offsets are at most 20 digits each.
    private static int HeaderBytesFor(TensorLayout layout) => (int)Math.Min(
        100_000_000, (16L << 10) + layout.Tensors.Sum(tensor => 256L + (6L * tensor.Name.Length) + (24L * tensor.Shape.Count)));

    private static byte[] Grown(byte[] full, int length)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(length, 2L * full.Length));
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }

    private static async Task FillAsync(Stream stream, Memory<byte> target, string what, CancellationToken cancellation)
    {
        int got = await stream.ReadAtLeastAsync(target, target.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        if (got < target.Length) throw new RefusedTransferException($"the stream ended before {what} had come.");
    }

    private void Check(SafetensorsHeader header)
    {
        if (header.Layout.DifferenceFrom(layout) is { } difference)
        {
            throw new RefusedTransferException($"not an update of this round's model: {difference}");
        }

        if (header.Layout.Tensors.FirstOrDefault(tensor => tensor.ElementType != ElementType.Int32) is { } real)
        {
            throw new RefusedTransferException(
                $"tensor '{ForeignText.Quote(real.Name)}' holds {real.ElementType}: a fixed-point update holds I32.");
        }

        FixedPointFormat stated = SafetensorsFile.ReadFormat("the update", header.Metadata);
        if (stated != format)
        {
            throw new RefusedTransferException(
                $"{stated.FractionBits} of {stated.ValueBits} bits are fraction, where the round has {format.FractionBits} of "
                + $"{format.ValueBits}.");
        }
    }

    private QuantisationReport Take(ReadOnlySpan<byte> bytes, Span<int> values, int start)
    {
        bytes.CopyTo(MemoryMarshal.AsBytes(values));
        if (!BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(values, values);
        if (format.RangeOf(values) is { } range) return range;
        int at = format.IndexOfFirstOutOfRange(values);
        (TensorDescriptor tensor, int within) = layout.Locate(start + at);
        throw new RefusedTransferException(
            $"element {within} of tensor '{ForeignText.Quote(tensor.Name)}' is {values[at]}, "
            + $"outside [{format.MinValue}, {format.MaxValue}].");
    }
}
