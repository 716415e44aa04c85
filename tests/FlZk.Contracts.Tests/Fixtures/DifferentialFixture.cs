using System.Text.Json;

namespace FlZk.Contracts.Tests.Fixtures;

/// <summary>Valid statements and variations of every kind, as calldata, with the C# verifier's verdicts.</summary>
internal static class DifferentialFixture
{
    /// <summary>How many variations of each kind under each key.</summary>
    private const int Repetitions = 8;

    /// <summary>Writes keys, calldata (without selector), and per case a byte for the key and a byte for the verdict.</summary>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<DifferentialFamily> families)
    {
        var random = new Random(20);
        var sources = new List<byte>();
        var accepted = new List<byte>();
        var names = new List<string>();
        writer.WriteStartArray("keys");
        foreach (DifferentialFamily family in families) writer.WriteStringValue(Hex(family.Key.ToBlob()));
        writer.WriteEndArray();
        writer.WriteStartArray("calldata");
        for (int source = 0; source < families.Count; source++)
        {
            DifferentialFamily family = families[source];
            foreach (Variation variation in Variations.All)
            {
                for (int i = 0; i < Repetitions; i++)
                {
                    StatementWords words = family.Rounds[i % family.Rounds.Count].Copy();
                    StatementWords other = family.Rounds[(i + 1) % family.Rounds.Count];
                    words = variation.Apply(new VariationInput(family.Key, words, other, random));
                    writer.WriteStringValue(Hex(words.ToCalldata()));
                    sources.Add((byte)source);
                    accepted.Add(words.IsAccepted(family.Key) ? (byte)1 : (byte)0);
                    names.Add(variation.Name);
                }
            }
        }

        writer.WriteEndArray();
        ContractFixtures.Write(writer, "sources", [.. sources]);
        ContractFixtures.Write(writer, "accepted", [.. accepted]);
        writer.WriteStartArray("names");
        foreach (string name in names) writer.WriteStringValue(name);
        writer.WriteEndArray();
    }

    private static string Hex(byte[] bytes) => "0x" + Convert.ToHexStringLower(bytes);
}
