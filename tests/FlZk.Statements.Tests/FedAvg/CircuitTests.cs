using FlZk.Bn254;
using FlZk.Circuits.Catalog;
using FlZk.Circuits.Compilation;
using FlZk.Circuits.Keys;
using FlZk.Circuits.Witnesses;
using FlZk.Groth16;
using FlZk.Statements.Tests.Vectors;

namespace FlZk.Statements.Tests.FedAvg;

/// <summary>Whole statements with the real circuit, its witness program, the native prover, and snarkjs as judge.</summary>
public sealed class CircuitTests
{
    private static readonly SemaphoreSlim Once = new(1);
    private static (CircuitKeys Files, ProvingKey Key, IWitnessGenerator Witnesses)? _made;

    [Theory]
    [InlineData(16)]
    [InlineData(20)]
    [InlineData(48)]
    public async Task A_round_proved_with_the_real_circuit_verifies(int d)
    {
        (FedAvgProvingKeys keys, FedAvgProver prover) = await ProverAsync(d);
        Round round = Round.Make(d, 4, "real");
        FedAvgProof proof = await prover.ProveAsync(round.Inputs(LinkedFixture.Chain));
        Assert.True(FedAvgVerifier.Verify(keys.Verification, proof.Statement, proof.Proof).Accepted);
        Assert.True(WeakenedVerifier.Accepts(keys.Verification, proof.Statement, proof.Proof, OmittedCheck.None));
        Assert.Equal(KeyOrigin.Development, keys.Verification.Origin);
    }

    [Fact]
    public async Task An_unmodified_chunk_proof_verifies_with_snarkjs_and_its_full_public_signals()
    {
        (FedAvgProvingKeys keys, FedAvgProver prover) = await ProverAsync(20);
        Round round = Round.Make(20, 3, "snarkjs");
        FedAvgProof proof = await prover.ProveAsync(round.Inputs(LinkedFixture.Chain));
        using var folder = new TemporaryFolder();
        keys.Circuit.WriteJson(folder["vkey.json"]);
        foreach (ChunkTranscript transcript in proof.Transcripts)
        {
            transcript.Groth16.WriteJson(folder["proof.json"]);
            PublicSignals.WriteJson(folder["public.json"], transcript.PublicSignals.Span);
            Assert.True(await Snarkjs.AcceptsAsync(folder));
        }

        Fr[] changed = proof.Transcripts[1].PublicSignals.ToArray();
        changed[0] += Fr.One;
        PublicSignals.WriteJson(folder["public.json"], changed);
        Assert.False(await Snarkjs.AcceptsAsync(folder));
    }

    [Fact]
    public async Task The_same_inputs_twice_share_no_point_of_the_proof()
    {
        (_, FedAvgProver prover) = await ProverAsync(20);
        FedAvgInputs inputs = Round.Make(20, 3, "twice").Inputs(LinkedFixture.Chain) with { ModelBlinding = null };
        FedAvgProof first = await prover.ProveAsync(inputs), second = await prover.ProveAsync(inputs);
        Assert.Empty(Points(first).Intersect(Points(second)));

        static IEnumerable<G1Affine> Points(FedAvgProof proof) =>
            [proof.Proof.Model.Point, proof.Proof.Link,
                .. proof.Proof.Chunks.SelectMany(c => new[] { c.Commitment, c.Groth16.A, c.Groth16.C })];
    }

    [Fact]
    public async Task Rounds_at_the_rounding_and_range_edges_verify()
    {
        (FedAvgProvingKeys keys, FedAvgProver prover) = await ProverAsync(16);
        int[] edges = [-8388608, 8388607, -1, 0, 1, 2, -2, 3, -3, 5, -5, 7, -7, 8388606, -8388607, 4];
        foreach (long[] weights in (long[][])[[1], [2], [1, 1], [1, 2], [1048575], [524287, 524288]])
        {
            int[][] updates = [.. weights.Select((_, i) => i % 2 == 0 ? edges : [.. edges.Reverse()])];
            FedAvgProof proof = await prover.ProveAsync(Round.Of(updates, weights).Inputs(LinkedFixture.Chain));
            Assert.True(FedAvgVerifier.Verify(keys.Verification, proof.Statement, proof.Proof).Accepted);
        }
    }

    [Fact]
    public async Task A_circuit_key_without_any_contribution_is_refused()
    {
        (FedAvgProvingKeys good, _) = await ProverAsync(16);
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["bare.zkey"], WithoutContributions(File.ReadAllBytes(good.ZkeyPath)));
        ProvingKey bare = ProvingKey.Read(folder["bare.zkey"]);
        KeyException refused = Assert.Throws<KeyException>(() => new FedAvgProvingKeys(
            folder["bare.zkey"], bare, good.Verification.Parameters, good.Link, LinkedFixture.Generators));
        Assert.Contains("contribution", refused.Message, StringComparison.Ordinal);

        // Its verification key alone does not show it.
        LinkedCircuitKey.Require(bare.VerificationKey, LinkedStatement.FedAvg, 16);
    }

    /// <summary>The same .zkey with an empty list of contributions: section 10 is the circuit's hash, 64
    /// bytes, and the list after its length.</summary>
    private static byte[] WithoutContributions(byte[] zkey)
    {
        using var written = new MemoryStream();
        using var writer = new BinaryWriter(written);
        writer.Write(zkey, 0, 12);
        for (int at = 12; at < zkey.Length;)
        {
            int type = BitConverter.ToInt32(zkey, at), length = (int)BitConverter.ToInt64(zkey, at + 4);
            writer.Write(type);
            writer.Write(type == 10 ? 68L : length);
            writer.Write(zkey, at + 12, type == 10 ? 64 : length);
            if (type == 10) writer.Write(0);
            at += 12 + length;
        }

        return written.ToArray();
    }

    private static async Task<(FedAvgProvingKeys Keys, FedAvgProver Prover)> ProverAsync(int d)
    {
        await Once.WaitAsync();
        try
        {
            if (_made is null)
            {
                CircuitInstance instance = CircuitCatalog.Read()["fedavg-16"];
                CircuitKeys files = await new DevelopmentKeys(new CircuitCompiler()).EnsureAsync(instance);
                _made = (files, ProvingKey.Read(files.ProvingKey), WasmWitnessGenerator.Open(files.Circuit));
            }
        }
        finally
        {
            Once.Release();
        }

        (CircuitKeys circuit, ProvingKey key, IWitnessGenerator witnesses) = _made!.Value;
        var parameters = new FedAvgParameters(16, 24, 20);
        var relation = new FedAvgLinkRelation(key.VerificationKey, LinkedFixture.Generators, new LinkShape(d, 16));
        LinkProvingKey link = LinkSetup.Development(relation, "test"u8);
        var keys = new FedAvgProvingKeys(circuit.ProvingKey, key, parameters, link, LinkedFixture.Generators);
        return (keys, new FedAvgProver(keys, witnesses, new NativeProver()));
    }
}
