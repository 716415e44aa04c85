using System.Text;
using FlZk.Bn254;
using FlZk.Platform.Files;
using FlZk.Statements.Tests.Vectors;

namespace FlZk.Statements.Tests.Bundles;

/// <summary>What an auditor recomputes from the chain: context, weights and the sum's commitment; and the
/// documents that carry it.</summary>
public sealed class StatementBundleTests
{
    private static readonly LinkedFixture Keys = new(20);
    private static readonly Round Made = Keys.Round();
    private static readonly FedAvgProof Proof = Keys.Prover().ProveAsync(Made.Inputs(LinkedFixture.Chain)).GetAwaiter().GetResult();

    [Fact]
    public void A_bundle_survives_its_file_and_verifies()
    {
        using var folder = new TemporaryFolder();
        Bundle().Write(folder["b.json"]);
        StatementBundle read = StatementBundle.Read(folder["b.json"]);
        Assert.True(read.Verify().Accepted);
        Assert.True(read.Verify(Keys.Key).Accepted);
        Assert.Equal(Bundle().ToJson(), read.ToJson());
        StatementBundle lean = Bundle() with { Key = null, Transcripts = null };
        lean = StatementBundle.Parse(Encoding.UTF8.GetBytes(lean.ToJson()));
        Assert.Throws<ArgumentException>(() => lean.Verify());
        Assert.True(lean.Verify(Keys.Key).Accepted);
        Assert.Equal(FedAvgRefusal.WrongKey, lean.Verify(new LinkedFixture(20, seed: "b").Key).Refusal);
    }

    public static TheoryData<ulong, ulong, ulong, bool> Elsewhere => new()
    {
        { 1, 7, 3, false }, { 31337, 8, 3, false }, { 31337, 7, 4, false }, { 31337, 7, 3, true },
    };

    [Theory]
    [MemberData(nameof(Elsewhere))]
    public void A_round_replayed_elsewhere_is_refused(ulong chainId, ulong job, ulong round, bool otherAggregator)
    {
        // The whole round, context aside, is copied: commitments, weights, C_Y, D, pi, A, B, C.
        string aggregator = otherAggregator ? "0x00000000000000000000000000000000000000ff" : LinkedFixture.Chain.Aggregator;
        RefusedAt(new ChainContext(chainId, LinkedFixture.Chain.Coordinator, job, round, aggregator));
    }

    [Fact]
    public void A_round_replayed_on_another_contract_is_refused() =>
        RefusedAt(new ChainContext(31337, "0x00000000000000000000000000000000000000ff", 7, 3, LinkedFixture.Chain.Aggregator));

    [Fact]
    public void The_context_is_the_hash_that_the_contract_computes()
    {
        // abi.encode(uint256, address, uint256, uint256, address)
        byte[] words = new byte[160];
        words[30] = 0x7a;
        words[31] = 0x69;
        Convert.FromHexString(LinkedFixture.Chain.Coordinator[2..]).CopyTo(words, 44);
        words[95] = 7;
        words[127] = 3;
        Convert.FromHexString(LinkedFixture.Chain.Aggregator[2..]).CopyTo(words, 140);
        Assert.Equal(Fr.ReduceBigEndian(KeccakHash.Of(words).ToArray()), LinkedFixture.Chain.ToFieldElement());
        Assert.Throws<ArgumentException>(() => new ChainContext(1, "0x12", 1, 1, LinkedFixture.Chain.Aggregator));
    }

    [Fact]
    public void A_dropped_duplicated_replaced_inserted_or_reweighted_provider_is_refused()
    {
        StatementBundle good = Bundle();
        ProviderContribution[] all = [.. good.Providers];
        (ProviderContribution[] Providers, FedAvgRefusal Refusal)[] changes =
        [
            (all[1..], FedAvgRefusal.TotalWeightMismatch),
            ([.. all, all[0]], FedAvgRefusal.SumCommitmentMismatch),
            ([.. all, all[0] with { Provider = Address(9) }], FedAvgRefusal.TotalWeightMismatch),
            ([all[0] with { Commitment = all[1].Commitment }, .. all[1..]], FedAvgRefusal.SumCommitmentMismatch),
            ([all[0] with { Weight = all[0].Weight + 1 }, .. all[1..]], FedAvgRefusal.TotalWeightMismatch),
            ([all[0] with { Weight = all[0].Weight + 1 }, all[1] with { Weight = all[1].Weight - 1 }, all[2]],
                FedAvgRefusal.SumCommitmentMismatch),
            ([], FedAvgRefusal.TotalWeightMismatch),
        ];
        foreach ((ProviderContribution[] providers, FedAvgRefusal refusal) in changes)
        {
            StatementBundle changed = good with { Providers = providers };
            Assert.Equal(refusal, changed.Verify().Refusal);

            // Whoever trusts the statement's own sum and weight does not notice.
            Assert.True(FedAvgVerifier.Verify(Keys.Key, changed.Statement, changed.Proof).Accepted);
        }
    }

    [Fact]
    public void A_sum_changed_with_its_providers_fails_the_proof()
    {
        StatementBundle good = Bundle();
        ProviderContribution[] providers =
            [good.Providers[0] with { Commitment = good.Providers[1].Commitment }, .. good.Providers.Skip(1)];
        VectorCommitment sum = VectorCommitment.WeightedSum([.. providers.Select(p => p.Commitment)], [.. providers.Select(p => p.Weight)]);
        StatementBundle changed = good with { Providers = providers, Statement = good.Statement with { Sum = sum } };
        Assert.Equal(FedAvgRefusal.LinkFailed, changed.Verify().Refusal);
    }

    [Fact]
    public void No_changed_character_of_the_document_goes_unnoticed()
    {
        string json = (Bundle() with { Transcripts = null }).ToJson();
        var random = new Random(5);
        for (int i = 0; i < 120; i++)
        {
            int at = random.Next(json.Length);
            if (!char.IsAsciiLetterOrDigit(json[at])) continue;
            char other = json[at] == '7' ? '8' : '7';
            byte[] changed = Encoding.UTF8.GetBytes(json[..at] + other + json[(at + 1)..]);
            try
            {
                StatementBundle bundle = StatementBundle.Parse(changed);
                bool onlyAProvidersName = bundle.Statement == Proof.Statement && bundle.Providers.Select(p => p.Commitment).SequenceEqual(
                    Made.Commitments);
                Assert.True(onlyAProvidersName || !bundle.Verify().Accepted);
            }
            catch (Exception e) when (e is FileFormatException or FlZk.Groth16.KeyException)
            {
                Assert.NotEmpty(e.Message);
            }
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{\"schema\":\"flzk/statement/2\"}")]
    [InlineData("{\"schema\":\"flzk/statement/1\"}")]
    [InlineData("{\"schema\":1}")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]")]
    public void Other_documents_are_refused(string json) =>
        Assert.Throws<FileFormatException>(() => StatementBundle.Parse(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Openings_survive_their_file_which_only_its_owner_can_read()
    {
        using var folder = new TemporaryFolder();
        var opening = new CommitmentOpening(Made.SumCommitment, Made.Sums, Made.SumBlinding);
        opening.Write(folder["o.json"]);
        if (!OperatingSystem.IsWindows()) Assert.Equal(AtomicFile.OwnerOnly, File.GetUnixFileMode(folder["o.json"]));
        CommitmentOpening read = CommitmentOpening.Read(folder["o.json"]);
        Assert.True(read.Opens(LinkedFixture.Generators));
        Assert.False((read with { Blinding = Fr.One }).Opens(LinkedFixture.Generators));
        Assert.DoesNotContain(Made.SumBlinding.ToString(), read.ToString(), StringComparison.Ordinal);
        Bundle().Write(folder["b.json"]);
        if (!OperatingSystem.IsWindows()) Assert.Equal(AtomicFile.OwnerOnly, File.GetUnixFileMode(folder["b.json"]));
        foreach ((string from, string to) in ((string, string)[])[
            (Made.SumBlinding.ToString(),
                (Made.SumBlinding.ToBigInteger() + Fr.Modulus).ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("\"values\": [", "\"values\": [1.5, "),
            ("\"values\": [", "\"values\": [9007199254740993, ")])
        {
            string changed = opening.ToJson().Replace(from, to, StringComparison.Ordinal);
            Assert.Throws<FileFormatException>(() => CommitmentOpening.Parse(Encoding.UTF8.GetBytes(changed)));
        }
    }

    private static void RefusedAt(ChainContext elsewhere)
    {
        StatementBundle replayed = Bundle() with { Chain = elsewhere };
        Assert.Equal(FedAvgRefusal.ContextMismatch, replayed.Verify().Refusal);
        FedAvgStatement statement = Proof.Statement with { Context = elsewhere.ToFieldElement() };
        Assert.Equal(FedAvgRefusal.ChunkProofFailed, (replayed with { Statement = statement }).Verify().Refusal);

        // A verifier that takes ctx from the proof's maker instead of computing it accepts.
        Assert.True(FedAvgVerifier.Verify(Keys.Key, replayed.Statement, replayed.Proof).Accepted);
    }

    private static string Address(int i) => $"0x{i:x40}";

    private static StatementBundle Bundle() => new()
    {
        Chain = LinkedFixture.Chain,
        Providers = [.. Made.Commitments.Select((c, i) => new ProviderContribution(Address(i + 1), Made.Weights[i], c))],
        Statement = Proof.Statement,
        Proof = Proof.Proof,
        Key = Keys.Key,
        Transcripts = Proof.Transcripts,
    };
}
