using FlZk.Bn254;
using FlZk.Groth16;
using FlZk.Statements.Tests.Vectors;

namespace FlZk.Statements.Tests.Attacks;

/// <summary>Keys under which one can forge: each forgery is carried out, and the key refused.</summary>
public sealed class KeyAttackTests
{
    [Fact]
    public void Equal_chunk_secrets_let_values_move_between_chunks_and_are_refused()
    {
        LinkedProofCase forged = LinkedProofVectors.EqualChunkSecrets();
        Assert.True(FedAvgVerifier.Verify(forged.Key, forged.Statement, forged.Proof).Accepted);
        var keys = new LinkedFixture(32, trapdoor: rows => [rows[0], rows[1], rows[2], rows[2]]);
        Assert.Contains("equal or opposite", Refused(keys), StringComparison.Ordinal);
        Assert.Throws<KeyException>(() => LinkedVerificationKey.FromBlob(keys.Key.ToBlob(), KeyOrigin.Development));
    }

    [Fact]
    public void Opposite_chunk_secrets_let_values_move_between_chunks_and_are_refused()
    {
        var keys = new LinkedFixture(32, trapdoor: rows => [rows[0], rows[1], rows[2], -rows[2]]);
        Round round = keys.Round();
        HandProof wrong = Forgeries.WrongModel(keys, round, keys.Prove(round), inD: false, (0, 5), (16, 5));
        Assert.True(FedAvgVerifier.Verify(keys.Key, wrong.Statement, wrong.Proof).Accepted);
        Assert.Contains("equal or opposite", Refused(keys), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_chunk_secret_that_everybody_knows_frees_D_and_is_refused(int secret)
    {
        var keys = new LinkedFixture(16, trapdoor: rows => [rows[0], rows[1], Fr.FromInt64(secret)]);
        Round round = keys.Round();
        HandProof honest = keys.Prove(round);

        // A false model, no witness: D makes the Groth16 equation hold, and what it differs by from the D of the false model goes into pi.
        HandProof wrong = Forgeries.WrongModel(keys, round, honest, inD: true, (0, 5));
        AggregateProof forged = Forgeries.ChosenD(keys, wrong.Statement, wrong.Proof.Link, 7);
        G1Affine difference = forged.Chunks[0].Commitment - wrong.Proof.Chunks[0].Commitment;
        forged = forged with { Link = forged.Link + (difference * Fr.FromInt64(secret)) };
        Assert.True(FedAvgVerifier.Verify(keys.Key, wrong.Statement, forged).Accepted);
        Assert.Contains("everybody knows", Refused(keys), StringComparison.Ordinal);
        Assert.Throws<KeyException>(() => keys.Link.Require(keys.Relation));
        Assert.Throws<KeyException>(() => LinkedVerificationKey.FromBlob(keys.Key.ToBlob(), KeyOrigin.Development));
    }

    [Fact]
    public void Of_gamma_beta_delta_and_the_row_keys_no_two_may_be_equal_or_opposite()
    {
        byte[] blob = new LinkedFixture(20).Key.ToBlob();
        int[] words = [9, 13, 23, 27, 31, 35];
        foreach (int word in words)
        {
            Refuse(word, G2Affine.Generator);
            foreach (int other in words.Where(w => w != word))
            {
                Assert.True(G2Affine.TryReadUncompressed(blob.AsSpan(32 * other, G2Affine.UncompressedLength), out G2Affine point));
                Refuse(word, point);
            }
        }

        void Refuse(int word, G2Affine point)
        {
            foreach (G2Affine either in (G2Affine[])[point, -point])
            {
                byte[] changed = [.. blob];
                either.WriteUncompressed(changed.AsSpan(32 * word));
                Assert.Throws<KeyException>(() => LinkedVerificationKey.FromBlob(changed, KeyOrigin.Development));
            }
        }
    }

    [Fact]
    public void Independent_chunk_secrets_do_not_let_values_move()
    {
        var keys = new LinkedFixture(32);
        Round round = keys.Round();
        HandProof wrong = Forgeries.WrongModel(keys, round, keys.Prove(round), inD: false, (0, 5), (16, -5));
        Assert.Equal(FedAvgRefusal.LinkFailed, FedAvgVerifier.Verify(keys.Key, wrong.Statement, wrong.Proof).Refusal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Two_signals_on_one_base_stand_in_for_each_other_and_are_refused(int sign)
    {
        var keys = new LinkedFixture(16, bases: bases =>
        {
            bases[2] = sign > 0 ? bases[1] : -bases[1];
            return bases;
        });
        Round round = keys.Round();
        HandProof wrong = Forgeries.WrongModel(keys, round, keys.Prove(round), inD: false, (0, 5), (1, -5 * sign));
        Assert.True(FedAvgVerifier.Verify(keys.Key, wrong.Statement, wrong.Proof).Accepted);
        Assert.Contains("the same up to sign", Refused(keys), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_public_row_leaves_its_signal_free_and_is_refused()
    {
        var keys = new LinkedFixture(16, bases: bases =>
        {
            bases[1] = G1Affine.Infinity;
            return bases;
        });
        Round round = keys.Round();
        HandProof wrong = Forgeries.WrongModel(keys, round, keys.Prove(round), inD: false, (0, 5));
        Assert.True(FedAvgVerifier.Verify(keys.Key, wrong.Statement, wrong.Proof).Accepted);
        Assert.Contains("infinity", Refused(keys), StringComparison.Ordinal);
    }

    [Fact]
    public void Gamma_equal_to_delta_lets_anyone_forge_and_is_refused()
    {
        var good = new LinkedFixture(16);
        VerificationKey sound = good.Circuit.Key;
        VerificationKey key = new(sound.Alpha, sound.Beta, sound.Gamma, sound.Gamma, sound.InputBases.Span);
        var signals = new Fr[key.PublicCount];
        signals[0] = Fr.FromInt64(123456);
        G1Affine input = Verifier.InputPoint(key, signals);
        Assert.True(Pairing.ProductIsOne(
            [-key.Alpha, key.Alpha, input, -input], [key.Beta, key.Beta, key.Gamma, key.Delta]));
        Assert.Throws<KeyException>(() => LinkedCircuitKey.Require(key, LinkedStatement.FedAvg, 16));
        byte[] blob = good.Key.ToBlob();
        G2Affine.Generator.WriteUncompressed(blob.AsSpan(13 * 32));
        Assert.Throws<KeyException>(() => LinkedVerificationKey.FromBlob(blob, KeyOrigin.Development));
    }

    [Fact]
    public void Gamma_other_than_the_generator_is_refused()
    {
        VerificationKey sound = new LinkedFixture(16).Circuit.Key;
        VerificationKey key = new(sound.Alpha, sound.Beta, G2Affine.Generator * Fr.FromInt64(9), sound.Delta, sound.InputBases.Span);
        Assert.Contains("gamma", Assert.Throws<KeyException>(() => LinkedCircuitKey.Require(key, LinkedStatement.FedAvg, 16)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_of_another_circuit_is_refused()
    {
        VerificationKey key = new LinkedFixture(16).Circuit.Key;
        Assert.Throws<KeyException>(() => LinkedCircuitKey.Require(key, LinkedStatement.FedAvg, 15));
        Assert.Throws<KeyException>(() => new FedAvgLinkRelation(key, LinkedFixture.Generators, new LinkShape(20, 17)));
    }

    [Fact]
    public void A_malformed_column_leaks_a_linear_function_of_the_update_and_is_refused()
    {
        var keys = new LinkedFixture(16);
        Round round = keys.Round();
        G1Affine[] columns = keys.Link.Columns.ToArray();
        G1Affine probe = G1Affine.Generator;
        columns[0] += probe;
        var malformed = new LinkProvingKey(
            keys.Shape, keys.Relation.Fingerprint, default, KeyOrigin.Development, [], columns, keys.Link.VerificationKey.Rows.ToArray());
        Fr[] blindings = [round.SumBlinding, round.ModelBlinding, Fr.Zero];
        G1Affine leak = malformed.Prove(round.Sums, round.WideModel, blindings, default) - keys.Link.Prove(
            round.Sums, round.WideModel, blindings, default);
        Assert.Equal(probe * Fr.FromInt64(round.Sums[0]), leak);
        Assert.Throws<KeyException>(() => malformed.Require(keys.Relation));
        Assert.Throws<KeyException>(() => Proving(keys, malformed));
    }

    [Fact]
    public void Every_single_malformed_column_is_refused()
    {
        var keys = new LinkedFixture(20);
        for (int c = 0; c < keys.Shape.ColumnCount; c++)
        {
            G1Affine[] columns = keys.Link.Columns.ToArray();
            columns[c] = columns[c] + columns[c];
            Assert.Throws<KeyException>(
                () => LinkKeyColumns.Require(keys.Relation, columns, keys.Link.VerificationKey.Rows.Span, "the key"));
        }
    }

    [Fact]
    public void Columns_of_another_key_are_refused()
    {
        LinkedFixture keys = new(16), others = new(16, seed: "b");
        var mixed = new LinkProvingKey(
            keys.Shape,
            keys.Relation.Fingerprint,
            default,
            KeyOrigin.Development,
            [],
            others.Link.Columns.ToArray(),
            keys.Link.VerificationKey.Rows.ToArray());
        Assert.Throws<KeyException>(() => mixed.Require(keys.Relation));
        Assert.Throws<KeyException>(() => others.Link.Require(keys.Relation));
    }

    [Fact]
    public void A_key_for_another_model_length_is_refused()
    {
        LinkedFixture keys = new(20), longer = new(21);
        Assert.Throws<KeyException>(() => longer.Link.Require(keys.Relation));
    }

    [Fact]
    public void Row_keys_at_infinity_or_outside_the_subgroup_are_refused()
    {
        var keys = new LinkedFixture(16);
        G2Affine[] rows = keys.Link.VerificationKey.Rows.ToArray();
        rows[1] = G2Affine.Infinity;
        Assert.Throws<KeyException>(() => LinkKeyColumns.RequireRowKeys(rows, 3, "the key"));
        rows[1] = TwistPoint.OutsideSubgroup();
        Assert.Contains(
            "outside the group",
            Assert.Throws<KeyException>(() => LinkKeyColumns.RequireRowKeys(rows, 3, "the key")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Development_secrets_differ_between_rows_and_keys_of_one_seed()
    {
        var seen = new HashSet<Fr>();
        foreach (LinkedFixture keys in (LinkedFixture[])[new(16), new(20), new(48)])
            Assert.All(keys.Trapdoor.Rows, row => Assert.True(seen.Add(row) && seen.Add(-row)));
    }

    private static string Refused(LinkedFixture keys) => Assert.Throws<KeyException>(() => Proving(keys, keys.Link)).Message;

    private static FedAvgProvingKeys Proving(LinkedFixture keys, LinkProvingKey link) =>
        new("none.zkey", null, keys.Circuit.Key, KeyOrigin.Development, keys.Parameters, link, LinkedFixture.Generators);
}
