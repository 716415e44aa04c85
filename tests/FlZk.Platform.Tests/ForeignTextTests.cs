using FlZk.Platform.Files;

namespace FlZk.Platform.Tests;

public sealed class ForeignTextTests
{
    [Theory]
    [InlineData("layer.0/weight", "layer.0/weight")]
    [InlineData("größe 重み 😀", "größe 重み 😀")]
    [InlineData("", "")]
    [InlineData("\u001b[31m\0\r\n\t\u007f\u0085", "?[31m??????")]
    [InlineData("\u202e\u2066\u2028\u2029\ufeff", "?????")]
    public void What_does_not_print_becomes_a_question_mark(string text, string shown)
    {
        Assert.Equal(shown, ForeignText.Printable(text));
        Assert.Equal(shown, ForeignText.Quote(text));
    }

    [Fact]
    public void Long_text_is_cut_and_says_how_long_it_was()
    {
        string line = new('a', 120);
        Assert.Equal(line, ForeignText.Quote(line));
        Assert.Equal($"{line}... (121 characters)", ForeignText.Quote(line + "b"));
        Assert.Equal(line + "b", ForeignText.Printable(line + "b"));
        Assert.Equal($"{line[1..]}... (122 characters)", ForeignText.Quote(line[1..] + "😀b"));
    }
}
