using FlZk.Bn254;
using FlZk.Groth16;
using FlZk.Statements.Tests.Attacks;
using FlZk.Statements.Tests.Vectors;

namespace FlZk.Statements.Tests.BoundedUpdate;

/// <summary>Attacks on contribution proofs: each fails, and succeeds on a verifier or under a key that lacks what stops it.</summary>
public sealed class BoundedUpdateAttackTests
{
    private static readonly BoundedFixture One = new(16);
    private static readonly BoundedFixture Two = new(20);
    private static readonly Fr Rho = Fr.FromInt64(987654321);
    private static readonly UInt128 Wide = (UInt128)1 << 60;

    private static long[] Values(int count) => [.. Enumerable.Range(0, count).Select(static j => (long)((j * 7919) - 50000))];

    [Fact]
    public void Every_column_but_the_masks_and_the_last_norm_touches_two_rows()
    {
        for (int c = 0; c < Two.Shape.ColumnCount; c++)
        {
            bool alone = c >= Two.Shape.MaskColumn(0) || c == Two.Shape.CarryColumn(1);
            Assert.Equal(alone, Two.Relation.Column(c).SecondRow < 0);
        }

        // The norm leaves chunk 0 and enters chunk 1; nothing enters chunk 0.
        LinkColumn carry = Two.Relation.Column(Two.Shape.CarryColumn(0));
        ReadOnlySpan<G1Affine> bases = Two.Circuit.Key.InputBases.Span;
        Assert.Equal((1, bases[1], 2, bases[4]), (carry.FirstRow, carry.FirstBase, carry.SecondRow, carry.SecondBase));
        for (int c = 0; c < Two.Shape.ColumnCount; c++)
        {
            LinkColumn column = Two.Relation.Column(c);
            Assert.False(column.FirstRow == 1 && column.FirstBase == bases[4]);
            Assert.False(column.SecondRow == 1 && column.SecondBase == bases[4]);
        }
    }

    [Fact]
    public void Honest_claims_by_hand_pass_and_their_pi_is_the_sum_over_the_rows()
    {
        foreach (BoundedFixture keys in (BoundedFixture[])[One, Two])
        {
            long[] values = Values(keys.Shape.Dimension);
            (BoundedUpdateStatement statement, ContributionProof proof) = keys.Claim(values, Rho, Wide, keys.Honest(values, Rho));
            Assert.True(BoundedUpdateVerifier.Verify(keys.Key, statement, proof).Accepted);
            Assert.True(WeakenedBoundedVerifier.Accepts(keys.Key, OmittedCheck.None, (statement, proof)));
            Assert.Equal(keys.LinkFromSecrets(statement, proof.Chunks), proof.Link);
        }
    }

    [Fact]
    public void A_D_of_the_provers_choice_passes_plain_Groth16_and_fails_at_the_link()
    {
        (BoundedUpdateStatement statement, ContributionProof honest) = Honest(One);
        var groth16 = new Proof(One.Key.Alpha, One.Key.Beta + G2Affine.Generator + One.Key.Delta, One.Key.Alpha);
        var forged = new ContributionProof(honest.Link, [new ChunkProof(One.Key.Alpha - One.ScalarPart(statement), groth16)]);
        Refused(One, BoundedUpdateRefusal.LinkFailed, OmittedCheck.Link, (statement, forged));
    }

    [Fact]
    public void A_proof_cannot_be_moved_to_a_smaller_bound_or_another_context()
    {
        (BoundedUpdateStatement statement, ContributionProof honest) = Honest(One);
        foreach (BoundedUpdateStatement other in (BoundedUpdateStatement[])[
            statement with { MaxSquaredNorm = 5 }, statement with { Context = statement.Context + Fr.One }])
        {
            Assert.Equal(BoundedUpdateRefusal.ChunkProofFailed, BoundedUpdateVerifier.Verify(One.Key, other, honest).Refusal);
            G1Affine shift = One.ScalarPart(statement) - One.ScalarPart(other);
            var moved = new ContributionProof(
                honest.Link, [honest.Chunks[0] with { Commitment = honest.Chunks[0].Commitment + shift }]);
            Refused(One, BoundedUpdateRefusal.LinkFailed, OmittedCheck.Link, (other, moved));
        }
    }

    [Fact]
    public void A_proof_about_another_commitment_is_refused()
    {
        (BoundedUpdateStatement statement, ContributionProof honest) = Honest(One);
        BoundedUpdateStatement other =
            statement with { Commitment = new VectorCommitment(statement.Commitment.Point + LinkedFixture.Generators.Values.Span[0]) };
        Refused(One, BoundedUpdateRefusal.LinkFailed, OmittedCheck.Link, (other, honest));
    }

    [Fact]
    public void A_value_out_of_range_fits_the_commitment_and_not_the_circuit()
    {
        // pi and D honestly made for x_0 + 2^24; A, B and C of the value in range.
        (BoundedUpdateStatement statement, ContributionProof honest) = Honest(One);
        Fr excess = Fr.FromInt64(1 << 24);
        BoundedUpdateStatement outside = statement with
        {
            Commitment = new VectorCommitment(statement.Commitment.Point + (LinkedFixture.Generators.Values.Span[0] * excess)),
        };
        G1Affine d = honest.Chunks[0].Commitment + (One.Circuit.Key.InputBases.Span[BoundedUpdatePublicSignals.ValueBase(0)] * excess);
        var proof = new ContributionProof(
            honest.Link + (One.Link.Columns.Span[0] * excess), [honest.Chunks[0] with { Commitment = d }]);
        Refused(One, BoundedUpdateRefusal.ChunkProofFailed, OmittedCheck.Groth16, (outside, proof));
    }

    [Fact]
    public void The_norm_cannot_be_cut_between_chunks()
    {
        // Chunk 1 starts from zero again: true for each chunk by itself, and the norm of both is above the bound.
        long[] values = Values(20);
        (Fr AccOut, Fr AccIn, Fr[] Values, Fr Rho)[] chunks = Two.Honest(values, Rho);
        Fr before = chunks[1].AccIn;
        chunks[1] = chunks[1] with { AccIn = Fr.Zero, AccOut = chunks[1].AccOut - before };
        (BoundedUpdateStatement statement, ContributionProof cut) = Two.Claim(values, Rho, Wide, chunks);
        Assert.Equal(BoundedUpdateRefusal.LinkFailed, BoundedUpdateVerifier.Verify(Two.Key, statement, cut).Refusal);
        (_, cut) = Two.Claim(values, Rho, Wide, chunks, [Rho, Fr.Zero, chunks[1].AccOut]);
        Assert.Equal(BoundedUpdateRefusal.LinkFailed, BoundedUpdateVerifier.Verify(Two.Key, statement, cut).Refusal);

        // Were the norm's column split in one per row, pi could be computed, and the cut would pass.
        ContributionProof free = cut with { Link = Two.LinkFromSecrets(statement, cut.Chunks) };
        Assert.True(BoundedUpdateVerifier.Verify(Two.Key, statement, free).Accepted);
    }

    [Fact]
    public void The_first_chunk_cannot_start_below_zero()
    {
        // accIn = -sum x^2 would make the norm zero. It has no column in D_0.
        long[] values = Values(16);
        (Fr AccOut, Fr AccIn, Fr[] Values, Fr Rho)[] chunks = One.Honest(values, Rho);
        chunks[0] = chunks[0] with { AccIn = -chunks[0].AccOut, AccOut = Fr.Zero };
        (BoundedUpdateStatement statement, ContributionProof proof) = One.Claim(values, Rho, 0, chunks);
        Assert.Equal(BoundedUpdateRefusal.LinkFailed, BoundedUpdateVerifier.Verify(One.Key, statement, proof).Refusal);
        ContributionProof free = proof with { Link = One.LinkFromSecrets(statement, proof.Chunks) };
        Assert.True(BoundedUpdateVerifier.Verify(One.Key, statement, free).Accepted);
    }

    [Fact]
    public void Padding_has_no_column()
    {
        long[] values = Values(20);
        (Fr AccOut, Fr AccIn, Fr[] Values, Fr Rho)[] chunks = Two.Honest(values, Rho);
        chunks[1].Values[4] = Fr.FromInt64(3);
        chunks[1].AccOut += Fr.FromInt64(9);
        (BoundedUpdateStatement statement, ContributionProof proof) = Two.Claim(values, Rho, Wide, chunks);
        Assert.Equal(BoundedUpdateRefusal.LinkFailed, BoundedUpdateVerifier.Verify(Two.Key, statement, proof).Refusal);
        ContributionProof free = proof with { Link = Two.LinkFromSecrets(statement, proof.Chunks) };
        Assert.True(BoundedUpdateVerifier.Verify(Two.Key, statement, free).Accepted);
    }

    [Fact]
    public void Equal_chunk_secrets_let_an_excess_hide_in_another_chunk_and_are_refused()
    {
        // The commitment holds x_0 far out of range; the circuit sees x_0 - s in chunk 0 and x_16 + s in chunk 1.
        var equal = new BoundedFixture(20, trapdoor: static rows => [rows[0], rows[1], rows[1]]);
        foreach ((BoundedFixture keys, bool accepted) in ((BoundedFixture, bool)[])[(equal, true), (Two, false)])
        {
            const int Shift = 1 << 22;
            long[] seen = Values(20);
            long[] committed = [.. seen];
            committed[0] += Shift;
            committed[16] -= Shift;
            (BoundedUpdateStatement statement, ContributionProof proof) = keys.Claim(committed, Rho, Wide, keys.Honest(seen, Rho));
            Assert.Equal(accepted, BoundedUpdateVerifier.Verify(keys.Key, statement, proof).Accepted);
        }

        Assert.Throws<KeyException>(() => BoundedUpdateVerificationKey.Create(
            equal.Circuit.Key, KeyOrigin.Development, equal.Parameters, equal.Link));
        Assert.Throws<KeyException>(() => BoundedUpdateVerificationKey.FromBlob(equal.Key.ToBlob(), KeyOrigin.Development));
    }

    [Fact]
    public void Solving_pi_needs_a_challenge_that_omits_it()
    {
        (BoundedUpdateStatement statement, ContributionProof honest) = Honest(One);
        BoundedUpdateStatement falsehood = statement with { MaxSquaredNorm = 0 };
        var groth16 = new Proof(One.Key.Alpha, One.Key.Beta + One.Key.Delta, One.Key.Alpha);
        ChunkProof[] chunks = [honest.Chunks[0] with { Groth16 = groth16 }];

        // A = C = alpha and B = beta + delta leave e(v, [1]2) over, which pi takes.
        (Fr rho, _) = WeakenedBoundedVerifier.Challenges([(falsehood, new ContributionProof(honest.Link, chunks))], withLink: false);
        G1Affine input = One.ScalarPart(falsehood) + chunks[0].Commitment;
        var solved = new ContributionProof(honest.Link + (input * rho.Inverse()), chunks);
        Refused(One, BoundedUpdateRefusal.ChunkProofFailed, OmittedCheck.LinkInChallenge, (falsehood, solved));
    }

    [Fact]
    public void Without_powers_of_the_batching_challenge_errors_of_two_proofs_cancel()
    {
        (BoundedUpdateStatement first, ContributionProof one) = Honest(One);
        long[] values = [.. Values(16).Reverse()];
        (BoundedUpdateStatement second, ContributionProof two) = One.Claim(values, Rho, Wide, One.Honest(values, Rho));
        G1Affine excess = LinkedFixture.Generators.Values.Span[0] * Fr.FromInt64(1 << 30);
        first = first with { Commitment = new VectorCommitment(first.Commitment.Point + excess) };
        second = second with { Commitment = new VectorCommitment(second.Commitment.Point - excess) };
        Refused(One, BoundedUpdateRefusal.LinkFailed, OmittedCheck.BatchPowers, (first, one), (second, two));
    }

    [Fact]
    public void A_bound_that_does_not_fit_the_circuit_is_refused_before_the_equation_would_take_it()
    {
        var narrow = new BoundedFixture(16, normBits: 59);
        Refused(narrow, BoundedUpdateRefusal.BoundOutOfRange, OmittedCheck.TotalWeight, Honest(narrow));
    }

    [Fact]
    public void A_statement_of_another_key_is_refused_though_the_equation_holds()
    {
        // The same elements for a bound of one bit more: another circuit, which proves something else.
        var wider = new BoundedFixture(16, normBits: 64);
        (BoundedUpdateStatement statement, ContributionProof proof) = Honest(wider);
        Refused(wider, BoundedUpdateRefusal.WrongKey, OmittedCheck.KeyId, (statement with { KeyId = One.Key.KeyId }, proof));
        Refused(One, BoundedUpdateRefusal.WrongKey, OmittedCheck.KeyId, (statement, proof));
    }

    [Fact]
    public void A_proof_of_fewer_chunks_than_the_keys_is_refused_though_the_equation_holds()
    {
        // An update of zeros needs no second chunk for the equation: its D would be infinity.
        long[] zeros = new long[20];
        var scalars = new DeterministicScalars("one chunk");
        Fr mask = scalars.Next();
        (BoundedUpdateStatement statement, _) = Two.Claim(zeros, Rho, Wide, Two.Honest(zeros, Rho));
        Fr[] signals = [Fr.Zero, BoundedFixture.Context, statement.Bound, Fr.Zero, .. new Fr[16], Rho, mask];
        var shorter = new ContributionProof(
            Two.Link.Prove(zeros, (Fr[])[Rho, Fr.Zero, Fr.Zero, mask, Fr.Zero], default),
            [new ChunkProof(Two.Committed(signals), Two.Circuit.Simulate(signals))]);
        Refused(Two, BoundedUpdateRefusal.WrongChunkCount, OmittedCheck.ChunkCount, (statement, shorter));
    }

    [Fact]
    public void Every_hashed_word_changes_the_challenge()
    {
        (BoundedUpdateStatement statement, ContributionProof proof) = Honest(Two);
        byte[] bytes = BoundedUpdateChallenge.Preimage([(statement, proof), (statement, proof)]);
        Assert.Equal(32 * (3 + (2 * (5 + 20))), bytes.Length);
        var challenge = BoundedUpdateChallenge.Derive([(statement, proof)]);
        Assert.Equal(
            WeakenedBoundedVerifier.Challenges([(statement, proof)]), (challenge.Rho, challenge.T));
        Assert.NotEqual(challenge.Hash, BoundedUpdateChallenge.Derive([(statement, proof), (statement, proof)]).Hash);
        Assert.NotEqual(challenge.Hash, BoundedUpdateChallenge.Derive([(statement with { MaxSquaredNorm = 1 }, proof)]).Hash);
        Assert.NotEqual(challenge.Hash, BoundedUpdateChallenge.Derive([(statement with { Context = Fr.One }, proof)]).Hash);
        Assert.NotEqual(challenge.Hash, BoundedUpdateChallenge.Derive([(statement with { KeyId = default }, proof)]).Hash);
    }

    [Fact]
    public void Shapes_and_points_that_are_none_are_refused_for_their_reason()
    {
        (BoundedUpdateStatement statement, ContributionProof proof) = Honest(Two);
        Is(BoundedUpdateRefusal.WrongKey, statement with { KeyId = default }, proof);
        Is(BoundedUpdateRefusal.WrongChunkCount, statement, proof with { Chunks = [proof.Chunks[0]] });
        Is(BoundedUpdateRefusal.WrongChunkCount, statement, proof with { Chunks = [.. proof.Chunks, proof.Chunks[1]] });
        Assert.False(Verify(statement, proof with { Chunks = [proof.Chunks[1], proof.Chunks[0]] }).Accepted);
        Assert.False(Verify(statement, proof with { Chunks = [proof.Chunks[0], proof.Chunks[0]] }).Accepted);
        var narrow = new BoundedFixture(16, normBits: 59);
        (BoundedUpdateStatement wide, ContributionProof wideProof) = Honest(narrow);
        Assert.Equal(BoundedUpdateRefusal.BoundOutOfRange, BoundedUpdateVerifier.Verify(narrow.Key, wide, wideProof).Refusal);

        ChunkProof chunk = proof.Chunks[1];
        var none = G1Affine.Infinity;
        Is(BoundedUpdateRefusal.PointAtInfinity, statement with { Commitment = new VectorCommitment(none) }, proof);
        Is(BoundedUpdateRefusal.PointAtInfinity, statement, proof with { Link = none });
        Is(BoundedUpdateRefusal.PointAtInfinity, statement, With(chunk with { Commitment = none }));
        Is(BoundedUpdateRefusal.PointAtInfinity, statement, With(chunk with { Groth16 = new(none, chunk.Groth16.B, chunk.Groth16.C) }));
        Is(BoundedUpdateRefusal.PointAtInfinity, statement, With(chunk with { Groth16 = new(chunk.Groth16.A, chunk.Groth16.B, none) }));
        Is(
            BoundedUpdateRefusal.PointAtInfinity, statement,
            With(chunk with { Groth16 = new(chunk.Groth16.A, G2Affine.Infinity, chunk.Groth16.C) }));
        var off = new G1Affine(Fp.One, Fp.One);
        Is(BoundedUpdateRefusal.PointOffCurve, statement with { Commitment = new VectorCommitment(off) }, proof);
        Is(BoundedUpdateRefusal.PointOffCurve, statement, proof with { Link = off });
        Is(BoundedUpdateRefusal.PointOffCurve, statement, With(chunk with { Commitment = off }));
        Is(BoundedUpdateRefusal.PointOffCurve, statement, With(chunk with { Groth16 = new(off, chunk.Groth16.B, chunk.Groth16.C) }));
        Is(BoundedUpdateRefusal.PointOffCurve, statement, With(chunk with { Groth16 = new(chunk.Groth16.A, chunk.Groth16.B, off) }));
        Is(
            BoundedUpdateRefusal.PointOffCurve, statement,
            With(chunk with { Groth16 = new(chunk.Groth16.A, new G2Affine(Fp2.One, Fp2.One), chunk.Groth16.C) }));
        Is(
            BoundedUpdateRefusal.PointOutsideSubgroup, statement,
            With(chunk with { Groth16 = new(chunk.Groth16.A, TwistPoint.OutsideSubgroup(), chunk.Groth16.C) }));

        ContributionProof With(ChunkProof second) => proof with { Chunks = [proof.Chunks[0], second] };
        BoundedUpdateVerdict Verify(BoundedUpdateStatement s, ContributionProof p) => BoundedUpdateVerifier.Verify(Two.Key, s, p);
        void Is(BoundedUpdateRefusal expected, BoundedUpdateStatement s, ContributionProof p) =>
            Assert.Equal(expected, Verify(s, p).Refusal);
    }

    private static (BoundedUpdateStatement Statement, ContributionProof Proof) Honest(BoundedFixture keys)
    {
        long[] values = Values(keys.Shape.Dimension);
        return keys.Claim(values, Rho, Wide, keys.Honest(values, Rho));
    }

    private static void Refused(
        BoundedFixture keys,
        BoundedUpdateRefusal refusal,
        OmittedCheck omitted,
        params (BoundedUpdateStatement Statement, ContributionProof Proof)[] claims)
    {
        Assert.Equal(refusal, BoundedUpdateVerifier.VerifyBatch(keys.Key, claims).Refusal);
        Assert.False(WeakenedBoundedVerifier.Accepts(keys.Key, OmittedCheck.None, claims));
        Assert.True(WeakenedBoundedVerifier.Accepts(keys.Key, omitted, claims));
    }
}
