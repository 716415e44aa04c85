using System.Globalization;
using System.Text.Json.Nodes;
using FlZk.EndToEnd.Tests.Hosting;
using FlZk.Learning.ModelFiles;

namespace FlZk.EndToEnd.Tests.Commands;

/// <summary>The steps of a round as separate commands over files, as each role would run them.</summary>
public sealed class StatementCommandTests : IDisposable
{
    private const int Dimension = 20;
    private const string Address = "0x00000000000000000000000000000000000000";

    private readonly Scratch _scratch = new();
    private readonly string[] _names = [$"{Address}a1", $"{Address}a2", $"{Address}a3"];

    [Fact]
    public async Task A_round_made_of_files_proves_and_verifies_and_its_model_is_the_exact_average()
    {
        await PrepareAsync();
        await Flzk.RunCheckedAsync(Prove());
        await Flzk.RunCheckedAsync(
            Verify("--key", _scratch["keys", "linked-key.json"], "--model", _scratch["model.safetensors"], "--model-opening",
            _scratch["model.opening.json"]));

        await Flzk.RunCheckedAsync(
            "aggregate", "--updates", _scratch["updates"], "--weights", _scratch["weights.json"], "--out", _scratch["average.safetensors"]);
        Assert.Equal(
            ModelFile.Read(_scratch["average.safetensors"]).Values,
            ModelFile.Read(_scratch["model.safetensors"]).Values);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_scratch["model.opening.json"]));
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_scratch["openings", $"{_names[0]}.opening.json"]));
        }
    }

    [Fact]
    public async Task One_coordinate_one_weight_one_commitment_or_one_proof_byte_turns_the_verdict()
    {
        await PrepareAsync();
        await Flzk.RunCheckedAsync(Prove());

        // One coordinate of the model, by one unit of its fixed point.
        ModelParameters model = ModelFile.Read(_scratch["model.safetensors"]);
        model.Values[7] += 1f / 65536;
        ModelFile.Write(_scratch["changed.safetensors"], model);
        await AssertRefusedAsync(
            Verify("--model", _scratch["changed.safetensors"], "--model-opening", _scratch["model.opening.json"]), "layer.weight[7]");

        string honest = await File.ReadAllTextAsync(_scratch["statement.json"]);
        await AssertTamperedAsync(honest, root => root["providers"]![1]!["weight"] = 500, "weights add up");
        await AssertTamperedAsync(honest, root => (root["providers"]![0]!["commitment"], root["providers"]![1]!["commitment"]) =
            (root["providers"]![1]!["commitment"]!.DeepClone(), root["providers"]![0]!["commitment"]!.DeepClone()), "weighted sum");
        await AssertTamperedAsync(honest, root => root["chain"]!["round"] = "2", "context");
        await AssertTamperedAsync(honest, root => root["providers"]!.AsArray().RemoveAt(2), "add up");

        // One byte of a proof: almost always a point off the curve, which is a malformed file; never accepted.
        JsonNode changed = JsonNode.Parse(honest)!;
        JsonNode proof = changed["proof"]!;
        FlipOneDigit(proof);
        await File.WriteAllTextAsync(_scratch["statement.json"], changed.ToJsonString());
        FlzkRun run = await Flzk.RunAsync(Verify());
        Assert.True(run.ExitCode is 1 or 3, $"{run.ExitCode}: {run.Error}{run.Output}");
    }

    [Fact]
    public async Task What_cannot_be_proved_is_refused_by_name_and_leaves_nothing()
    {
        await PrepareAsync();

        // An update that is not the one committed to.
        File.Copy(_scratch["updates", $"{_names[0]}.safetensors"], _scratch["kept"]);
        File.Copy(_scratch["updates", $"{_names[1]}.safetensors"], _scratch["updates", $"{_names[0]}.safetensors"], overwrite: true);
        FlzkRun swapped = await Flzk.RunAsync(Prove());
        Assert.Equal(3, swapped.ExitCode);
        Assert.Contains(_names[0], swapped.Error, StringComparison.Ordinal);
        File.Copy(_scratch["kept"], _scratch["updates", $"{_names[0]}.safetensors"], overwrite: true);

        // Keys for another model length; development keys on a chain that is not local; a truncated link key.
        await Flzk.RunCheckedAsync("setup", "--development", "--circuit", "fedavg-16", "--parameters", "21", "--out", _scratch["other"]);
        Assert.Equal(3, (await Flzk.RunAsync(Prove(keys: "other"))).ExitCode);
        FlzkRun mainnet = await Flzk.RunAsync([.. Prove(), "--chain-id", "1"]);
        Assert.Equal(4, mainnet.ExitCode);
        Assert.Contains("development", mainnet.Error, StringComparison.Ordinal);
        byte[] link = await File.ReadAllBytesAsync(_scratch["keys", "link.flzklink"]);
        await File.WriteAllBytesAsync(_scratch["keys", "link.flzklink"], link[..^1]);
        FlzkRun truncated = await Flzk.RunAsync(Prove());
        Assert.Equal(3, truncated.ExitCode);
        Assert.Contains("link.flzklink", truncated.Error, StringComparison.Ordinal);
        File.Copy(_scratch["other", "link.flzklink"], _scratch["keys", "link.flzklink"], overwrite: true);
        Assert.Equal(4, (await Flzk.RunAsync(Prove())).ExitCode);

        await File.WriteAllBytesAsync(_scratch["keys", "link.flzklink"], link);

        // Weights: zero, and too large together.
        await File.WriteAllTextAsync(_scratch["weights.json"], Weights(0, 1, 1));
        Assert.Equal(3, (await Flzk.RunAsync(Prove())).ExitCode);
        await File.WriteAllTextAsync(_scratch["weights.json"], Weights(1 << 19, 1 << 19, 1));
        Assert.Equal(
            3,
            (await Flzk.RunAsync("aggregate", "--updates", _scratch["updates"], "--weights", _scratch["weights.json"], "--out",
                _scratch["model.safetensors"])).ExitCode);
        foreach (string output in (string[])["statement.json", "model.safetensors", "model.opening.json"])
            Assert.False(File.Exists(_scratch[output]), output);
    }

    [Fact]
    public async Task A_document_that_is_not_Unicode_is_a_malformed_file_and_not_a_crash()
    {
        await PrepareAsync();
        await Flzk.RunCheckedAsync(Prove());
        byte[] honest = await File.ReadAllBytesAsync(_scratch["statement.json"]);
        byte[] broken = [.. honest];
        broken[honest.AsSpan().IndexOf("0x"u8) + 4] = 0xB7;
        string surrogate = System.Text.Encoding.UTF8.GetString(honest).Replace("\"0x", "\"\\ud800", StringComparison.Ordinal);
        foreach (byte[] content in (byte[][])[broken, System.Text.Encoding.UTF8.GetBytes(surrogate)])
        {
            await File.WriteAllBytesAsync(_scratch["statement.json"], content);
            FlzkRun run = await Flzk.RunAsync(Verify());
            Assert.Equal(3, run.ExitCode);
            Assert.Contains("statement.json", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_model_name_of_no_known_format_is_refused_before_any_work()
    {
        await PrepareAsync();
        string[] command = [.. Prove().Select(word => word == _scratch["model.safetensors"] ? _scratch["model.bin"] : word)];
        Assert.Equal(2, (await Flzk.RunAsync(command)).ExitCode);
        Assert.False(File.Exists(_scratch["model.opening.json"]));
    }

    [Fact]
    public async Task Not_a_number_is_refused_with_its_place_and_an_opening_is_never_overwritten()
    {
        var values = new float[Dimension];
        values[13] = float.NaN;
        WriteModel("bad.safetensors", values);
        FlzkRun refused = await Flzk.RunAsync("quantise", "--in", _scratch["bad.safetensors"], "--out", _scratch["bad.update.safetensors"]);
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("bad.safetensors: element 13 of tensor 'layer.weight' is NaN", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_scratch["bad.update.safetensors"]));

        values[13] = 1000;
        WriteModel("large.safetensors", values);
        FlzkRun saturated = await Flzk.RunCheckedAsync(
            "quantise", "--in", _scratch["large.safetensors"], "--out", _scratch["large.update.safetensors"], "--json");
        Assert.Equal("1", saturated.Json.GetProperty("saturated").GetString());
        await Flzk.RunCheckedAsync("commit", "--update", _scratch["large.update.safetensors"], "--opening", _scratch["o.json"]);
        string kept = await File.ReadAllTextAsync(_scratch["o.json"]);
        Assert.Equal(
            2, (await Flzk.RunAsync("commit", "--update", _scratch["large.update.safetensors"], "--opening", _scratch["o.json"])).ExitCode);
        Assert.Equal(kept, await File.ReadAllTextAsync(_scratch["o.json"]));
    }

    public void Dispose() => _scratch.Dispose();

    private static void FlipOneDigit(JsonNode proof)
    {
        JsonNode? link = proof["link"];
        string text = link!.GetValue<string>();
        proof["link"] = text[..^1] + (text[^1] == '0' ? '1' : '0');
    }

    private async Task PrepareAsync()
    {
        await Flzk.RunCheckedAsync(
            "setup",
            "--development",
            "--circuit",
            "fedavg-16",
            "--parameters",
            Dimension.ToString(CultureInfo.InvariantCulture),
            "--out",
            _scratch["keys"]);
        Directory.CreateDirectory(_scratch["updates"]);
        Directory.CreateDirectory(_scratch["openings"]);
        var random = new Random(5);
        foreach (string name in _names)
        {
            WriteModel("model-in.safetensors", [.. Enumerable.Range(0, Dimension).Select(_ => (random.NextSingle() * 6) - 3)]);
            await Flzk.RunCheckedAsync(
                "quantise", "--in", _scratch["model-in.safetensors"], "--out", _scratch["updates", $"{name}.safetensors"]);
            await Flzk.RunCheckedAsync(
                "commit",
                "--update",
                _scratch["updates", $"{name}.safetensors"],
                "--opening",
                _scratch["openings", $"{name}.opening.json"]);
        }

        await File.WriteAllTextAsync(_scratch["weights.json"], Weights(100, 250, 77));
    }

    private void WriteModel(string name, float[] values) => ModelFile.Write(
        _scratch[name], new ModelParameters(new TensorLayout([new TensorDescriptor("layer.weight", [Dimension / 5, 5])]), values));

    private string Weights(params int[] weights) =>
        new JsonObject
        {
            ["schema"] = "flzk/weights/1",
            ["weights"] = new JsonObject(
                weights.Select((weight, i) => KeyValuePair.Create<string, JsonNode?>($"{_names[i]}.safetensors", weight))),
        }.ToJsonString();

    private string[] Prove(string keys = "keys") =>
    [
        "prove", "--keys", _scratch[keys], "--updates", _scratch["updates"], "--weights", _scratch["weights.json"], "--openings",
        _scratch["openings"],
        "--coordinator", $"{Address}cc", "--job", "1", "--round", "1", "--aggregator", $"{Address}dd",
        "--out", _scratch["statement.json"], "--model", _scratch["model.safetensors"], "--model-opening", _scratch["model.opening.json"],
    ];

    private string[] Verify(params string[] more) => ["verify", "--statement", _scratch["statement.json"], .. more];

    private async Task AssertTamperedAsync(string honest, Action<JsonNode> tamper, string reason)
    {
        JsonNode root = JsonNode.Parse(honest)!;
        tamper(root);
        await File.WriteAllTextAsync(_scratch["statement.json"], root.ToJsonString());
        await AssertRefusedAsync(Verify(), reason);
        await File.WriteAllTextAsync(_scratch["statement.json"], honest);
    }

    private static async Task AssertRefusedAsync(string[] command, string reason)
    {
        FlzkRun run = await Flzk.RunAsync(command);
        Assert.True(run.ExitCode == 1, $"{run.ExitCode}: {run.Error}{run.Output}");
        Assert.Contains(reason, run.Output, StringComparison.Ordinal);
    }
}
