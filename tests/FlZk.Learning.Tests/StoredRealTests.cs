using System.Runtime.InteropServices;
using CsCheck;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Tests;

/// <summary>Sixteen-bit reals and large arrays: every path against the scalar one.</summary>
public sealed class StoredRealTests
{
    private const int Large = (1 << 20) + 77;

    private static readonly ushort[] EveryPattern = [.. Enumerable.Range(0, 1 << 16).Select(i => (ushort)i)];

    [Fact]
    public void Every_half_is_widened_as_the_runtime_does()
    {
        var widened = new float[EveryPattern.Length];
        Float16.ToSingle(EveryPattern, widened);
        for (int i = 0; i < widened.Length; i++)
        {
            var expected = (float)BitConverter.UInt16BitsToHalf((ushort)i);
            Assert.True(float.IsNaN(expected) ? float.IsNaN(widened[i]) : Same(expected, widened[i]), $"{i:X4}");
        }
    }

    [Fact]
    public void Every_brain_float_is_the_upper_half_of_its_float_and_rounds_to_itself()
    {
        var widened = new float[EveryPattern.Length];
        var back = new ushort[EveryPattern.Length];
        BrainFloat.ToSingle(EveryPattern, widened);
        BrainFloat.FromSingle(widened, back);
        for (int i = 0; i < widened.Length; i++)
        {
            Assert.Equal((uint)i << 16, BitConverter.SingleToUInt32Bits(widened[i]));
            Assert.Equal(float.IsNaN(widened[i]) ? i | 0x40 : i, back[i]);
        }
    }

    [Fact]
    public void Rounding_to_brain_floats_is_the_same_on_both_paths() =>
        Gen.UInt.Array[1, 70].Sample(bits =>
        {
            float[] values = [.. bits.Select(BitConverter.UInt32BitsToSingle)];
            ushort[] vectors = new ushort[values.Length], scalars = new ushort[values.Length];
            SixteenBits.FromSingle<BrainFloat>(values, vectors, vectorised: true);
            SixteenBits.FromSingle<BrainFloat>(values, scalars, vectorised: false);
            return vectors.SequenceEqual(scalars);
        }, iter: 2_000);

    [Fact]
    public void Rounding_to_halves_is_the_runtime_s_on_both_paths()
    {
        // Every half, what lies just beside it, and the ties between it and the next; then floats of any bits.
        uint[] near =
        [
            .. EveryPattern.Select(bits => BitConverter.SingleToUInt32Bits((float)BitConverter.UInt16BitsToHalf(bits)))
                .SelectMany(bits => (uint[])[bits, bits - 1, bits + 1, bits + 0xFFF, bits + 0x1000, bits + 0x1001]),
        ];
        SameAsTheRuntime(near);

        // Below the least normal half ties lie elsewhere: at odd multiples of 2^-25.
        SameAsTheRuntime([.. Enumerable.Range(0, 4096).Select(i => BitConverter.SingleToUInt32Bits(MathF.ScaleB(i, -25)))]);
        Gen.UInt.Array[1, 70].Sample(SameAsTheRuntime, iter: 2_000);

        static void SameAsTheRuntime(uint[] bits)
        {
            float[] values = [.. bits.Select(BitConverter.UInt32BitsToSingle)];
            ushort[] expected = [.. values.Select(value => BitConverter.HalfToUInt16Bits((Half)value))];
            foreach (bool vectorised in (bool[])[true, false])
            {
                var rounded = new ushort[values.Length];
                SixteenBits.FromSingle<Float16>(values, rounded, vectorised);
                Assert.Equal(expected, rounded);
            }
        }
    }

    [Theory]
    [InlineData(16, 24)]
    [InlineData(0, 2)]
    [InlineData(30, 24)]
    [InlineData(3, 9)]
    public void Halves_are_quantised_as_the_floats_they_stand_for(int fractionBits, int valueBits)
    {
        var format = new FixedPointFormat(fractionBits, valueBits);
        foreach (bool vectorised in (bool[])[true, false])
        {
            SameAsFloats<Float16>(format, vectorised);
            SameAsFloats<BrainFloat>(format, vectorised);
        }
    }

    [Fact]
    public void Quantising_works_in_place_and_in_the_second_half_of_the_place()
    {
        FixedPointFormat format = FixedPointFormat.Default;
        for (int length = 0; length < 200; length++)
        {
            ushort[] halves = [.. EveryPattern.Skip(length * 131).Take(length).Select(bits => (ushort)(bits & 0xBFFF))];
            int[] expected = new int[length], place = new int[length];
            QuantisationKernel.Quantise<Float16, ushort>(halves, expected, format, 0);
            Span<ushort> upper = MemoryMarshal.Cast<int, ushort>(place.AsSpan())[length..];
            halves.CopyTo(upper);
            QuantisationKernel.Quantise<Float16, ushort>(upper, place, format, 0);
            Assert.Equal(expected, place);

            halves.CopyTo(upper);
            Span<float> floats = MemoryMarshal.Cast<int, float>(place.AsSpan());
            Float16.ToSingle(upper, floats);
            QuantisationKernel.Quantise<Float32, float>(floats, place, format, 0);
            Assert.Equal(expected, place);
        }
    }

    [Fact]
    public void Large_arrays_give_what_small_pieces_of_them_give()
    {
        var random = new Random(11);
        float[] values = [.. Enumerable.Range(0, Large).Select(_ => (random.NextSingle() - 0.5f) * 300)];
        FixedPointFormat format = FixedPointFormat.Default;
        var whole = new int[Large];
        QuantisationReport report = format.Quantise(values, whole), pieces = default;
        var piece = new int[1000];
        for (int start = 0; start < Large; start += piece.Length)
        {
            int count = Math.Min(piece.Length, Large - start);
            pieces = QuantisationKernel.Quantise<Float32, float, CachedStore>(
                values.AsSpan(start, count), piece.AsSpan(0, count), format, start, vectorised: false).Merge(pieces);
            Assert.True(whole.AsSpan(start, count).SequenceEqual(piece.AsSpan(0, count)));
        }

        Assert.Equal(pieces, report);
        Assert.True(report.Clamped > 0);

        var reals = new float[Large];
        format.Dequantise(whole, reals);
        Assert.All(Enumerable.Range(0, Large).Where(j => reals[j] != whole[j] / 65536f), j => Assert.Fail($"{j}"));

        // Every start of a block within a line of memory.
        for (int shift = 0; shift < 17; shift++)
        {
            var shifted = new int[Large];
            format.Quantise(values.AsSpan(shift), shifted.AsSpan(shift));
            Assert.True(shifted.AsSpan(shift).SequenceEqual(whole.AsSpan(shift)));
        }
    }

    [Fact]
    public void All_values_that_are_not_finite_are_counted_and_the_first_is_named()
    {
        foreach (int length in (int[])[100, Large])
        {
            var values = new float[length];
            foreach (int at in (int[])[length - 1, length - 40, 37, 38, 39]) values[at] = float.NaN;
            values[37] = float.PositiveInfinity;
            var refusal = Assert.Throws<NonFiniteValueException>(() => FixedPointFormat.Default.Quantise(values, new int[length]));
            Assert.Equal((37L, float.PositiveInfinity, 5L), (refusal.Index, refusal.Value, refusal.NonFinite));
            Assert.Contains($"5 of {length} values", refusal.Message, StringComparison.Ordinal);
            values.AsSpan(37, 3).Clear();
            refusal = Assert.Throws<NonFiniteValueException>(() => FixedPointFormat.Default.Quantise(values, new int[length]));
            Assert.Equal((length - 40L, 2L), (refusal.Index, refusal.NonFinite));
        }
    }

    [Fact]
    public void Large_arrays_are_quantised_where_they_lie()
    {
        var random = new Random(5);
        float[] values = [.. Enumerable.Range(0, Large).Select(_ => (random.NextSingle() - 0.5f) * 300)];
        var expected = new int[Large];
        QuantisationReport elsewhere = FixedPointFormat.Default.Quantise(values, expected);
        Span<int> there = MemoryMarshal.Cast<float, int>(values.AsSpan());
        Assert.Equal(elsewhere, FixedPointFormat.Default.Quantise(values, there));
        Assert.True(there.SequenceEqual(expected));
    }

    [Fact]
    public void A_range_that_ends_in_zero_has_no_negative_one()
    {
        foreach (bool vectorised in (bool[])[true, false])
        {
            foreach (int length in (int[])[1, 33, 100])
            {
                float[] values = [.. Enumerable.Repeat(-0f, length)];
                QuantisationReport report = FixedPointFormat.Default.Quantise<Float32, float>(values, new int[length], vectorised);
                Assert.Equal((0, 0), (BitConverter.SingleToInt32Bits(report.Minimum), BitConverter.SingleToInt32Bits(report.Maximum)));
            }
        }
    }

    [Fact]
    public void A_value_that_needs_a_look_gets_it_wherever_it_stands()
    {
        // Blocks are looked over before they are converted; these lie at both ends of such blocks, and behind the last whole step.
        const int length = (2 * 4096) + 77;
        FixedPointFormat format = FixedPointFormat.Default;
        var random = new Random(3);
        float[] plain = [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() - 0.5f) * 255)];
        foreach (int at in (int[])[0, 31, 32, 4095, 4096, 4127, 8191, 8192, 8255, 8256, length - 1])
        {
            foreach (float odd in (float[])
                [
                    float.NaN, -float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, 128f, -128f, -128.0001f,
                    127.99999f, -0f,
                ])
            {
                float[] values = [.. plain];
                values[at] = odd;
                SameOnBothPaths<Float32, float>(values, format);
                ushort[] halves = new ushort[length], brains = new ushort[length];
                Float16.FromSingle(values, halves);
                BrainFloat.FromSingle(values, brains);
                SameOnBothPaths<Float16, ushort>(halves, format);
                SameOnBothPaths<BrainFloat, ushort>(brains, format);
            }
        }
    }

    [Fact]
    public void Narrowing_is_the_same_on_both_paths()
    {
        var random = new Random(5);
        foreach (int length in (int[])[0, 1, 31, 32, 33, 2048, 2049, 5000])
        {
            int[] values = [.. Enumerable.Range(0, length).Select(_ => random.Next(-(1 << 23), 1 << 23) >> random.Next(24))];
            foreach (FixedPointFormat format in (FixedPointFormat[])[new(16, 24), new(0, 24), new(5, 24), new(30, 24)])
            {
                foreach (int bound in (int[])[int.MaxValue, (1 << 23) - 1, 65504, 0])
                {
                    // Half of the bounds leave reals that binary16 does not have.
                    if ((float)bound * MathF.ScaleB(1, -format.FractionBits) <= 65504 || format.FractionBits >= 16)
                    {
                        SameNarrowed<Float16>(values, format, bound);
                    }

                    SameNarrowed<BrainFloat>(values, format, bound);
                }
            }
        }
    }

    [Fact]
    public void Reports_merge_in_any_order_and_the_empty_one_changes_nothing()
    {
        var none = new QuantisationReport(2, 0, 0, 0) { NonFinite = 2, FirstNonFinite = 3, FirstNonFiniteValue = float.NaN };
        var some = new QuantisationReport(5, 1, 2, 7);
        var others = new QuantisationReport(1, 0, -1, -1) { NonFinite = 0 };
        QuantisationReport expected = new(8, 1, -1, 7) { NonFinite = 2, FirstNonFinite = 3, FirstNonFiniteValue = float.NaN };
        Assert.Equal(expected, none.Merge(some).Merge(others));
        Assert.Equal(expected, others.Merge(none.Merge(some)));
        Assert.Equal(expected, some.Merge(default).Merge(others).Merge(none));
        Assert.Equal(some, default(QuantisationReport).Merge(some));
    }

    [Fact]
    public void Dequantising_to_halves_rounds_to_even_and_saturates_what_is_too_large()
    {
        var format = new FixedPointFormat(2, 24);
        int[] values = [0, 1, -1, 4 * 2049, 4 * 2051, 65504 * 4, (65504 * 4) + 1, -(1 << 23), (1 << 23) - 1];
        var halves = new Half[values.Length];
        Assert.Equal(3, format.Dequantise(values, halves));
        Assert.Equal([0, 0.25, -0.25, 2048, 2052, 65504, 65504, -65504, 65504], halves.Select(half => (double)half));

        var brains = new ushort[values.Length];
        format.DequantiseToBrainFloats(values, brains);
        var expected = new ushort[values.Length];
        BrainFloat.FromSingle([.. values.Select(q => q / 4f)], expected);
        Assert.Equal(expected, brains);

        var many = new int[Large];
        Array.Fill(many, 1 << 20);
        Assert.Equal(Large, new FixedPointFormat(0, 24).Dequantise(many, new Half[Large]));
        Assert.Equal(0, new FixedPointFormat(8, 24).Dequantise(many, new Half[Large]));
    }

    private static bool Same(float a, float b) => BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b);

    private static void SameAsFloats<THalf>(FixedPointFormat format, bool vectorised)
        where THalf : struct, IStoredReal<ushort>
    {
        var floats = new float[EveryPattern.Length];
        StoredReals.ToSingle<THalf, ushort>(EveryPattern, floats, vectorised: false);
        int[] expected = new int[floats.Length], actual = new int[floats.Length];

        // Every pattern, among them all that are not finite; and the finite ones alone, which stay on the fast path.
        Assert.Equal(
            QuantisationKernel.Quantise<Float32, float, CachedStore>(floats, expected, format, 5, vectorised: false),
            QuantisationKernel.Quantise<THalf, ushort, StreamingStore>(EveryPattern, actual, format, 5, vectorised));
        Assert.Equal(expected, actual);
        ushort[] finite = [.. EveryPattern.Where((_, i) => float.IsFinite(floats[i]))];
        floats = [.. floats.Where(float.IsFinite)];
        expected = new int[finite.Length];
        actual = new int[finite.Length];
        Assert.Equal(
            QuantisationKernel.Quantise<Float32, float, CachedStore>(floats, expected, format, 5, vectorised: false),
            QuantisationKernel.Quantise<THalf, ushort, CachedStore>(finite, actual, format, 5, vectorised));
        Assert.Equal(expected, actual);
    }

    private static void SameOnBothPaths<TReal, TBits>(TBits[] values, FixedPointFormat format)
        where TReal : struct, IStoredReal<TBits>
        where TBits : unmanaged
    {
        int[] expected = new int[values.Length], cached = new int[values.Length], streamed = new int[values.Length];
        QuantisationReport report =
            QuantisationKernel.Quantise<TReal, TBits, CachedStore>(values, expected, format, 5, vectorised: false);
        Assert.Equal(report, QuantisationKernel.Quantise<TReal, TBits, CachedStore>(values, cached, format, 5, vectorised: true));
        Assert.Equal(report, QuantisationKernel.Quantise<TReal, TBits, StreamingStore>(values, streamed, format, 5, vectorised: true));
        Assert.Equal(expected, cached);
        Assert.Equal(expected, streamed);
    }

    private static void SameNarrowed<TReal>(int[] values, FixedPointFormat format, int bound)
        where TReal : struct, ISixteenBitReal
    {
        var expected = new ushort[values.Length];
        long saturated = NarrowingKernel.Run<TReal, CachedStore>(values, expected, format, bound, vectorised: false);
        Assert.Equal(bound == int.MaxValue ? 0 : values.Count(value => Math.Abs(value) > bound), saturated);
        for (int shift = 0; shift < 3; shift++)
        {
            var actual = new ushort[values.Length + shift];
            Assert.Equal(
                saturated, NarrowingKernel.Run<TReal, StreamingStore>(values, actual.AsSpan(shift), format, bound, vectorised: true));
            Assert.Equal(expected, actual[shift..]);
        }
    }
}
