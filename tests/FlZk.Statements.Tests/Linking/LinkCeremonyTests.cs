using FlZk.Bn254;
using FlZk.Groth16;
using FlZk.Platform.Files;
using FlZk.Statements.Tests.Vectors;

namespace FlZk.Statements.Tests.Linking;

public sealed class LinkCeremonyTests
{
    private static readonly LinkedFixture Keys = new(20);
    private static readonly LinkSession Session = new(KeccakHash.Of("r1cs"u8), KeccakHash.Of("ptau"u8), Keys.Relation);

    [Fact]
    public async Task Contributions_of_several_parties_in_any_order_give_one_key_that_proves()
    {
        LinkContribution[] parts = [.. ((string[])["ada", "grace", "emmy"]).Select(party => LinkCeremony.Contribute(Session, party))];
        LinkProvingKey key = LinkCeremony.Combine(Session, parts);
        Assert.Equal(key.Hash, LinkCeremony.Combine(Session, [parts[2], parts[0], parts[1]]).Hash);
        Assert.Equal(KeyOrigin.Ceremony, key.Origin);
        Assert.Equal(["ada", "grace", "emmy"], key.Contributors.Select(c => c.Party));
        var proving = new FedAvgProvingKeys("", null, Keys.Circuit.Key, KeyOrigin.Ceremony, Keys.Parameters, key, LinkedFixture.Generators);
        Assert.Equal(KeyOrigin.Ceremony, proving.Verification.Origin);
        FedAvgProof proof = await new FedAvgProver(proving, new PlainWitness(16), Keys.Circuit).ProveAsync(
            Keys.Round().Inputs(LinkedFixture.Chain));
        Assert.True(FedAvgVerifier.Verify(proving.Verification, proof.Statement, proof.Proof).Accepted);
        Assert.Equal(FedAvgRefusal.WrongKey, FedAvgVerifier.Verify(Keys.Key, proof.Statement, proof.Proof).Refusal);
    }

    [Fact]
    public void A_last_party_without_proofs_of_knowledge_chooses_the_total_key_and_forges()
    {
        LinkContribution honest = LinkCeremony.Contribute(Session, "honest");
        LinkTrapdoor target = LinkTrapdoor.Random(Keys.Relation.RowCount);
        G1Affine[] columns = LinkKeyColumns.Compute(Keys.Relation, target, null, default);
        G2Affine[] rows = LinkKeyColumns.RowKeys(target);
        for (int c = 0; c < columns.Length; c++) columns[c] += -honest.Columns[c];
        for (int row = 0; row < rows.Length; row++) rows[row] += -honest.RowKeys[row];

        // Its columns fit its row keys, whose secrets it does not know; only the proofs of knowledge cannot
        // be made. Those of the honest party do not fit.
        LinkKeyColumns.RequireRowKeys(rows, rows.Length, "rogue");
        LinkKeyColumns.Require(Keys.Relation, columns, rows, "rogue");
        var rogue = new LinkContribution(Session.Id, "rogue", columns, rows, honest.Proofs);
        Assert.Contains(
            "proof of knowledge", Assert.Throws<KeyException>(() => LinkCeremony.Verify(Session, rogue)).Message, StringComparison.Ordinal);
        Assert.Throws<KeyException>(() => LinkCeremony.Combine(Session, [honest, rogue]));

        // Added up without that check, the total is the rogue's, and a false statement settles.
        LinkProvingKey total = LinkCeremony.Add(Session, [honest, rogue]);
        total.Require(Keys.Relation);
        var key = LinkedVerificationKey.Create(Keys.Circuit.Key, KeyOrigin.Ceremony, Keys.Parameters, total);
        Round round = Keys.Round();
        FedAvgStatement statement = Keys.Prove(round).Statement with
        {
            KeyId = key.KeyId,
            Model = VectorCommitment.Commit(LinkedFixture.Generators, new int[20], Fr.One),
        };
        AggregateProof forged = Forgeries.ChosenD(Keys, statement, G1Affine.Generator, 3);
        forged = forged with { Link = Forgeries.LinkFromSecrets(target.Rows, statement, forged.Chunks) };
        Assert.True(FedAvgVerifier.Verify(key, statement, forged).Accepted);
    }

    [Fact]
    public void Copied_and_negated_contributions_are_refused()
    {
        LinkContribution honest = LinkCeremony.Contribute(Session, "honest");
        var copied = new LinkContribution(Session.Id, "copier", honest.Columns, honest.RowKeys, honest.Proofs);
        Assert.Throws<KeyException>(() => LinkCeremony.Verify(Session, copied));
        var negated = new LinkContribution(
            Session.Id,
            "negator",
            [.. honest.Columns.Select(point => -point)],
            [.. honest.RowKeys.Select(point => -point)],
            [.. honest.Proofs.Select(proof => new KnowledgeProof(-proof.Nonce, -proof.Response))]);
        Assert.Throws<KeyException>(() => LinkCeremony.Verify(Session, negated));
        Assert.Contains(
            "twice", Assert.Throws<KeyException>(() => LinkCeremony.Combine(Session, [honest, honest])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void One_secret_in_two_parties_names_is_refused_even_with_proofs_of_knowledge(int sign)
    {
        LinkTrapdoor shared = LinkTrapdoor.Random(Keys.Relation.RowCount);
        LinkTrapdoor other = LinkTrapdoor.Of([.. shared.Rows.Select(k => k * Fr.FromInt64(sign))]);
        LinkContribution first = LinkCeremony.Contribute(Session, "a", shared, null, default);
        LinkContribution second = LinkCeremony.Contribute(Session, "b", other, null, default);
        LinkCeremony.Verify(Session, second);
        Assert.Contains(
            "copied", Assert.Throws<KeyException>(() => LinkCeremony.Combine(Session, [first, second])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Proofs_of_knowledge_are_bound_to_session_party_row_and_columns()
    {
        LinkContribution honest = LinkCeremony.Contribute(Session, "honest");
        LinkCeremony.Verify(Session, honest);
        var elsewhere = new LinkSession(KeccakHash.Of("r1cs"u8), KeccakHash.Of("another ptau"u8), Keys.Relation);
        Assert.Contains(
            "session", Assert.Throws<KeyException>(() => LinkCeremony.Verify(elsewhere, honest)).Message, StringComparison.Ordinal);
        var carried = new LinkContribution(elsewhere.Id, "honest", honest.Columns, honest.RowKeys, honest.Proofs);
        RefusedForKnowledge(elsewhere, carried);
        RefusedForKnowledge(Session, new LinkContribution(Session.Id, "Honest", honest.Columns, honest.RowKeys, honest.Proofs));
        KnowledgeProof[] swapped = [honest.Proofs[1], honest.Proofs[0], .. honest.Proofs[2..]];
        RefusedForKnowledge(Session, new LinkContribution(Session.Id, "honest", honest.Columns, honest.RowKeys, swapped));
        G1Affine[] columns = [.. honest.Columns];
        columns[7] += G1Affine.Generator;
        RefusedForKnowledge(Session, new LinkContribution(Session.Id, "honest", columns, honest.RowKeys, honest.Proofs));
    }

    [Fact]
    public void Columns_that_do_not_fit_are_refused_though_the_secrets_are_known()
    {
        LinkTrapdoor trapdoor = LinkTrapdoor.Random(Keys.Relation.RowCount);
        LinkContribution contribution = LinkCeremony.Contribute(Session, "a", trapdoor, null, default);
        G1Affine[] columns = [.. contribution.Columns];
        columns[3] += G1Affine.Generator;
        KeccakHash statement = new LinkContribution(Session.Id, "a", columns, contribution.RowKeys, []).Statement;
        KnowledgeProof[] proofs = [.. contribution.RowKeys.Select((key, row) =>
            KnowledgeProof.Prove(trapdoor.Rows[row], nonce => LinkContribution.Challenge(statement, row, key, nonce)))];
        var malformed = new LinkContribution(Session.Id, "a", columns, contribution.RowKeys, proofs);
        Assert.Contains(
            "columns", Assert.Throws<KeyException>(() => LinkCeremony.Verify(Session, malformed)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_contribution_with_a_part_missing_or_too_many_is_refused_by_name()
    {
        LinkContribution whole = LinkCeremony.Contribute(Session, "a");
        LinkCeremony.Verify(Session, whole);
        LinkContribution fewerColumns = new(Session.Id, "a", whole.Columns[..^1], whole.RowKeys, whole.Proofs);
        G2Affine[] extended = [.. whole.RowKeys, G2Affine.Generator + whole.RowKeys[0]];
        LinkContribution moreRows = new(Session.Id, "a", whole.Columns, extended, whole.Proofs);
        LinkContribution fewerRows = new(Session.Id, "a", whole.Columns, whole.RowKeys[..^1], whole.Proofs[..^1]);
        LinkContribution fewerProofs = new(Session.Id, "a", whole.Columns, whole.RowKeys, whole.Proofs[..^1]);
        Assert.Contains("row keys, but", Refusal(moreRows), StringComparison.Ordinal);
        Assert.Contains("row keys, but", Refusal(fewerRows), StringComparison.Ordinal);
        Assert.Contains("proofs of knowledge for", Refusal(fewerProofs), StringComparison.Ordinal);

        // The columns are under the proofs of knowledge, so these are refused before they are counted; the count has a check of its own.
        Assert.NotEmpty(Refusal(fewerColumns));
        KeyException counted = Assert.Throws<KeyException>(
            () => LinkKeyColumns.Require(Keys.Relation, whole.Columns.AsMemory(..^1), whole.RowKeys, "the key"));
        Assert.Contains("columns, but", counted.Message, StringComparison.Ordinal);

        static string Refusal(LinkContribution part) => Assert.Throws<KeyException>(() => LinkCeremony.Verify(Session, part)).Message;
    }

    [Fact]
    public void Zero_and_equal_secrets_are_refused()
    {
        Fr[] rows = LinkTrapdoor.Random(Keys.Relation.RowCount).Rows;
        LinkContribution equal = LinkCeremony.Contribute(Session, "a", LinkTrapdoor.Of(rows[0], rows[1], rows[2], rows[2]), null, default);
        Assert.Contains("equal", Assert.Throws<KeyException>(() => LinkCeremony.Verify(Session, equal)).Message, StringComparison.Ordinal);
        LinkContribution zero = LinkCeremony.Contribute(Session, "a", LinkTrapdoor.Of(rows[0], rows[1], rows[2], Fr.Zero), null, default);
        Assert.Contains(
            "infinity", Assert.Throws<KeyException>(() => LinkCeremony.Verify(Session, zero)).Message, StringComparison.Ordinal);
        Assert.Throws<KeyException>(() => LinkCeremony.Combine(Session, []));
        Assert.Throws<ArgumentException>(() => LinkCeremony.Contribute(Session, ""));
        Assert.Throws<ArgumentException>(() => LinkCeremony.Contribute(Session, new string('x', 65)));
    }

    [Fact]
    public void A_key_that_is_not_the_sum_of_its_contributions_is_refused()
    {
        LinkContribution a = LinkCeremony.Contribute(Session, "a"), b = LinkCeremony.Contribute(Session, "b");
        LinkProvingKey key = LinkCeremony.Combine(Session, [a, b]);
        LinkCeremony.RequireResult(Session, key, [b, a]);
        Refused("a contribution of b that is not among those given", key, a);
        Refused("contribution of b is not in the link key", LinkCeremony.Combine(Session, [a]), a, b);
        Refused("development key", Keys.Link, a, b);

        LinkProvingKey Changed(
            KeccakHash? session = null, IReadOnlyList<LinkContributor>? contributors = null, G1Affine[]? columns = null,
            G2Affine[]? rows = null) => new(
                key.Shape, key.Relation, session ?? key.Session, KeyOrigin.Ceremony, contributors ?? key.Contributors,
                columns ?? key.Columns.ToArray(), rows ?? key.VerificationKey.Rows.ToArray());
        Refused("The link key is of session", Changed(session: KeccakHash.Of("another"u8)), a, b);
        Refused("lists a contribution twice", Changed(contributors: [.. key.Contributors, key.Contributors[0]]), a, b);
        Refused(
            "a contribution of b that is not among those given",
            Changed(contributors: [key.Contributors[0], new LinkContributor("b", a.Statement)]), a, b);

        // A key of the combiner's own secrets, in itself well-formed, with the others' names in it.
        LinkContribution own = LinkCeremony.Contribute(Session, "combiner");
        LinkProvingKey replaced = Changed(columns: own.Columns, rows: own.RowKeys);
        replaced.Require(Keys.Relation);
        Refused("not the sum of its contributions", replaced, a, b);
        Refused("not the sum of its contributions", Changed(columns: own.Columns), a, b);
        Refused("not the sum of its contributions", Changed(rows: own.RowKeys), a, b);

        static void Refused(string reason, LinkProvingKey key, params LinkContribution[] given) => Assert.Contains(
            reason, Assert.Throws<KeyException>(() => LinkCeremony.RequireResult(Session, key, given)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_that_cancel_in_the_sum_are_refused()
    {
        // Each contribution is sound; two parties together would make a row free.
        Fr[] first = LinkTrapdoor.Random(Keys.Relation.RowCount).Rows;
        Fr[] second = LinkTrapdoor.Random(Keys.Relation.RowCount).Rows;
        second[2] = Fr.One - first[2];
        LinkContribution a = LinkCeremony.Contribute(Session, "a", LinkTrapdoor.Of(first), null, default);
        LinkContribution b = LinkCeremony.Contribute(Session, "b", LinkTrapdoor.Of(second), null, default);
        LinkCeremony.Verify(Session, a);
        LinkCeremony.Verify(Session, b);
        Assert.Contains(
            "everybody knows its secret", Assert.Throws<KeyException>(() => LinkCeremony.Combine(Session, [a, b])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_opens_with_the_circuit_key_that_it_was_made_for()
    {
        using var folder = new TemporaryFolder();
        var description = new LinkSessionDescription("fedavg", 20, KeccakHash.Of("r1cs"u8), KeccakHash.Of("ptau"u8), Session.Id);
        description.Write(folder["s"]);
        Assert.Equal(Session.Id, LinkSessionDescription.Read(folder["s"]).Open(Keys.Relation).Id);
        foreach (LinkSessionDescription other in (LinkSessionDescription[])
        [
            description with { ConstraintSystem = KeccakHash.Of("another"u8) },
            description with { PowersOfTau = KeccakHash.Of("another"u8) },
            description with { Id = KeccakHash.Of("another"u8) },
        ])
        {
            Assert.Throws<KeyException>(() => other.Open(Keys.Relation));
        }
    }

    [Fact]
    public void A_name_that_could_steer_a_terminal_is_nobodys()
    {
        const string hostile = "ada\u001b[2J";
        Assert.Throws<ArgumentException>(() => LinkCeremony.Contribute(Session, hostile));
        Assert.Throws<ArgumentException>(() => LinkCeremony.Contribute(Session, "a\u202Eda"));
        Assert.Throws<ArgumentException>(() => LinkCeremony.Contribute(Session, string.Empty));
        Assert.Throws<ArgumentException>(() => LinkCeremony.Contribute(Session, new string('a', LinkContribution.MaximumPartyLength + 1)));

        // A file that its maker wrote with another program, its hash in order.
        using var folder = new TemporaryFolder();
        LinkContribution honest = LinkCeremony.Contribute(Session, "ada");
        new LinkContribution(honest.Session, hostile, honest.Columns, honest.RowKeys, honest.Proofs).Write(folder["c"]);
        Assert.Contains(
            "control or format characters", Assert.Throws<FileFormatException>(() => LinkContribution.Read(folder["c"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Files_survive_the_round_trip_and_damage_is_named()
    {
        using var folder = new TemporaryFolder();
        LinkContribution contribution = LinkCeremony.Contribute(Session, "Åse");
        contribution.Write(folder["c"]);
        LinkContribution read = LinkContribution.Read(folder["c"]);
        LinkCeremony.Verify(Session, read);
        LinkProvingKey key = LinkCeremony.Combine(Session, [read]);
        key.Write(folder["k"]);
        LinkProvingKey again = LinkProvingKey.Read(folder["k"]);
        Assert.Equal(
            (key.Hash, key.Shape, key.Relation, key.Session, key.Origin),
            (again.Hash, again.Shape, again.Relation, again.Session, again.Origin));
        Assert.Equal(key.Contributors, again.Contributors);
        again.Require(Keys.Relation);
        foreach (string file in (string[])[folder["c"], folder["k"]])
        {
            byte[] bytes = File.ReadAllBytes(file);
            for (int at = 0; at < bytes.Length; at += 61)
            {
                byte[] changed = [.. bytes];
                changed[at] ^= 0x10;
                Refuses(file, changed);
                Refuses(file, bytes[..at]);
            }

            Refuses(file, [.. bytes, 0]);
        }
    }

    [Fact]
    public void A_header_that_promises_more_than_the_file_holds_allocates_nothing()
    {
        using var folder = new TemporaryFolder();
        Keys.Link.Write(folder["k"]);
        byte[] bytes = File.ReadAllBytes(folder["k"]);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), LinkShape.MaximumDimension);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(20), LinkShape.MaximumDimension);
        File.WriteAllBytes(folder["k"], bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<FileFormatException>(() => LinkProvingKey.Read(folder["k"]));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    private static void Refuses(string file, byte[] content)
    {
        File.WriteAllBytes(file + ".bad", content);
        if (file.EndsWith('c')) Assert.Throws<FileFormatException>(() => LinkContribution.Read(file + ".bad"));
        else Assert.Throws<FileFormatException>(() => LinkProvingKey.Read(file + ".bad"));
    }

    private static void RefusedForKnowledge(LinkSession session, LinkContribution contribution) => Assert.Contains(
        "proof of knowledge", Assert.Throws<KeyException>(() => LinkCeremony.Verify(session, contribution)).Message,
        StringComparison.Ordinal);
}
