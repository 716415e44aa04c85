using FlZk.Bn254;
using FlZk.Statements;
using FlZk.Statements.Tests.Vectors;

namespace FlZk.Fuzz;

/// <summary>Link keys, bundles, openings and generators for models of three parameters in chunks of two.</summary>
internal static class StatementSeeds
{
    private const int GeneratorCount = 3;

    private static readonly LinkedFixture Keys = new(3, 2);

    public static IEnumerable<KeyValuePair<string, byte[]>> LinkKeys() =>
        [SeedFiles.Written("development.link", Keys.Link.Write), SeedFiles.Written("ceremony.link", Ceremony().Write)];

    public static IEnumerable<KeyValuePair<string, byte[]>> LinkContributions() =>
        [SeedFiles.Written("ada.contribution", LinkCeremony.Contribute(Session(), "ada").Write)];

    public static IEnumerable<KeyValuePair<string, byte[]>> LinkedKeys() =>
        [SeedFiles.Text("key.json", Keys.Key.ToJson()), new("key.blob", Keys.Key.ToBlob())];

    public static IEnumerable<KeyValuePair<string, byte[]>> Bundles()
    {
        Round round = Keys.Round();
        HandProof proof = Keys.Prove(round);
        var bundle = new StatementBundle
        {
            Chain = LinkedFixture.Chain,
            Providers = [.. round.Commitments.Select((c, i) => new ProviderContribution($"0x{i + 1:x40}", round.Weights[i], c))],
            Statement = proof.Statement,
            Proof = proof.Proof,
        };
        return [SeedFiles.Text("lean.json", bundle.ToJson()), SeedFiles.Text("whole.json", (bundle with { Key = Keys.Key }).ToJson())];
    }

    public static IEnumerable<KeyValuePair<string, byte[]>> Openings()
    {
        Round round = Keys.Round();
        return [SeedFiles.Text("opening.json", new CommitmentOpening(round.SumCommitment, round.Sums, round.SumBlinding).ToJson())];
    }

    public static IEnumerable<KeyValuePair<string, byte[]>> AggregateProofs() =>
        [new("proof.bin", Keys.Prove(Keys.Round()).Proof.Encode())];

    public static IEnumerable<KeyValuePair<string, byte[]>> Generators() =>
    [
        SeedFiles.Written(GeneratorCache.FileName, path => PedersenGenerators.LoadOrDerive(Path.GetDirectoryName(path)!, GeneratorCount)),
    ];

    /// <summary>Whatever is in the cache, the generators are the right ones.</summary>
    public static void ReadGenerators(string path)
    {
        string folder = path + ".cache";
        Directory.CreateDirectory(folder);
        File.Copy(path, Path.Combine(folder, GeneratorCache.FileName), overwrite: true);
        var read = PedersenGenerators.LoadOrDerive(folder, GeneratorCount);
        for (int j = 0; j < GeneratorCount; j++)
        {
            if (read.Values.Span[j] != LinkedFixture.Generators.Values.Span[j])
                throw new InvalidOperationException($"Generator {j} came from a foreign cache.");
        }
    }

    private static LinkSession Session() => new(KeccakHash.Of("r1cs"u8), KeccakHash.Of("ptau"u8), Keys.Relation);

    private static LinkProvingKey Ceremony()
    {
        LinkSession session = Session();
        return LinkCeremony.Combine(session, [LinkCeremony.Contribute(session, "ada"), LinkCeremony.Contribute(session, "grace")]);
    }
}
