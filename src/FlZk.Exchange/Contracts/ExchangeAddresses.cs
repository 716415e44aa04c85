using System.Globalization;
using System.Text.Json;
using FlZk.Ethereum;
using FlZk.Exchange.Records;
using FlZk.Platform.Files;

namespace FlZk.Exchange.Contracts;

/// <summary>Where an exchange's contracts live.</summary>
public sealed record ExchangeAddresses
{
    private const string Schema = "flzk/exchange/1";

    /// <summary>The chain's id (EIP-155).</summary>
    public required ulong ChainId { get; init; }

    /// <summary><c>DataExchange</c>, from which the others can be found.</summary>
    public required Address Exchange { get; init; }

    /// <summary><c>ModelCoordinator</c>.</summary>
    public required Address Coordinator { get; init; }

    /// <summary><c>StakeVault</c>.</summary>
    public required Address StakeVault { get; init; }

    /// <summary><c>RewardDistributor</c>.</summary>
    public required Address Distributor { get; init; }

    /// <summary>The stake token.</summary>
    public required Address Token { get; init; }

    /// <summary>Writes the addresses as JSON, whole or not at all.</summary>
    /// <exception cref="IOException">The file could not be written.</exception>
    public void Write(string path) => AtomicFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream, JsonRecord.Indented);
        json.WriteStartObject();
        json.WriteString("schema", Schema);
        json.WriteString("chainId", ChainId.ToString(CultureInfo.InvariantCulture));
        json.WriteString("exchange", Exchange.ToString());
        json.WriteString("coordinator", Coordinator.ToString());
        json.WriteString("stakeVault", StakeVault.ToString());
        json.WriteString("distributor", Distributor.ToString());
        json.WriteString("token", Token.ToString());
        json.WriteEndObject();
    });

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FileFormatException">Not such a file.</exception>
    /// <exception cref="IOException">The file could not be read.</exception>
    public static ExchangeAddresses Read(string path)
    {
        using JsonRecord record = JsonRecord.Read(path, Schema);
        return new ExchangeAddresses
        {
            ChainId = record.UInt64("chainId"),
            Exchange = record.Address("exchange"),
            Coordinator = record.Address("coordinator"),
            StakeVault = record.Address("stakeVault"),
            Distributor = record.Address("distributor"),
            Token = record.Address("token"),
        };
    }
}
