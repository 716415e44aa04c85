using System.Numerics;
using System.Runtime.InteropServices;
using FlZk.Learning.ModelFiles;

namespace FlZk.Learning.Quantisation;

/// <summary>Quantises and dequantises whole arrays: small ones at once, large ones by all processors, in blocks, past the caches.</summary>
internal static unsafe class QuantisationBlocks
{
    // Half a megabyte of integers: long enough for the memory's prefetching, short enough to share evenly.
    private const int BlockLength = 1 << 17;

    // From here on, results do not stay in the caches anyway.
    private const int LargeLength = 1 << 20;

    /// <summary>Quantises reals.</summary>
    /// <typeparam name="TReal">How they are stored.</typeparam>
    /// <typeparam name="TBits">What one is stored as.</typeparam>
    /// <param name="values">Reals.</param>
    /// <param name="result">As long; receives the integers, 0 for what is not finite.</param>
    /// <param name="format">The format.</param>
    /// <param name="vectorised">False takes the scalar twin throughout.</param>
    public static QuantisationReport Quantise<TReal, TBits>(
        ReadOnlySpan<TBits> values, Span<int> result, FixedPointFormat format, bool vectorised)
        where TReal : struct, IStoredReal<TBits>
        where TBits : unmanaged
    {
        // Past the caches a block may be written before it is known whether it has to be read again: not where it lies itself.
        if (values.Length < LargeLength || MemoryMarshal.AsBytes(values).Overlaps(MemoryMarshal.AsBytes(result)))
        {
            return QuantisationKernel.Quantise<TReal, TBits, CachedStore>(values, result, format, 0, vectorised);
        }

        var blocks = new Blocks(values.Length, BlockLength);
        QuantisationReport merged = default;
        var gate = new Lock();
        fixed (TBits* pinnedSource = values)
        fixed (int* pinnedTarget = result)
        {
            (nint source, nint target) = ((nint)pinnedSource, (nint)pinnedTarget);
            Parallel.For(
                0,
                blocks.Count,
                () => default(QuantisationReport),
                (block, _, report) =>
                {
                    (int start, int count) = blocks[block];
                    return report.Merge(QuantisationKernel.Quantise<TReal, TBits, StreamingStore>(
                        new ReadOnlySpan<TBits>((TBits*)source + start, count), new Span<int>((int*)target + start, count), format, start,
                        vectorised));
                },
                report =>
                {
                    lock (gate) merged = merged.Merge(report);
                });
        }

        return merged;
    }

    /// <summary>Dequantises to floats.</summary>
    public static void Dequantise(ReadOnlySpan<int> values, Span<float> result, FixedPointFormat format)
    {
        bool vectorised = Vector.IsHardwareAccelerated;
        if (values.Length < LargeLength)
        {
            QuantisationKernel.Dequantise<CachedStore>(values, result, format, vectorised);
            return;
        }

        var blocks = new Blocks(values.Length, BlockLength);
        fixed (int* pinnedSource = values)
        fixed (float* pinnedTarget = result)
        {
            (nint source, nint target) = ((nint)pinnedSource, (nint)pinnedTarget);
            Parallel.For(0, blocks.Count, block =>
            {
                (int start, int count) = blocks[block];
                QuantisationKernel.Dequantise<StreamingStore>(
                    new ReadOnlySpan<int>((int*)source + start, count), new Span<float>((float*)target + start, count), format, vectorised);
            });
        }
    }

    /// <summary>Dequantises to a 16-bit form.</summary>
    /// <typeparam name="TReal">The form.</typeparam>
    /// <param name="values">Integers of the format.</param>
    /// <param name="result">As long; receives the reals, rounded to nearest even.</param>
    /// <param name="format">The format.</param>
    /// <param name="greatest">The form's greatest real; what lies beyond saturates there.</param>
    /// <returns>How many values saturated.</returns>
    public static long Dequantise<TReal>(ReadOnlySpan<int> values, Span<ushort> result, FixedPointFormat format, float greatest)
        where TReal : struct, ISixteenBitReal
    {
        int length = values.Length;
        long saturated = 0;

        // Positive and negative integers of one size have reals of one size, and scaling keeps their order.
        float limit = MathF.ScaleB(greatest, format.FractionBits);
        int bound = limit >= -(float)format.MinValue ? int.MaxValue : (int)limit;
        if (length < LargeLength)
        {
            return NarrowingKernel.Run<TReal, CachedStore>(values, result, format, bound, Vector.IsHardwareAccelerated);
        }

        var blocks = new Blocks(length, BlockLength);
        fixed (int* pinnedSource = values)
        fixed (ushort* pinnedTarget = result)
        {
            (nint source, nint target) = ((nint)pinnedSource, (nint)pinnedTarget);
            Parallel.For(0, blocks.Count, block =>
            {
                (int start, int count) = blocks[block];
                long here = NarrowingKernel.Run<TReal, StreamingStore>(
                    new ReadOnlySpan<int>((int*)source + start, count), new Span<ushort>((ushort*)target + start, count), format, bound,
                    Vector.IsHardwareAccelerated);
                if (here > 0) Interlocked.Add(ref saturated, here);
            });
        }

        return saturated;
    }
}
