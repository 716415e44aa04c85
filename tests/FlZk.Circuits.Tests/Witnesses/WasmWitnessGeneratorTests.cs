using System.Numerics;
using FlZk.Bn254;
using FlZk.Circuits.Tests.FedAvg;
using FlZk.Circuits.Tests.Fixtures;
using FlZk.Circuits.Witnesses;
using FlZk.Groth16;
using FlZk.Platform.Files;

namespace FlZk.Circuits.Tests.Witnesses;

public sealed class WasmWitnessGeneratorTests
{
    [Theory]
    [InlineData(16, 1000)]
    [InlineData(256, 1)]
    [InlineData(256, (1 << 20) - 1)]
    public async Task A_witness_file_is_byte_for_byte_that_of_snarkjs(int chunkSize, int weight)
    {
        TestCircuit circuit = await TestCircuit.FedAvgAsync(chunkSize);
        using var generator = WasmWitnessGenerator.Open(circuit.Artefacts);
        var random = new Random(chunkSize);
        CircuitInputs inputs = FedAvgWitnessTests.Inputs(
            circuit, weight, [.. Enumerable.Range(0, chunkSize).Select(_ => (BigInteger)random.Next(-(1 << 23), 1 << 23) * weight)]);
        using var workspace = new Workspace(CatalogText.Of());
        (string json, string ours, string theirs) =
            (Path.Combine(workspace.Folder, "in.json"), Path.Combine(workspace.Folder, "a.wtns"), Path.Combine(workspace.Folder, "b.wtns"));
        (await generator.GenerateAsync(inputs)).Write(ours);
        File.WriteAllText(json, inputs.ToJson());
        await Snarkjs.RunAsync("wtns", "calculate", circuit.Artefacts.WitnessProgram, json, theirs);
        Assert.Equal(File.ReadAllBytes(theirs), File.ReadAllBytes(ours));
        Assert.Null(ConstraintSystem.Read(circuit.Artefacts.ConstraintSystem).FirstViolatedConstraint(Witness.Read(theirs)));
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(16, 12345)]
    [InlineData(309, 1L << 60)]
    public async Task A_bounded_updates_witness_file_is_byte_for_byte_that_of_snarkjs(int chunkSize, long before)
    {
        TestCircuit circuit = await TestCircuit.BoundedUpdateAsync(chunkSize);
        using var generator = CatalogWitnessGenerator.Open(circuit.Artefacts);
        var random = new Random(chunkSize);
        long[] values = [.. Enumerable.Range(0, chunkSize).Select(_ => random.Next(-(1 << 23), 1 << 23))];
        (values[0], values[^1]) = (-(1 << 23), (1 << 23) - 1);
        BigInteger norm = values.Aggregate((BigInteger)before, static (sum, x) => sum + ((BigInteger)x * x));
        CircuitInputs inputs = new CircuitInputs()
            .Add("ctx", Fr.FromInt64(4711))
            .Add("bound", Fr.FromBigInteger(norm))
            .Add("accIn", Fr.FromInt64(before))
            .Add("x", [.. values.Select(Fr.FromInt64)])
            .Add("rho", Fr.FromInt64(-99))
            .Add("blind", Fr.FromInt64(98));
        Witness witness = await generator.GenerateAsync(inputs);
        Assert.Equal(
            [
                Fr.FromBigInteger(norm), Fr.FromInt64(4711), Fr.FromBigInteger(norm), Fr.FromInt64(before),
                .. values.Select(Fr.FromInt64), Fr.FromInt64(-99), Fr.FromInt64(98),
            ],
            witness.PublicSignals(chunkSize + 6).ToArray());
        using var workspace = new Workspace(CatalogText.Of());
        (string json, string ours, string theirs) =
            (Path.Combine(workspace.Folder, "in.json"), Path.Combine(workspace.Folder, "a.wtns"), Path.Combine(workspace.Folder, "b.wtns"));
        witness.Write(ours);
        File.WriteAllText(json, inputs.ToJson());
        await Snarkjs.RunAsync("wtns", "calculate", circuit.Artefacts.WitnessProgram, json, theirs);
        Assert.Equal(File.ReadAllBytes(theirs), File.ReadAllBytes(ours));
        Assert.Null(ConstraintSystem.Read(circuit.Artefacts.ConstraintSystem).FirstViolatedConstraint(Witness.Read(theirs)));
    }

    [Fact]
    public async Task A_missing_signal_is_named()
    {
        Assert.Contains("W is missing", await Refusal(inputs => Without(inputs, "W")), StringComparison.Ordinal);
        Assert.Contains("blind is missing", await Refusal(inputs => Without(inputs, "blind")), StringComparison.Ordinal);
        Assert.Contains("ctx is missing", await Refusal(_ => new CircuitInputs()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_missing_from_a_circuit_without_a_catalogue_is_counted()
    {
        TestCircuit circuit = await TestCircuit.FedAvgAsync(2);
        using var generator = WasmWitnessGenerator.Open(circuit.Artefacts.WitnessProgram);
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(
            () => generator.GenerateAsync(Without(FedAvgWitnessTests.Inputs(circuit, 5, [1]), "W")));
        Assert.Contains("takes 7 input values, not 6", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_signal_is_named()
    {
        Assert.Contains("no input signal weight", await Refusal(inputs => inputs.Add("weight", Fr.One)), StringComparison.Ordinal);
        Assert.Contains("no input signal y", await Refusal(inputs => inputs.Add("y", new Fr[2])), StringComparison.Ordinal);
        Assert.Contains("no input signal s[0]", await Refusal(inputs => inputs.Add("s[0]", Fr.One)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_wrong_length_is_named_with_the_right_one(int length) =>
        Assert.Contains(
            $"s takes 2 values, not {length}",
            await Refusal(inputs => Without(inputs, "s").Add("s", new Fr[length])),
            StringComparison.Ordinal);

    [Fact]
    public async Task Errors_hold_no_input_values()
    {
        TestCircuit circuit = await TestCircuit.FedAvgAsync(2);
        using var generator = WasmWitnessGenerator.Open(circuit.Artefacts);
        BigInteger secret = BigInteger.Parse("987654321987654321987654321");
        UnprovableException error = await Assert.ThrowsAsync<UnprovableException>(
            () => generator.GenerateAsync(FedAvgWitnessTests.Inputs(circuit, 1000, [secret])));
        Assert.DoesNotContain("98765", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("line", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_generator_serves_many_threads_and_survives_refusals()
    {
        TestCircuit circuit = await TestCircuit.FedAvgAsync(16);
        using var generator = WasmWitnessGenerator.Open(circuit.Artefacts);
        await Task.WhenAll(Enumerable.Range(0, 24).Select(async i =>
        {
            int weight = i % 6 == 0 ? 0 : i * 1000;
            CircuitInputs inputs = FedAvgWitnessTests.Inputs(circuit, weight, [i * 1_000_000]);
            if (weight == 0)
            {
                await Assert.ThrowsAsync<UnprovableException>(() => generator.GenerateAsync(inputs));
                return;
            }

            Witness witness = await generator.GenerateAsync(inputs);
            Assert.Equal(1000, witness.Values.Span[circuit.Wires["main.y[0]"]].ToBigInteger());
        }));
    }

    [Fact]
    public async Task Files_that_are_no_witness_programs_are_refused()
    {
        using var workspace = new Workspace(CatalogText.Of());
        string file = Path.Combine(workspace.Folder, "bad.wasm");
        File.WriteAllText(file, "not WebAssembly");
        Assert.Contains(
            "is not WebAssembly",
            Assert.Throws<FileFormatException>(() => WasmWitnessGenerator.Open(file)).Message,
            StringComparison.Ordinal);

        TestCircuit circuit = await TestCircuit.FedAvgAsync(1);
        byte[] program = File.ReadAllBytes(circuit.Artefacts.WitnessProgram);
        File.WriteAllBytes(file, program[..(program.Length / 2)]);
        Assert.Throws<FileFormatException>(() => WasmWitnessGenerator.Open(file));

        // An empty module is WebAssembly, but not circom's.
        File.WriteAllBytes(file, [0, (byte)'a', (byte)'s', (byte)'m', 1, 0, 0, 0]);
        using var generator = WasmWitnessGenerator.Open(file);
        FileFormatException error = await Assert.ThrowsAsync<FileFormatException>(() => generator.GenerateAsync(new CircuitInputs()));
        Assert.Contains("no witness program of circom 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_circuit_over_another_field_is_refused()
    {
        TestCircuit circuit = await TestCircuit.FedAvgAsync(1);
        byte[] program = File.ReadAllBytes(circuit.Artefacts.WitnessProgram);
        byte[] modulus = Fr.Modulus.ToByteArray(isUnsigned: true);
        int at = program.AsSpan().IndexOf(modulus);
        Assert.True(at > 0);
        while (at >= 0)
        {
            program[at] ^= 2;
            at = program.AsSpan().IndexOf(modulus);
        }

        using var workspace = new Workspace(CatalogText.Of());
        string file = Path.Combine(workspace.Folder, "other.wasm");
        File.WriteAllBytes(file, program);
        using var generator = WasmWitnessGenerator.Open(file);
        FileFormatException error = await Assert.ThrowsAsync<FileFormatException>(
            () => generator.GenerateAsync(FedAvgWitnessTests.Inputs(circuit, 1, [1])));
        Assert.Contains("another field", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_computation_says_so()
    {
        TestCircuit circuit = await TestCircuit.FedAvgAsync(1);
        using var generator = WasmWitnessGenerator.Open(circuit.Artefacts);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => generator.GenerateAsync(FedAvgWitnessTests.Inputs(circuit, 1, [1]), cancelled.Token));
    }

    private static async Task<string> Refusal(Func<CircuitInputs, CircuitInputs> change)
    {
        TestCircuit circuit = await TestCircuit.FedAvgAsync(2);
        using var generator = WasmWitnessGenerator.Open(circuit.Artefacts);
        CircuitInputs inputs = change(FedAvgWitnessTests.Inputs(circuit, 1000, [1, 2]));
        return (await Assert.ThrowsAsync<ArgumentException>(() => generator.GenerateAsync(inputs))).Message;
    }

    private static CircuitInputs Without(CircuitInputs inputs, string name)
    {
        var fewer = new CircuitInputs();
        foreach ((string signal, ReadOnlyMemory<Fr> values) in inputs)
        {
            if (signal != name) fewer.Add(signal, values);
        }

        return fewer;
    }
}
