using System.Numerics;
using FlZk.Bn254;
using FlZk.Circuits.Catalog;
using FlZk.Circuits.Compilation;
using FlZk.Circuits.Keys;
using FlZk.Circuits.Provers;
using FlZk.Circuits.Tests.FedAvg;
using FlZk.Circuits.Tests.Fixtures;
using FlZk.Circuits.Witnesses;
using FlZk.Groth16;
using FlZk.Platform;
using FlZk.Platform.Processes;

namespace FlZk.Circuits.Tests.Provers;

/// <summary>Provers that are other programs. rapidsnark itself is not on npm, so a script with its four
/// arguments around snarkjs stands for it.</summary>
public sealed class ExternalProverTests
{
    [Fact]
    public async Task A_proof_of_snarkjs_verifies_here_and_there()
    {
        (CircuitKeys files, ProvingKey key, Witness witness) = await SetAsync();
        Proof proof = await new SnarkjsProver().ProveAsync(files.ProvingKey, key, witness);
        ReadOnlyMemory<Fr> publicSignals = witness.PublicSignals(key.PublicCount);
        Assert.True(Verifier.Verify(key.VerificationKey, publicSignals.Span, proof));

        using var workspace = new Workspace(CatalogText.Of());
        (string proofFile, string publicFile) =
            (Path.Combine(workspace.Folder, "proof.json"), Path.Combine(workspace.Folder, "public.json"));
        proof.WriteJson(proofFile);
        PublicSignals.WriteJson(publicFile, publicSignals.Span);
        Assert.Contains(
            "OK!",
            (await Snarkjs.RunAsync("groth16", "verify", files.VerificationKey, publicFile, proofFile)).StandardOutput,
            StringComparison.Ordinal);

        // The same statement by the native prover, under the same key.
        (await new NativeProver().ProveAsync(files.ProvingKey, key, witness)).WriteJson(proofFile);
        Assert.Contains(
            "OK!",
            (await Snarkjs.RunAsync("groth16", "verify", files.VerificationKey, publicFile, proofFile)).StandardOutput,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prover_with_rapidsnarks_arguments_is_driven_and_verified()
    {
        if (OperatingSystem.IsWindows()) return;
        (CircuitKeys files, ProvingKey key, Witness witness) = await SetAsync();
        using var workspace = new Workspace(CatalogText.Of());
        string script = Script(workspace, """exec node "$FLZK_SNARKJS" groth16 prove "$1" "$2" "$3" "$4" """);
        Proof proof = await new RapidsnarkProver(script).ProveAsync(files.ProvingKey, key, witness);
        Assert.True(Verifier.Verify(key.VerificationKey, witness.PublicSignals(key.PublicCount).Span, proof));
    }

    [Fact]
    public async Task A_witness_file_is_its_owners_alone_and_gone_afterwards()
    {
        if (OperatingSystem.IsWindows()) return;
        (CircuitKeys files, ProvingKey key, Witness witness) = await SetAsync();
        using var workspace = new Workspace(CatalogText.Of());
        string seen = Path.Combine(workspace.Folder, "seen");
        string script = Script(workspace, $"""stat -c '%a %n' "$2" "$(dirname "$2")" > '{seen}'; exit 3""");
        ProcessFailedException failed = await Assert.ThrowsAsync<ProcessFailedException>(
            () => new RapidsnarkProver(script).ProveAsync(files.ProvingKey, key, witness));
        Assert.Equal(3, failed.ExitCode);
        string[] lines = File.ReadAllLines(seen);
        Assert.StartsWith("600 ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("700 ", lines[1], StringComparison.Ordinal);
        Assert.False(Directory.Exists(lines[1][4..]));
    }

    [Fact]
    public async Task Cancelling_ends_the_prover_and_deletes_the_witness()
    {
        if (OperatingSystem.IsWindows()) return;
        (CircuitKeys files, ProvingKey key, Witness witness) = await SetAsync();
        using var workspace = new Workspace(CatalogText.Of());
        string seen = Path.Combine(workspace.Folder, "seen");
        string script = Script(workspace, $"""dirname "$2" > '{seen}.part'; mv '{seen}.part' '{seen}'; sleep 60""");
        using var cancel = new CancellationTokenSource();
        Task<Proof> proving = new RapidsnarkProver(script).ProveAsync(files.ProvingKey, key, witness, cancellation: cancel.Token);
        while (!File.Exists(seen)) await Task.Delay(10);
        string folder = File.ReadAllText(seen).Trim();
        Assert.True(Directory.Exists(folder));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => proving);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task A_prover_that_answers_with_another_proof_is_caught()
    {
        if (OperatingSystem.IsWindows()) return;
        (CircuitKeys files, ProvingKey key, Witness witness) = await SetAsync();
        using var workspace = new Workspace(CatalogText.Of());
        string other = Path.Combine(workspace.Folder, "other.json");
        (await new NativeProver().ProveAsync(files.ProvingKey, key, await WitnessAsync(files.Circuit, 12))).WriteJson(other);
        string script = Script(workspace, $"""cp '{other}' "$3" """);
        await Assert.ThrowsAsync<UnprovableException>(() => new RapidsnarkProver(script).ProveAsync(files.ProvingKey, key, witness));
    }

    [Fact]
    public async Task A_prover_that_writes_nothing_is_told()
    {
        (CircuitKeys files, ProvingKey key, Witness witness) = await SetAsync();
        ProcessFailedException failed = await Assert.ThrowsAsync<ProcessFailedException>(
            () => new RapidsnarkProver("true").ProveAsync(files.ProvingKey, key, witness));
        Assert.Contains("no proof", failed.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ProcessFailedException>(
            () => new RapidsnarkProver("no-such-prover").ProveAsync(files.ProvingKey, key, witness));
    }

    [Fact]
    public async Task A_witness_of_another_circuit_is_refused_before_anything_runs()
    {
        (CircuitKeys files, ProvingKey key, Witness witness) = await SetAsync();
        var shorter = new Witness(witness.Values[..^1]);
        await Assert.ThrowsAsync<KeyException>(() => new RapidsnarkProver("no-such-prover").ProveAsync(files.ProvingKey, key, shorter));
        await Assert.ThrowsAsync<KeyException>(() => new SnarkjsProver().ProveAsync(files.ProvingKey, key, shorter));
    }

    [Fact]
    public async Task A_false_witness_makes_no_proof_that_leaves_the_prover()
    {
        (CircuitKeys files, ProvingKey key, Witness witness) = await SetAsync();
        Fr[] values = witness.Values.ToArray();
        values[1] += Fr.One;
        await Assert.ThrowsAsync<UnprovableException>(() => new SnarkjsProver().ProveAsync(files.ProvingKey, key, new Witness(values)));
    }

    private static async Task<(CircuitKeys Files, ProvingKey Key, Witness Witness)> SetAsync()
    {
        CircuitKeys files = await new DevelopmentKeys(new CircuitCompiler()).EnsureAsync(CircuitCatalog.Read()["fedavg-16"]);
        return (files, ProvingKey.Read(files.ProvingKey), await WitnessAsync(files.Circuit, 11));
    }

    private static async Task<Witness> WitnessAsync(CircuitArtefacts circuit, int seed)
    {
        using var generator = WasmWitnessGenerator.Open(circuit);
        var random = new Random(seed);
        var sums = new Fr[circuit.Instance.ChunkSize];
        for (int j = 0; j < sums.Length; j++) sums[j] = Fr.FromInt64(random.NextInt64(-1_000_000_000, 1_000_000_000));
        return await generator.GenerateAsync(new CircuitInputs()
            .Add("ctx", Fr.Random()).Add("W", Fr.FromUInt64(1001)).Add("s", sums).Add("rhoS", Fr.Random()).Add("rhoY", Fr.Random()).Add(
            "blind", Fr.Random()));
    }

    private static string Script(Workspace workspace, string body)
    {
        string path = Path.Combine(workspace.Folder, "prover.sh");
        string snarkjs = Path.Combine(ProjectLayout.Circuits, "node_modules", "snarkjs", "build", "cli.cjs");
        File.WriteAllText(path, $"#!/bin/sh\nFLZK_SNARKJS='{snarkjs}'\n{body}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
