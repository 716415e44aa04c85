using System.Buffers.Binary;
using System.Text;
using FlZk.Learning.ModelFiles;
using FlZk.Platform.Files;

namespace FlZk.Learning.Tests;

/// <summary>Files that lie about themselves: each is refused by name, before anything is allocated that its bytes do not pay
/// for.</summary>
public sealed class MalformedModelFileTests : IDisposable
{
    // Exceptions with their messages and stack traces, the parser's strings and lists.
    private const long Allowance = 64 * 1024;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7, "claims bytes 0 to 8 of 7")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9, "end at byte 8 of 9")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"v":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "overlaps")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"v":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "overlaps")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"v":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "gap")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "gap")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "claims bytes 4 to 0")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", 4, "2^63")]
    [InlineData(
        """{"w":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""", 8, "'F64'")]
    [InlineData(
        """{"w":{"dtype":"f32","shape":[1],"data_offsets":[0,4]}}""", 4, "'f32'")]
    [InlineData(
        """{"w":{"dtype":7,"shape":[1],"data_offsets":[0,4]}}""", 4, "dtype")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "twice")]
    [InlineData(
        """{"__metadata__":{"a":"1","a":"2"},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "twice")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[9223372036854775807],"data_offsets":[0,4]}}""", 4, "2^63 bytes")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,4]}}""", 4, "2^63 - 1")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "2^63 bytes")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[4294967296,4294967296,0],"data_offsets":[0,0]}}""", 0, "2^63 bytes")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[0,4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "2^63 bytes")]
    [InlineData(
        """{"w":{"dtype":"F16","shape":[1152921504606846976],"data_offsets":[0,2305843009213693952]}}""", 4, "of 4 bytes of data")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[0,3],"data_offsets":[0,4]}}""", 4, "needs 0 bytes")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"v":{"dtype":"I32","shape":[1],"data_offsets":[4,8]}}""",
        8,
        "beside tensors of I32")]
    [InlineData(
        """{"w":{"dtype":"I32","shape":[1],"data_offsets":[0,4]}}""", 4, "lacks flzk.fractionBits")]
    [InlineData(
        """{"__metadata__":{"flzk.fractionBits":"99","flzk.valueBits":"24"},"w":{"dtype":"I32","shape":[1],"data_offsets":[0,4]}}""",
        4,
        "'99'")]
    public void A_safetensors_file_that_lies_is_refused(string header, int dataLength, string reason) =>
        Refused(Safetensors(Encoding.UTF8.GetBytes(header), dataLength), reason);

    [Theory]
    [InlineData(0x7FFF_FFFF_FFFF_FFFFUL)]
    [InlineData(ulong.MaxValue)]
    [InlineData(100_000_001UL)]
    [InlineData(100UL)]
    public void A_header_larger_than_the_file_is_refused(ulong claimed)
    {
        var bytes = new byte[20];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, claimed);
        Refused(_directory.Write("header.safetensors", bytes), "the header claims");
    }

    [Fact]
    public void A_header_beyond_what_the_format_allows_is_refused_before_it_is_read()
    {
        // A file that claims to be long costs its sender nothing.
        string path = _directory.File("sparse.safetensors");
        using (FileStream file = File.Create(path))
        {
            file.Write([0x01, 0xE1, 0xF5, 0x05, 0, 0, 0, 0]);
            file.SetLength(100_000_100);
        }

        Assert.Throws<FileFormatException>(() => SafetensorsFile.Open(path));
        long before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = Assert.Throws<FileFormatException>(() => SafetensorsFile.Open(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allowance);
        Assert.Contains("100000001 bytes; 100000092 follow, and 100000000 are allowed", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_of_a_million_dimensions_is_refused_before_they_are_kept()
    {
        string ones = string.Join(',', Enumerable.Repeat("1", 1_000_000));
        string header = """{"w":{"dtype":"F32","shape":[""" + ones + """],"data_offsets":[0,4]}}""";
        Refused(Safetensors(Encoding.UTF8.GetBytes(header), 4), "more than 64 dimensions");
    }

    [Fact]
    public void A_npy_array_of_thousands_of_dimensions_is_refused()
    {
        string Header(int rank) =>
            $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({string.Concat(Enumerable.Repeat("1, ", rank))}), }}";
        Refused(Npy(1, Header(65), 4), "more than 64 dimensions");
        Assert.Single(NpyFile.ReadSingles(Npy(1, Header(64), 4)).Values);
    }

    [Fact]
    public void A_name_in_a_message_cannot_write_to_the_terminal_and_does_not_fill_it()
    {
        string name = @"\u001b[31m\r\n\u202e" + new string('x', 100_000);
        byte[] header = Encoding.UTF8.GetBytes($$$"""{"{{{name}}}":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""");
        var refusal = Assert.Throws<FileFormatException>(() => SafetensorsFile.Open(Safetensors(header, 8)));
        Assert.StartsWith(@"tensor '\u{1B}[31m\u{D}\u{A}\u{202E}xxx", refusal.Reason, StringComparison.Ordinal);
        Assert.InRange(refusal.Reason.Length, 100, 250);
    }

    [Fact]
    public void A_tensor_without_elements_may_be_named_after_the_one_that_begins_where_it_does()
    {
        string path = Safetensors(
            """
            {"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},
             "a":{"dtype":"F16","shape":[0],"data_offsets":[0,0]}}
            """u8,
            4);
        using ModelFileReader reader = ModelFile.Open(path);
        Assert.Equal(["a", "b"], reader.Layout.Tensors.Select(tensor => tensor.Name));
    }

    [Fact]
    public void Tensors_without_elements_are_legal_where_nothing_else_is_claimed()
    {
        string path = Safetensors(
            """
            {"a":{"dtype":"F16","shape":[0,9223372036854775807],"data_offsets":[0,0]},
             "b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}
            """u8,
            4);
        using ModelFileReader reader = ModelFile.Open(path);
        Assert.Equal([0, 1], reader.Layout.Tensors.Select(tensor => tensor.Length));
        var value = new float[1];
        reader.ReadSingles(0, value);
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2), }", "Fortran")]
    [InlineData("{'descr': '>f4', 'fortran_order': False, 'shape': (4,), }", "'>f4'")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (4,), }", "'|O'")]
    [InlineData("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (4,), }", "expected a string")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775808,), }", "2^63 - 1")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 2), }", "does not fill")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 4294967296, 4294967296), }", "does not fill")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647,), }", "does not fill")]
    [InlineData("{'descr': '<f2', 'fortran_order': False, 'shape': (4,), }", "does not fill")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (5,), }", "does not fill")]
    public void A_npy_file_that_lies_is_refused(string header, string reason) => Refused(Npy(1, header, 16), reason);

    [Theory]
    [InlineData(3, "version 3.0")]
    [InlineData(0, "version 0.0")]
    public void Other_versions_of_npy_are_refused(byte version, string reason) =>
        Refused(Npy(version, "{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }", 16), reason);

    [Fact]
    public void A_npy_header_larger_than_the_file_is_refused()
    {
        Refused(_directory.Write("a.npy", [0x93, .. "NUMPY"u8, 2, 0, 0xFF, 0xFF, 0xFF, 0xFF, .. "{}"u8]), "the header claims 4294967295");
        Refused(_directory.Write("a.npy", [0x93, .. "NUMPY"u8, 1, 0, 0xFF, 0xFF, .. "{}"u8]), "the header claims 65535");
    }

    [Fact]
    public void Objects_are_never_unpickled()
    {
        // What numpy.save leaves of an array of objects: the dtype refuses it before the pickle's first byte is looked at.
        string path = Npy(1, "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", 0);
        File.AppendAllText(path, "\x80\x04cos\nsystem\n.");
        Refused(path, "'|O'");
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused_by_the_reader_of_blocks()
    {
        string whole = _directory.File("whole.safetensors");
        var layout = new TensorLayout([new TensorDescriptor("w", [3]), new TensorDescriptor("b", [2], ElementType.BFloat16)]);
        SafetensorsFile.WriteModel(whole, new ModelParameters(layout, [1, 2, 3, 4, 5]));
        byte[] bytes = File.ReadAllBytes(whole);
        for (int length = 0; length < bytes.Length; length++) Refused(_directory.Write("cut.safetensors", bytes[..length]), "");
    }

    [Fact]
    public void What_a_file_costs_is_bounded_by_its_size()
    {
        // Many tensors of nothing: the dearest header for each of its bytes.
        string header = "{" + string.Join(",", Enumerable.Range(0, 2_000).Select(
            i => $$"""{{"\""}}{{i}}":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}""")) + "}";
        string path = Safetensors(Encoding.UTF8.GetBytes(header), 0);
        ModelFile.Open(path).Dispose();
        long before = GC.GetAllocatedBytesForCurrentThread();
        ModelFile.Open(path).Dispose();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 32 * new FileInfo(path).Length);
    }

    private static void Refused(string path, string reason)
    {
        // Once for what the first use of a parser costs.
        Assert.Throws<FileFormatException>(() => ModelFile.Open(path));
        long before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = Assert.Throws<FileFormatException>(() => ModelFile.Open(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, new FileInfo(path).Length + Allowance);
        Assert.Contains(reason, refusal.Reason, StringComparison.Ordinal);
        Assert.Equal(path, refusal.File);
    }

    private string Safetensors(ReadOnlySpan<byte> header, int dataLength)
    {
        var prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, header.Length);
        return _directory.Write("file.safetensors", [.. prefix, .. header, .. new byte[dataLength]]);
    }

    private string Npy(byte version, string header, int dataLength)
    {
        byte[] text = Encoding.ASCII.GetBytes(header + "\n");
        return _directory.Write(
            "file.npy", [0x93, .. "NUMPY"u8, version, 0, (byte)text.Length, 0, .. text, .. new byte[dataLength]]);
    }
}
