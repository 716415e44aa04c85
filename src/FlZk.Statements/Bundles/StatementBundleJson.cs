using System.Globalization;
using System.Text.Json;
using FlZk.Bn254;
using FlZk.Groth16;

namespace FlZk.Statements;

/// <summary>
/// The JSON form of a <see cref="StatementBundle"/>. Points are 0x and their bytes in EVM order, scalars and 64-bit integers decimal
/// strings, smaller integers numbers.
/// </summary>
internal static class StatementBundleJson
{
    public static string Write(StatementBundle bundle) => StrictJson.Write(StatementBundle.Schema, json =>
    {
        json.WriteStartObject("chain");
        json.WriteString("chainId", Text(bundle.Chain.ChainId));
        json.WriteString("coordinator", bundle.Chain.Coordinator);
        json.WriteString("jobId", Text(bundle.Chain.JobId));
        json.WriteString("round", Text(bundle.Chain.Round));
        json.WriteString("aggregator", bundle.Chain.Aggregator);
        json.WriteEndObject();
        json.WriteStartArray("providers");
        foreach (ProviderContribution provider in bundle.Providers)
        {
            json.WriteStartObject();
            json.WriteString("provider", provider.Provider);
            json.WriteNumber("weight", provider.Weight);
            json.WriteString("commitment", Text(provider.Commitment.Point));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("statement");
        json.WriteString("keyId", bundle.Statement.KeyId.ToString());
        json.WriteString("context", bundle.Statement.Context.ToString());
        json.WriteNumber("totalWeight", bundle.Statement.TotalWeight);
        json.WriteNumber("parameters", bundle.Statement.Dimension);
        json.WriteNumber("chunks", bundle.Statement.Chunks);
        json.WriteString("sumCommitment", Text(bundle.Statement.Sum.Point));
        json.WriteString("modelCommitment", Text(bundle.Statement.Model.Point));
        json.WriteEndObject();
        WriteProof(json, bundle.Proof);
        if (bundle.Key is { } key)
        {
            json.WriteStartObject("key");
            LinkedKeyJson.WriteMembers(json, key);
            json.WriteEndObject();
        }

        if (bundle.Transcripts is { } transcripts) WriteTranscripts(json, transcripts);
    });

    public static StatementBundle Parse(ReadOnlyMemory<byte> utf8, string name) =>
        StrictJson.Parse(utf8, name, StatementBundle.Schema, root =>
    {
        root.Object("schema", "chain", "providers", "statement", "proof", "key?", "transcripts?");
        return new StatementBundle
        {
            Chain = ReadChain(root.Member("chain")),
            Providers = root.Member("providers").Array(ReadProvider),
            Statement = ReadStatement(root.Member("statement")),
            Proof = ReadProof(root.Member("proof")),
            Key = root.Optional("key") is { } key ? LinkedVerificationKey.ReadMembers(key, name) : null,
            Transcripts = root.Optional("transcripts")?.Array(transcript => ReadTranscript(transcript, name)),
        };
    });

    private static void WriteProof(Utf8JsonWriter json, AggregateProof proof)
    {
        json.WriteStartObject("proof");
        json.WriteString("modelCommitment", Text(proof.Model.Point));
        json.WriteString("link", Text(proof.Link));
        json.WriteStartArray("chunks");
        foreach (ChunkProof chunk in proof.Chunks)
        {
            json.WriteStartObject();
            json.WriteString("commitment", Text(chunk.Commitment));
            json.WriteString("a", Text(chunk.Groth16.A));
            json.WriteString("b", Text(chunk.Groth16.B));
            json.WriteString("c", Text(chunk.Groth16.C));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTranscripts(Utf8JsonWriter json, IReadOnlyList<ChunkTranscript> transcripts)
    {
        json.WriteStartArray("transcripts");
        foreach (ChunkTranscript transcript in transcripts)
        {
            json.WriteStartObject();
            json.WritePropertyName("proof");
            json.WriteRawValue(transcript.Groth16.ToJson());
            json.WriteStartArray("public");
            foreach (Fr signal in transcript.PublicSignals.Span) json.WriteStringValue(signal.ToString());
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static ChainContext ReadChain(JsonMember json)
    {
        json.Object("chainId", "coordinator", "jobId", "round", "aggregator");
        return new ChainContext(
            json.Member("chainId").DecimalText(),
            Address(json.Member("coordinator")),
            json.Member("jobId").DecimalText(),
            json.Member("round").DecimalText(),
            Address(json.Member("aggregator")));
    }

    private static ProviderContribution ReadProvider(JsonMember json)
    {
        json.Object("provider", "weight", "commitment");
        return new ProviderContribution(
            Address(json.Member("provider")), json.Member("weight").Integer(1, int.MaxValue), new(json.Member("commitment").First()));
    }

    private static FedAvgStatement ReadStatement(JsonMember json)
    {
        json.Object("keyId", "context", "totalWeight", "parameters", "chunks", "sumCommitment", "modelCommitment");
        return new FedAvgStatement(
            json.Member("keyId").Hash(),
            json.Member("context").Scalar(),
            json.Member("totalWeight").Integer(1, int.MaxValue),
            (int)json.Member("parameters").Integer(1, LinkShape.MaximumDimension),
            (int)json.Member("chunks").Integer(1, LinkShape.MaximumDimension),
            new(json.Member("sumCommitment").First()),
            new(json.Member("modelCommitment").First()));
    }

    private static AggregateProof ReadProof(JsonMember json)
    {
        json.Object("modelCommitment", "link", "chunks");
        return new AggregateProof(
            new(json.Member("modelCommitment").First()),
            json.Member("link").First(),
            json.Member("chunks").Array(static chunk =>
            {
                chunk.Object("commitment", "a", "b", "c");
                return new ChunkProof(
                    chunk.Member("commitment").First(),
                    new Proof(chunk.Member("a").First(), chunk.Member("b").Second(), chunk.Member("c").First()));
            }));
    }

    private static ChunkTranscript ReadTranscript(JsonMember json, string name)
    {
        json.Object("proof", "public");
        return new ChunkTranscript(
            Groth16.Proof.ParseJson(json.Member("proof").Element.GetRawText(), name),
            json.Member("public").Array(static signal => signal.Scalar()));
    }

    private static string Address(JsonMember json) =>
        ChainContext.Normalise(json.Text()) ?? throw json.Fault("an address, 0x and 40 hexadecimal digits, was expected.");

    private static string Text(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(G1Affine point)
    {
        Span<byte> bytes = stackalloc byte[G1Affine.UncompressedLength];
        point.WriteUncompressed(bytes);
        return Hexadecimal.Write(bytes);
    }

    private static string Text(G2Affine point)
    {
        Span<byte> bytes = stackalloc byte[G2Affine.UncompressedLength];
        point.WriteUncompressed(bytes);
        return Hexadecimal.Write(bytes);
    }
}
