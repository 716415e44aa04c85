using CsCheck;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;
using FlZk.Platform.Files;

namespace FlZk.Learning.Tests;

public sealed class ModelFileReaderTests : IDisposable
{
    private static readonly TensorLayout Mixed = new(
    [
        new TensorDescriptor("a", [70], ElementType.Float16),
        new TensorDescriptor("b", [3, 41]),
        new TensorDescriptor("none", [0, 5]),
        new TensorDescriptor("c", [1], ElementType.BFloat16),
        new TensorDescriptor("d", [2], ElementType.Float16),
        new TensorDescriptor("e", [95], ElementType.BFloat16),
        new TensorDescriptor("f", []),
    ]);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Any_block_of_a_model_is_that_part_of_the_whole()
    {
        string path = WriteMixed(out float[] values);
        using ModelFileReader reader = ModelFile.Open(path);
        Assert.False(reader.HoldsIntegers);
        Assert.Null(reader.Format);
        Assert.Null(reader.DifferenceFrom(Mixed));
        Assert.Equal(new FileInfo(path).Length, reader.FileLength);
        foreach ((int start, int length) in Blocks(reader.Length))
        {
            var block = new float[length];
            reader.ReadSingles(start, block);
            Assert.Equal(values[start..(start + length)], block);
        }
    }

    [Fact]
    public void Any_block_of_a_model_is_quantised_as_in_the_whole()
    {
        string path = WriteMixed(out float[] values);
        using ModelFileReader reader = ModelFile.Open(path);
        var format = new FixedPointFormat(7, 12);
        var whole = new int[values.Length];
        QuantisationReport expected = format.Quantise(values, whole);
        Assert.True(expected.Clamped > 0);
        foreach (int size in (int[])[1, 2, 7, 16, 33, 64, 1000])
        {
            QuantisationReport merged = default;
            for (int start = 0; start < reader.Length; start += size)
            {
                var block = new int[Math.Min(size, reader.Length - start)];
                merged = reader.ReadFixedPoint(start, block, format).Merge(merged);
                Assert.Equal(whole[start..(start + block.Length)], block);
            }

            Assert.Equal(expected, merged);
        }
    }

    [Fact]
    public void Many_threads_read_one_reader()
    {
        using ModelFileReader reader = ModelFile.Open(WriteMixed(out float[] values));
        Parallel.For(0, 2_000, i =>
        {
            int start = i % values.Length;
            var block = new float[Math.Min(37, values.Length - start)];
            reader.ReadSingles(start, block);
            Assert.Equal(values[start..(start + block.Length)], block);
        });
    }

    [Fact]
    public void Updates_are_read_as_integers_and_state_their_format()
    {
        string path = WriteUpdate([1, -2, 3, 127, -128, 0, 5], new FixedPointFormat(4, 8));
        using ModelFileReader reader = ModelFile.Open(path);
        Assert.True(reader.HoldsIntegers);
        Assert.Equal(new FixedPointFormat(4, 8), reader.Format);
        foreach ((int start, int length) in Blocks(7))
        {
            var block = new int[length];
            reader.ReadIntegers(start, block);
            Assert.Equal(((int[])[1, -2, 3, 127, -128, 0, 5])[start..(start + length)], block);
        }

        var all = new int[7];
        Assert.Equal(new QuantisationReport(7, 0, -8, 127 / 16f), reader.ReadFixedPoint(0, all, new FixedPointFormat(4, 8)));
        Assert.Contains(
            "4 of 8 bits",
            Assert.Throws<FileFormatException>(() => reader.ReadFixedPoint(0, all, FixedPointFormat.Default)).Reason,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_integer_outside_its_format_is_named_with_its_tensor_and_offset()
    {
        string path = _directory.File("out.safetensors");
        SafetensorsFile.WriteUpdate(path, new QuantisedUpdate(
            new TensorLayout([new TensorDescriptor("v", [2]), new TensorDescriptor("w", [3])]), [1, 2, 3, 4, 5], new FixedPointFormat(4, 8)));
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^7] = 1;
        File.WriteAllBytes(path, bytes);
        using ModelFileReader reader = ModelFile.Open(path);
        var block = new int[3];
        reader.ReadFixedPoint(0, block, reader.Format!);
        var refusal = Assert.Throws<FileFormatException>(() => reader.ReadFixedPoint(2, block, reader.Format!));
        Assert.Contains("element 1 of tensor 'w' is 260, outside [-128, 127]", refusal.Reason, StringComparison.Ordinal);
        Assert.Equal(bytes.Length - 8, refusal.Offset);
    }

    [Fact]
    public void Arrays_of_NumPy_are_read_in_blocks()
    {
        string path = _directory.File("a.npy");
        double[] doubles = [.. Enumerable.Range(0, 5000).Select(i => Math.Sin(i) * 100)];
        NpyFile.Write<double>(path, [5000], doubles);
        using (ModelFileReader reader = ModelFile.Open(path))
        {
            Assert.False(reader.NamesTensors);
            Assert.Equal("a", reader.Layout.Tensors[0].Name);
            var block = new float[4500];
            reader.ReadSingles(499, block);
            Assert.Equal(doubles.Skip(499).Take(4500).Select(v => (float)v), block);
        }

        long[] longs = [.. Enumerable.Range(0, 5000).Select(i => (long)(i * 1001) - 2_000_000), 1L << 31];
        NpyFile.Write<long>(path, [5001], longs);
        using (ModelFileReader reader = ModelFile.Open(path))
        {
            Assert.True(reader.HoldsIntegers);
            Assert.Null(reader.Format);
            var block = new int[4999];
            reader.ReadIntegers(1, block);
            Assert.Equal(longs[1..5000], block.Select(v => (long)v));
            Assert.Equal(5000, reader.ReadFixedPoint(0, new int[5000], FixedPointFormat.Default).Count);
            Assert.Contains(
                "element 5000 is 2147483648",
                Assert.Throws<FileFormatException>(() => reader.ReadIntegers(4990, new int[11])).Reason,
                StringComparison.Ordinal);
            Assert.Throws<FileFormatException>(() => reader.ReadSingles(0, new float[1]));
        }

        Assert.Equal(longs, NpyFile.ReadIntegers(path).Values);
        Half[] halves = [(Half)1, (Half)(-0.5), Half.MaxValue, Half.Epsilon, Half.NaN, Half.NegativeInfinity];
        WriteHalves(path, halves);
        Assert.Equal(halves.Select(h => (float)h), NpyFile.ReadSingles(path).Values);
    }

    [Fact]
    public void Reals_without_a_fixed_point_form_are_counted_over_blocks()
    {
        string path = _directory.File("a.npy");
        var values = new float[200];
        values[150] = float.NaN;
        values[60] = float.NegativeInfinity;
        values[61] = float.NaN;
        values[62] = -3;
        NpyFile.Write<float>(path, [200], values);
        using ModelFileReader reader = ModelFile.Open(path);
        QuantisationReport merged = default;
        for (int start = 150; start >= 0; start -= 50)
        {
            merged = merged.Merge(reader.ReadFixedPoint(start, new int[50], FixedPointFormat.Default));
        }

        Assert.Equal((200, 3, 60L, -3f, 0f), (merged.Count, merged.NonFinite, merged.FirstNonFinite, merged.Minimum, merged.Maximum));
        var refusal = Assert.Throws<NonFiniteValueException>(merged.RequireFinite);
        Assert.Equal((60, float.NegativeInfinity, 3), (refusal.Index, refusal.Value, refusal.NonFinite));
    }

    [Fact]
    public void A_file_that_shrinks_is_refused_by_the_block_that_misses_its_bytes()
    {
        string path = WriteUpdate([.. Enumerable.Range(0, 100)], FixedPointFormat.Default);
        using ModelFileReader reader = ModelFile.Open(path);
        using (var cut = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) cut.SetLength(cut.Length - 100);
        var block = new int[75];
        reader.ReadIntegers(0, block);
        Assert.Equal(Enumerable.Range(0, 75), block);
        var refusal = Assert.Throws<FileFormatException>(() => reader.ReadIntegers(1, block));
        Assert.Contains("when it was opened", refusal.Reason, StringComparison.Ordinal);
        Assert.Equal(path, refusal.File);
    }

    [Fact]
    public void A_file_replaced_by_renaming_is_read_as_it_was()
    {
        string path = WriteUpdate([1, 2, 3], FixedPointFormat.Default);
        using ModelFileReader reader = ModelFile.Open(path);
        WriteUpdate([7], FixedPointFormat.Default);
        var block = new int[3];
        reader.ReadIntegers(0, block);
        Assert.Equal([1, 2, 3], block);
    }

    [Fact]
    public void Blocks_outside_the_vector_are_refused()
    {
        using ModelFileReader reader = ModelFile.Open(WriteUpdate([1, 2, 3], FixedPointFormat.Default));
        foreach ((int start, int length) in ((int, int)[])[(-1, 1), (0, 4), (3, 1), (4, 0), (int.MaxValue, 1), (1, 3)])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => reader.ReadIntegers(start, new int[length]));
            Assert.Throws<ArgumentOutOfRangeException>(() => reader.ReadFixedPoint(start, new int[length], FixedPointFormat.Default));
        }

        reader.ReadIntegers(3, []);
    }

    [Fact]
    public void A_block_costs_no_memory()
    {
        using ModelFileReader reader = ModelFile.Open(WriteMixed(out _));
        var block = new int[reader.Length];
        reader.ReadFixedPoint(0, block, FixedPointFormat.Default);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) reader.ReadFixedPoint(0, block, FixedPointFormat.Default);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_pipe_is_refused()
    {
        if (OperatingSystem.IsWindows()) return;
        Assert.Throws<FileFormatException>(() => SafetensorsFile.Open("/dev/zero"));
        Assert.Throws<FileFormatException>(() => NpyFile.Open("/dev/null"));
        File.CreateSymbolicLink(_directory.File("link.npy"), "/dev/zero");
        Assert.Throws<FileFormatException>(() => NpyFile.Open(_directory.File("link.npy")));

        // One that nobody writes to, by its name and through a link.
        using (var made = System.Diagnostics.Process.Start("mkfifo", [_directory.File("pipe.npy")])) made.WaitForExit();
        Assert.Throws<FileFormatException>(() => NpyFile.Open(_directory.File("pipe.npy")));
        File.CreateSymbolicLink(_directory.File("to-pipe.npy"), _directory.File("pipe.npy"));
        Assert.Throws<FileFormatException>(() => NpyFile.Open(_directory.File("to-pipe.npy")));

        // A link to a file is that file.
        File.CreateSymbolicLink(_directory.File("link.safetensors"), WriteUpdate([1, 2, 3], FixedPointFormat.Default));
        using ModelFileReader reader = ModelFile.Open(_directory.File("link.safetensors"));
        Assert.Equal(3, reader.Length);
    }

    [Fact]
    public void An_array_without_names_is_compared_by_its_shape()
    {
        string path = _directory.File("a.npy");
        NpyFile.Write<float>(path, [2, 3], new float[6]);
        using ModelFileReader reader = ModelFile.Open(path);
        Assert.Null(reader.DifferenceFrom(new TensorLayout([new TensorDescriptor("w", [2, 3])])));
        Assert.Contains("shape", reader.DifferenceFrom(new TensorLayout([new TensorDescriptor("w", [3, 2])])), StringComparison.Ordinal);
        Assert.Contains("1 tensors instead of 7", reader.DifferenceFrom(Mixed), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_read_as_a_whole_reports_each_tensor_and_refuses_what_is_not_finite()
    {
        var layout = new TensorLayout([new TensorDescriptor("a", [2]), new TensorDescriptor("none", [0]), new TensorDescriptor("b", [3])]);
        string path = _directory.File("model.safetensors");
        float[] values = [1, -2, 300, 4, 5];
        SafetensorsFile.WriteModel(path, new ModelParameters(layout, values));
        using (ModelFileReader reader = ModelFile.Open(path))
        {
            var update = QuantisedUpdate.Read(reader, FixedPointFormat.Default, out IReadOnlyList<QuantisationReport> tensors);
            Assert.Equal([65536, -131072, (1 << 23) - 1, 262144, 327680], update.Values);
            Assert.Equal([new(2, 0, -2, 1), default, new(3, 1, 4, 300)], tensors);
        }

        values[3] = float.NegativeInfinity;
        values[4] = float.NaN;
        SafetensorsFile.WriteModel(path, new ModelParameters(layout, values));
        using ModelFileReader spoilt = ModelFile.Open(path);
        var refusal = Assert.Throws<FileFormatException>(() => QuantisedUpdate.Read(spoilt, FixedPointFormat.Default, out _));
        Assert.Contains("element 1 of tensor 'b' is -Infinity", refusal.Reason, StringComparison.Ordinal);
        Assert.Contains("2 of 5 values", refusal.Reason, StringComparison.Ordinal);
    }

    private static IEnumerable<(int Start, int Length)> Blocks(int length)
    {
        for (int start = 0; start <= length; start += 1 + (start / 20))
        {
            for (int size = 0; size <= length - start; size += 1 + (size / 3)) yield return (start, size);
            yield return (start, length - start);
        }
    }

    private string WriteMixed(out float[] values)
    {
        values = new float[Mixed.Length];
        var random = new Random(7);
        for (int i = 0; i < values.Length; i++) values[i] = (float)((random.NextDouble() - 0.5) * 40);
        string path = _directory.File("mixed.safetensors");
        SafetensorsFile.WriteModel(path, new ModelParameters(Mixed, values));
        values = SafetensorsFile.ReadModel(path).Values;
        return path;
    }

    private string WriteUpdate(int[] values, FixedPointFormat format)
    {
        string path = _directory.File("update.safetensors");
        SafetensorsFile.WriteUpdate(
            path, new QuantisedUpdate(new TensorLayout([new TensorDescriptor("w", [values.Length])]), values, format));
        return path;
    }

    private static void WriteHalves(string path, Half[] values)
    {
        string header = $"{{'descr': '<f2', 'fortran_order': False, 'shape': ({values.Length},), }}\n";
        File.WriteAllBytes(
            path,
            [
                0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. System.Text.Encoding.ASCII.GetBytes(header),
                .. values.SelectMany(BitConverter.GetBytes),
            ]);
    }
}
