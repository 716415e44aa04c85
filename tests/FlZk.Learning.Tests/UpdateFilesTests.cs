using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Tests;

public sealed class UpdateFilesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Names_are_those_of_a_file_that_has_some_wherever_it_stands()
    {
        NpyFile.Write<float>(_directory.File("a.npy"), [2], new float[2]);
        NpyFile.Write<float>(_directory.File("b.npy"), [2], new float[2]);
        Write("z.safetensors", "w", 2);
        using UpdateFiles files = Open();
        Assert.Equal("w", files.Layout.Tensors.Single().Name);
        Assert.Equal(["a.npy", "b.npy", "z.safetensors"], files.Sources.Select(source => source.Name));
        Assert.Empty(files.Refused);
    }

    [Fact]
    public void Arrays_alone_share_a_name()
    {
        NpyFile.Write<float>(_directory.File("a.npy"), [2], new float[2]);
        NpyFile.Write<float>(_directory.File("b.npy"), [2], new float[2]);
        using UpdateFiles files = Open();
        Assert.Equal("values", files.Layout.Tensors.Single().Name);
        Assert.Equal(2, files.Sources.Count);
    }

    [Fact]
    public void Most_files_say_what_the_model_is_and_the_first_where_as_many_disagree()
    {
        Write("a.safetensors", "w", 2);
        Write("b.safetensors", "v", 2);
        using (UpdateFiles tie = Open())
        {
            Assert.Equal("w", tie.Layout.Tensors.Single().Name);
            Assert.Equal(["b.safetensors"], tie.Refused.Select(refused => refused.Name));
        }

        Write("c.safetensors", "v", 2);
        using UpdateFiles most = Open();
        Assert.Equal("v", most.Layout.Tensors.Single().Name);
        Assert.Equal(["a.safetensors"], most.Refused.Select(refused => refused.Name));
    }

    [Fact]
    public void The_round_s_format_is_that_of_most_updates()
    {
        WriteUpdate("a.safetensors", new FixedPointFormat(8, 16));
        WriteUpdate("b.safetensors", new FixedPointFormat(10, 20));
        WriteUpdate("c.safetensors", new FixedPointFormat(10, 20));
        Write("d.safetensors", "w", 2);
        using UpdateFiles files = Open();
        Assert.Equal(new FixedPointFormat(10, 20), files.Format);
        RefusedUpdate refused = Assert.Single(files.Refused);
        Assert.Equal("a.safetensors", refused.Name);
        Assert.Equal("8 of 16 bits are fraction, but 10 of 20 in the round.", refused.Reason);
    }

    [Fact]
    public void Updates_without_parameters_are_refused()
    {
        Write("a.safetensors", "w", 0);
        using UpdateFiles files = Open();
        Assert.Empty(files.Sources);
        Assert.Equal("it has no parameters.", files.Refused.Single().Reason);
    }

    private UpdateFiles Open() => UpdateFiles.Open(_directory.Root, null);

    private void Write(string file, string tensor, int length) => ModelFile.Write(
        _directory.File(file),
        new ModelParameters(new TensorLayout([new TensorDescriptor(tensor, [length])]), new float[length]));

    private void WriteUpdate(string file, FixedPointFormat format) => SafetensorsFile.WriteUpdate(
        _directory.File(file),
        new QuantisedUpdate(new TensorLayout([new TensorDescriptor("w", [2], ElementType.Int32)]), new int[2], format));
}
