using FlZk.Platform.Files;

namespace FlZk.Platform.Tests;

public sealed class ForeignTextTests
{
    public static TheoryData<string, string> Hidden => new()
    {
        { "a\u001b[2Jb", @"a\u{1B}[2Jb" },
        { "a\nb", @"a\u{A}b" },
        { "a\tb", @"a\u{9}b" },
        { "\u007f\u009b31m", @"\u{7F}\u{9B}31m" },
        { "exe\u202Egnp.ecila", @"exe\u{202E}gnp.ecila" },
        { "\u2066a\u2069", @"\u{2066}a\u{2069}" },
        { "al\u200Bice", @"al\u{200B}ice" },
        { "al\u00ADice", @"al\u{AD}ice" },
        { "\uFEFFalice", @"\u{FEFF}alice" },
        { "a\u2028b\u2029c", @"a\u{2028}b\u{2029}c" },
        { "a\U000E0041", @"a\u{E0041}" },
        { "\ud800a", @"\u{D800}a" },
        { "a\udc00", @"a\u{DC00}" },
    };

    [Theory]
    [MemberData(nameof(Hidden))]
    public void What_is_hidden_is_told_and_written_out(string text, string visible)
    {
        Assert.False(ForeignText.IsPrintable(text));
        Assert.Equal(visible, ForeignText.Printable(text));
        Assert.Equal(visible, ForeignText.Quote(text));
        Assert.True(ForeignText.IsPrintable(visible));
    }

    [Theory]
    [InlineData("")]
    [InlineData("alice-2.safetensors")]
    [InlineData("layer.0/weight")]
    [InlineData("größe 重み 😀")]
    [InlineData("名前 \u05D0\u05DC\u05D9\u05E1 é e\u0301 \U0001F600")]
    public void Other_text_stays_as_it_is(string text)
    {
        Assert.True(ForeignText.IsPrintable(text));
        Assert.Same(text, ForeignText.Printable(text));
        Assert.Same(text, ForeignText.PrintableLines(text));
        Assert.Same(text, ForeignText.PrintableJson(text));
    }

    [Fact]
    public void A_message_keeps_its_lines()
    {
        Assert.Equal("a\n\tb\r\nc\\u{D}d\\u{202E}", ForeignText.PrintableLines("a\n\tb\r\nc\rd\u202E"));
    }

    [Fact]
    public void Json_is_the_same_to_who_parses_it()
    {
        Assert.Equal("""{"a\u202e": "\udb40\udc41\u2028"}""" + "\n", ForeignText.PrintableJson("{\"a\u202E\": \"\U000E0041\u2028\"}\n"));
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
