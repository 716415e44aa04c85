using System.Buffers.Binary;
using System.Text;
using CsCheck;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;
using FlZk.Platform.Files;

namespace FlZk.Learning.Tests;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_model_read_again_has_its_names_shapes_order_types_values_and_metadata()
    {
        var layout = new TensorLayout(
        [
            new TensorDescriptor("z.weight", [2, 3], ElementType.Float32),
            new TensorDescriptor("a.weight", [4], ElementType.Float16),
            new TensorDescriptor("none", [3, 0]),
            new TensorDescriptor("m \"quoted\" \u00e9", [1, 1, 2], ElementType.BFloat16),
            new TensorDescriptor("scalar", []),
        ]);
        float[] values =
            [1, -2, float.MinValue, float.Epsilon, float.NaN, -0f, 0.5f, -65504, 6e-8f, float.PositiveInfinity, 1.5f, -3e38f, 7];
        values[8] = (float)(Half)values[8];
        values[11] = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(values[11]) & 0xFFFF0000);
        var metadata = new Dictionary<string, string> { ["format"] = "pt", ["note"] = "line\nbreak" };
        string path = _directory.File("model.safetensors");
        SafetensorsFile.WriteModel(path, new ModelParameters(layout, values, metadata));
        ModelParameters read = SafetensorsFile.ReadModel(path);

        Assert.Null(read.Layout.DifferenceFrom(layout));
        Assert.Equal(layout.Tensors.Select(t => t.ElementType), read.Layout.Tensors.Select(t => t.ElementType));
        Assert.Equal(values.Select(BitConverter.SingleToInt32Bits), read.Values.Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(metadata, read.Metadata);
        Assert.Equal([0.5f, -65504], read["a.weight"][..2].ToArray());
        Assert.Equal(("a.weight", 3), (read.Layout.Locate(9).Tensor.Name, read.Layout.Locate(9).Index));
    }

    [Fact]
    public void A_file_is_laid_out_as_the_format_says()
    {
        string path = _directory.File("model.safetensors");
        var layout = new TensorLayout([new TensorDescriptor("w", [2]), new TensorDescriptor("b", [1], ElementType.BFloat16)]);
        SafetensorsFile.WriteModel(path, new ModelParameters(layout, [1, 2, 3]));
        byte[] bytes = File.ReadAllBytes(path);
        int header = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(0, header % 8);
        Assert.Equal(
            """{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"BF16","shape":[1],"data_offsets":[8,10]}}""",
            Encoding.UTF8.GetString(bytes, 8, header).TrimEnd());
        Assert.Equal([0, 0, 0x80, 0x3F, 0, 0, 0, 0x40, 0x40, 0x40], bytes[(8 + header)..]);
    }

    [Fact]
    public void The_order_is_that_of_the_data_not_of_the_keys()
    {
        string path = Craft("""{"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8);
        Assert.Equal(["a", "b"], SafetensorsFile.ReadModel(path).Layout.Tensors.Select(t => t.Name));
    }

    [Fact]
    public void Brain_floats_round_to_nearest_even_and_keep_what_they_are() =>
        Gen.UInt.Array[1, 20].Sample(bits =>
        {
            float[] values = [.. bits.Select(BitConverter.UInt32BitsToSingle)];
            var halves = new ushort[values.Length];
            var back = new float[values.Length];
            BrainFloat.FromSingle(values, halves);
            BrainFloat.ToSingle(halves, back);
            return values.Zip(back).All(pair => float.IsNaN(pair.First) ? float.IsNaN(pair.Second) : IsNearest(pair.First, pair.Second));
        }, iter: 3_000);

    [Fact]
    public void An_update_read_again_has_its_values_and_format()
    {
        var layout = new TensorLayout([new TensorDescriptor("w", [2, 2]), new TensorDescriptor("b", [1])]);
        var model = new ModelParameters(layout, [1, -128, 127.5f, 0.00001f, -1], new Dictionary<string, string> { ["round"] = "3" });
        QuantisedUpdate update = QuantisedUpdate.FromModel(model, new FixedPointFormat(12, 20), out QuantisationReport report);
        Assert.Equal(0, report.Clamped);
        string path = _directory.File("update.safetensors");
        SafetensorsFile.WriteUpdate(path, update);
        QuantisedUpdate read = SafetensorsFile.ReadUpdate(path);
        Assert.Equal(update.Values, read.Values);
        Assert.Equal(update.Format, read.Format);
        Assert.Equal(model.Metadata, read.Metadata);
        Assert.Null(read.Layout.DifferenceFrom(layout));
        Assert.Equal([1, -128, 127.5f, 0, -1], read.ToModel().Values);
        if (!OperatingSystem.IsWindows()) Assert.Equal(AtomicFile.OwnerOnly, File.GetUnixFileMode(path));
    }

    [Fact]
    public void An_update_with_a_value_out_of_its_format_is_refused_with_tensor_and_offset()
    {
        string header = """{"__metadata__":{"flzk.fractionBits":"0","flzk.valueBits":"8"},"w":{"dtype":"I32","shape":[2],"data_offsets":[0,8]}}""";
        string path = Craft(header, 8, data => BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(4), 128));
        var refusal = Assert.Throws<FileFormatException>(() => SafetensorsFile.ReadUpdate(path));
        Assert.Contains("element 1 of tensor 'w' is 128", refusal.Reason, StringComparison.Ordinal);
        Assert.Equal(new FileInfo(path).Length - 4, refusal.Offset);
        Assert.Equal(
            [0, 127],
            SafetensorsFile.ReadUpdate(Craft(header, 8, data => BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(4), 127))).Values);
    }

    [Theory]
    [InlineData("""{"w":{"dtype":"I32","shape":[1],"data_offsets":[0,4]}}""", "metadata")]
    [InlineData("""{"__metadata__":{"flzk.fractionBits":"16","flzk.valueBits":"25"},"w":{"dtype":"I32","shape":[1],"data_offsets":[0,4]}}""", "no fixed-point format")]
    [InlineData("""{"__metadata__":{"flzk.fractionBits":"16","flzk.valueBits":"1"},"w":{"dtype":"I32","shape":[1],"data_offsets":[0,4]}}""", "no fixed-point format")]
    [InlineData("""{"__metadata__":{"flzk.fractionBits":"-1","flzk.valueBits":"24"},"w":{"dtype":"I32","shape":[1],"data_offsets":[0,4]}}""", "no fixed-point format")]
    [InlineData("""{"__metadata__":{"flzk.fractionBits":"16","flzk.valueBits":"24"},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "quantise")]
    public void A_file_that_is_no_update_is_refused(string header, string reason)
    {
        string path = Craft(header, 4);
        Assert.Contains(
            reason, Assert.Throws<FileFormatException>(() => SafetensorsFile.ReadUpdate(path)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", 0, "'{'")]
    [InlineData(" {}", 0, "'{'")]
    [InlineData("{", 0, "JSON")]
    [InlineData("{}}", 0, "JSON")]
    [InlineData("{} x", 0, "JSON")]
    [InlineData("""{"w":5}""", 4, "object")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "twice")]
    [InlineData("""{"w":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""", 8, "F64")]
    [InlineData("""{"w":{"dtype":"I32","shape":[1],"data_offsets":[0,4]}}""", 4, "I32")]
    [InlineData("""{"w":{"dtype":1,"shape":[1],"data_offsets":[0,4]}}""", 4, "string")]
    [InlineData("""{"w":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "repeated")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}""", 4, "unknown")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1]}}""", 4, "lacks")]
    [InlineData("""{"w":{"shape":[1],"data_offsets":[0,4]}}""", 4, "lacks")]
    [InlineData("""{"w":{"dtype":"F32","data_offsets":[0,4]}}""", 4, "lacks")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", 4, "lacks")]
    [InlineData("""{"w":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "integer")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "integer")]
    [InlineData("""{"w":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""", 4, "integer")]
    [InlineData("""{"w":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,4]}}""", 4, "integer")]
    [InlineData("""{"w":{"dtype":"F32","shape":[9223372036854775807],"data_offsets":[0,4]}}""", 4, "2^63")]
    [InlineData("""{"w":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "2^63")]
    [InlineData("""{"w":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807,0],"data_offsets":[0,0]}}""", 0, "2^63")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "claims")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "claims")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""", 8, "needs 4 bytes")]
    [InlineData("""{"w":{"dtype":"F16","shape":[1],"data_offsets":[0,4]}}""", 4, "needs 2 bytes")]
    [InlineData("""{"w":{"dtype":"F32","shape":[0],"data_offsets":[0,4]}}""", 4, "needs 0 bytes")]
    [InlineData("""{"v":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "overlaps")]
    [InlineData("""{"v":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "overlaps")]
    [InlineData("""{"v":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "gap")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "gap")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "end at byte 4")]
    [InlineData("""{"w":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}""", 4, "gap")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "string")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", 0, "twice")]
    [InlineData("""{"__metadata__":[]}""", 0, "object")]
    [InlineData("""{"__metadata__":{"a":{"b":{"c":{"d":"e"}}}}}""", 0, "string")]
    [InlineData("{\"\\ud800\":{}}", 0, "JSON")]
    public void A_malformed_header_is_refused(string header, int dataLength, string reason)
    {
        string path = Craft(header, dataLength);
        var refusal = Assert.Throws<FileFormatException>(() => SafetensorsFile.ReadModel(path));
        Assert.Contains(reason, refusal.Reason, StringComparison.Ordinal);
        Assert.Equal(path, refusal.File);
    }

    [Theory]
    [InlineData(0UL, 0)]
    [InlineData(3UL, 2)]
    [InlineData(100UL, 20)]
    [InlineData(ulong.MaxValue, 20)]
    [InlineData(1UL << 63, 20)]
    public void A_header_larger_than_the_file_is_refused(ulong claimed, int present)
    {
        var bytes = new byte[8 + present];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, claimed);
        Assert.Throws<FileFormatException>(() => SafetensorsFile.ReadModel(_directory.Write("bad.safetensors", bytes)));
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        string path = _directory.File("model.safetensors");
        SafetensorsFile.WriteModel(path, new ModelParameters(new TensorLayout([new TensorDescriptor("w", [5])]), new float[5]));
        byte[] whole = File.ReadAllBytes(path);
        for (int length = 0; length < whole.Length; length++)
        {
            string cut = _directory.Write("cut.safetensors", whole[..length]);
            Assert.Throws<FileFormatException>(() => SafetensorsFile.ReadModel(cut));
        }
    }

    [Fact]
    public void Whatever_bytes_change_the_answer_is_a_model_or_a_refusal()
    {
        string path = _directory.File("model.safetensors");
        var layout = new TensorLayout([new TensorDescriptor("w", [2, 2]), new TensorDescriptor("b", [3], ElementType.Float16)]);
        SafetensorsFile.WriteModel(path, new ModelParameters(layout, new float[7], new Dictionary<string, string> { ["k"] = "v" }));
        byte[] whole = File.ReadAllBytes(path);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Array[1, 3].Sample(changes =>
        {
            byte[] changed = [.. whole];
            foreach ((int at, byte value) in changes) changed[at] = value;
            string mutant = _directory.File($"{Guid.NewGuid():N}.safetensors");
            File.WriteAllBytes(mutant, changed);
            try
            {
                SafetensorsFile.ReadModel(mutant);
            }
            catch (FileFormatException)
            {
                // The one exception allowed.
            }

            File.Delete(mutant);
        }, iter: 2_000);
    }

    private static bool IsNearest(float exact, float rounded)
    {
        if (exact == rounded) return true;
        uint bits = BitConverter.SingleToUInt32Bits(exact);
        float below = BitConverter.UInt32BitsToSingle(bits & 0xFFFF0000), above = BitConverter.UInt32BitsToSingle(
            (bits & 0xFFFF0000) + 0x10000);
        uint rest = bits & 0xFFFF;
        bool even = ((bits >> 16) & 1) == 0;
        return rounded == (rest < 0x8000 || (rest == 0x8000 && even) ? below : above);
    }

    private string Craft(string header, int dataLength, Action<byte[]>? fill = null)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        var data = new byte[dataLength];
        fill?.Invoke(data);
        var prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, json.Length);
        return _directory.Write($"{Guid.NewGuid():N}.safetensors", [.. prefix, .. json, .. data]);
    }
}
