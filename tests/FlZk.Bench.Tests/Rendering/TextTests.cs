using System.Text;
using FlZk.Bench.Report.Rendering;

namespace FlZk.Bench.Tests.Rendering;

public class TextTests
{
    [Theory]
    [InlineData(12_345.0, "12.3 s")]
    [InlineData(1_234.0, "1.23 s")]
    [InlineData(123.4, "123 ms")]
    [InlineData(12.34, "12.3 ms")]
    [InlineData(1.234, "1.23 ms")]
    [InlineData(0.1234, "123.4 µs")]
    [InlineData(0.0001234, "123.4 ns")]
    public void Times_in_milliseconds_with_three_digits(double milliseconds, string expected) =>
        Assert.Equal(expected, Text.Time(milliseconds));

    [Theory]
    [InlineData(1.5, "1.5x")]
    [InlineData(0.734, "0.73x")]
    [InlineData(12.34, "12.3x")]
    public void Ratios(double ratio, string expected) => Assert.Equal(expected, Text.Ratio(ratio));

    [Fact]
    public void What_is_missing_is_a_dash() => Assert.All(
        [Text.Time(null), Text.Ratio(null), Text.Memory(null), Text.Count(null), Text.Nanoseconds(null)], text => Assert.Equal("-", text));

    [Fact]
    public void Tables()
    {
        var text = new StringBuilder();
        new MarkdownTable("work", "time").Row("a", "1").Row("b", "2").WriteTo(text);
        Assert.Equal("| work | time |\n|---|---:|\n| a | 1 |\n| b | 2 |\n\n", text.ToString());
    }
}
