using System.Numerics;
using System.Numerics.Tensors;
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
    /// <exception cref="NonFiniteValueException">Values are NaN or infinite: counted, the first named with its index, never
    /// clamped.</exception>
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

    /// <summary>Both paths of <see cref="Quantise(ReadOnlySpan{float}, Span{int})"/>.</summary>
    internal QuantisationReport Quantise(ReadOnlySpan<float> values, Span<int> result, bool vectorised)
    {
        if (result.Length != values.Length) throw new ArgumentException("The result must be as long as the values.", nameof(result));
        QuantisationReport report = QuantisationKernel.Quantise(values, result, this, 0, vectorised);
        report.RequireFinite();
        return report;
    }

    /// <summary>The report of integers that are in this format already: the range of the reals they stand for.</summary>
    internal QuantisationReport RangeOf(ReadOnlySpan<int> values)
    {
        if (values.IsEmpty) return default;
        float step = MathF.ScaleB(1f, -FractionBits);
        return new QuantisationReport(values.Length, 0, TensorPrimitives.Min(values) * step, TensorPrimitives.Max(values) * step);
    }
}
