using System.Globalization;
using System.Text.Json;
using FlZk.Bn254;
using FlZk.Ethereum;
using FlZk.Exchange.Records;
using FlZk.Exchange.Rounds;
using FlZk.Platform.Files;

namespace FlZk.Exchange.Deliveries;

/// <summary>What a provider hands to the aggregator after the commit phase: its update and everything that opens its commitment.</summary>
/// <remarks>It is the provider's secret too: kept from before the commitment is sent until the round is over, in a file its owner alone can
/// read.</remarks>
public sealed record DeliveryPackage
{
    private const string Schema = "flzk/delivery/1";

    /// <summary>The round it is for.</summary>
    public required RoundId Round { get; init; }

    /// <summary>The provider's account.</summary>
    public required Address Provider { get; init; }

    /// <summary>The update in fixed point, one integer per parameter.</summary>
    public required ReadOnlyMemory<int> Values { get; init; }

    /// <summary>w_i, the number of samples the update stands for.</summary>
    public required long Weight { get; init; }

    /// <summary>rho_i, the commitment's blinding.</summary>
    public required Fr Blinding { get; init; }

    /// <summary>The salt of the commit hash.</summary>
    public required Hash32 Salt { get; init; }

    /// <summary>C_i, as the provider computed it.</summary>
    public required G1Affine Commitment { get; init; }

    /// <summary>The commit hash that must be on chain.</summary>
    public Hash32 CommitHash => Round.CommitHash(Provider, Commitment, Weight, Salt);

    /// <summary>Writes the package to a file of the owner alone, whole or not at all.</summary>
    /// <exception cref="IOException">The file could not be written; nothing is left behind.</exception>
    public void Write(string path) => AtomicFile.Write(path, WriteJson, AtomicFile.OwnerOnly);

    /// <summary>Reads a package; what it claims is not believed here, the aggregator's intake checks it.</summary>
    /// <exception cref="FileFormatException">Not a package, or a value is outside its type's range.</exception>
    /// <exception cref="IOException">The file could not be read.</exception>
    public static DeliveryPackage Read(string path)
    {
        using JsonRecord record = JsonRecord.Read(path, Schema);
        return new DeliveryPackage
        {
            Round = record.Round(),
            Provider = record.Address("provider"),
            Weight = record.Int64("weight"),
            Blinding = record.Scalar("blinding"),
            Salt = record.Hash("salt"),
            Commitment = record.Point("commitment"),
            Values = record.Integers("values"),
        };
    }

    private void WriteJson(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, JsonRecord.Indented);
        json.WriteStartObject();
        json.WriteString("schema", Schema);
        JsonRecord.WriteRound(json, Round);
        json.WriteString("provider", Provider.ToString());
        json.WriteString("weight", Weight.ToString(CultureInfo.InvariantCulture));
        json.WriteString("blinding", Blinding.ToString());
        json.WriteString("salt", Salt.ToString());
        JsonRecord.WritePoint(json, "commitment", Commitment);
        JsonRecord.WriteIntegers(json, "values", Values.Span);
        json.WriteEndObject();
    }
}
