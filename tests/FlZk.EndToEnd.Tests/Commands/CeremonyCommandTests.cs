using System.Globalization;
using System.Text.Json;
using FlZk.Circuits.Catalog;
using FlZk.Circuits.Compilation;
using FlZk.EndToEnd.Tests.Hosting;
using FlZk.Groth16;
using FlZk.Learning.ModelFiles;
using FlZk.Platform;
using FlZk.Platform.Node;
using FlZk.Platform.Processes;
using FlZk.Statements;

namespace FlZk.EndToEnd.Tests.Commands;

/// <summary>Both ceremonies as their parties run them, over files, and a round proved under what comes out.</summary>
public sealed class CeremonyCommandTests : IDisposable
{
    private const string Circuit = "fedavg-16";
    private const string Address = "0x00000000000000000000000000000000000000";

    private readonly Scratch _scratch = new();

    [Fact]
    public async Task Three_parties_make_keys_that_prove_and_whoever_cheats_is_named()
    {
        await PhaseTwoAsync(Circuit, 10);
        await Flzk.RunCheckedAsync(
            "setup", "link", "new", "--circuit", Circuit, "--parameters", "20", "--r1cs", R1cs, "--ptau", Ptau, "--zkey", Key,
            "--out", _scratch["session.json"]);
        foreach (string party in (string[])["ada", "grace", "emmy"]) await Flzk.RunCheckedAsync(Contribute(party, "session.json"));

        // A copy under another name, a contribution of another session, and a damaged one, each by the name of its party.
        await CopyAsAsync("ada", "rogue");
        await RefusedAsync(Combine("grace", "rogue"), 3, "rogue.flzkcont");
        await Flzk.RunCheckedAsync(
            "setup", "link", "new", "--circuit", Circuit, "--parameters", "16", "--r1cs", R1cs, "--ptau", Ptau, "--zkey", Key,
            "--out", _scratch["other.json"]);
        await Flzk.RunCheckedAsync(Contribute("mallory", "other.json"));
        await RefusedAsync(Combine("ada", "mallory"), 4, "mallory");
        await RefusedAsync(Combine("ada", "ada"), 4, "ada contributed twice");

        await Flzk.RunCheckedAsync(Combine("ada", "grace", "emmy"));
        JsonElement verified = await Flzk.JsonAsync([.. Verify("emmy", "ada", "grace"), "--r1cs", R1cs, "--ptau", Ptau]);
        Assert.True(verified.GetProperty("phase2Verified").GetBoolean());
        await RefusedAsync(Verify("ada", "grace"), 4, "emmy");
        foreach (string file in (string[])["circuit.zkey", "link.flzklink", "linked-key.json", "circuit.vkey.json"])
        {
            JsonElement found = await Flzk.JsonAsync("setup", "inspect", _scratch["keys", file]);
            Assert.True(found.GetProperty("safe").GetBoolean());
        }

        await ProveAsync();
    }

    [Fact]
    public async Task The_keys_of_contribution_proofs_have_the_same_ceremony()
    {
        await PhaseTwoAsync("bounded-16", 11);
        await Flzk.RunCheckedAsync(
            "setup", "link", "new", "--circuit", "bounded-16", "--parameters", "20", "--r1cs", R1cs, "--ptau", Ptau, "--zkey", Key,
            "--out", _scratch["session.json"]);
        foreach (string party in (string[])["ada", "grace"]) await Flzk.RunCheckedAsync(Contribute(party, "session.json"));
        await RefusedAsync(Combine("ada", "ada"), 4, "ada contributed twice");
        await Flzk.RunCheckedAsync(Combine("ada", "grace"));
        await Flzk.RunCheckedAsync(Verify("grace", "ada"));
        await RefusedAsync(Verify("ada"), 4, "grace");
        foreach (string file in (string[])["link.flzklink", "contribution-key.json"])
            Assert.True((await Flzk.JsonAsync("setup", "inspect", _scratch["keys", file])).GetProperty("safe").GetBoolean());

        // Another key beside them is found out.
        await Flzk.RunCheckedAsync(
            "setup", "--development", "--circuit", "bounded-16", "--parameters", "20", "--out", _scratch["development"]);
        File.Copy(_scratch["development", "contribution-key.bin"], _scratch["keys", "contribution-key.bin"], overwrite: true);
        await RefusedAsync(Verify("ada", "grace"), 4, "contribution-key.bin");
        Assert.Equal(4, (await Flzk.RunAsync("setup", "inspect", _scratch["development", "contribution-key.json"])).ExitCode);
    }

    [Fact]
    public async Task Unsafe_keys_are_found_by_inspection_with_exit_code_4()
    {
        await Flzk.RunCheckedAsync("setup", "--development", "--circuit", Circuit, "--out", _scratch["keys"]);
        foreach (string file in (string[])["circuit.zkey", "link.flzklink", "linked-key.json"])
        {
            FlzkRun run = await Flzk.RunAsync("setup", "inspect", _scratch["keys", file]);
            Assert.Equal(4, run.ExitCode);
            Assert.Contains("development key", run.Output, StringComparison.Ordinal);
        }

        await File.WriteAllTextAsync(_scratch["nothing"], "nothing");
        Assert.Equal(3, (await Flzk.RunAsync("setup", "inspect", _scratch["nothing"])).ExitCode);
    }

    public void Dispose() => _scratch.Dispose();

    private string R1cs => _scratch["circuit.r1cs"];

    private string Ptau => _scratch["powers.ptau"];

    private string Key => _scratch["circuit.zkey"];

    private async Task PhaseTwoAsync(string circuitName, int power)
    {
        await NodePackages.EnsureRestoredAsync(ProjectLayout.Circuits);
        CircuitArtefacts circuit = await new CircuitCompiler().CompileAsync(CircuitCatalog.Read()[circuitName]);
        File.Copy(circuit.ConstraintSystem, R1cs);
        await SnarkjsAsync("powersoftau", "new", "bn128", power.ToString(CultureInfo.InvariantCulture), _scratch["0.ptau"]);
        await SnarkjsAsync("powersoftau", "contribute", _scratch["0.ptau"], Ptau, "--name=first", "-e=entropy of the tests");
        await Flzk.RunCheckedAsync("groth16", "new", "--r1cs", R1cs, "--ptau", Ptau, "--zkey", _scratch["0.zkey"]);
        FlzkRun bare = await Flzk.RunAsync("setup", "inspect", _scratch["0.zkey"]);
        Assert.Equal(4, bare.ExitCode);
        Assert.Contains("no phase-2 contribution", bare.Output, StringComparison.Ordinal);
        await Flzk.RunCheckedAsync("groth16", "contribute", "--zkey", _scratch["0.zkey"], "--out", _scratch["1.zkey"], "--name", "ada");
        await Flzk.RunCheckedAsync("groth16", "beacon", "--zkey", _scratch["1.zkey"], "--out", Key, "--beacon", "0102030405060708");
        await Flzk.RunCheckedAsync("groth16", "verify-key", "--zkey", Key, "--initial", _scratch["0.zkey"]);
        await RefusedAsync(["groth16", "verify-key", "--zkey", _scratch["0.zkey"], "--initial", _scratch["0.zkey"]], 4, "contribution");
        Assert.Equal(2, (await Flzk.RunAsync("groth16", "verify-key", "--zkey", Key)).ExitCode);
    }

    private async Task ProveAsync()
    {
        string provider = $"{Address}a1";
        Directory.CreateDirectory(_scratch["updates"]);
        Directory.CreateDirectory(_scratch["openings"]);
        var layout = new TensorLayout([new TensorDescriptor("layer.weight", [4, 5])]);
        ModelFile.Write(_scratch["in.safetensors"], new ModelParameters(layout, [.. Enumerable.Range(0, 20).Select(i => i / 8f)]));
        string update = _scratch["updates", $"{provider}.safetensors"];
        await Flzk.RunCheckedAsync("quantise", "--in", _scratch["in.safetensors"], "--out", update);
        await Flzk.RunCheckedAsync("commit", "--update", update, "--opening", _scratch["openings", $"{provider}.opening.json"]);
        await File.WriteAllTextAsync(
            _scratch["weights.json"], $$$"""{"schema":"flzk/weights/1","weights":{"{{{provider}}}.safetensors":3}}""");

        // Not a local chain: keys of ceremonies are accepted there.
        await Flzk.RunCheckedAsync(
            "prove", "--keys", _scratch["keys"], "--updates", _scratch["updates"], "--weights", _scratch["weights.json"], "--openings",
            _scratch["openings"], "--chain-id", "1", "--coordinator", $"{Address}cc", "--job", "1", "--round", "1", "--aggregator",
            $"{Address}dd", "--out", _scratch["statement.json"], "--model", _scratch["model.safetensors"], "--model-opening",
            _scratch["model.opening.json"]);
        await Flzk.RunCheckedAsync(
            "verify", "--statement", _scratch["statement.json"], "--key", _scratch["keys", "linked-key.json"]);
    }

    // The party's name is part of what the closing hash of the file covers.
    private async Task CopyAsAsync(string party, string other)
    {
        byte[] bytes = await File.ReadAllBytesAsync(_scratch[$"{party}.flzkcont"]);
        int at = bytes.AsSpan().IndexOf("ada"u8);
        bytes[at] = (byte)'o';
        await File.WriteAllBytesAsync(_scratch[$"{other}.flzkcont"], bytes);
    }

    private string[] Contribute(string party, string session) =>
    [
        "setup", "link", "contribute", "--session", _scratch[session], "--zkey", Key, "--party", party, "--out",
        _scratch[$"{party}.flzkcont"],
    ];

    private string[] Combine(params string[] parties) =>
    [
        "setup", "link", "combine", "--session", _scratch["session.json"], "--zkey", Key, "--out", _scratch["keys"], .. Files(parties),
    ];

    private string[] Verify(params string[] parties) =>
        ["setup", "link", "verify", "--keys", _scratch["keys"], "--session", _scratch["session.json"], .. Files(parties)];

    private IEnumerable<string> Files(string[] parties) =>
        parties.SelectMany(party => (string[])["--contribution", _scratch[$"{party}.flzkcont"]]);

    private static async Task RefusedAsync(string[] command, int exitCode, string reason)
    {
        FlzkRun run = await Flzk.RunAsync(command);
        Assert.True(run.ExitCode == exitCode, $"{run.ExitCode}: {run.Error}{run.Output}");
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    private static async Task SnarkjsAsync(params string[] arguments) => await ChildProcess.RunCheckedAsync(
        "node", [Path.Combine(ProjectLayout.Circuits, "node_modules", "snarkjs", "build", "cli.cjs"), .. arguments]);
}
