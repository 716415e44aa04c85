using System.Numerics;
using System.Runtime.InteropServices;
using FlZk.Learning.ModelFiles;

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
        Quantise<Float32, float>(values, result, Vector.IsHardwareAccelerated);

    /// <summary>Turns binary16 reals into integers of this format; see the other overload.</summary>
    /// <param name="values">Reals; every one must be finite.</param>
    /// <param name="result">Receives one integer per real; its content is unspecified when this throws.</param>
    /// <returns>Count, range and number of saturated values.</returns>
    /// <exception cref="NonFiniteValueException">Values are NaN or infinite.</exception>
    /// <exception cref="ArgumentException"><paramref name="result"/> is not exactly as long as <paramref name="values"/>.</exception>
    public QuantisationReport Quantise(ReadOnlySpan<Half> values, Span<int> result) =>
        Quantise<Float16, ushort>(MemoryMarshal.Cast<Half, ushort>(values), result, Vector.IsHardwareAccelerated);

    /// <summary>Turns bfloat16 reals into integers of this format; see <see cref="Quantise(ReadOnlySpan{float}, Span{int})"/>.</summary>
    /// <param name="values">Reals, each the upper sixteen bits of a 32-bit float; every one must be finite.</param>
    /// <param name="result">Receives one integer per real; its content is unspecified when this throws.</param>
    /// <returns>Count, range and number of saturated values.</returns>
    /// <exception cref="NonFiniteValueException">Values are NaN or infinite.</exception>
    /// <exception cref="ArgumentException"><paramref name="result"/> is not exactly as long as <paramref name="values"/>.</exception>
    public QuantisationReport QuantiseBrainFloats(ReadOnlySpan<ushort> values, Span<int> result) =>
        Quantise<BrainFloat, ushort>(values, result, Vector.IsHardwareAccelerated);

    /// <summary>Turns integers into the reals they stand for, q * 2^-f, exactly.</summary>
    /// <param name="values">Integers of this format.</param>
    /// <param name="result">Receives one real per integer.</param>
    /// <exception cref="ArgumentException"><paramref name="result"/> is not exactly as long as <paramref name="values"/>.</exception>
    public void Dequantise(ReadOnlySpan<int> values, Span<float> result)
    {
        RequireLength(result.Length, values.Length);
        QuantisationBlocks.Dequantise(values, result, this);
    }

    /// <summary>Turns integers into binary16 reals, q * 2^-f rounded to nearest even.</summary>
    /// <param name="values">Integers of this format.</param>
    /// <param name="result">Receives one real per integer.</param>
    /// <returns>How many were beyond 65504, the greatest binary16, and saturated there.</returns>
    /// <exception cref="ArgumentException"><paramref name="result"/> is not exactly as long as <paramref name="values"/>.</exception>
    public long Dequantise(ReadOnlySpan<int> values, Span<Half> result)
    {
        RequireLength(result.Length, values.Length);
        return QuantisationBlocks.Dequantise<Float16>(
            values, MemoryMarshal.Cast<Half, ushort>(result), this, (float)Half.MaxValue);
    }

    /// <summary>Turns integers into bfloat16 reals, q * 2^-f rounded to nearest even; all are in its range.</summary>
    /// <param name="values">Integers of this format.</param>
    /// <param name="result">Receives the upper sixteen bits of a 32-bit float per integer.</param>
    /// <exception cref="ArgumentException"><paramref name="result"/> is not exactly as long as <paramref name="values"/>.</exception>
    public void DequantiseToBrainFloats(ReadOnlySpan<int> values, Span<ushort> result)
    {
        RequireLength(result.Length, values.Length);
        QuantisationBlocks.Dequantise<BrainFloat>(values, result, this, float.PositiveInfinity);
    }

    /// <summary>Quantises reals of any stored form on either path: the scalar one is the vector one's twin and its tail.</summary>
    internal QuantisationReport Quantise<TReal, TBits>(ReadOnlySpan<TBits> values, Span<int> result, bool vectorised)
        where TReal : struct, IStoredReal<TBits>
        where TBits : unmanaged
    {
        RequireLength(result.Length, values.Length);
        QuantisationReport report = QuantisationBlocks.Quantise<TReal, TBits>(values, result, this, vectorised);
        report.RequireFinite();
        return report;
    }

    /// <summary>Whether every integer is inside this format, without asking of each which one is not.</summary>
    internal bool Contains(ReadOnlySpan<int> values) => RangeOf(values) is not null;

    /// <summary>The report of integers that should be in this format already: the range of the reals they stand for; null where one is
    /// outside.</summary>
    internal QuantisationReport? RangeOf(ReadOnlySpan<int> values)
    {
        if (values.IsEmpty) return default(QuantisationReport);
        (int least, int greatest) = IntegerRange.Of(values);
        if (least < MinValue || greatest > MaxValue) return null;
        float step = MathF.ScaleB(1f, -FractionBits);
        return new QuantisationReport(values.Length, 0, least * step, greatest * step);
    }

    private static void RequireLength(int result, int values)
    {
        if (result != values) throw new ArgumentException("The result must be as long as the values.", nameof(result));
    }
}
