using System.Text.Json;
using System.Text.Json.Nodes;
using FlZk.EndToEnd.Tests.Hosting;
using FlZk.Groth16;

namespace FlZk.EndToEnd.Tests.Commands;

public sealed class Groth16CommandTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task A_proof_made_by_either_backend_verifies_and_a_changed_signal_does_not()
    {
        await PrepareAsync();
        foreach (string backend in (string[])["native", "snarkjs"])
        {
            await Flzk.RunCheckedAsync(Prove(backend));
            await Flzk.RunCheckedAsync(Verify());
        }

        JsonArray signals = JsonNode.Parse(await File.ReadAllTextAsync(_scratch["public.json"]))!.AsArray();
        signals[0] = "12345";
        await File.WriteAllTextAsync(_scratch["public.json"], signals.ToJsonString());
        FlzkRun refused = await Flzk.RunAsync(Verify());
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("INVALID", refused.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_files_and_bad_keys_have_exit_codes_of_their_own()
    {
        await PrepareAsync();
        await Flzk.RunCheckedAsync(Prove("native"));

        // One signal too few: a negative verdict, not a crash.
        JsonArray signals = JsonNode.Parse(await File.ReadAllTextAsync(_scratch["public.json"]))!.AsArray();
        signals.RemoveAt(signals.Count - 1);
        await File.WriteAllTextAsync(_scratch["public.json"], signals.ToJsonString());
        Assert.Equal(1, (await Flzk.RunAsync(Verify())).ExitCode);

        // A signal of r or more: the file is wrong.
        signals.Add("21888242871839275222246405745257275088548364400416034343698204186575808495617");
        await File.WriteAllTextAsync(_scratch["public.json"], signals.ToJsonString());
        Assert.Equal(3, (await Flzk.RunAsync(Verify())).ExitCode);

        // A key without contribution: delta = gamma, anyone can forge.
        JsonObject key = JsonNode.Parse(await File.ReadAllTextAsync(_scratch["vkey.json"]))!.AsObject();
        key["vk_delta_2"] = key["vk_gamma_2"]!.DeepClone();
        await File.WriteAllTextAsync(_scratch["vkey.json"], key.ToJsonString());
        signals.RemoveAt(signals.Count - 1);
        signals.Add("0");
        await File.WriteAllTextAsync(_scratch["public.json"], signals.ToJsonString());
        FlzkRun unsafeKey = await Flzk.RunAsync(Verify());
        Assert.Equal(4, unsafeKey.ExitCode);
        Assert.Contains("delta", unsafeKey.Error, StringComparison.Ordinal);

        // A truncated key, a witness of another circuit, files that are not there.
        byte[] zkey = await File.ReadAllBytesAsync(_scratch["circuit.zkey"]);
        await File.WriteAllBytesAsync(_scratch["circuit.zkey"], zkey[..(zkey.Length / 2)]);
        FlzkRun truncated = await Flzk.RunAsync(Prove("native"));
        Assert.Equal(3, truncated.ExitCode);
        Assert.Contains("circuit.zkey", truncated.Error, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(_scratch["circuit.zkey"], zkey);
        new Witness(new[] { Bn254.Fr.One, Bn254.Fr.One }).Write(_scratch["witness.wtns"]);
        Assert.Equal(4, (await Flzk.RunAsync(Prove("native"))).ExitCode);
        File.Delete(_scratch["witness.wtns"]);
        Assert.Equal(3, (await Flzk.RunAsync(Prove("native"))).ExitCode);
    }

    public void Dispose() => _scratch.Dispose();

    private async Task PrepareAsync()
    {
        JsonElement circuit = await Flzk.JsonAsync("circuit", "build", "fedavg-16");
        await Flzk.RunCheckedAsync(
            "groth16", "setup", "--r1cs", circuit.GetProperty("r1cs").GetString()!, "--zkey", _scratch["circuit.zkey"], "--vkey",
            _scratch["vkey.json"], "--development");
        using var witnesses = Circuits.Witnesses.WasmWitnessGenerator.Open(circuit.GetProperty("wasm").GetString()!);
        Bn254.Fr[] sums = [.. Enumerable.Range(0, 16).Select(i => Bn254.Fr.FromInt64((1000 * i) - 7000))];
        Witness witness = await witnesses.GenerateAsync(new CircuitInputs()
            .Add("ctx", Bn254.Fr.FromUInt64(9))
            .Add("W", Bn254.Fr.FromUInt64(5))
            .Add("s", sums)
            .Add("rhoS", Bn254.Fr.One)
            .Add("rhoY", Bn254.Fr.One)
            .Add("blind", Bn254.Fr.One));
        witness.Write(_scratch["witness.wtns"]);
    }

    private string[] Prove(string backend) =>
    [
        "groth16", "prove", "--zkey", _scratch["circuit.zkey"], "--wtns", _scratch["witness.wtns"],
        "--proof", _scratch["proof.json"], "--public", _scratch["public.json"], "--backend", backend,
    ];

    private string[] Verify() =>
        ["groth16", "verify", "--vkey", _scratch["vkey.json"], "--public", _scratch["public.json"], "--proof", _scratch["proof.json"]];
}
