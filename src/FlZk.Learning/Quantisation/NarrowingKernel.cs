using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FlZk.Learning.ModelFiles;

namespace FlZk.Learning.Quantisation;

/// <summary>Fixed point to reals of sixteen bits, in one pass.</summary>
internal static class NarrowingKernel
{
    private const int WidestStep = 32;
    private const int Alignment = 64;
    private const int PieceLength = 2048;

    /// <summary>The reals of a block, q * 2^-f rounded to nearest even.</summary>
    /// <typeparam name="TReal">The form.</typeparam>
    /// <typeparam name="TStore">How the reals are written.</typeparam>
    /// <param name="values">Integers of at most 24 bits.</param>
    /// <param name="result">As long; receives the reals.</param>
    /// <param name="format">The format.</param>
    /// <param name="bound">Integers greater in size saturate there, as their reals are beyond the form's; the greatest integer where none
    /// is.</param>
    /// <param name="vectorised">False takes the scalar twin throughout.</param>
    /// <returns>How many values saturated.</returns>
    public static unsafe long Run<TReal, TStore>(
        ReadOnlySpan<int> values, Span<ushort> result, FixedPointFormat format, int bound, bool vectorised)
        where TReal : struct, ISixteenBitReal
        where TStore : struct, IStore
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(result.Length, values.Length);
        long saturated = 0;
        int i = 0;
        if (vectorised && Avx512F.IsSupported)
        {
            fixed (int* source = values)
            fixed (ushort* target = result)
            {
                if (TStore.IsAligned)
                {
                    i = Math.Min(values.Length, (int)(-(nint)target & (Alignment - 1)) / sizeof(ushort));
                    saturated = Narrow<TReal>(values[..i], result[..i], format, bound, vectorised);
                }

                int end = i + ((values.Length - i) / WidestStep * WidestStep);
                saturated += bound == int.MaxValue
                    ? Narrow512<TReal, TStore>(source, target, i, end, format)
                    : NarrowBounded512<TReal, TStore>(source, target, i, end, format, bound);
                i = end;
            }
        }

        return saturated + Narrow<TReal>(values[i..], result[i..], format, bound, vectorised);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe long Narrow512<TReal, TStore>(int* source, ushort* target, int i, int end, FixedPointFormat format)
        where TReal : struct, ISixteenBitReal
        where TStore : struct, IStore
    {
        Vector512<float> step = Vector512.Create(MathF.ScaleB(1f, -format.FractionBits));
        for (; i < end; i += WidestStep)
        {
            Vector512<float> first = Avx512F.ConvertToVector512Single(Vector512.Load(source + i)) * step;
            Vector512<float> second = Avx512F.ConvertToVector512Single(Vector512.Load(source + i + 16)) * step;
            TStore.Store(SixteenBits.FromFinite<TReal>(first, second), target + i);
        }

        return 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe long NarrowBounded512<TReal, TStore>(
        int* source, ushort* target, int i, int end, FixedPointFormat format, int bound)
        where TReal : struct, ISixteenBitReal
        where TStore : struct, IStore
    {
        Vector512<float> step = Vector512.Create(MathF.ScaleB(1f, -format.FractionBits));
        Vector512<int> least = Vector512.Create(-bound), greatest = Vector512.Create(bound);
        int kept = i - end;
        for (; i < end; i += WidestStep)
        {
            Vector512<int> x = Vector512.Load(source + i), y = Vector512.Load(source + i + 16);
            Vector512<int> xInside = Vector512.Min(greatest, Vector512.Max(least, x));
            Vector512<int> yInside = Vector512.Min(greatest, Vector512.Max(least, y));
            kept += BitOperations.PopCount(Vector512.Equals(x, xInside).ExtractMostSignificantBits());
            kept += BitOperations.PopCount(Vector512.Equals(y, yInside).ExtractMostSignificantBits());
            Vector512<float> first = Avx512F.ConvertToVector512Single(xInside) * step;
            Vector512<float> second = Avx512F.ConvertToVector512Single(yInside) * step;
            TStore.Store(SixteenBits.FromFinite<TReal>(first, second), target + i);
        }

        return -kept;
    }

    private static long Narrow<TReal>(ReadOnlySpan<int> values, Span<ushort> result, FixedPointFormat format, int bound, bool vectorised)
        where TReal : struct, ISixteenBitReal
    {
        if (values.IsEmpty) return 0;
        Span<float> reals = stackalloc float[PieceLength];
        Span<int> inside = stackalloc int[PieceLength];
        long saturated = 0;
        for (int done = 0; done < values.Length; done += PieceLength)
        {
            scoped ReadOnlySpan<int> piece = values.Slice(done, Math.Min(PieceLength, values.Length - done));
            int count = piece.Length;
            if (bound != int.MaxValue)
            {
                foreach (int value in piece)
                {
                    if (value > bound || value < -bound) saturated++;
                }

                TensorPrimitives.Clamp(piece, -bound, bound, inside);
                piece = inside[..count];
            }

            QuantisationKernel.Dequantise<CachedStore>(piece, reals[..count], format, vectorised);
            SixteenBits.FromSingle<TReal>(reals[..count], result.Slice(done, count), vectorised);
        }

        return saturated;
    }
}
