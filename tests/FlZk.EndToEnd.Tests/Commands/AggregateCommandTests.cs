using System.Text.Json;
using FlZk.EndToEnd.Tests.Hosting;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;

namespace FlZk.EndToEnd.Tests.Commands;

/// <summary><c>flzk aggregate</c> over folders of model files of every kind.</summary>
public sealed class AggregateCommandTests : IDisposable
{
    private static readonly float[][] Values = [[1, 0.5f, -2, 3], [3, 0.5f, -1, 5], [2, -1, 0, 4], [2, 2, 1, 4], [9, 9, 9, 9]];

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Three_kinds_of_files_make_one_average_with_a_summary_of_each()
    {
        Write("a.safetensors", Values[0], ElementType.Float16);
        Write("b.safetensors", Values[1], ElementType.BFloat16);
        WriteUpdate("c.safetensors", Values[2], FixedPointFormat.Default);
        NpyFile.Write<double>(_scratch["updates", "d.npy"], [4], new double[] { 2, 2, 1, 200 });
        await File.WriteAllTextAsync(_scratch["updates", "notes.txt"], "not an update");
        JsonElement result = await Flzk.JsonAsync(Arguments());
        Assert.Equal([2, 0.5f, -0.5f, 34.99998f], ModelFile.Read(_scratch["model.safetensors"]).Values, (x, y) => MathF.Abs(x - y) < 1e-4);
        Assert.Equal("w", ModelFile.Read(_scratch["model.safetensors"]).Layout.Tensors[0].Name);
        Assert.Equal("fedavg", result.GetProperty("strategy").GetString());
        Assert.Equal(4, result.GetProperty("updates").GetInt32());
        Assert.Equal(4, result.GetProperty("totalWeight").GetInt32());
        JsonElement[] files = [.. result.GetProperty("files").EnumerateArray()];
        Assert.Equal(
            ["a.safetensors", "b.safetensors", "c.safetensors", "d.npy"], files.Select(file => file.GetProperty("name").GetString()));
        Assert.Equal(["0", "0", "0", "1"], files.Select(file => file.GetProperty("values").GetProperty("saturated").GetString()));
        Assert.Equal(-2, files[0].GetProperty("values").GetProperty("minimum").GetDouble());
        Assert.Equal(200, result.GetProperty("values").GetProperty("maximum").GetDouble());
        Assert.Empty(result.GetProperty("refused").EnumerateArray());
    }

    [Fact]
    public async Task Names_that_would_steer_a_terminal_are_printed_escaped()
    {
        string[] names = ["a\u202Eb.safetensors", "a\n  ok.safetensors", "a\u001b[2J.safetensors"];
        string[] shown = [@"a\u{A}  ok.safetensors", @"a\u{1B}[2J.safetensors", @"a\u{202E}b.safetensors"];
        foreach (string name in names) Write(name, Values[0], ElementType.Float32);
        FlzkRun chosen = await Flzk.RunCheckedAsync([.. Arguments(), "--strategy", "norm-clipping", "--clip-norm", "0.5"]);
        Assert.Contains($"clipped: {string.Join(", ", shown)}\n", chosen.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        FlzkRun json = await Flzk.RunAsync([.. Arguments(), "--json"]);
        Assert.Contains(@"a\u202eb.safetensors", json.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', json.Output);
        Assert.Equal(
            names.Order(StringComparer.Ordinal),
            json.Json.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("name").GetString()));

        foreach (string name in names) await File.WriteAllTextAsync(_scratch["updates", name], "no model");
        FlzkRun refused = await Flzk.RunAsync(Arguments());
        Assert.Equal(3, refused.ExitCode);
        Assert.All(shown, name => Assert.Contains($"\n  {name}: ", refused.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Weights_give_the_order_and_the_shares()
    {
        WriteAll();
        await File.WriteAllTextAsync(
            _scratch["weights.json"],
            """
            {"schema":"flzk/weights/1",
             "weights":{"1.safetensors":3,"0.safetensors":1,"2.safetensors":1,"3.safetensors":1,"4.safetensors":2}}
            """);
        JsonElement result = await Flzk.JsonAsync([.. Arguments(), "--weights", _scratch["weights.json"], "--device", "cpu"]);
        Assert.Equal(8, result.GetProperty("totalWeight").GetInt32());
        Assert.Equal("1.safetensors", result.GetProperty("files")[0].GetProperty("name").GetString());
        Assert.Equal([4, 2.625f, 1.75f, 5.5f], ModelFile.Read(_scratch["model.safetensors"]).Values);
    }

    [Theory]
    [InlineData("median", new[] { 2, 0.5f, 0, 4 })]
    [InlineData("trimmed-mean --trim 1", new[] { 2.3333282f, 1, 0, 4.3333282f })]
    [InlineData("krum --byzantine 1", new[] { 3, 0.5f, -1, 5 })] // ties with the third, which comes later
    [InlineData("norm-clipping --clip-norm 100", new[] { 3.399994f, 2.199997f, 1.399994f, 5 })]
    public async Task Every_rule_is_reached_by_its_name(string strategy, float[] expected)
    {
        WriteAll();
        FlzkRun run = await Flzk.RunCheckedAsync([.. Arguments(), "--strategy", .. strategy.Split(' ')]);
        Assert.Equal(
            expected, ModelFile.Read(_scratch["model.safetensors"]).Values, (x, y) => MathF.Abs(x - y) <= 2f / 65536);
        Assert.Contains(strategy.Split(' ')[0], run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Multi_Krum_and_clipping_say_which_updates_they_touched()
    {
        WriteAll();
        JsonElement krum = await Flzk.JsonAsync([.. Arguments(), "--strategy", "multi-krum", "--byzantine", "1", "--select", "2"]);
        string[] chosen = [.. krum.GetProperty("chosen").EnumerateArray().Select(name => name.GetString()!)];
        Assert.Equal(2, chosen.Length);
        Assert.DoesNotContain("4.safetensors", chosen);
        JsonElement clipping = await Flzk.JsonAsync([.. Arguments(), "--strategy", "norm-clipping", "--clip-norm", "10"]);
        Assert.Equal(["4.safetensors"], clipping.GetProperty("clipped").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public async Task A_server_step_keeps_its_state_between_rounds()
    {
        WriteAll();
        Write("../global.safetensors", [0, 0, 0, 0], ElementType.Float32);
        string[] step = ["--strategy", "fedavgm", "--momentum", "0.5", "--state", _scratch["server.state"], "--global-model"];
        await Flzk.RunCheckedAsync([.. Arguments(), .. step, _scratch["global.safetensors"]]);
        float[] first = ModelFile.Read(_scratch["model.safetensors"]).Values;
        Assert.Equal([3.4f, 2.2f, 1.4f, 5], first, (x, y) => MathF.Abs(x - y) < 1e-4);

        // v = 0.5 v + (y - x) = 0.5 * 3.4 + 0 in the second round.
        File.Move(_scratch["model.safetensors"], _scratch["first.safetensors"]);
        await Flzk.RunCheckedAsync([.. Arguments(), .. step, _scratch["first.safetensors"]]);
        Assert.Equal(5.1f, ModelFile.Read(_scratch["model.safetensors"]).Values[0], 1e-3);

        // The state goes with one model.
        FlzkRun other = await Flzk.RunAsync([.. Arguments(), .. step, _scratch["global.safetensors"]]);
        Assert.Equal(3, other.ExitCode);
        Assert.Contains("server.state", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_model_is_written_whose_state_cannot_be()
    {
        WriteAll();
        Write("../global.safetensors", [0, 0, 0, 0], ElementType.Float32);
        string state = Path.Combine(_scratch["global.safetensors"], "server.state");
        FlzkRun run = await Flzk.RunAsync(
            [.. Arguments(), "--strategy", "fedadam", "--global-model", _scratch["global.safetensors"], "--state", state]);
        Assert.Equal(3, run.ExitCode);
        Assert.False(File.Exists(_scratch["model.safetensors"]));
    }

    [Fact]
    public async Task A_model_without_names_takes_single_tensors_of_its_shape_under_any_name()
    {
        WriteAll();
        NpyFile.Write<float>(_scratch["global.npy"], [4], new float[4]);
        foreach (string[] rule in (string[][])[["--strategy", "fedavgm", "--momentum", "0"], []])
        {
            await Flzk.RunCheckedAsync([.. Arguments(), .. rule, "--global-model", _scratch["global.npy"]]);
            ModelParameters model = ModelFile.Read(_scratch["model.safetensors"]);
            Assert.Equal("w", model.Layout.Tensors[0].Name);
            Assert.Equal([3.4f, 2.2f, 1.4f, 5], model.Values, (x, y) => MathF.Abs(x - y) < 1e-4);
        }

        // Arrays among them, and one of another shape; most files decide the name, the given model the shape.
        NpyFile.Write<float>(_scratch["updates", "a.npy"], [4], new float[4]);
        Write("b.safetensors", [1, 2, 3, 4, 5], ElementType.Float32);
        FlzkRun other = await Flzk.RunAsync([.. Arguments(), "--global-model", _scratch["global.npy"]]);
        Assert.Equal(3, other.ExitCode);
        Assert.Contains("1 of 7 updates", other.Error, StringComparison.Ordinal);
        Assert.Contains(
            "b.safetensors: not the round's model: tensor 'w' has shape [5] instead of [4].", other.Error, StringComparison.Ordinal);
        NpyFile.Write<float>(_scratch["global.npy"], [7], new float[7]);
        FlzkRun none = await Flzk.RunAsync([.. Arguments(), "--on-refused", "skip", "--global-model", _scratch["global.npy"]]);
        Assert.Equal(3, none.ExitCode);
        Assert.Contains("7 of 7 updates", none.Error, StringComparison.Ordinal);
        Assert.Contains("0.safetensors: not the round's model: ", none.Error, StringComparison.Ordinal);

        // A model of several tensors is no array.
        NpyFile.Write<float>(_scratch["global.npy"], [4], new float[4]);
        var two = new TensorLayout(
            [new TensorDescriptor("w", [2], ElementType.Float32), new TensorDescriptor("v", [2], ElementType.Float32)]);
        ModelFile.Write(_scratch["updates", "two.safetensors"], new ModelParameters(two, new float[4]));
        FlzkRun several = await Flzk.RunAsync([.. Arguments(), "--global-model", _scratch["global.npy"]]);
        Assert.Contains("two.safetensors: not the round's model: 2 tensors instead of 1.", several.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_bad_file_is_named_at_once_and_nothing_is_written()
    {
        WriteAll();
        await SpoilAsync();
        FlzkRun run = await Flzk.RunAsync(Arguments());
        Assert.Equal(3, run.ExitCode);
        foreach (string reason in (string[])
        [
            "4 of 7 updates",
            "0.safetensors: tensor 'w' claims bytes",
            "1.safetensors: element 2 of tensor 'w' is NaN: only finite numbers can be quantised (2 of 4 values are not finite).",
            "8.npy: the file does not begin",
            "9.safetensors: not the round's model: tensor 'w' has shape [5] instead of [4].",
            "--on-refused skip",
        ])
        {
            Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(_scratch["model.safetensors"]));
    }

    [Fact]
    public async Task Bad_files_can_be_left_out()
    {
        WriteAll();
        await SpoilAsync();
        JsonElement result = await Flzk.JsonAsync([.. Arguments(), "--on-refused", "skip"]);
        Assert.Equal(3, result.GetProperty("updates").GetInt32());
        Assert.Equal(
            ["0.safetensors", "1.safetensors", "8.npy", "9.safetensors"],
            result.GetProperty("refused").EnumerateArray().Select(refused => refused.GetProperty("name").GetString()));
        Assert.Equal(13f / 3, ModelFile.Read(_scratch["model.safetensors"]).Values[0], 1e-4);

        // The report is of those that entered, each counted once although it was read three times.
        Assert.Equal(
            ["2.safetensors", "3.safetensors", "4.safetensors"],
            result.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("name").GetString()));
        Assert.Equal(-1, result.GetProperty("values").GetProperty("minimum").GetDouble());
        Assert.Equal(9, result.GetProperty("values").GetProperty("maximum").GetDouble());
        Assert.Equal("0", result.GetProperty("values").GetProperty("nonFinite").GetString());
        JsonElement clipped = await Flzk.JsonAsync(
            [.. Arguments(), "--on-refused", "skip", "--strategy", "norm-clipping", "--clip-norm", "10"]);
        Assert.Equal(["4.safetensors"], clipped.GetProperty("clipped").EnumerateArray().Select(name => name.GetString()));

        // A rule's need is judged by what is left.
        FlzkRun krum = await Flzk.RunAsync([.. Arguments(), "--on-refused", "skip", "--strategy", "krum", "--byzantine", "1"]);
        Assert.Equal(2, krum.ExitCode);
        Assert.Contains("the round has", krum.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_update_and_an_update_without_weight_are_refused_together()
    {
        WriteAll();
        await File.WriteAllTextAsync(
            _scratch["weights.json"],
            """
            {"schema":"flzk/weights/1",
             "weights":{"0.safetensors":1,"1.safetensors":1,"2.safetensors":1,"3.safetensors":1,"nobody.npy":2}}
            """);
        FlzkRun run = await Flzk.RunAsync([.. Arguments(), "--weights", _scratch["weights.json"]]);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("nobody.npy: there is no such file", run.Error, StringComparison.Ordinal);
        Assert.Contains("4.safetensors: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("has no weight for it", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--trim 1", "belongs to --strategy trimmed-mean; fedavg does not take it")]
    [InlineData("--strategy trimmed-mean", "needs --trim T")]
    [InlineData("--strategy trimmed-mean --trim 3", "needs 7 updates; the round has 5")]
    [InlineData("--strategy trimmed-mean --trim -1", "--trim: '-1' is not a whole number")]
    [InlineData("--strategy krum --byzantine 1.5", "--byzantine: '1.5' is not a whole number")]
    [InlineData("--strategy multi-krum --byzantine 1 --select 0", "--select: '0' is not a whole number from 1")]
    [InlineData("--strategy norm-clipping --clip-norm 1,5", "--clip-norm: '1,5' is not a number")]
    [InlineData("--strategy median --strategy krum", "--strategy")]
    [InlineData("--device cpu,gpu", "--device: 'cpu,gpu' is none of auto|cuda|opencl|gpu|cpu")]
    [InlineData("--device 7", "--device: '7' is none of auto|cuda|opencl|gpu|cpu")]
    [InlineData("--strategy krum", "needs --byzantine F")]
    [InlineData("--strategy krum --byzantine 2", "needs 7 updates; the round has 5")]
    [InlineData("--strategy multi-krum --byzantine 1", "needs --select M")]
    [InlineData("--strategy multi-krum --byzantine 1 --select 3", "the round has 5")]
    [InlineData("--strategy norm-clipping --clip-norm nan", "positive, finite")]
    [InlineData("--strategy fedadam", "needs --global-model FILE")]
    [InlineData("--strategy average", "'average'")]
    [InlineData("--on-refused ignore", "'ignore'")]
    [InlineData("--fraction-bits 31", "31")]
    [InlineData("--strategy median --state s", "belongs to --strategy fedavgm or fedadam")]
    public async Task Combinations_that_mean_nothing_are_usage_errors(string arguments, string reason)
    {
        WriteAll();
        FlzkRun run = await Flzk.RunAsync([.. Arguments(), .. arguments.Split(' ')]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_scratch["model.safetensors"]));
    }

    [Fact]
    public async Task The_model_is_not_written_among_the_updates_or_under_a_name_it_cannot_have()
    {
        WriteAll();
        Directory.CreateSymbolicLink(_scratch["link"], _scratch["updates"]);
        foreach (string target in (string[])
            [_scratch["updates", "0.safetensors"], _scratch["updates", "new.npy"], _scratch["link", "new.npy"], _scratch["model.bin"]])
        {
            Assert.Equal(2, (await Flzk.RunAsync("aggregate", "--updates", _scratch["updates"], "--out", target)).ExitCode);
        }

        await Flzk.RunCheckedAsync("aggregate", "--updates", _scratch["updates"], "--out", _scratch["model.npy"]);
        Assert.Equal([4L], NpyFile.ReadSingles(_scratch["model.npy"]).Shape);
    }

    [Fact]
    public async Task A_program_without_a_checkout_says_what_is_wrong_with_a_file_too()
    {
        WriteAll();
        File.WriteAllText(_scratch["updates", "bad.npy"], "not an array");
        using FlzkProcess process = FlzkProcess.StartUnder(["env", $"FLZK_ROOT={_scratch["nowhere"]}"], Arguments());
        await process.WaitForExitAsync();
        Assert.Equal(3, process.ExitCode);
        Assert.Contains("bad.npy: the file does not begin as a .npy file does", process.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fail")]
    [InlineData("skip")]
    public async Task A_limit_of_open_files_ends_the_round_and_takes_nobody_out_of_it(string policy)
    {
        for (int i = 0; i < 300; i++) Write($"{i:D3}.safetensors", [i], ElementType.Float32);
        using FlzkProcess process = FlzkProcess.StartUnder(
            ["sh", "-c", "ulimit -n 250 && exec \"$@\"", "sh"], [.. Arguments(), "--on-refused", policy]);
        await process.WaitForExitAsync();
        Assert.Equal(3, process.ExitCode);
        Assert.Contains("the limit of open files is reached", process.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("updates cannot be used", process.Said, StringComparison.Ordinal);
        Assert.False(File.Exists(_scratch["model.safetensors"]));
    }

    [Fact]
    public async Task An_empty_or_missing_folder_is_said_so()
    {
        Directory.CreateDirectory(_scratch["updates"]);
        FlzkRun empty = await Flzk.RunAsync(Arguments());
        Assert.Equal(3, empty.ExitCode);
        Assert.Contains("no .safetensors or .npy file", empty.Error, StringComparison.Ordinal);
        Directory.Delete(_scratch["updates"]);
        Assert.Equal(3, (await Flzk.RunAsync(Arguments())).ExitCode);
    }

    [Fact]
    public async Task The_format_of_most_updates_is_the_round_s_unless_another_is_asked_for()
    {
        WriteUpdate("a.safetensors", Values[0], new FixedPointFormat(10, 20));
        WriteUpdate("b.safetensors", Values[1], new FixedPointFormat(12, 20));
        WriteUpdate("c.safetensors", Values[2], new FixedPointFormat(12, 20));
        JsonElement skipped = await Flzk.JsonAsync([.. Arguments(), "--on-refused", "skip"]);
        Assert.Equal(12, skipped.GetProperty("fractionBits").GetInt32());
        Assert.Equal("a.safetensors", skipped.GetProperty("refused")[0].GetProperty("name").GetString());
        FlzkRun other = await Flzk.RunAsync([.. Arguments(), "--fraction-bits", "8"]);
        Assert.Equal(3, other.ExitCode);
        Assert.Contains("3 of 3 updates", other.Error, StringComparison.Ordinal);
    }

    private string[] Arguments() => ["aggregate", "--updates", _scratch["updates"], "--out", _scratch["model.safetensors"]];

    private void WriteAll()
    {
        for (int i = 0; i < Values.Length; i++) Write($"{i}.safetensors", Values[i], ElementType.Float32);
    }

    // One file of every kind of fault: cut short, not finite, of another kind, of another shape.
    private async Task SpoilAsync()
    {
        byte[] whole = await File.ReadAllBytesAsync(_scratch["updates", "0.safetensors"]);
        await File.WriteAllBytesAsync(_scratch["updates", "0.safetensors"], whole[..^1]);
        Write("1.safetensors", [1, 2, float.NaN, float.PositiveInfinity], ElementType.Float32);
        await File.WriteAllBytesAsync(_scratch["updates", "8.npy"], whole);
        Write("9.safetensors", [1, 2, 3, 4, 5], ElementType.Float32);
    }

    private void Write(string name, float[] values, ElementType type) => ModelFile.Write(
        Path.Combine(_scratch["updates"], name),
        new ModelParameters(new TensorLayout([new TensorDescriptor("w", [values.Length], type)]), values));

    private void WriteUpdate(string name, float[] values, FixedPointFormat format) => SafetensorsFile.WriteUpdate(
        _scratch["updates", name],
        QuantisedUpdate.FromModel(
            new ModelParameters(new TensorLayout([new TensorDescriptor("w", [values.Length])]), values), format, out _));
}
