using System.Globalization;
using System.Text.Json;
using FlZk.Bn254;
using FlZk.Exchange.Records;
using FlZk.Exchange.Rounds;
using FlZk.Platform.Files;

namespace FlZk.Exchange.Aggregation;

/// <summary>A round's sums and its new model with their blindings: what is proved, kept from before it is proved.</summary>
/// <remarks>Without rho_Y the settled commitment could never be opened, so this is on disk before anything is sent. Of the owner
/// alone.</remarks>
internal sealed record RoundAggregate
{
    private const string Schema = "flzk/aggregate/1";

    public required RoundId Round { get; init; }

    /// <summary>The contributions in the order of reveals.</summary>
    public required IReadOnlyList<RevealedContribution> Contributions { get; init; }

    /// <summary>s_j = sum_i w_i x_ij.</summary>
    public required long[] Sums { get; init; }

    /// <summary>y_j.</summary>
    public required int[] Model { get; init; }

    public required long TotalWeight { get; init; }

    /// <summary>rho_S.</summary>
    public required Fr SumBlinding { get; init; }

    /// <summary>rho_Y.</summary>
    public required Fr ModelBlinding { get; init; }

    /// <summary>The device that computed it.</summary>
    public required string Device { get; init; }

    /// <summary>How long that took.</summary>
    public required TimeSpan Elapsed { get; init; }

    public void Write(string path) => AtomicFile.Write(path, WriteJson, AtomicFile.OwnerOnly);

    public static RoundAggregate Read(string path)
    {
        using JsonRecord record = JsonRecord.Read(path, Schema);
        return new RoundAggregate
        {
            Round = record.Round(),
            Contributions = [.. record.List("contributions").Select(static one =>
                new RevealedContribution(one.Address("provider"), one.Int64("weight"), one.Point("commitment")))],
            Sums = record.LongIntegers("sums"),
            Model = record.Integers("model"),
            TotalWeight = record.Int64("totalWeight"),
            SumBlinding = record.Scalar("sumBlinding"),
            ModelBlinding = record.Scalar("modelBlinding"),
            Device = record.Text("device"),
            Elapsed = TimeSpan.FromTicks(record.Int64("elapsedTicks")),
        };
    }

    private void WriteJson(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, JsonRecord.Indented);
        json.WriteStartObject();
        json.WriteString("schema", Schema);
        JsonRecord.WriteRound(json, Round);
        json.WriteStartArray("contributions");
        foreach (RevealedContribution one in Contributions)
        {
            json.WriteStartObject();
            json.WriteString("provider", one.Provider.ToString());
            json.WriteString("weight", one.Weight.ToString(CultureInfo.InvariantCulture));
            JsonRecord.WritePoint(json, "commitment", one.Commitment);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        JsonRecord.WriteIntegers(json, "sums", Sums);
        JsonRecord.WriteIntegers(json, "model", Model);
        json.WriteString("totalWeight", TotalWeight.ToString(CultureInfo.InvariantCulture));
        json.WriteString("sumBlinding", SumBlinding.ToString());
        json.WriteString("modelBlinding", ModelBlinding.ToString());
        json.WriteString("device", Device);
        json.WriteString("elapsedTicks", Elapsed.Ticks.ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }
}
