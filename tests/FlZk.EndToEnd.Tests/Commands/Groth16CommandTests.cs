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

    [Fact]
    public async Task Batches_name_their_bad_proofs_and_files_say_what_they_are()
    {
        await PrepareAsync();
        Directory.CreateDirectory(_scratch["many", "third"]);
        foreach ((string proof, string signals) in ((string, string)[])
            [("one.proof.json", "one.public.json"), ("two.proof.json", "two.public.json"), ("third/proof.json", "third/public.json")])
        {
            await Flzk.RunCheckedAsync(
            [
                "groth16", "prove", "--zkey", _scratch["circuit.zkey"], "--wtns", _scratch["witness.wtns"],
                "--proof", _scratch["many", proof], "--public", _scratch["many", signals],
            ]);
        }

        string[] batch = ["groth16", "batch-verify", "--vkey", _scratch["vkey.json"], "--folder", _scratch["many"]];
        JsonElement good = await Flzk.JsonAsync(batch);
        Assert.True(good.GetProperty("valid").GetBoolean());
        Assert.Equal(3, good.GetProperty("count").GetInt32());

        JsonArray changed = JsonNode.Parse(await File.ReadAllTextAsync(_scratch["many", "two.public.json"]))!.AsArray();
        changed[0] = "12345";
        await File.WriteAllTextAsync(_scratch["many", "two.public.json"], changed.ToJsonString());
        FlzkRun bad = await Flzk.RunAsync(batch);
        Assert.Equal(1, bad.ExitCode);
        Assert.Contains("INVALID", bad.Output, StringComparison.Ordinal);
        Assert.Contains("two.proof.json", bad.Output, StringComparison.Ordinal);
        Assert.Contains("2 of 3", bad.Output, StringComparison.Ordinal);
        File.Delete(_scratch["many", "two.public.json"]);
        Assert.Equal(3, (await Flzk.RunAsync(batch)).ExitCode);

        // A development key is no safe key, whatever it looks like.
        foreach ((string file, string kind, int code) in ((string, string, int)[])
            [
                ("circuit.zkey", "proving key", 4), ("vkey.json", "verification key", 0), ("witness.wtns", "witness", 0),
                ("many/one.proof.json", "proof", 0), ("many/one.public.json", "public signals", 0),
            ])
        {
            FlzkRun inspected = await Flzk.RunAsync("groth16", "inspect", _scratch[file]);
            Assert.Equal(code, inspected.ExitCode);
            Assert.Contains(kind, inspected.Output, StringComparison.Ordinal);
        }

        await File.WriteAllTextAsync(_scratch["other.json"], "{}");
        Assert.Equal(3, (await Flzk.RunAsync("groth16", "inspect", _scratch["other.json"])).ExitCode);
    }

    [Fact]
    public async Task Proving_reports_its_phases_and_leaves_a_converted_key_unless_told_not_to()
    {
        await PrepareAsync();
        JsonElement first = await Flzk.JsonAsync([.. Prove("native"), "--no-cache", "--threads", "1"]);
        Assert.Empty(Directory.GetFiles(_scratch.Folder, "*.flzkkey"));
        Assert.Equal(1, first.GetProperty("threads").GetInt32());
        Assert.Equal(Bn254.InstructionSet.Current, first.GetProperty("instructionSet").GetString());
        Assert.True(first.GetProperty("peakMemoryMiB").GetDouble() > 0);
        Assert.Contains(
            first.GetProperty("phases").EnumerateArray(), p => p.GetProperty("name").GetString() == "multi-exponentiation H");

        File.SetLastWriteTimeUtc(_scratch["circuit.zkey"], DateTime.UtcNow.AddMinutes(-1));
        Assert.False((await Flzk.JsonAsync(Prove("native"))).GetProperty("convertedKey").GetBoolean());
        Assert.Single(Directory.GetFiles(_scratch.Folder, "*.flzkkey"));
        Assert.True((await Flzk.JsonAsync(Prove("native"))).GetProperty("convertedKey").GetBoolean());
        await Flzk.RunCheckedAsync(Verify());

        foreach (string wrong in (string[])["0", "many", "-1"])
            Assert.Equal(2, (await Flzk.RunAsync([.. Prove("native"), "--threads", wrong])).ExitCode);
    }

    [Fact]
    public async Task Exports_are_those_of_snarkjs()
    {
        await PrepareAsync();
        await Flzk.RunCheckedAsync(Prove("native"));
        await Flzk.RunCheckedAsync(
            "groth16", "export", "verificationkey", "--zkey", _scratch["circuit.zkey"], "--vkey", _scratch["again.json"]);
        Assert.Equal(await File.ReadAllTextAsync(_scratch["vkey.json"]), await File.ReadAllTextAsync(_scratch["again.json"]));

        FlzkRun calldata = await Flzk.RunCheckedAsync(
            "groth16", "export", "solidity-calldata", "--proof", _scratch["proof.json"], "--public", _scratch["public.json"]);
        JsonArray arguments = JsonNode.Parse($"[{calldata.Output}]")!.AsArray();
        Proof proof = Proof.ReadJson(_scratch["proof.json"]);
        Assert.Equal(4, arguments.Count);
        Assert.Equal(proof.A.X.ToBigInteger(), Word(arguments[0]![0]!));
        Assert.Equal(proof.B.X.C1.ToBigInteger(), Word(arguments[1]![0]![0]!));
        Assert.Equal(proof.B.X.C0.ToBigInteger(), Word(arguments[1]![0]![1]!));
        Assert.Equal(proof.B.Y.C1.ToBigInteger(), Word(arguments[1]![1]![0]!));
        Assert.Equal(proof.C.Y.ToBigInteger(), Word(arguments[2]![1]!));
        Assert.Equal(
            PublicSignals.ReadJson(_scratch["public.json"]).Select(s => s.ToBigInteger()), arguments[3]!.AsArray().Select(w => Word(w!)));

        await Flzk.RunCheckedAsync("groth16", "export", "witness", "--wtns", _scratch["witness.wtns"], "--out", _scratch["witness.json"]);
        Assert.Equal(
            Witness.Read(_scratch["witness.wtns"]).Values.ToArray().Select(v => v.ToString()),
            JsonNode.Parse(await File.ReadAllTextAsync(_scratch["witness.json"]))!.AsArray().Select(v => v!.GetValue<string>()));

        static System.Numerics.BigInteger Word(JsonNode word) =>
            new(Convert.FromHexString(word.GetValue<string>()[2..]), isUnsigned: true, isBigEndian: true);
    }

    [Fact]
    public async Task Inputs_prove_without_a_witness_file_and_randomness_cannot_be_chosen()
    {
        JsonElement circuit = await PrepareAsync();
        string sums = string.Join(',', Enumerable.Range(0, 16).Select(i => (1000 * i) - 7000));
        await File.WriteAllTextAsync(
            _scratch["input.json"],
            $$"""{"ctx":"0x9","W":5,"s":[{{sums}}],"rhoS":"1","rhoY":"1","blind":"1"}""");
        string[] direct =
        [
            "groth16", "prove", "--zkey", _scratch["circuit.zkey"], "--wasm", circuit.GetProperty("wasm").GetString()!,
            "--proof", _scratch["proof.json"], "--public", _scratch["public.json"],
        ];
        await Flzk.RunCheckedAsync([.. direct, "--input", _scratch["input.json"]]);
        await Flzk.RunCheckedAsync(Verify());

        Assert.Equal(2, (await Flzk.RunAsync(direct)).ExitCode);
        await File.WriteAllTextAsync(_scratch["input.json"], """{"ctx":"ninety"}""");
        Assert.Equal(3, (await Flzk.RunAsync([.. direct, "--input", _scratch["input.json"]])).ExitCode);

        // No option of the command is a blinding scalar or a seed, and equal inputs give different proofs.
        foreach (string option in (string[])["-r", "-s", "--r", "--s", "--seed", "--deterministic"])
            Assert.Equal(2, (await Flzk.RunAsync([.. Prove("native"), option, "1"])).ExitCode);
        await Flzk.RunCheckedAsync(Prove("native"));
        string one = await File.ReadAllTextAsync(_scratch["proof.json"]);
        await Flzk.RunCheckedAsync(Prove("native"));
        Assert.NotEqual(one, await File.ReadAllTextAsync(_scratch["proof.json"]));
    }

    public void Dispose() => _scratch.Dispose();

    private async Task<JsonElement> PrepareAsync()
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
        return circuit;
    }

    private string[] Prove(string backend) =>
    [
        "groth16", "prove", "--zkey", _scratch["circuit.zkey"], "--wtns", _scratch["witness.wtns"],
        "--proof", _scratch["proof.json"], "--public", _scratch["public.json"], "--backend", backend,
    ];

    private string[] Verify() =>
        ["groth16", "verify", "--vkey", _scratch["vkey.json"], "--public", _scratch["public.json"], "--proof", _scratch["proof.json"]];
}
