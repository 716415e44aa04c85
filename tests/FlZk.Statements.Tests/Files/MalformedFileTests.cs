using System.Buffers.Binary;
using System.Text;
using CsCheck;
using FlZk.Bn254;
using FlZk.Groth16;
using FlZk.Platform.Files;
using FlZk.Statements.Tests.BoundedUpdate;
using FlZk.Statements.Tests.Vectors;

namespace FlZk.Statements.Tests.Files;

/// <summary>Damaged and lying keys, contributions, bundles, openings, proofs and caches are refused by name, and cost no more
/// memory than they have bytes.</summary>
public sealed class MalformedFileTests
{
    // What reading costs whatever the file: the stream's and the parser's buffers, the messages. And what a byte may cost: text becomes
    // UTF-16, numbers, field elements.
    private const long Allowance = 1 << 18;
    private const long AllowancePerByte = 32;

    // D, A, B, C.
    private const int ChunkLength = 320;

    private static readonly LinkedFixture Keys = new(3, 2);
    private static readonly BoundedFixture Contributions = new(3, 2);

    private static readonly Dictionary<string, Action<string>> Readers = new()
    {
        ["link key"] = static path => LinkProvingKey.Read(path),
        ["contribution"] = static path => LinkContribution.Read(path),
        ["linked key"] = static path => LinkedVerificationKey.ReadJson(path),
        ["key blob"] = static path => LinkedVerificationKey.FromBlob(File.ReadAllBytes(path), KeyOrigin.Development, path),
        ["bundle"] = static path => StatementBundle.Read(path),
        ["opening"] = static path => CommitmentOpening.Read(path),
        ["aggregate proof"] = static path => AggregateProof.Decode(File.ReadAllBytes(path), path),
        ["link key of contributions"] = static path => LinkProvingKey.Read(path, LinkedStatement.BoundedUpdate),
        ["contribution key"] = static path => BoundedUpdateVerificationKey.ReadJson(path),
        ["contribution key blob"] =
            static path => BoundedUpdateVerificationKey.FromBlob(File.ReadAllBytes(path), KeyOrigin.Development, path),
        ["contribution proof"] = static path => ContributionProof.Decode(File.ReadAllBytes(path), path),
    };

    private static readonly Dictionary<string, byte[]> Wholes = Make();

    public static TheoryData<string> Kinds => [.. Readers.Keys];

    public static TheoryData<string> BinaryKinds =>
    [
        "link key", "contribution", "key blob", "aggregate proof", "link key of contributions", "contribution key blob", "contribution proof",
    ];

    public static TheoryData<string> Documents => ["linked key", "bundle", "opening", "contribution key"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_undamaged_file_is_read(string kind)
    {
        using var folder = new TemporaryFolder();
        Read(folder, kind, Wholes[kind]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Truncation_anywhere_is_refused(string kind)
    {
        using var folder = new TemporaryFolder();
        byte[] whole = Wholes[kind];
        for (int length = 0; length < whole.Length; length += 1 + (whole.Length / 200))
        {
            // A proof of fewer chunks is a proof; that it has too few of them for a key is the verifier's to say.
            if (kind is "aggregate proof" or "contribution proof" && whole.Length - length == ChunkLength) continue;
            AssertRefused(folder, kind, whole[..length]);
        }

        AssertRefused(folder, kind, whole[..^1]);
    }

    [Theory]
    [MemberData(nameof(BinaryKinds))]
    public void Every_number_made_enormous_is_refused_without_allocating_what_it_claims(string kind)
    {
        using var folder = new TemporaryFolder();
        byte[] whole = Wholes[kind];
        for (int at = 0; at + 4 <= whole.Length; at += 4)
        {
            foreach (uint lie in (uint[])[0x08000000, 0x7ffffff0])
            {
                byte[] little = [.. whole], big = [.. whole];
                BinaryPrimitives.WriteUInt32LittleEndian(little.AsSpan(at), lie);
                BinaryPrimitives.WriteUInt32BigEndian(big.AsSpan(at), lie);
                AssertNamedAndBounded(folder, kind, little);
                AssertNamedAndBounded(folder, kind, big);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Damage_of_any_kind_is_refused_by_name_or_read_as_another_value(string kind)
    {
        using var folder = new TemporaryFolder();
        byte[] whole = Wholes[kind];
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Int[0, 40], Gen.Bool).Sample(
            damage =>
            {
                (int at, byte value, int length, bool insert) = damage;
                byte[] filler = Enumerable.Repeat(value, length).ToArray();
                byte[] damaged = [.. whole[..at], .. filler, .. whole[Math.Min(whole.Length, insert ? at : at + length)..]];
                AssertNamedAndBounded(folder, kind, damaged);
            },
            iter: 300,
            threads: 1);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Unknown_and_repeated_members_other_schemas_and_deep_nesting_are_refused(string kind)
    {
        using var folder = new TemporaryFolder();
        string whole = Encoding.UTF8.GetString(Wholes[kind]);
        int brace = whole.IndexOf('{', StringComparison.Ordinal) + 1;
        int schema = whole.IndexOf("\"schema\"", StringComparison.Ordinal);
        string member = whole[schema..(whole.IndexOf(',', schema) + 1)];
        foreach (string inserted in (string[])["\"surprise\": 1,", member, "\"surprise\": " + new string('[', 5000)])
            AssertRefused(folder, kind, Encoding.UTF8.GetBytes(whole.Insert(brace, inserted)));
        AssertRefused(folder, kind, Encoding.UTF8.GetBytes(whole.Replace(member, string.Empty, StringComparison.Ordinal)));
        AssertRefused(folder, kind, Encoding.UTF8.GetBytes(whole.Replace("flzk/", "flzk2/", StringComparison.Ordinal)));
        AssertRefused(folder, kind, [.. Wholes[kind], (byte)'{', (byte)'}']);
    }

    [Fact]
    public void Each_reader_refuses_the_files_of_all_others()
    {
        using var folder = new TemporaryFolder();
        foreach (string kind in Readers.Keys)
        {
            foreach (string other in Readers.Keys.Where(k => k != kind)) AssertRefused(folder, kind, Wholes[other]);
        }
    }

    [Fact]
    public void A_cache_of_generators_that_is_damaged_or_lies_is_made_anew_and_costs_no_more_than_its_bytes()
    {
        const int count = 3;
        using var folder = new TemporaryFolder();
        G1Affine[] right = PedersenGenerators.LoadOrDerive(folder.Root, count).Values.ToArray();
        string file = folder[GeneratorCache.FileName];
        byte[] whole = File.ReadAllBytes(file);
        PedersenGenerators.LoadOrDerive(folder.Root, count);
        for (int at = 0; at < whole.Length; at += 3)
        {
            byte[] lying = [.. whole];
            lying.AsSpan(at, Math.Min(4, whole.Length - at)).Fill(0x7f);
            foreach (byte[] damaged in (byte[][])[lying, whole[..at], [.. whole, .. whole[..at]]])
            {
                File.WriteAllBytes(file, damaged);
                long before = GC.GetAllocatedBytesForCurrentThread();
                Assert.Equal(right, PedersenGenerators.LoadOrDerive(folder.Root, count).Values.ToArray());
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allowance + (AllowancePerByte * damaged.Length));
            }
        }
    }

    private static Dictionary<string, byte[]> Make()
    {
        using var folder = new TemporaryFolder();
        Round round = Keys.Round();
        HandProof proof = Keys.Prove(round);
        Keys.Link.Write(folder["link"]);
        Contributions.Link.Write(folder["contributions"]);
        long[] values = [4, -5, 6];
        (_, ContributionProof contribution) =
            Contributions.Claim(values, Fr.One, 100, Contributions.Honest(values, Fr.One));
        var session = new LinkSession(KeccakHash.Of("r1cs"u8), KeccakHash.Of("ptau"u8), Keys.Relation);
        LinkCeremony.Contribute(session, "ada").Write(folder["ada"]);
        var bundle = new StatementBundle
        {
            Chain = LinkedFixture.Chain,
            Providers = [.. round.Commitments.Select((c, i) => new ProviderContribution($"0x{i + 1:x40}", round.Weights[i], c))],
            Statement = proof.Statement,
            Proof = proof.Proof,
            Key = Keys.Key,
        };
        return new()
        {
            ["link key"] = File.ReadAllBytes(folder["link"]),
            ["contribution"] = File.ReadAllBytes(folder["ada"]),
            ["linked key"] = Document(Keys.Key.ToJson()),
            ["key blob"] = Keys.Key.ToBlob(),
            ["bundle"] = Document(bundle.ToJson()),
            ["opening"] = Document(new CommitmentOpening(round.SumCommitment, round.Sums, round.SumBlinding).ToJson()),
            ["aggregate proof"] = proof.Proof.Encode(),
            ["link key of contributions"] = File.ReadAllBytes(folder["contributions"]),
            ["contribution key"] = Document(Contributions.Key.ToJson()),
            ["contribution key blob"] = Contributions.Key.ToBlob(),
            ["contribution proof"] = contribution.Encode(),
        };
    }

    // Without the line end after the last brace, which may be missing.
    private static byte[] Document(string json) => Encoding.UTF8.GetBytes(json.TrimEnd());

    private static void Read(TemporaryFolder folder, string kind, byte[] bytes)
    {
        string path = folder["file"];
        File.WriteAllBytes(path, bytes);
        Readers[kind](path);
    }

    private static void AssertRefused(TemporaryFolder folder, string kind, byte[] bytes)
    {
        FileFormatException refusal = Assert.Throws<FileFormatException>(() => Read(folder, kind, bytes));
        Assert.Equal(folder["file"], refusal.File);
        Assert.NotEmpty(refusal.Reason);
    }

    // Only the calling thread reads.
    private static void AssertNamedAndBounded(TemporaryFolder folder, string kind, byte[] bytes)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            Read(folder, kind, bytes);
        }
        catch (Exception refusal) when (refusal is FileFormatException or KeyException)
        {
            Assert.NotEmpty(refusal.Message);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allowance + (AllowancePerByte * bytes.Length));
    }
}
