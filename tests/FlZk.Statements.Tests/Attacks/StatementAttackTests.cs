using FlZk.Bn254;
using FlZk.Groth16;
using FlZk.Statements.Tests.Vectors;

namespace FlZk.Statements.Tests.Attacks;

/// <summary>Attacks on the equation: each is refused, and succeeds against a verifier without the check that stops it.</summary>
public sealed class StatementAttackTests
{
    private static readonly Dictionary<int, LinkedFixture> Fixtures = new()
    {
        [16] = new LinkedFixture(16),
        [20] = new LinkedFixture(20),
        [48] = new LinkedFixture(48),
    };

    private static readonly LinkedProofCase[] Vectors = [.. LinkedProofVectors.Cases()];

    public static TheoryData<string> VectorNames => [.. Vectors.Select(vector => vector.Name)];

    [Theory]
    [MemberData(nameof(VectorNames))]
    public void Both_verifiers_agree_and_a_forgery_passes_without_its_check(string name)
    {
        LinkedProofCase vector = Vectors.Single(v => v.Name == name);
        bool accepted = FedAvgVerifier.Verify(vector.Key, vector.Statement, vector.Proof).Accepted;
        Assert.Equal(WeakenedVerifier.Accepts(vector.Key, vector.Statement, vector.Proof, OmittedCheck.None), accepted);
        if (vector.PassesWithout == OmittedCheck.None) return;
        Assert.False(accepted);
        Assert.True(WeakenedVerifier.Accepts(vector.Key, vector.Statement, vector.Proof, vector.PassesWithout));
        foreach (OmittedCheck single in Enum.GetValues<OmittedCheck>().Where(
            c => c != OmittedCheck.None && vector.PassesWithout.HasFlag(c)))
            Assert.False(WeakenedVerifier.Accepts(vector.Key, vector.Statement, vector.Proof, vector.PassesWithout & ~single));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(20)]
    [InlineData(48)]
    public void A_D_of_the_provers_choice_fails_at_the_link(int d)
    {
        (LinkedFixture keys, _, HandProof honest) = Honest(d);
        AggregateProof forged = Forgeries.ChosenD(keys, honest.Statement, honest.Proof.Link, 7);
        Assert.Equal(FedAvgRefusal.LinkFailed, FedAvgVerifier.Verify(keys.Key, honest.Statement, forged).Refusal);
        Assert.True(WeakenedVerifier.Accepts(keys.Key, honest.Statement, forged, OmittedCheck.Link));
    }

    [Fact]
    public void A_D_of_the_provers_choice_passes_plain_Groth16()
    {
        (LinkedFixture keys, _, HandProof honest) = Honest(16);
        AggregateProof forged = Forgeries.ChosenD(keys, honest.Statement, honest.Proof.Link, 7);
        Assert.True(Verifier.Verify(
            keys.Circuit.Key, keys.ScalarPart(honest.Statement) + forged.Chunks[0].Commitment, forged.Chunks[0].Groth16));
    }

    [Fact]
    public void Solving_pi_needs_a_challenge_that_omits_it()
    {
        (LinkedFixture keys, Round round, HandProof honest) = Honest(20);
        HandProof wrong = Forgeries.WrongModel(keys, round, honest, inD: true, (3, 1000));
        AggregateProof solved = Forgeries.SolvedLink(keys, wrong, 5);
        Assert.False(FedAvgVerifier.Verify(keys.Key, wrong.Statement, solved).Accepted);
        Assert.True(WeakenedVerifier.Accepts(keys.Key, wrong.Statement, solved, OmittedCheck.LinkInChallenge));
        AggregateProof withInfinity = Forgeries.SolvedLink(keys, wrong, 0);
        Assert.Equal(FedAvgRefusal.PointAtInfinity, FedAvgVerifier.Verify(keys.Key, wrong.Statement, withInfinity).Refusal);
        Assert.True(
            WeakenedVerifier.Accepts(keys.Key, wrong.Statement, withInfinity, OmittedCheck.LinkInChallenge | OmittedCheck.Infinity));
    }

    [Fact]
    public void Without_powers_of_the_batching_challenge_errors_of_two_chunks_cancel()
    {
        (LinkedFixture keys, _, HandProof honest) = Honest(20);
        ChunkProof[] chunks = [.. honest.Proof.Chunks];
        chunks[0] = chunks[0] with { Groth16 = chunks[0].Groth16 with { C = chunks[0].Groth16.C + G1Affine.Generator } };
        chunks[1] = chunks[1] with { Groth16 = chunks[1].Groth16 with { C = chunks[1].Groth16.C - G1Affine.Generator } };
        AggregateProof cancelled = honest.Proof with { Chunks = chunks };
        Assert.Equal(FedAvgRefusal.ChunkProofFailed, FedAvgVerifier.Verify(keys.Key, honest.Statement, cancelled).Refusal);
        Assert.True(WeakenedVerifier.Accepts(keys.Key, honest.Statement, cancelled, OmittedCheck.BatchPowers));
    }

    [Fact]
    public void Commitments_nobody_can_open_settle_only_under_keys_with_one_row_blindings()
    {
        LinkedProofCase unsafeKey = LinkedProofVectors.UnopenableModel();
        Assert.True(FedAvgVerifier.Verify(unsafeKey.Key, unsafeKey.Statement, unsafeKey.Proof).Accepted);

        (LinkedFixture keys, _, HandProof honest) = Honest(20);
        int[] columns =
            [0, 25, keys.Shape.SumBlindingColumn, keys.Shape.ModelBlindingColumn, keys.Shape.MaskColumn(0), keys.Shape.MaskColumn(1)];
        foreach (int column in columns)
        {
            foreach (int other in columns.Where(c => c != column))
            {
                (G1Affine sum, G1Affine model) = Forgeries.Shift(
                    keys, honest.Statement.Sum.Point, column, honest.Statement.Model.Point, other, 11);
                FedAvgStatement statement = honest.Statement with { Sum = new(sum), Model = new(model) };
                Assert.Equal(
                    FedAvgRefusal.LinkFailed,
                    FedAvgVerifier.Verify(keys.Key, statement, honest.Proof with { Model = new(model) }).Refusal);
            }
        }
    }

    [Fact]
    public void The_masks_shift_between_two_chunks_passes_the_link_and_fails_Groth16()
    {
        // beta_0 and beta_1 touch one row each, so the link alone cannot stop this; that D is used once, in its own Groth16 equation, does.
        (LinkedFixture keys, _, HandProof honest) = Honest(20);
        ChunkProof[] chunks = [.. honest.Proof.Chunks];
        (G1Affine first, G1Affine second) = Forgeries.Shift(
            keys, chunks[0].Commitment, keys.Shape.MaskColumn(0), chunks[1].Commitment, keys.Shape.MaskColumn(1), 11);
        (chunks[0], chunks[1]) = (chunks[0] with { Commitment = first }, chunks[1] with { Commitment = second });
        AggregateProof shifted = honest.Proof with { Chunks = chunks };
        Assert.True(WeakenedVerifier.Accepts(keys.Key, honest.Statement, shifted, OmittedCheck.Groth16));
        Assert.Equal(FedAvgRefusal.ChunkProofFailed, FedAvgVerifier.Verify(keys.Key, honest.Statement, shifted).Refusal);
    }

    [Fact]
    public void Values_in_the_padding_have_no_column_and_fail_the_link()
    {
        (LinkedFixture keys, _, HandProof honest) = Honest(20);
        Fr[] padded = [.. honest.Signals[1]];
        padded[FedAvgPublicSignals.ModelBase(7) - 1] = Fr.FromInt64(99);
        padded[keys.Circuit.Layout.SumBase(7) - 1] = Fr.FromInt64(99) * Fr.FromInt64(honest.Statement.TotalWeight);
        AggregateProof proof = honest.Proof with
        {
            Chunks = [honest.Proof.Chunks[0], new ChunkProof(keys.Committed(padded), keys.Circuit.Simulate(padded))],
        };
        Assert.Equal(FedAvgRefusal.LinkFailed, FedAvgVerifier.Verify(keys.Key, honest.Statement, proof).Refusal);
        Assert.True(WeakenedVerifier.Accepts(keys.Key, honest.Statement, proof, OmittedCheck.Link));
    }

    [Fact]
    public void A_chunk_proved_twice_fails_the_link()
    {
        (LinkedFixture keys, _, HandProof honest) = Honest(48);
        AggregateProof twice = honest.Proof with { Chunks = [honest.Proof.Chunks[0], honest.Proof.Chunks[0], honest.Proof.Chunks[2]] };
        Assert.Equal(FedAvgRefusal.LinkFailed, FedAvgVerifier.Verify(keys.Key, honest.Statement, twice).Refusal);
        Assert.True(WeakenedVerifier.Accepts(keys.Key, honest.Statement, twice, OmittedCheck.Link));
    }

    [Fact]
    public void Every_hashed_field_changes_the_challenge()
    {
        (_, _, HandProof honest) = Honest(20);
        byte[] bytes = Challenge.Preimage(honest.Statement, honest.Proof);
        Assert.Equal(32 * (10 + (10 * 2)), bytes.Length);
        KeccakHash hash = Challenge.Derive(honest.Statement, honest.Proof).Hash;
        Assert.Equal(KeccakHash.Of(bytes), hash);
        var seen = new HashSet<KeccakHash> { hash };
        FedAvgStatement s = honest.Statement;
        foreach (FedAvgStatement changed in (FedAvgStatement[])[
            s with { KeyId = hash },
            s with { Context = s.Context + Fr.One },
            s with { TotalWeight = s.TotalWeight + 1 },
            s with { Sum = s.Sum + s.Sum }])
            Assert.True(seen.Add(Challenge.Derive(changed, honest.Proof).Hash));
        AggregateProof p = honest.Proof;
        Assert.True(seen.Add(Challenge.Derive(s, p with { Model = p.Model + p.Model }).Hash));
        Assert.True(seen.Add(Challenge.Derive(s, p with { Link = -p.Link }).Hash));
        Assert.True(seen.Add(Challenge.Derive(s, p with { Chunks = [p.Chunks[0]] }).Hash));
        for (int c = 0; c < 2; c++)
        {
            ChunkProof chunk = p.Chunks[c];
            foreach (ChunkProof changed in (ChunkProof[])[
                chunk with { Commitment = -chunk.Commitment },
                chunk with { Groth16 = chunk.Groth16 with { A = -chunk.Groth16.A } },
                chunk with { Groth16 = chunk.Groth16 with { B = -chunk.Groth16.B } },
                chunk with { Groth16 = chunk.Groth16 with { C = -chunk.Groth16.C } }])
            {
                ChunkProof[] chunks = [.. p.Chunks];
                chunks[c] = changed;
                Assert.True(seen.Add(Challenge.Derive(s, p with { Chunks = chunks }).Hash));
            }
        }
    }

    [Fact]
    public void Challenges_agree_with_an_independent_hashing()
    {
        (_, _, HandProof honest) = Honest(48);
        var challenge = Challenge.Derive(honest.Statement, honest.Proof);
        Assert.Equal(WeakenedVerifier.Challenges(honest.Statement, honest.Proof), (challenge.Rho, challenge.T));
    }

    [Fact]
    public void Rerandomised_proofs_verify_by_design()
    {
        (LinkedFixture keys, _, HandProof honest) = Honest(20);
        AggregateProof other = LinkedProofVectors.Rerandomise(keys, honest.Proof);
        Assert.NotEqual(honest.Proof.Encode(), other.Encode());
        Assert.True(FedAvgVerifier.Verify(keys.Key, honest.Statement, other).Accepted);
    }

    [Fact]
    public void A_proof_under_another_key_is_refused_by_name_and_by_equation()
    {
        (LinkedFixture keys, _, HandProof honest) = Honest(16);
        var others = new LinkedFixture(16, seed: "b");
        Assert.Equal(FedAvgRefusal.WrongKey, FedAvgVerifier.Verify(others.Key, honest.Statement, honest.Proof).Refusal);
        FedAvgStatement renamed = honest.Statement with { KeyId = others.Key.KeyId };
        Assert.False(FedAvgVerifier.Verify(others.Key, renamed, honest.Proof).Accepted);
        Assert.True(WeakenedVerifier.Accepts(keys.Key, renamed, honest.Proof, OmittedCheck.KeyId));
    }

    internal static (LinkedFixture Keys, Round Round, HandProof Honest) Honest(int d)
    {
        LinkedFixture keys = Fixtures[d];
        Round round = keys.Round();
        return (keys, round, keys.Prove(round));
    }
}
