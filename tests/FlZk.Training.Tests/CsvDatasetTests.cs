using System.Text;
using FlZk.Platform.Files;
using FlZk.Training.Data;

namespace FlZk.Training.Tests;

public sealed class CsvDatasetTests
{
    [Fact]
    public void Numbers_stay_numbers_and_words_become_one_feature_each()
    {
        TabularDataset table = Read("age,colour,height,kind\n1,red,1.5,cat\r\n-2e1,blue,0,dog\n3,red,-7,cat", "kind");
        Assert.Equal(["age", "colour=blue", "colour=red", "height"], table.FeatureNames);
        Assert.Equal(["cat", "dog"], table.ClassNames);
        Assert.Equal([0, 1, 0], table.Labels.ToArray());
        Assert.Equal([1, 0, 1, 1.5f], table.Row(0).ToArray());
        Assert.Equal([-20, 1, 0, 0], table.Row(1).ToArray());
        Assert.Equal([3, 0, 1, -7], table.Row(2).ToArray());
    }

    [Fact]
    public void Quotes_hold_commas_line_breaks_and_quotes()
    {
        TabularDataset table = Read("\"a, b\",\"c\"\"d\"\n\"1\",\"x\ny\"\n2,\"\"\"\"\n", "c\"d");
        Assert.Equal(["a, b"], table.FeatureNames);
        Assert.Equal(["\"", "x\ny"], table.ClassNames);
        Assert.Equal([1, 0], table.Labels.ToArray());
    }

    [Fact]
    public void Missing_values_are_NaN_among_numbers_and_zeros_among_words()
    {
        TabularDataset table = Read("n,w,label\n1,a,0\n,?,1\nNA,b,0\n", "label");
        Assert.Equal([1, float.NaN, float.NaN], Enumerable.Range(0, 3).Select(row => table.Row(row)[0]));
        Assert.Equal([0, 0], table.Row(1)[1..].ToArray());
    }

    [Fact]
    public void A_column_that_turns_out_to_be_words_is_words_throughout()
    {
        TabularDataset table = Read("w,label\n1,0\n2,1\nmany,1\n1,0\n", "label");
        Assert.Equal(["w=1", "w=2", "w=many"], table.FeatureNames);
        Assert.Equal([1, 0, 0], table.Row(3).ToArray());
    }

    [Fact]
    public void Numeric_labels_are_sorted_by_size() =>
        Assert.Equal(["-1", "2", "10"], Read("x,label\n1,10\n1,2\n1,-1\n", "label").ClassNames);

    [Theory]
    [InlineData("", "empty")]
    [InlineData("x,label", "0 different labels")]
    [InlineData("x,label\n1,a\n2,a", "1 different labels")]
    [InlineData("x,y\n1,2", "no column 'label'")]
    [InlineData("label\na\nb", "beside the label")]
    [InlineData("x,x,label\n1,2,a", "two columns are named 'x'")]
    [InlineData("x,label\n1,a\n2,b,3", "line 3: 3 values")]
    [InlineData("x,label\n1,a\n2", "line 3: 1 values")]
    [InlineData("x,label\n1,a\n\n2,", "line 4, column 'label': the label is missing")]
    [InlineData("x,label\n1,\"a", "line 2, field 2: a quoted value is not closed")]
    [InlineData("x,label\n1,\"a\"b", "line 2, field 2: text stands beside")]
    [InlineData("x,label\n1,a\"b\"", "line 2, field 2: text stands beside")]
    [InlineData("x,label\n\"1\n2\",a\n3", "line 4: 1 values")]
    public void What_is_no_table_is_refused_with_line_and_column(string text, string reason)
    {
        var refusal = Assert.Throws<FileFormatException>(() => Read(text, "label"));
        Assert.Contains(reason, refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_different_words_are_refused_with_line_and_column()
    {
        string Table(int words) => "x,free text,label\n" + string.Concat(Enumerable.Range(0, words).Select(i => $"1,word {i},{i % 2}\n"));
        Assert.Equal(65, Read(Table(64), "label").FeatureCount);
        var refusal = Assert.Throws<FileFormatException>(() => Read(Table(65), "label"));
        Assert.Contains("line 66, column 'free text': 'word 64' is not a number", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_among_many_numbers_is_refused_with_line_and_column()
    {
        string table = "x,label\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"{i},{i % 2}\n")) + "1e999,0\n";
        var refusal = Assert.Throws<FileFormatException>(() => Read(table, "label"));
        Assert.Contains("line 102, column 'x': '1e999'", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_labels_are_refused()
    {
        string table = "x,label\n" + string.Concat(Enumerable.Range(0, 257).Select(i => $"1,{i}\n"));
        Assert.Contains("line 258", Assert.Throws<FileFormatException>(() => Read(table, "label")).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_read_with_or_without_byte_order_mark_and_must_be_utf8()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "x,é\n1,a\n2,b\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
            Assert.Equal(2, CsvDataset.Read(path, "é").RowCount);
            File.WriteAllBytes(path, [.. "x,label\n1,a\n2,"u8, 0xFF, (byte)'\n']);
            Assert.Contains(
                "UTF-8", Assert.Throws<FileFormatException>(() => CsvDataset.Read(path, "label")).Reason, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static TabularDataset Read(string text, string label)
    {
        using var reader = new StringReader(text);
        return CsvDataset.Read("table.csv", reader, label);
    }
}
