using System.Text;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;
using FlZk.Platform.Files;

namespace FlZk.Learning.Tests;

public sealed class UpdateDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Updates_come_in_the_order_of_the_weights()
    {
        WriteUpdate("a.safetensors", 1, 2);
        WriteUpdate("b.safetensors", 3, 4);
        _directory.Write("readme.txt", [1]);
        string weights = WriteWeights(("b.safetensors", 7), ("a.safetensors", 5));
        UpdateDirectory round = UpdateDirectory.Read(_directory.Root, weights);
        Assert.Equal(["b.safetensors", "a.safetensors"], round.Names);
        Assert.Equal([7L, 5L], round.Updates.Select(update => update.Weight));
        Assert.Equal([3, 4], round.Updates[0].Values.ToArray());
        Assert.Equal([1, 2], round.Updates[1].Values.ToArray());
        Assert.Equal(FixedPointFormat.Default, round.Format);
        Assert.Equal("w", round.Layout.Tensors.Single().Name);
    }

    [Fact]
    public void Weights_may_begin_with_a_byte_order_mark()
    {
        string path = _directory.Write(
            "weights.json", [0xEF, 0xBB, 0xBF, .. """{"schema":"flzk/weights/1","weights":{"a.npy":3}}"""u8]);
        Assert.Equal([KeyValuePair.Create("a.npy", 3L)], WeightsFile.Read(path));
    }

    [Fact]
    public void An_update_without_a_weight_is_refused()
    {
        WriteUpdate("a.safetensors", 1);
        WriteUpdate("b.safetensors", 1);
        Refused("b.safetensors", WriteWeights(("a.safetensors", 5)));
    }

    [Fact]
    public void A_weight_without_an_update_is_refused()
    {
        WriteUpdate("a.safetensors", 1);
        Refused("'b.safetensors' is not in", WriteWeights(("a.safetensors", 5), ("b.safetensors", 5)));
    }

    [Fact]
    public void Another_model_s_update_is_refused()
    {
        WriteUpdate("a.safetensors", 1, 2);
        WriteUpdate("b.safetensors", 1);
        Refused("shape [1] instead of [2]", WriteWeights(("a.safetensors", 5), ("b.safetensors", 5)));
    }

    [Fact]
    public void Another_format_s_update_is_refused()
    {
        WriteUpdate("a.safetensors", 1);
        var layout = new TensorLayout([new TensorDescriptor("w", [1])]);
        SafetensorsFile.WriteUpdate(_directory.File("b.safetensors"), new QuantisedUpdate(layout, [1], new FixedPointFormat(8, 24)));
        Refused("8 of 24 bits", WriteWeights(("a.safetensors", 5), ("b.safetensors", 5)));
    }

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("[]", "object")]
    [InlineData("""{"schema":"flzk/weights/1","weights":{"a":1}""", "JSON")]
    [InlineData("""{"schema":"flzk/weights/1","weights":{"a":1}} x""", "JSON")]
    [InlineData("""{"schema":"flzk/weights/2","weights":{"a":1}}""", "schema")]
    [InlineData("""{"weights":{"a":1}}""", "schema")]
    [InlineData("""{"schema":"flzk/weights/1"}""", "no weights")]
    [InlineData("""{"schema":"flzk/weights/1","weights":{}}""", "no weights")]
    [InlineData("""{"schema":"flzk/weights/1","weights":[1]}""", "wrong kind")]
    [InlineData("""{"schema":"flzk/weights/1","weights":{"a":1},"weights":{"a":1}}""", "repeated")]
    [InlineData("""{"schema":"flzk/weights/1","weights":{"a":1,"a":1}}""", "twice")]
    [InlineData("""{"schema":"flzk/weights/1","weights":{"a":0}}""", "from 1")]
    [InlineData("""{"schema":"flzk/weights/1","weights":{"a":-1}}""", "from 1")]
    [InlineData("""{"schema":"flzk/weights/1","weights":{"a":1048576}}""", "from 1")]
    [InlineData("""{"schema":"flzk/weights/1","weights":{"a":1.5}}""", "from 1")]
    [InlineData("""{"schema":"flzk/weights/1","weights":{"a":"1"}}""", "from 1")]
    [InlineData("""{"schema":"flzk/weights/1","weights":{"a":99999999999999999999}}""", "from 1")]
    [InlineData("""{"schema":"flzk/weights/1","weights":{"../a":1}}""", "plain file name")]
    [InlineData("""{"schema":"flzk/weights/1","weights":{"..":1}}""", "plain file name")]
    [InlineData("""{"schema":"flzk/weights/1","weights":{"/etc/a":1}}""", "plain file name")]
    [InlineData("""{"schema":"flzk/weights/1","weights":{"":1}}""", "plain file name")]
    [InlineData("""{"schema":"flzk/weights/1","weights":{"a\u202Eb":1}}""", @"'a\u{202E}b' has control or format characters")]
    [InlineData("""{"schema":"flzk/weights/1","weights":{"a\u001bb":1}}""", @"'a\u{1B}b' has control or format characters")]
    [InlineData("""{"schema":"flzk/weights/1","weights":{"a\u2028b":1}}""", @"'a\u{2028}b' has control or format characters")]
    public void Malformed_weights_are_refused(string json, string reason)
    {
        string path = _directory.Write("weights.json", Encoding.UTF8.GetBytes(json));
        Assert.Contains(reason, Assert.Throws<FileFormatException>(() => WeightsFile.Read(path)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_largest_weight_is_read()
    {
        KeyValuePair<string, long> entry = Assert.Single(WeightsFile.Read(WriteWeights(("a", (1 << 20) - 1))));
        Assert.Equal(("a", (1L << 20) - 1), (entry.Key, entry.Value));
    }

    [Fact]
    public void A_model_file_is_what_its_name_says()
    {
        var model = new ModelParameters(new TensorLayout([new TensorDescriptor("w", [2])]), [1, 2]);
        ModelFile.Write(_directory.File("m.npy"), model);
        ModelFile.Write(_directory.File("m.safetensors"), model);
        Assert.Equal([1, 2], ModelFile.Read(_directory.File("m.npy")).Values);
        Assert.Equal("m", ModelFile.Read(_directory.File("m.npy")).Layout.Tensors.Single().Name);
        Assert.Equal("w", ModelFile.Read(_directory.File("m.safetensors")).Layout.Tensors.Single().Name);
        Assert.Throws<FileFormatException>(() => ModelFile.Read(_directory.File("m.bin")));
        var two = new ModelParameters(new TensorLayout([new TensorDescriptor("a", [1]), new TensorDescriptor("b", [1])]), [1, 2]);
        Assert.Throws<ArgumentException>(() => ModelFile.Write(_directory.File("two.npy"), two));
    }

    private void WriteUpdate(string name, params int[] values)
    {
        var layout = new TensorLayout([new TensorDescriptor("w", [values.Length])]);
        SafetensorsFile.WriteUpdate(_directory.File(name), new QuantisedUpdate(layout, values, FixedPointFormat.Default));
    }

    private string WriteWeights(params (string Name, long Weight)[] weights)
    {
        string path = _directory.File("weights.json");
        WeightsFile.Write(path, weights.Select(entry => KeyValuePair.Create(entry.Name, entry.Weight)));
        return path;
    }

    private void Refused(string reason, string weights)
    {
        var refusal = Assert.Throws<FileFormatException>(() => UpdateDirectory.Read(_directory.Root, weights));
        Assert.Contains(reason, refusal.Reason, StringComparison.Ordinal);
    }
}
