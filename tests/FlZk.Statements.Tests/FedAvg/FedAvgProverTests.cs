using CsCheck;
using FlZk.Bn254;
using FlZk.Groth16;
using FlZk.Statements.Tests.Vectors;

namespace FlZk.Statements.Tests.FedAvg;

public sealed class FedAvgProverTests
{
    [Fact]
    public async Task Random_rounds_of_any_size_verify()
    {
        Gen<(int D, int K, int N, int Seed)> rounds = Gen.Select(Gen.Int[1, 60], Gen.Int[3, 20], Gen.Int[1, 6], Gen.Int);
        await rounds.SampleAsync(
            async sample =>
            {
                var keys = new LinkedFixture(sample.D, sample.K);
                Round round = keys.Round($"{sample.Seed}", sample.N);
                FedAvgProof proof = await keys.Prover().ProveAsync(round.Inputs(LinkedFixture.Chain));
                Assert.True(FedAvgVerifier.Verify(keys.Key, proof.Statement, proof.Proof).Accepted);
                Assert.True(WeakenedVerifier.Accepts(keys.Key, proof.Statement, proof.Proof, OmittedCheck.None));
                Assert.Equal(round.SumCommitment, proof.Statement.Sum);
                Assert.Equal(round.ModelCommitment, proof.Statement.Model);
            },
            iter: 12,
            threads: 1);
    }

    [Fact]
    public async Task A_proof_survives_its_encoding_and_no_changed_byte_does()
    {
        var keys = new LinkedFixture(20);
        FedAvgProof proof = await keys.Prover().ProveAsync(keys.Round().Inputs(LinkedFixture.Chain));
        byte[] bytes = proof.Proof.Encode();
        AggregateProof decoded = AggregateProof.Decode(bytes);
        Assert.True(FedAvgVerifier.Verify(keys.Key, proof.Statement, decoded).Accepted);
        Assert.Equal(bytes, decoded.Encode());
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Int[1, 255]).Sample(
            (at, flip) =>
            {
                byte[] changed = [.. bytes];
                changed[at] ^= (byte)flip;
                try
                {
                    return !FedAvgVerifier.Verify(keys.Key, proof.Statement, AggregateProof.Decode(changed)).Accepted;
                }
                catch (FlZk.Platform.Files.FileFormatException)
                {
                    return true;
                }
            },
            iter: 200,
            threads: 1);
    }

    [Fact]
    public async Task A_proof_with_every_y_negated_is_caught()
    {
        // A point's opposite is on the curve, so this goes past the decoder and must fail the equation.
        var keys = new LinkedFixture(20);
        FedAvgProof proof = await keys.Prover().ProveAsync(keys.Round().Inputs(LinkedFixture.Chain));
        ChunkProof[] chunks = [.. proof.Proof.Chunks];
        Assert.False(Accepted(proof.Proof with { Link = -proof.Proof.Link }));
        for (int c = 0; c < chunks.Length; c++)
        {
            ChunkProof chunk = chunks[c];
            Assert.False(Accepted(Replace(c, chunk with { Commitment = -chunk.Commitment })));
            Assert.False(Accepted(Replace(c, chunk with { Groth16 = chunk.Groth16 with { A = -chunk.Groth16.A } })));
            Assert.False(Accepted(Replace(c, chunk with { Groth16 = chunk.Groth16 with { B = -chunk.Groth16.B } })));
            Assert.False(Accepted(Replace(c, chunk with { Groth16 = chunk.Groth16 with { C = -chunk.Groth16.C } })));
        }

        AggregateProof Replace(int c, ChunkProof chunk)
        {
            ChunkProof[] changed = [.. chunks];
            changed[c] = chunk;
            return proof.Proof with { Chunks = changed };
        }

        bool Accepted(AggregateProof changed) => FedAvgVerifier.Verify(keys.Key, proof.Statement, changed).Accepted;
    }

    [Fact]
    public async Task Any_changed_coordinate_weight_or_commitment_is_refused()
    {
        var keys = new LinkedFixture(20);
        Round round = keys.Round();
        FedAvgProof proof = await keys.Prover().ProveAsync(round.Inputs(LinkedFixture.Chain));
        for (int j = 0; j < 20; j++)
        {
            int[] model = [.. round.Model];
            model[j]++;
            var other = VectorCommitment.Commit(LinkedFixture.Generators, model, round.ModelBlinding);
            FedAvgStatement statement = proof.Statement with { Model = other };
            Assert.Equal(FedAvgRefusal.ModelCommitmentMismatch, FedAvgVerifier.Verify(keys.Key, statement, proof.Proof).Refusal);
            Assert.Equal(FedAvgRefusal.LinkFailed, FedAvgVerifier.Verify(keys.Key, statement, proof.Proof with { Model = other }).Refusal);
        }

        FedAvgStatement heavier = proof.Statement with { TotalWeight = proof.Statement.TotalWeight + 1 };
        Assert.Equal(FedAvgRefusal.ChunkProofFailed, FedAvgVerifier.Verify(keys.Key, heavier, proof.Proof).Refusal);
        FedAvgStatement other2 = proof.Statement with { Sum = proof.Statement.Sum + round.Commitments[0] };
        Assert.Equal(FedAvgRefusal.LinkFailed, FedAvgVerifier.Verify(keys.Key, other2, proof.Proof).Refusal);
    }

    [Fact]
    public async Task A_statement_about_another_number_of_parameters_or_chunks_is_refused_by_name()
    {
        // Neither is hashed: both follow from the key, and a statement that says otherwise is not what was proved.
        var keys = new LinkedFixture(20);
        FedAvgProof proof = await keys.Prover().ProveAsync(keys.Round().Inputs(LinkedFixture.Chain));
        FedAvgStatement shorter = proof.Statement with { Dimension = 19 };
        Assert.Equal(FedAvgRefusal.WrongDimension, FedAvgVerifier.Verify(keys.Key, shorter, proof.Proof).Refusal);
        FedAvgStatement longer = proof.Statement with { Chunks = 3 };
        Assert.Equal(FedAvgRefusal.WrongChunkCount, FedAvgVerifier.Verify(keys.Key, longer, proof.Proof).Refusal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1 << 20)]
    [InlineData(long.MaxValue)]
    public async Task Total_weights_outside_the_circuits_bits_are_refused(long weight)
    {
        var keys = new LinkedFixture(16);
        FedAvgProof proof = await keys.Prover().ProveAsync(keys.Round().Inputs(LinkedFixture.Chain));
        FedAvgStatement statement = proof.Statement with { TotalWeight = weight };
        Assert.Equal(FedAvgRefusal.TotalWeightOutOfRange, FedAvgVerifier.Verify(keys.Key, statement, proof.Proof).Refusal);
    }

    [Fact]
    public async Task Inputs_that_contradict_each_other_are_refused_before_any_work()
    {
        var keys = new LinkedFixture(16);
        FedAvgProver prover = keys.Prover();
        FedAvgInputs good = keys.Round().Inputs(LinkedFixture.Chain);
        int[] model = [.. good.Model.Span];
        model[5]++;
        string told = (await Assert.ThrowsAsync<ArgumentException>(() => prover.ProveAsync(good with { Model = model }))).Message;
        Assert.StartsWith($"Model value 5 is {model[5]}, but the sum", told, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => prover.ProveAsync(good with { Model = model.AsMemory(0, 15) }));
        await Assert.ThrowsAsync<ArgumentException>(() => prover.ProveAsync(good with { Sums = good.Sums[..15] }));
        await Assert.ThrowsAsync<ArgumentException>(() => prover.ProveAsync(good with { TotalWeight = 0 }));
        await Assert.ThrowsAsync<ArgumentException>(() => prover.ProveAsync(good with { TotalWeight = 1 << 20 }));
        told = (await Assert.ThrowsAsync<ArgumentException>(() => prover.ProveAsync(good with { SumBlinding = Fr.One }))).Message;
        Assert.Contains("do not open the commitment on chain", told, StringComparison.Ordinal);
        model[5] = 1 << 23;
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => prover.ProveAsync(good with { Model = model }));
    }

    [Fact]
    public async Task A_witness_of_another_circuit_is_refused()
    {
        var keys = new LinkedFixture(16);
        var provingKeys = new FedAvgProvingKeys(
            "", null, keys.Circuit.Key, KeyOrigin.Development, keys.Parameters, keys.Link, LinkedFixture.Generators);
        var prover = new FedAvgProver(provingKeys, new OffByOneWitness(new PlainWitness(16)), keys.Circuit);
        await Assert.ThrowsAsync<UnprovableException>(() => prover.ProveAsync(keys.Round().Inputs(LinkedFixture.Chain)));
    }

    [Fact]
    public async Task A_prover_that_returns_a_proof_of_something_else_is_caught_before_anything_leaves()
    {
        var keys = new LinkedFixture(16);
        var provingKeys = new FedAvgProvingKeys(
            "", null, keys.Circuit.Key, KeyOrigin.Development, keys.Parameters, keys.Link, LinkedFixture.Generators);
        var prover = new FedAvgProver(provingKeys, new PlainWitness(16), new FaithlessProver(keys.Circuit));
        UnprovableException caught = await Assert.ThrowsAsync<UnprovableException>(() => prover.ProveAsync(keys.Round().Inputs(LinkedFixture.Chain)));
        Assert.Contains("chunk 0", caught.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Masks_blindings_and_so_D_pi_and_C_Y_are_fresh_for_every_proof()
    {
        var keys = new LinkedFixture(20);
        FedAvgInputs inputs = keys.Round().Inputs(LinkedFixture.Chain) with { ModelBlinding = null };
        FedAvgProof first = await keys.Prover().ProveAsync(inputs);
        FedAvgProof second = await keys.Prover().ProveAsync(inputs);
        Assert.NotEqual(first.ModelBlinding, second.ModelBlinding);
        Assert.NotEqual(first.Statement.Model, second.Statement.Model);
        Assert.NotEqual(first.Proof.Link, second.Proof.Link);
        for (int c = 0; c < 2; c++) Assert.NotEqual(first.Proof.Chunks[c].Commitment, second.Proof.Chunks[c].Commitment);
        Assert.NotEqual(first.Transcripts[0].PublicSignals.Span[^1], first.Transcripts[1].PublicSignals.Span[^1]);
    }

    [Fact]
    public async Task The_blindings_enter_the_first_chunk_alone()
    {
        var keys = new LinkedFixture(20);
        FedAvgProof proof = await keys.Prover().ProveAsync(keys.Round().Inputs(LinkedFixture.Chain));
        Fr[] second = proof.Transcripts[1].PublicSignals.ToArray();
        Assert.True(second[^3].IsZero && second[^2].IsZero && !second[^1].IsZero);
        foreach (ChunkTranscript transcript in proof.Transcripts)
            Assert.True(Verifier.Verify(keys.Circuit.Key, transcript.PublicSignals.Span, transcript.Groth16));
    }

    [Fact]
    public async Task Cancelling_stops_the_proof()
    {
        var keys = new LinkedFixture(16);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => keys.Prover().ProveAsync(keys.Round().Inputs(LinkedFixture.Chain), null, new CancellationToken(true)));
    }
}
