using CsCheck;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Tests;

public sealed class FixedPointFormatTests
{
    private static readonly Gen<FixedPointFormat> Formats =
        Gen.Select(
            Gen.Int[0, FixedPointFormat.MaxFractionBits], Gen.Int[2, FixedPointFormat.MaxValueBits], (f, v) => new FixedPointFormat(f, v));

    public static TheoryData<bool> Paths => [true, false];

    [Fact]
    public void The_range_of_integers_is_found_wherever_its_ends_stand()
    {
        for (int length = 1; length < 100; length++)
        {
            for (int at = 0; at < length; at++)
            {
                int[] values = [.. Enumerable.Range(0, length).Select(j => j % 5)];
                (values[at], values[length - 1 - at]) = (int.MinValue + at, int.MaxValue - at);
                Assert.Equal((values.Min(), values.Max()), IntegerRange.Of(values));
            }
        }

        Assert.Equal((int.MaxValue, int.MinValue), IntegerRange.Of([]));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Quantising_is_scaling_rounding_to_even_and_clamping(bool vectorised) =>
        Gen.Select(Formats, Reals().Array[0, 70]).Sample((format, values) =>
        {
            var result = new int[values.Length];
            QuantisationReport report = format.Quantise<Float32, float>(values, result, vectorised);

            // Doubles hold the scaled values exactly, so this reference rounds once, like the definition.
            double[] rounded = [.. values.Select(v => Math.Round(Math.ScaleB(v, format.FractionBits), MidpointRounding.ToEven))];
            double[] kept = [.. rounded.Select(q => Math.Clamp(q, format.MinValue, format.MaxValue))];
            return result.Select(q => (double)q).SequenceEqual(kept)
                && report.Count == values.Length
                && report.Clamped == rounded.Zip(kept).Count(pair => pair.First != pair.Second)
                && (values.Length == 0 || (report.Minimum == values.Min() && report.Maximum == values.Max()));
        }, iter: 2_000);

    [Fact]
    public void Quantising_what_was_dequantised_gives_it_back() =>
        Formats.SelectMany(format => RoundGenerator.Value(format).Array[0, 70].Select(values => (format, values))).Sample(
            (format, values) =>
        {
            var reals = new float[values.Length];
            var again = new int[values.Length];
            format.Dequantise(values, reals);
            QuantisationReport report = format.Quantise(reals, again);
            return again.SequenceEqual(values) && report.Clamped == 0;
        }, iter: 2_000);

    [Fact]
    public void Dequantising_divides_by_the_scale_exactly()
    {
        int[] values = [.. Enumerable.Range(-50, 101).Select(i => i * 167_772), -(1 << 23), (1 << 23) - 1];
        var reals = new float[values.Length];
        FixedPointFormat.Default.Dequantise(values, reals);
        Assert.Equal(values.Select(q => q / 65536.0), reals.Select(v => (double)v));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Ties_go_to_the_even_neighbour(bool vectorised)
    {
        float[] halves =
            [0.5f, 1.5f, 2.5f, -0.5f, -1.5f, -2.5f, -0f, 1e-30f, -1e-30f, 0.49999997f, -0.49999997f, 3.5f, 4.5f, 5.5f, 6.5f, 7.5f];
        int[] expected = [0, 2, 2, 0, -2, -2, 0, 0, 0, 0, 0, 4, 4, 6, 6, 8];
        var result = new int[halves.Length];
        new FixedPointFormat(0, 24).Quantise<Float32, float>(halves, result, vectorised);
        Assert.Equal(expected, result);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Values_beyond_the_range_saturate_and_are_counted(bool vectorised)
    {
        float[] values = [.. Enumerable.Repeat<float[]>(
            [128f, -128f, 127.99998474121094f, -128.01f, float.MaxValue, float.MinValue, 0f, 1f], 5).SelectMany(v => v)];
        var result = new int[values.Length];
        QuantisationReport report = FixedPointFormat.Default.Quantise<Float32, float>(values, result, vectorised);
        const int least = -(1 << 23), greatest = (1 << 23) - 1;
        Assert.Equal([greatest, least, greatest, least, greatest, least, 0, 65536], result[..8]);
        Assert.Equal(5 * 4, report.Clamped);
        Assert.Equal((float.MinValue, float.MaxValue), (report.Minimum, report.Maximum));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_value_that_is_no_number_is_refused_with_its_index(float value)
    {
        for (int at = 0; at < 70; at++)
        {
            var values = new float[70];
            values[at] = value;
            values[69] = value;
            foreach (bool vectorised in (bool[])[true, false])
            {
                var refusal = Assert.Throws<NonFiniteValueException>(
                    () => FixedPointFormat.Default.Quantise<Float32, float>(values, new int[70], vectorised));
                Assert.Equal((long)at, refusal.Index);
                Assert.Equal(value, refusal.Value);
            }
        }
    }

    [Fact]
    public void The_first_value_out_of_range_is_found_wherever_it_stands()
    {
        var format = new FixedPointFormat(4, 8);
        Assert.Equal(-1, format.IndexOfFirstOutOfRange([]));
        for (int at = 0; at < 70; at++)
        {
            foreach (int value in (int[])[128, -129, int.MaxValue, int.MinValue])
            {
                int[] values = [.. Enumerable.Range(0, 70).Select(i => i % 2 == 0 ? 127 : -128)];
                Assert.Equal(-1, format.IndexOfFirstOutOfRange(values));
                values[at] = value;
                values[69] = value;
                Assert.Equal(at, format.IndexOfFirstOutOfRange(values));
            }
        }
    }

    [Theory]
    [InlineData(-1, 24)]
    [InlineData(31, 24)]
    [InlineData(16, 1)]
    [InlineData(16, 25)]
    public void Impossible_widths_are_refused(int fractionBits, int valueBits) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new FixedPointFormat(fractionBits, valueBits));

    [Fact]
    public void Results_of_another_length_are_refused()
    {
        Assert.Throws<ArgumentException>(() => FixedPointFormat.Default.Quantise(new float[3], new int[4]));
        Assert.Throws<ArgumentException>(() => FixedPointFormat.Default.Dequantise(new int[3], new float[2]));
    }

    private static Gen<float> Reals() => Gen.OneOf(
        Gen.Float.Where(float.IsFinite),
        Gen.Float[-200, 200],
        Gen.Float[-1, 1],
        Gen.Int[-100, 100].Select(i => i / 2f),
        Gen.Const(-0f));
}
