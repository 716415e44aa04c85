using FlZk.Bn254;
using FlZk.Groth16;
using FlZk.Platform.Files;
using FlZk.Statements.Tests.Vectors;

namespace FlZk.Statements.Tests.BoundedUpdate;

public sealed class BoundedUpdateProverTests
{
    private static readonly BoundedFixture One = new(16);
    private static readonly BoundedFixture Three = new(40);

    public static TheoryData<int> Dimensions => [1, 15, 16, 17, 32, 40];

    [Theory]
    [MemberData(nameof(Dimensions))]
    public async Task Updates_of_any_length_are_proved_and_survive_encoding(int dimension)
    {
        var keys = new BoundedFixture(dimension);
        BoundedUpdateProof proof = await keys.Prover().ProveAsync(keys.Inputs());
        Assert.Equal(keys.Shape.Chunks, proof.Proof.Chunks.Count);
        var decoded = ContributionProof.Decode(proof.Proof.Encode());
        Assert.True(BoundedUpdateVerifier.Verify(keys.Key, proof.Statement, decoded).Accepted);
        Assert.Equal(64 + (320 * keys.Shape.Chunks), proof.Proof.ByteLength);
        foreach (ChunkTranscript transcript in proof.Transcripts)
            Assert.True(Verifier.Verify(keys.Circuit.Key, transcript.PublicSignals.Span, transcript.Groth16));
    }

    [Fact]
    public async Task A_norm_equal_to_the_bound_is_proved_and_one_more_is_refused_by_name()
    {
        BoundedUpdateInputs inputs = Three.Inputs();
        Assert.True(Verdict(Three, await Three.Prover().ProveAsync(inputs)).Accepted);
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(
            () => Three.Prover().ProveAsync(inputs with { MaxSquaredNorm = inputs.MaxSquaredNorm - 1 }));
        Assert.Contains("squared norm", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inputs_that_contradict_the_key_or_the_chain_are_refused_by_name()
    {
        BoundedUpdateInputs inputs = One.Inputs();
        BoundedUpdateProver prover = One.Prover();
        int[] outside = [.. inputs.Values.ToArray()];
        outside[3] = 1 << 23;
        Assert.Contains("Value 3", (await Refused(inputs with { Values = outside, MaxSquaredNorm = UInt128.MaxValue })).Message);
        Assert.Contains("15 values", (await Refused(inputs with { Values = inputs.Values[..15] })).Message);
        Assert.Contains(
            "do not open",
            (await Refused(inputs with { ExpectedCommitment = new VectorCommitment(G1Affine.Generator) })).Message);
        var narrow = new BoundedFixture(16, normBits: 50);
        await Assert.ThrowsAsync<ArgumentException>(() => narrow.Prover().ProveAsync(narrow.Inputs(bound: (UInt128)1 << 50)));
        await narrow.Prover().ProveAsync(narrow.Inputs(bound: ((UInt128)1 << 50) - 1));

        Task<ArgumentException> Refused(BoundedUpdateInputs wrong) =>
            Assert.ThrowsAnyAsync<ArgumentException>(() => prover.ProveAsync(wrong));
    }

    [Fact]
    public async Task A_witness_of_another_circuit_and_a_proof_of_something_else_are_caught_before_anything_leaves()
    {
        var keys = new BoundedUpdateProvingKeys(
            "none.zkey", null, Three.Circuit.Key, KeyOrigin.Development, Three.Parameters, Three.Link, LinkedFixture.Generators);
        var witnesses = new PlainBoundedWitness(16);
        UnprovableException other = await Assert.ThrowsAsync<UnprovableException>(
            () => new BoundedUpdateProver(keys, new OffByOneWitness(witnesses), Three.Circuit).ProveAsync(Three.Inputs()));
        Assert.Contains("another circuit", other.Message, StringComparison.Ordinal);
        UnprovableException faithless = await Assert.ThrowsAsync<UnprovableException>(
            () => new BoundedUpdateProver(keys, witnesses, new FaithlessProver(Three.Circuit)).ProveAsync(Three.Inputs()));
        Assert.Contains("chunk 0", faithless.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Masks_and_so_D_and_pi_are_fresh_for_every_proof()
    {
        BoundedUpdateInputs inputs = One.Inputs();
        BoundedUpdateProof first = await One.Prover().ProveAsync(inputs), second = await One.Prover().ProveAsync(inputs);
        Assert.Equal(first.Statement, second.Statement);
        Assert.NotEqual(first.Proof.Link, second.Proof.Link);
        Assert.NotEqual(first.Proof.Chunks[0].Commitment, second.Proof.Chunks[0].Commitment);
    }

    [Fact]
    public async Task A_batch_is_accepted_whole_and_refused_for_any_of_its_proofs()
    {
        var claims = new List<(BoundedUpdateStatement Statement, ContributionProof Proof)>();
        for (int i = 0; i < 4; i++)
        {
            BoundedUpdateInputs inputs = Three.Inputs($"update {i}", (UInt128)1 << 60) with { Context = Fr.FromInt64(1000 + i) };
            BoundedUpdateProof proof = await Three.Prover().ProveAsync(inputs);
            claims.Add((proof.Statement, proof.Proof));
        }

        Assert.True(BoundedUpdateVerifier.VerifyBatch(Three.Key, claims).Accepted);
        Assert.True(WeakenedBoundedVerifier.Accepts(Three.Key, OmittedCheck.None, [.. claims]));
        for (int i = 0; i < claims.Count; i++)
        {
            (BoundedUpdateStatement Statement, ContributionProof Proof)[] spoilt = [.. claims];
            spoilt[i] = (claims[i].Statement with { Context = Fr.FromInt64(7) }, claims[i].Proof);
            BoundedUpdateVerdict verdict = BoundedUpdateVerifier.VerifyBatch(Three.Key, spoilt);
            Assert.Equal(BoundedUpdateRefusal.ChunkProofFailed, verdict.Refusal);
            Assert.Contains($"proof {i}", verdict.Detail, StringComparison.Ordinal);
        }

        (BoundedUpdateStatement Statement, ContributionProof Proof)[] swapped = [.. claims];
        (swapped[0], swapped[1]) = ((claims[0].Statement, claims[1].Proof), (claims[1].Statement, claims[0].Proof));
        Assert.False(BoundedUpdateVerifier.VerifyBatch(Three.Key, swapped).Accepted);
        (BoundedUpdateStatement Statement, ContributionProof Proof)[] mixed = [.. claims];
        mixed[2] = (claims[2].Statement with { MaxSquaredNorm = 1 << 30 }, claims[2].Proof);
        Assert.Equal(BoundedUpdateRefusal.BatchMixed, BoundedUpdateVerifier.VerifyBatch(Three.Key, mixed).Refusal);
        Assert.Equal(BoundedUpdateRefusal.BatchMixed, BoundedUpdateVerifier.VerifyBatch(Three.Key, []).Refusal);
    }

    [Fact]
    public void Keys_survive_blobs_JSON_and_files_and_contradictions_are_refused()
    {
        string json = Three.Key.ToJson();
        var read = BoundedUpdateVerificationKey.ParseJson(System.Text.Encoding.UTF8.GetBytes(json));
        Assert.Equal((Three.Key.KeyId, Three.Key.Origin), (read.KeyId, read.Origin));
        Assert.Equal(32 * (27 + (4 * 3)), read.ToBlob().Length);
        foreach ((string from, string to) in ((string, string)[])[
            ("\"parameters\": 40", "\"parameters\": 41"),
            ("\"normBits\": 128", "\"normBits\": 127"),
            ("flzk/contribution-key/1", "flzk/linked-key/1")])
        {
            Assert.Contains(from, json, StringComparison.Ordinal);
            byte[] changed = System.Text.Encoding.UTF8.GetBytes(json.Replace(from, to, StringComparison.Ordinal));
            Assert.Throws<FileFormatException>(() => BoundedUpdateVerificationKey.ParseJson(changed));
        }

        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Root, "link");
        Three.Link.Write(file);
        LinkProvingKey link = LinkProvingKey.Read(file, LinkedStatement.BoundedUpdate);
        Assert.Equal((Three.Link.Hash, Three.Link.Shape), (link.Hash, link.Shape));
        Assert.Throws<FileFormatException>(() => LinkProvingKey.Read(file));
    }

    [Fact]
    public void Keys_of_another_statement_or_circuit_are_refused()
    {
        var fedavg = new LinkedFixture(16);
        Assert.Throws<KeyException>(() => BoundedUpdateVerificationKey.Create(
            One.Circuit.Key, KeyOrigin.Development, One.Parameters, fedavg.Link));
        Assert.Throws<KeyException>(() => BoundedUpdateVerificationKey.Create(
            fedavg.Circuit.Key, KeyOrigin.Development, One.Parameters, One.Link));
        Assert.Throws<KeyException>(() => One.Link.Require(new BoundedUpdateFixtureRelation(15).Relation));
        Assert.Throws<ArgumentException>(
            () => new BoundedUpdateLinkRelation(One.Circuit.Key, LinkedFixture.Generators, new LinkShape(16, 16)));
        Assert.Throws<ArgumentException>(() => new FedAvgLinkRelation(fedavg.Circuit.Key, LinkedFixture.Generators, One.Shape));
    }

    [Fact]
    public async Task A_link_ceremony_makes_keys_for_bounded_updates_too()
    {
        var session = new LinkSession(KeccakHash.Of("r1cs"u8), KeccakHash.Of("ptau"u8), Three.Relation);
        using var folder = new TemporaryFolder();
        var contributions = new List<LinkContribution>();
        foreach (string party in (string[])["alice", "bob"])
        {
            string file = Path.Combine(folder.Root, party);
            LinkCeremony.Contribute(session, party).Write(file);
            contributions.Add(LinkContribution.Read(file));
        }

        LinkProvingKey link = LinkCeremony.Combine(session, contributions);
        Assert.False(link.VerificationKey.IsDevelopment);
        Assert.True(LinkSetup.Development(Three.Relation, "seed"u8).VerificationKey.IsDevelopment);
        var keys = new BoundedUpdateProvingKeys(
            "none.zkey", null, Three.Circuit.Key, KeyOrigin.Ceremony, Three.Parameters, link, LinkedFixture.Generators);
        var prover = new BoundedUpdateProver(keys, new PlainBoundedWitness(16), Three.Circuit);
        BoundedUpdateProof proof = await prover.ProveAsync(Three.Inputs());
        Assert.True(BoundedUpdateVerifier.Verify(keys.Verification, proof.Statement, proof.Proof).Accepted);
        Assert.False(BoundedUpdateVerifier.Verify(Three.Key, proof.Statement with { KeyId = Three.Key.KeyId }, proof.Proof).Accepted);
    }

    private static BoundedUpdateVerdict Verdict(BoundedFixture keys, BoundedUpdateProof proof) =>
        BoundedUpdateVerifier.Verify(keys.Key, proof.Statement, proof.Proof);

    private sealed class BoundedUpdateFixtureRelation(int dimension)
    {
        public BoundedUpdateLinkRelation Relation { get; } = new BoundedFixture(dimension).Relation;
    }
}
