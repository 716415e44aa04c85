using System.Buffers.Binary;
using System.Text;
using CsCheck;
using FlZk.Learning.ModelFiles;
using FlZk.Platform.Files;

namespace FlZk.Learning.Tests;

public sealed class NpyFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Arrays_read_again_are_equal()
    {
        string path = _directory.File("a.npy");
        NpyFile.Write<float>(path, [2, 3], new[] { 1, -2.5f, float.NaN, float.MaxValue, -0f, float.Epsilon });
        NpyArray<float> singles = NpyFile.ReadSingles(path);
        Assert.Equal([2L, 3L], singles.Shape);
        Assert.Equal([1, -2.5f, float.NaN, float.MaxValue, -0f, float.Epsilon], singles.Values);

        NpyFile.Write<double>(path, [3], new[] { 1.5, double.PositiveInfinity, 0.1 });
        Assert.Equal([1.5f, float.PositiveInfinity, 0.1f], NpyFile.ReadSingles(path).Values);

        NpyFile.Write<int>(path, [], new[] { int.MinValue });
        Assert.Equal([(long)int.MinValue], NpyFile.ReadIntegers(path).Values);
        Assert.Empty(NpyFile.ReadIntegers(path).Shape);

        NpyFile.Write<long>(path, [0, 7], Array.Empty<long>());
        Assert.Equal([0L, 7L], NpyFile.ReadIntegers(path).Shape);
    }

    [Fact]
    public void A_file_is_laid_out_as_NumPy_does()
    {
        // numpy.save of numpy.array([1.0], dtype='<f4'), NumPy 1.9 and later.
        string path = _directory.File("a.npy");
        NpyFile.Write<float>(path, [1], new[] { 1f });
        byte[] expected =
        [
            0x93, .. "NUMPY"u8, 1, 0, 118, 0,
            .. Encoding.ASCII.GetBytes("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }".PadRight(117)), (byte)'\n',
            0, 0, 0x80, 0x3F,
        ];
        Assert.Equal(expected, File.ReadAllBytes(path));
    }

    [Theory]
    [InlineData(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }")]
    [InlineData(2, "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }")]
    [InlineData(1, "{\"shape\":(1,2),\"fortran_order\":False,\"descr\":\"<f4\"}")]
    [InlineData(1, "{'descr': '<f4', 'fortran_order': True, 'shape': (2,)}")]
    [InlineData(1, "  { 'descr' : '<f4' , 'fortran_order' : False , 'shape' : ( 2 , 1 , ) , }  ")]
    public void Headers_with_one_meaning_are_read(int version, string header) =>
        Assert.Equal([1, 1], NpyFile.ReadSingles(Craft(version, header, 1f, 1f)).Values);

    [Theory]
    [InlineData("{'descr': '>f4', 'fortran_order': False, 'shape': (2,), }", "'>f4'")]
    [InlineData("{'descr': '>f2', 'fortran_order': False, 'shape': (4,), }", "'>f2'")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "'|O'")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }", "'<f4' or '<f8'")]
    [InlineData("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 2), }", "Fortran")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (2,), }", "True or False")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2), }", "comma")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }", "dimension")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2L,), }", "comma")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1L), }", "expected ')'")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775808,), }", "dimension")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807,), }", "does not fill")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", "does not fill")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", "does not fill")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", "does not fill")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", "does not fill")]
    [InlineData("{'descr': '<f4', 'fortran_order': False}", "missing")]
    [InlineData("{'descr': '<f4', 'shape': (2,)}", "missing")]
    [InlineData("{'fortran_order': False, 'shape': (2,)}", "missing")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", "repeated")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'x': 1}", "unknown")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} + {}", "after the end")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)", "expected '}'")]
    [InlineData("{'descr': '<f4", "does not end")]
    [InlineData("{descr: '<f4'}", "expected a string")]
    [InlineData("", "expected '{'")]
    public void A_malformed_header_is_refused(string header, string reason)
    {
        var refusal = Assert.Throws<FileFormatException>(() => NpyFile.ReadSingles(Craft(1, header, 1f, 1f)));
        Assert.Contains(reason, refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Integers_are_not_read_from_floats()
    {
        string path = Craft(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", 1f);
        Assert.Throws<FileFormatException>(() => NpyFile.ReadIntegers(path));
    }

    [Fact]
    public void A_double_beyond_the_floats_is_refused_with_its_offset()
    {
        string path = _directory.File("a.npy");
        NpyFile.Write<double>(path, [2], new[] { 0, 1e300 });
        Assert.Equal(new FileInfo(path).Length - 8, Assert.Throws<FileFormatException>(() => NpyFile.ReadSingles(path)).Offset);
    }

    [Fact]
    public void A_file_cut_anywhere_or_too_long_is_refused()
    {
        string path = _directory.File("a.npy");
        NpyFile.Write<int>(path, [3], new[] { 1, 2, 3 });
        byte[] whole = File.ReadAllBytes(path);
        for (int length = 0; length < whole.Length; length++)
        {
            string cut = _directory.Write("cut.npy", whole[..length]);
            Assert.Throws<FileFormatException>(() => NpyFile.ReadIntegers(cut));
        }

        Assert.Throws<FileFormatException>(() => NpyFile.ReadIntegers(_directory.Write("long.npy", [.. whole, 0])));
    }

    [Theory]
    [InlineData(6, 3)]
    [InlineData(6, 0)]
    [InlineData(7, 1)]
    [InlineData(1, (byte)'n')]
    [InlineData(9, 255)]
    public void A_wrong_magic_version_or_header_length_is_refused(int at, byte value)
    {
        byte[] bytes = File.ReadAllBytes(Craft(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", 1f));
        bytes[at] = value;
        Assert.Throws<FileFormatException>(() => NpyFile.ReadSingles(_directory.Write("bad.npy", bytes)));
    }

    [Fact]
    public void Whatever_bytes_change_the_answer_is_an_array_or_a_refusal()
    {
        byte[] whole = File.ReadAllBytes(Craft(2, "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }", 1f, 2f));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Array[1, 3].Sample(changes =>
        {
            byte[] changed = [.. whole];
            foreach ((int at, byte value) in changes) changed[at] = value;
            string mutant = _directory.File($"{Guid.NewGuid():N}.npy");
            File.WriteAllBytes(mutant, changed);
            try
            {
                NpyFile.ReadSingles(mutant);
            }
            catch (FileFormatException)
            {
                // The one exception allowed.
            }

            File.Delete(mutant);
        }, iter: 2_000);
    }

    [Fact]
    public void What_cannot_be_written_is_refused()
    {
        Assert.Throws<ArgumentException>(() => NpyFile.Write<float>(_directory.File("a.npy"), [3], new float[2]));
        Assert.Throws<ArgumentException>(() => NpyFile.Write<short>(_directory.File("a.npy"), [2], new short[2]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory.Root));
    }

    private string Craft(int version, string header, params float[] values)
    {
        byte[] text = Encoding.ASCII.GetBytes(header + "\n");
        var length = new byte[version == 1 ? 2 : 4];
        if (version == 1) BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)text.Length);
        else BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)text.Length);
        return _directory.Write(
            $"{Guid.NewGuid():N}.npy",
            [0x93, .. "NUMPY"u8, (byte)version, 0, .. length, .. text, .. values.SelectMany(BitConverter.GetBytes)]);
    }
}
