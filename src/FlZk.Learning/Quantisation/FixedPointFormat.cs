using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FlZk.Learning.Quantisation;

/// <summary>Signed fixed point: a real v is the integer q = clamp(round(v * 2^f)), held in a given number of bits.</summary>
/// <remarks>
/// <para>Rounding is IEEE 754 "ties to even": unbiased, one machine instruction, and what <c>numpy.rint(v * 2**f)</c> and
/// <c>torch.round</c> do.</para>
/// <para>At most 24 value bits, because then every value and both bounds are exact in a 32-bit float: multiplying by a power of two is
/// exact, so rounding happens once, and Quantise(Dequantise(q)) == q for every q of the format.</para>
/// </remarks>
public sealed record FixedPointFormat
{
    /// <summary>The largest number of value bits: the precision of a 32-bit float.</summary>
    public const int MaxValueBits = 24;

    /// <summary>The largest number of fraction bits.</summary>
    public const int MaxFractionBits = 30;

    /// <summary>A format of <paramref name="valueBits"/> bits in all, <paramref name="fractionBits"/> of them behind the binary
    /// point.</summary>
    /// <param name="fractionBits">f in v * 2^f, from 0 to <see cref="MaxFractionBits"/>.</param>
    /// <param name="valueBits">Two's-complement width, sign included, from 2 to <see cref="MaxValueBits"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A width is outside its range.</exception>
    public FixedPointFormat(int fractionBits = 16, int valueBits = 24)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fractionBits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fractionBits, MaxFractionBits);
        ArgumentOutOfRangeException.ThrowIfLessThan(valueBits, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(valueBits, MaxValueBits);
        FractionBits = fractionBits;
        ValueBits = valueBits;
    }

    /// <summary>16 fraction bits in 24 value bits: reals in [-128, 128) in steps of 2^-16.</summary>
    public static FixedPointFormat Default { get; } = new();

    /// <summary>Bits behind the binary point.</summary>
    public int FractionBits { get; }

    /// <summary>Two's-complement width, sign included.</summary>
    public int ValueBits { get; }

    /// <summary>The smallest integer, -2^(ValueBits-1).</summary>
    public int MinValue => -(1 << (ValueBits - 1));

    /// <summary>The largest integer, 2^(ValueBits-1) - 1.</summary>
    public int MaxValue => (1 << (ValueBits - 1)) - 1;

    /// <summary>Whether <paramref name="value"/> lies in [<see cref="MinValue"/>, <see cref="MaxValue"/>].</summary>
    public bool Contains(int value) => value >= MinValue && value <= MaxValue;

    /// <summary>The index of the first value outside the format's range, or -1 when all are inside.</summary>
    public int IndexOfFirstOutOfRange(ReadOnlySpan<int> values)
    {
        int i = 0;
        if (Vector.IsHardwareAccelerated)
        {
            var least = new Vector<int>(MinValue);
            var greatest = new Vector<int>(MaxValue);
            ref int source = ref MemoryMarshal.GetReference(values);
            for (; i <= values.Length - Vector<int>.Count; i += Vector<int>.Count)
            {
                Vector<int> v = Vector.LoadUnsafe(ref source, (nuint)i);
                if (Vector.LessThanAny(v, least) || Vector.GreaterThanAny(v, greatest)) break;
            }
        }

        for (; i < values.Length; i++)
        {
            if (!Contains(values[i])) return i;
        }

        return -1;
    }

    /// <summary>Turns reals into integers of this format; values beyond the range saturate and are counted.</summary>
    /// <param name="values">Reals; every one must be finite.</param>
    /// <param name="result">Receives one integer per real; its content is unspecified when this throws.</param>
    /// <returns>Count, range and number of saturated values.</returns>
    /// <exception cref="NonFiniteValueException">A value is NaN or infinite: named with its index, never clamped.</exception>
    /// <exception cref="ArgumentException"><paramref name="result"/> is not exactly as long as <paramref name="values"/>.</exception>
    public QuantisationReport Quantise(ReadOnlySpan<float> values, Span<int> result) =>
        Quantise(values, result, Vector.IsHardwareAccelerated);

    /// <summary>Turns integers into the reals they stand for, q * 2^-f, exactly.</summary>
    /// <param name="values">Integers of this format.</param>
    /// <param name="result">Receives one real per integer.</param>
    /// <exception cref="ArgumentException"><paramref name="result"/> is not exactly as long as <paramref name="values"/>.</exception>
    public void Dequantise(ReadOnlySpan<int> values, Span<float> result)
    {
        if (result.Length != values.Length) throw new ArgumentException("The result must be as long as the values.", nameof(result));
        float step = MathF.ScaleB(1f, -FractionBits);
        int i = 0;
        if (Vector.IsHardwareAccelerated)
        {
            ref int source = ref MemoryMarshal.GetReference(values);
            ref float target = ref MemoryMarshal.GetReference(result);
            for (; i <= values.Length - Vector<int>.Count; i += Vector<int>.Count)
            {
                (Vector.ConvertToSingle(Vector.LoadUnsafe(ref source, (nuint)i)) * step).StoreUnsafe(ref target, (nuint)i);
            }
        }

        for (; i < values.Length; i++) result[i] = values[i] * step;
    }

    /// <summary>Both paths of <see cref="Quantise(ReadOnlySpan{float}, Span{int})"/>: the scalar one is the vector one's twin and its
    /// tail.</summary>
    internal QuantisationReport Quantise(ReadOnlySpan<float> values, Span<int> result, bool vectorised)
    {
        if (result.Length != values.Length) throw new ArgumentException("The result must be as long as the values.", nameof(result));
        if (values.IsEmpty) return default;
        float scale = MathF.ScaleB(1f, FractionBits), least = MinValue, greatest = MaxValue;
        float smallest = values[0], largest = values[0];
        long clamped = 0;
        int i = 0;
        if (vectorised && values.Length >= Vector<float>.Count)
        {
            i = QuantiseVectors(values, result, ref smallest, ref largest, ref clamped);
        }

        for (; i < values.Length; i++)
        {
            float v = values[i];
            if (!float.IsFinite(v)) throw new NonFiniteValueException(i, v);
            float rounded = MathF.Round(v * scale, MidpointRounding.ToEven);
            float kept = MathF.Min(greatest, MathF.Max(least, rounded));
            if (kept != rounded) clamped++;
            smallest = MathF.Min(smallest, v);
            largest = MathF.Max(largest, v);
            result[i] = (int)kept;
        }

        return new QuantisationReport(values.Length, clamped, smallest, largest);
    }

    private int QuantiseVectors(ReadOnlySpan<float> values, Span<int> result, ref float smallest, ref float largest, ref long clamped)
    {
        // One lane is one value. Scaling by 2^f is exact or overflows to infinity, which saturates like any large value;
        // finiteness is therefore judged on the value itself.
        var scale = new Vector<float>(MathF.ScaleB(1f, FractionBits));
        var least = new Vector<float>(MinValue);
        var greatest = new Vector<float>(MaxValue);
        var finite = new Vector<float>(float.MaxValue);
        Vector<float> low = new(smallest), high = new(largest);
        Vector<int> kept = Vector<int>.Zero;
        ref float source = ref MemoryMarshal.GetReference(values);
        ref int target = ref MemoryMarshal.GetReference(result);
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> v = Vector.LoadUnsafe(ref source, (nuint)i);
            if (!Vector.LessThanOrEqualAll(Vector.Abs(v), finite)) ThrowFirstNonFinite(values, i);
            low = Vector.Min(low, v);
            high = Vector.Max(high, v);
            Vector<float> rounded = Vector.Round(v * scale, MidpointRounding.ToEven);
            Vector<float> inside = Vector.Min(greatest, Vector.Max(least, rounded));

            // A comparison's true lane is -1, so this counts the values that were kept (at most 2^31 / lanes per lane).
            kept -= Vector.Equals(inside, rounded);
            Vector.ConvertToInt32(inside).StoreUnsafe(ref target, (nuint)i);
        }

        for (int lane = 0; lane < Vector<float>.Count; lane++)
        {
            smallest = MathF.Min(smallest, low[lane]);
            largest = MathF.Max(largest, high[lane]);
        }

        clamped += i - (long)Vector.Sum(kept);
        return i;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowFirstNonFinite(ReadOnlySpan<float> values, int from)
    {
        while (float.IsFinite(values[from])) from++;
        throw new NonFiniteValueException(from, values[from]);
    }
}
