using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FlZk.Learning.ModelFiles;

namespace FlZk.Learning.Quantisation;

/// <summary>Reals of 32 and 16 bits to fixed point in one pass, without a copy in between; scalar and vector paths agree to the
/// bit.</summary>
/// <remarks>Sources may lie in the memory of their targets: floats exactly there, 16-bit forms in the second half. Every step loads before
/// it stores and walks from the front; streaming stores are for targets elsewhere.</remarks>
internal static class QuantisationKernel
{
    private const int Alignment = 64;

    // What two of the widest vectors hold; a multiple of every other step.
    private const int WidestStep = 32;

    // A block whose values are converted as if all were inside the format, and once more if one was not.
    private const int CheckedLength = 4096;

    // A first look at so many values and their conversion overlap.
    private const int StretchLength = 256;

    private static int Step => 2 * Vector<float>.Count;

    /// <summary>Quantises a block.</summary>
    /// <typeparam name="TReal">How the reals are stored.</typeparam>
    /// <typeparam name="TBits">What one is stored as.</typeparam>
    /// <typeparam name="TStore">How the integers are written.</typeparam>
    /// <param name="values">Reals.</param>
    /// <param name="result">As long; receives the integers, 0 for what is not finite.</param>
    /// <param name="format">The format.</param>
    /// <param name="firstIndex">Index of the first value, for the report.</param>
    /// <param name="vectorised">False takes the scalar twin throughout.</param>
    public static unsafe QuantisationReport Quantise<TReal, TBits, TStore>(
        ReadOnlySpan<TBits> values, Span<int> result, FixedPointFormat format, long firstIndex, bool vectorised)
        where TReal : struct, IStoredReal<TBits>
        where TBits : unmanaged
        where TStore : struct, IStore
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(result.Length, values.Length);
        var tally = new Tally(format, firstIndex);
        int i = 0;
        fixed (int* target = result)
        {
            if (vectorised)
            {
                // Whole vectors begin at the first aligned address, if the store asks for that.
                if (TStore.IsAligned)
                {
                    for (; i < values.Length && (nuint)(target + i) % Alignment != 0; i++)
                    {
                        target[i] = tally.Add(TReal.Widen(values[i]), i);
                    }
                }

                var lanes = new Lanes(format);
                ref TBits source = ref MemoryMarshal.GetReference(values);
                if (Avx512F.IsSupported)
                {
                    for (int end; i <= values.Length - WidestStep; i = end)
                    {
                        end = i + Math.Min(CheckedLength, (values.Length - i) / WidestStep * WidestStep);
                        if (!QuantiseInside<TReal, TBits, TStore>(ref source, target, i, end, format, ref tally))
                        {
                            QuantiseAny<TReal, TBits, TStore>(ref source, target, i, end, ref tally, ref lanes);
                        }
                    }
                }

                i = QuantiseAny<TReal, TBits, TStore>(ref source, target, i, values.Length, ref tally, ref lanes);
                tally.Add(lanes);
            }

            for (; i < values.Length; i++) target[i] = tally.Add(TReal.Widen(values[i]), i);
        }

        return tally.Report(values.Length);
    }

    /// <summary>Quantises a block that stays in the cache, on the machine's best path.</summary>
    public static QuantisationReport Quantise<TReal, TBits>(
        ReadOnlySpan<TBits> values, Span<int> result, FixedPointFormat format, long firstIndex)
        where TReal : struct, IStoredReal<TBits>
        where TBits : unmanaged =>
        Quantise<TReal, TBits, CachedStore>(values, result, format, firstIndex, Vector.IsHardwareAccelerated);

    /// <summary>The reals of a block, q * 2^-f, exactly.</summary>
    /// <typeparam name="TStore">How the reals are written.</typeparam>
    /// <param name="values">Integers of at most 24 bits.</param>
    /// <param name="result">As long; receives the reals.</param>
    /// <param name="format">The format.</param>
    /// <param name="vectorised">False takes the scalar twin throughout.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Dequantise<TStore>(ReadOnlySpan<int> values, Span<float> result, FixedPointFormat format, bool vectorised)
        where TStore : struct, IStore
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(result.Length, values.Length);
        float step = MathF.ScaleB(1f, -format.FractionBits);
        int i = 0;
        fixed (float* target = result)
        {
            if (vectorised)
            {
                if (TStore.IsAligned)
                {
                    for (; i < values.Length && (nuint)(target + i) % Alignment != 0; i++)
                    {
                        target[i] = values[i] * step;
                    }
                }

                ref int source = ref MemoryMarshal.GetReference(values);
                for (; i <= values.Length - Vector<int>.Count; i += Vector<int>.Count)
                {
                    TStore.Store(Vector.ConvertToSingle(Vector.LoadUnsafe(ref source, (nuint)i)) * step, target + i);
                }
            }

            for (; i < values.Length; i++) target[i] = values[i] * step;
        }
    }

    // Whatever the values are; up to the last whole step, whose end it gives.
    private static unsafe int QuantiseAny<TReal, TBits, TStore>(
        ref TBits source, int* target, int i, int length, ref Tally tally, ref Lanes lanes)
        where TReal : struct, IStoredReal<TBits>
        where TBits : unmanaged
        where TStore : struct, IStore
    {
        while ((i = QuantiseFinite<TReal, TBits, TStore>(ref source, target, i, length, ref lanes)) <= length - Step)
        {
            TReal.Load(ref source, (nuint)i, out Vector<float> first, out Vector<float> second);
            tally.AddLanes(first, i, target);
            tally.AddLanes(second, i + Vector<int>.Count, target);
            i += Step;
        }

        return i;
    }

    // As if no value were outside the format, so that none need be looked at; false, and nothing of it counts, where one is. The conversion
    // rounds to even, as the processor does where nothing else is set.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe bool QuantiseInside<TReal, TBits, TStore>(
        ref TBits source, int* target, int i, int end, FixedPointFormat format, ref Tally tally)
        where TReal : struct, IStoredReal<TBits>
        where TBits : unmanaged
        where TStore : struct, IStore
    {
        Vector512<float> scale = Vector512.Create(MathF.ScaleB(1f, format.FractionBits));
        OrderedBits range = TReal.NoRange;
        if (!TStore.IsAligned)
        {
            // The target may be where the source is: the range has to be known before anything is written.
            TReal.Extend(ref range, ref Unsafe.Add(ref source, i), (nuint)(end - i));
            (float low, float high) = TReal.EndsOf(range);
            if (!tally.AddInside(low, high)) return false;
        }

        while (i < end)
        {
            int stop = Math.Min(end, i + StretchLength);
            if (TStore.IsAligned) TReal.Extend(ref range, ref Unsafe.Add(ref source, i), (nuint)(stop - i));
            for (; i < stop; i += WidestStep)
            {
                Vector512<float> first = TReal.Load(ref source, (nuint)i), second = TReal.Load(ref source, (nuint)i + 16);
                TStore.Store(Avx512F.ConvertToVector512Int32(first * scale), target + i);
                TStore.Store(Avx512F.ConvertToVector512Int32(second * scale), target + i + 16);
            }
        }

        if (TStore.IsAligned)
        {
            (float low, float high) = TReal.EndsOf(range);
            return tally.AddInside(low, high);
        }

        return true;
    }

    // Runs up to a step with a value that is not finite, and to the last whole step at most; gives its index. Free of calls, so that all
    // running figures are in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe int QuantiseFinite<TReal, TBits, TStore>(ref TBits source, int* target, int i, int length, ref Lanes lanes)
        where TReal : struct, IStoredReal<TBits>
        where TBits : unmanaged
        where TStore : struct, IStore
    {
        Vector<float> scale = lanes.Scale, least = lanes.Least, greatest = lanes.Greatest, low = lanes.Low, high = lanes.High;
        Vector<int> saturated = lanes.Saturated;
        var finite = new Vector<float>(float.MaxValue);
        for (; i <= length - Step; i += Step)
        {
            TReal.Load(ref source, (nuint)i, out Vector<float> first, out Vector<float> second);

            // NaN is less than or equal to nothing.
            Vector<int> areFinite = Vector.LessThanOrEqual(Vector.Abs(first), finite) & Vector.LessThanOrEqual(Vector.Abs(second), finite);
            if (!Vector.EqualsAll(areFinite, Vector<int>.AllBitsSet)) break;

            // Scaling by 2^f is exact or overflows to infinity, which saturates like any large value. No operand is NaN, so the machine's
            // own minimum and maximum serve; they differ from IEEE's in the sign of a zero alone, which the report drops. Rounding is to
            // even where nothing else is said.
            low = Vector.MinNative(Vector.MinNative(low, first), second);
            high = Vector.MaxNative(Vector.MaxNative(high, first), second);
            Vector<float> firstRounded = Vector.Round(first * scale), secondRounded = Vector.Round(second * scale);
            Vector<float> firstInside = Vector.MinNative(greatest, Vector.MaxNative(least, firstRounded));
            Vector<float> secondInside = Vector.MinNative(greatest, Vector.MaxNative(least, secondRounded));

            // A comparison's true lane is -1.
            saturated += Vector.Equals(firstInside, firstRounded) + Vector.Equals(secondInside, secondRounded) + new Vector<int>(2);
            TStore.Store(Vector.ConvertToInt32Native(firstInside), target + i);
            TStore.Store(Vector.ConvertToInt32Native(secondInside), target + i + Vector<int>.Count);
        }

        (lanes.Low, lanes.High, lanes.Saturated) = (low, high, saturated);
        return i;
    }

    /// <summary>The vector path's constants and running figures; one lane is one value.</summary>
    private struct Lanes(FixedPointFormat format)
    {
        public readonly Vector<float> Scale = new(MathF.ScaleB(1f, format.FractionBits));
        public readonly Vector<float> Least = new(format.MinValue), Greatest = new(format.MaxValue);
        public Vector<float> Low = new(float.PositiveInfinity), High = new(float.NegativeInfinity);
        public Vector<int> Saturated = Vector<int>.Zero;
    }

    /// <summary>The running figures of single values.</summary>
    private ref struct Tally(FixedPointFormat format, long firstIndex)
    {
        private readonly float _scale = MathF.ScaleB(1f, format.FractionBits);
        private readonly float _least = format.MinValue, _greatest = format.MaxValue;
        private float _low = float.PositiveInfinity, _high = float.NegativeInfinity, _nonFiniteValue;
        private long _clamped, _nonFinite;
        private long? _firstNonFinite;

        /// <summary>Adds a block's range, unless a value of the block may have to be looked at.</summary>
        public bool AddInside(float low, float high)
        {
            // False for NaN.
            if (!(low * _scale >= _least && high * _scale <= _greatest)) return false;
            _low = MathF.Min(_low, low);
            _high = MathF.Max(_high, high);
            return true;
        }

        public int Add(float v, int index)
        {
            if (!float.IsFinite(v))
            {
                if (_nonFinite++ == 0) (_firstNonFinite, _nonFiniteValue) = (firstIndex + index, v);
                return 0;
            }

            float rounded = MathF.Round(v * _scale, MidpointRounding.ToEven);
            float kept = MathF.Min(_greatest, MathF.Max(_least, rounded));
            if (kept != rounded) _clamped++;
            _low = MathF.Min(_low, v);
            _high = MathF.Max(_high, v);
            return (int)kept;
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        public unsafe void AddLanes(Vector<float> v, int index, int* target)
        {
            for (int lane = 0; lane < Vector<float>.Count; lane++) target[index + lane] = Add(v[lane], index + lane);
        }

        public void Add(in Lanes lanes)
        {
            for (int lane = 0; lane < Vector<float>.Count; lane++)
            {
                _low = MathF.Min(_low, lanes.Low[lane]);
                _high = MathF.Max(_high, lanes.High[lane]);
                _clamped += lanes.Saturated[lane];
            }
        }

        // Adding zero takes the sign from a zero and leaves every other number.
        public readonly QuantisationReport Report(int count) => new(
            count, _clamped, count > _nonFinite ? _low + 0f : 0, count > _nonFinite ? _high + 0f : 0)
        {
            NonFinite = _nonFinite,
            FirstNonFinite = _firstNonFinite,
            FirstNonFiniteValue = _nonFiniteValue,
        };
    }
}
