using System.Text.Json.Nodes;
using FlZk.Bn254;
using FlZk.Circuits.Catalog;
using FlZk.Circuits.Compilation;
using FlZk.Circuits.Keys;
using FlZk.Circuits.Provers;
using FlZk.Circuits.Witnesses;
using FlZk.Groth16;
using FlZk.Statements.Tests.Vectors;

namespace FlZk.Statements.Tests.BoundedUpdate;

/// <summary>Whole contribution proofs with the real circuit and its witness program; snarkjs judges ours, and we judge snarkjs's.</summary>
public sealed class BoundedUpdateCircuitTests
{
    private static readonly Lazy<Task<(CircuitKeys Files, ProvingKey Key)>> Made = new(static async () =>
    {
        CircuitKeys files = await new DevelopmentKeys(new CircuitCompiler()).EnsureAsync(CircuitCatalog.Read()["bounded-16"]);
        return (files, ProvingKey.Read(files.ProvingKey));
    });

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(20)]
    [InlineData(48)]
    public async Task An_update_proved_with_the_real_circuit_verifies(int dimension)
    {
        (BoundedUpdateProvingKeys keys, BoundedUpdateProver prover) = await ProverAsync(dimension, new NativeProver());
        BoundedUpdateProof proof = await prover.ProveAsync(Inputs(dimension));
        Assert.True(BoundedUpdateVerifier.Verify(keys.Verification, proof.Statement, proof.Proof).Accepted);
        Assert.True(WeakenedBoundedVerifier.Accepts(keys.Verification, OmittedCheck.None, (proof.Statement, proof.Proof)));
        Assert.Equal(KeyOrigin.Development, keys.Verification.Origin);
    }

    [Fact]
    public async Task Values_at_the_edges_of_their_range_and_norms_at_the_bound_verify()
    {
        (BoundedUpdateProvingKeys keys, BoundedUpdateProver prover) = await ProverAsync(20, new NativeProver());
        ValueRange range = keys.Verification.Parameters.Values;
        foreach (int value in (int[])[(int)range.Minimum, (int)range.Maximum, 0, -1, 1])
        {
            int[] values = [.. Enumerable.Repeat(value, 20)];
            UInt128 norm = BoundedUpdateInputs.SquaredNorm(values);
            foreach (UInt128 bound in (UInt128[])[norm, norm + 1, UInt128.MaxValue])
            {
                BoundedUpdateProof proof = await prover.ProveAsync(Inputs(20) with { Values = values, MaxSquaredNorm = bound });
                Assert.True(BoundedUpdateVerifier.Verify(keys.Verification, proof.Statement, proof.Proof).Accepted);
            }
        }
    }

    [Fact]
    public async Task The_circuit_refuses_a_norm_above_the_bound_that_the_prover_lets_through()
    {
        // The same chunk as the prover makes, shown to circom's program with a bound of one less.
        (CircuitKeys files, _) = await Made.Value;
        using var witnesses = CatalogWitnessGenerator.Open(files.Circuit);
        BoundedUpdateInputs inputs = Inputs(16);
        var shape = new LinkShape(16, 16, LinkedStatement.BoundedUpdate);
        Assert.Equal(
            new BoundedUpdateChunk(inputs, shape, 0, 0, Fr.One).PublicSignals(),
            (await Witness(inputs, 0)).PublicSignals(22).ToArray());
        await Assert.ThrowsAsync<UnprovableException>(() => Witness(inputs with { MaxSquaredNorm = inputs.MaxSquaredNorm - 1 }, 0));
        await Assert.ThrowsAsync<UnprovableException>(() => Witness(inputs, 1));
        int[] outside = inputs.Values.ToArray();
        outside[7] = 1 << 23;
        await Assert.ThrowsAsync<UnprovableException>(() => Witness(inputs with { Values = outside, MaxSquaredNorm = UInt128.MaxValue }, 0));

        Task<Witness> Witness(BoundedUpdateInputs shown, UInt128 before) =>
            witnesses.GenerateAsync(new BoundedUpdateChunk(shown, shape, 0, before, Fr.One).CircuitInputs());
    }

    [Fact]
    public async Task Snarkjs_accepts_our_proof_of_every_chunk_under_the_key_that_it_exports_itself()
    {
        (BoundedUpdateProvingKeys keys, BoundedUpdateProver prover) = await ProverAsync(20, new NativeProver());
        BoundedUpdateProof proof = await prover.ProveAsync(Inputs(20));
        using var folder = new TemporaryFolder();
        Assert.Equal(
            0, (await Snarkjs.RunAsync("zkey", "export", "verificationkey", keys.ZkeyPath, folder["vkey.json"])).ExitCode);
        JsonNode theirs = JsonNode.Parse(File.ReadAllText(folder["vkey.json"]))!, ours = JsonNode.Parse(keys.Circuit.ToJson())!;
        foreach (string member in (string[])["nPublic", "vk_alpha_1", "vk_beta_2", "vk_gamma_2", "vk_delta_2", "IC"])
            Assert.True(JsonNode.DeepEquals(theirs[member], ours[member]), member);
        foreach (ChunkTranscript transcript in proof.Transcripts)
        {
            transcript.Groth16.WriteJson(folder["proof.json"]);
            PublicSignals.WriteJson(folder["public.json"], transcript.PublicSignals.Span);
            Assert.True(await Snarkjs.AcceptsAsync(folder));
        }

        // accOut, bound, accIn, x_0 and rho of the second chunk, changed one at a time.
        foreach (int signal in (int[])[0, 2, 3, 4, 20])
        {
            Fr[] changed = proof.Transcripts[1].PublicSignals.ToArray();
            changed[signal] += Fr.One;
            PublicSignals.WriteJson(folder["public.json"], changed);
            Assert.False(await Snarkjs.AcceptsAsync(folder));
        }
    }

    [Fact]
    public async Task A_linked_proof_whose_chunks_snarkjs_proved_verifies_here()
    {
        (BoundedUpdateProvingKeys keys, BoundedUpdateProver prover) = await ProverAsync(20, new SnarkjsProver());
        BoundedUpdateProof proof = await prover.ProveAsync(Inputs(20));
        Assert.True(BoundedUpdateVerifier.Verify(keys.Verification, proof.Statement, proof.Proof).Accepted);
    }

    [Fact]
    public async Task A_proof_that_snarkjs_made_from_inputs_alone_verifies_here()
    {
        (CircuitKeys files, ProvingKey key) = await Made.Value;
        var chunk = new BoundedUpdateChunk(
            Inputs(16), new LinkShape(16, 16, LinkedStatement.BoundedUpdate), 0, 0, Fr.FromInt64(5));
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["input.json"], chunk.CircuitInputs().ToJson());
        Assert.Equal(0, (await Snarkjs.RunAsync(
            "groth16", "fullprove", folder["input.json"], files.Circuit.WitnessProgram, files.ProvingKey, folder["proof.json"],
            folder["public.json"])).ExitCode);
        Fr[] signals = PublicSignals.ReadJson(folder["public.json"]);
        Assert.Equal(chunk.PublicSignals(), signals);
        Assert.True(Verifier.Verify(key.VerificationKey, signals, Proof.ReadJson(folder["proof.json"])));
        signals[0] += Fr.One;
        Assert.False(Verifier.Verify(key.VerificationKey, signals, Proof.ReadJson(folder["proof.json"])));
    }

    private static BoundedUpdateInputs Inputs(int dimension)
    {
        int[] values = [.. Enumerable.Range(0, dimension).Select(static j => (j * 7919 % 100_003) - 50_000)];
        return new BoundedUpdateInputs
        {
            Context = BoundedFixture.Context,
            MaxSquaredNorm = BoundedUpdateInputs.SquaredNorm(values),
            Values = values,
            Blinding = Fr.FromInt64(987654321),
        };
    }

    private static async Task<(BoundedUpdateProvingKeys Keys, BoundedUpdateProver Prover)> ProverAsync(int dimension, IGroth16Prover groth16)
    {
        (CircuitKeys files, ProvingKey key) = await Made.Value;
        var shape = new LinkShape(dimension, 16, LinkedStatement.BoundedUpdate);
        var relation = new BoundedUpdateLinkRelation(key.VerificationKey, LinkedFixture.Generators, shape);
        LinkProvingKey link = LinkSetup.Development(relation, "test"u8);
        var keys = new BoundedUpdateProvingKeys(
            files.ProvingKey, key, new BoundedUpdateParameters(16, 24, 128), link, LinkedFixture.Generators);
        return (keys, new BoundedUpdateProver(keys, CatalogWitnessGenerator.Open(files.Circuit), groth16));
    }
}
