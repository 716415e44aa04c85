using System.Globalization;
using System.Text.Json;
using FlZk.Ethereum;
using FlZk.Exchange.Records;
using FlZk.Exchange.Rounds;
using FlZk.Platform.Files;
using FlZk.Statements;

namespace FlZk.Exchange.Aggregation;

/// <summary>A round's finished proof, kept until it is settled.</summary>
/// <param name="Round">The round.</param>
/// <param name="Proof">The proof; it was verified before it was written.</param>
/// <param name="Timings">Where the time went.</param>
internal sealed record RoundProof(RoundId Round, AggregateProof Proof, ProofTimings Timings)
{
    private const string Schema = "flzk/round-proof/1";

    public void Write(string path) => AtomicFile.Write(path, WriteJson, AtomicFile.OwnerOnly);

    public static RoundProof Read(string path)
    {
        using JsonRecord record = JsonRecord.Read(path, Schema);
        return new RoundProof(record.Round(), AggregateProof.Decode(record.Bytes("proof"), path), new ProofTimings(
            TimeSpan.FromTicks(record.Int64("witnessTicks")),
            TimeSpan.FromTicks(record.Int64("proveTicks")),
            TimeSpan.FromTicks(record.Int64("linkTicks")),
            TimeSpan.FromTicks(record.Int64("verifyTicks"))));
    }

    private void WriteJson(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, JsonRecord.Indented);
        json.WriteStartObject();
        json.WriteString("schema", Schema);
        JsonRecord.WriteRound(json, Round);
        json.WriteString("proof", Hex.Encode(Proof.Encode()));
        json.WriteString("witnessTicks", Timings.Witness.Ticks.ToString(CultureInfo.InvariantCulture));
        json.WriteString("proveTicks", Timings.Prove.Ticks.ToString(CultureInfo.InvariantCulture));
        json.WriteString("linkTicks", Timings.Link.Ticks.ToString(CultureInfo.InvariantCulture));
        json.WriteString("verifyTicks", Timings.Verify.Ticks.ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }
}
