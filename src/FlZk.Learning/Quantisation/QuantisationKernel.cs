using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FlZk.Learning.ModelFiles;

namespace FlZk.Learning.Quantisation;

/// <summary>Reals of 32 and 16 bits to fixed point in one pass, without a copy in between; scalar and vector paths agree to the bit.</summary>
/// <remarks>Sources may lie in the memory of their targets: floats exactly there, 16-bit forms in the second half. Every step loads before
/// it stores and walks from the front.</remarks>
internal static class QuantisationKernel
{
    /// <summary>Quantises floats.</summary>
    /// <param name="values">Reals.</param>
    /// <param name="result">As long; receives the integers, 0 for what is not finite.</param>
    /// <param name="format">The format.</param>
    /// <param name="firstIndex">Index of the first value, for the report.</param>
    /// <param name="vectorised">False takes the scalar twin throughout.</param>
    public static QuantisationReport Quantise(
        ReadOnlySpan<float> values, Span<int> result, FixedPointFormat format, long firstIndex, bool vectorised)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(result.Length, values.Length);
        var tally = new Tally(format, firstIndex);
        int i = 0;
        if (vectorised && values.Length >= Vector<float>.Count)
        {
            var lanes = new Lanes(format);
            ref float source = ref MemoryMarshal.GetReference(values);
            ref int target = ref MemoryMarshal.GetReference(result);
            for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector<float> v = Vector.LoadUnsafe(ref source, (nuint)i);
                if (Lanes.AreFinite(v)) lanes.Quantise(v).StoreUnsafe(ref target, (nuint)i);
                else tally.AddLanes(v, i, ref target);
            }

            tally.Add(lanes);
        }

        for (; i < values.Length; i++) result[i] = tally.Add(values[i], i);
        return tally.Report(values.Length);
    }

    /// <summary>The same on the machine's best path.</summary>
    public static QuantisationReport Quantise(ReadOnlySpan<float> values, Span<int> result, FixedPointFormat format, long firstIndex) =>
        Quantise(values, result, format, firstIndex, Vector.IsHardwareAccelerated);

    /// <summary>Quantises 16-bit reals.</summary>
    /// <typeparam name="THalf">Their form.</typeparam>
    public static QuantisationReport Quantise<THalf>(
        ReadOnlySpan<ushort> values, Span<int> result, FixedPointFormat format, long firstIndex, bool vectorised)
        where THalf : struct, IHalfPrecision
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(result.Length, values.Length);
        var tally = new Tally(format, firstIndex);
        int i = 0;
        if (vectorised && values.Length >= Vector<ushort>.Count)
        {
            var lanes = new Lanes(format);
            ref ushort source = ref MemoryMarshal.GetReference(values);
            ref int target = ref MemoryMarshal.GetReference(result);
            for (; i <= values.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
            {
                Vector.Widen(Vector.LoadUnsafe(ref source, (nuint)i), out Vector<uint> lowBits, out Vector<uint> highBits);
                Vector<float> low = THalf.Widen(lowBits), high = THalf.Widen(highBits);
                if (Lanes.AreFinite(low)) lanes.Quantise(low).StoreUnsafe(ref target, (nuint)i);
                else tally.AddLanes(low, i, ref target);
                if (Lanes.AreFinite(high)) lanes.Quantise(high).StoreUnsafe(ref target, (nuint)(i + Vector<float>.Count));
                else tally.AddLanes(high, i + Vector<float>.Count, ref target);
            }

            tally.Add(lanes);
        }

        for (; i < values.Length; i++) result[i] = tally.Add(THalf.Widen(values[i]), i);
        return tally.Report(values.Length);
    }

    /// <summary>The same on the machine's best path.</summary>
    public static QuantisationReport Quantise<THalf>(
        ReadOnlySpan<ushort> values, Span<int> result, FixedPointFormat format, long firstIndex)
        where THalf : struct, IHalfPrecision =>
        Quantise<THalf>(values, result, format, firstIndex, Vector.IsHardwareAccelerated);

    /// <summary>The vector path's constants and running figures; one lane is one value.</summary>
    private ref struct Lanes
    {
        private readonly Vector<float> _scale, _least, _greatest;
        public Vector<float> Low, High;
        public Vector<int> Saturated;

        public Lanes(FixedPointFormat format)
        {
            _scale = new Vector<float>(MathF.ScaleB(1f, format.FractionBits));
            _least = new Vector<float>(format.MinValue);
            _greatest = new Vector<float>(format.MaxValue);
            Low = new Vector<float>(float.PositiveInfinity);
            High = new Vector<float>(float.NegativeInfinity);
            Saturated = Vector<int>.Zero;
        }

        // NaN is less than or equal to nothing.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool AreFinite(Vector<float> v) => Vector.LessThanOrEqualAll(Vector.Abs(v), new Vector<float>(float.MaxValue));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<int> Quantise(Vector<float> v)
        {
            // Scaling by 2^f is exact or overflows to infinity, which saturates like any large value. No operand is NaN, so the machine's
            // own minimum and maximum serve; they differ from IEEE's in the sign of a zero alone, which the report drops.
            Low = Vector.MinNative(Low, v);
            High = Vector.MaxNative(High, v);
            Vector<float> rounded = Vector.Round(v * _scale, MidpointRounding.ToEven);
            Vector<float> kept = Vector.MinNative(_greatest, Vector.MaxNative(_least, rounded));

            // A comparison's true lane is -1.
            Saturated += Vector.OnesComplement(Vector.Equals(kept, rounded));
            return Vector.ConvertToInt32Native(kept);
        }
    }

    /// <summary>The running figures of single values.</summary>
    private ref struct Tally(FixedPointFormat format, long firstIndex)
    {
        private readonly float _scale = MathF.ScaleB(1f, format.FractionBits);
        private readonly float _least = format.MinValue, _greatest = format.MaxValue;
        private float _low = float.PositiveInfinity, _high = float.NegativeInfinity, _nonFiniteValue;
        private long _clamped, _nonFinite;
        private long? _firstNonFinite;

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
        public void AddLanes(Vector<float> v, int index, ref int target)
        {
            for (int lane = 0; lane < Vector<float>.Count; lane++) Unsafe.Add(ref target, index + lane) = Add(v[lane], index + lane);
        }

        public void Add(in Lanes lanes)
        {
            for (int lane = 0; lane < Vector<float>.Count; lane++)
            {
                _low = MathF.Min(_low, lanes.Low[lane]);
                _high = MathF.Max(_high, lanes.High[lane]);
                _clamped -= lanes.Saturated[lane];
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
