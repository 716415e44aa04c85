using System.Globalization;
using System.Text.Json;
using FlZk.Bn254;
using FlZk.Ethereum;
using FlZk.Ethereum.Accounts;
using FlZk.Ethereum.Signing;
using FlZk.Exchange.Records;
using FlZk.Exchange.Rounds;
using FlZk.Platform.Files;

namespace FlZk.Exchange.Deliveries;

/// <summary>An aggregator's word that a provider delivered an update in range that opens its commitment. Without one the contract takes no
/// reveal.</summary>
/// <remarks>Signed as typed data (EIP-712) under the coordinator's domain, so that it is worth nothing on another chain or
/// contract.</remarks>
/// <param name="Round">The round.</param>
/// <param name="Provider">The provider.</param>
/// <param name="Commitment">C_i.</param>
/// <param name="Weight">w_i.</param>
/// <param name="Signature">r | s | v, 65 bytes.</param>
public sealed record ContributionReceipt(RoundId Round, Address Provider, G1Affine Commitment, long Weight, ReadOnlyMemory<byte> Signature)
{
    private const string Schema = "flzk/receipt/1";

    private const string Declaration =
        "Receipt(uint256 jobId,uint256 round,address provider,uint256 commitmentX,uint256 commitmentY,uint256 weight)";

    /// <summary>Signs a receipt.</summary>
    public static ContributionReceipt Sign(Account aggregator, RoundId round, Address provider, G1Affine commitment, long weight) =>
        new(round, provider, commitment, weight, aggregator.Sign(Message(round, provider, commitment, weight)).ToArray());

    /// <summary>Whose signature it is; null when no key can have made it.</summary>
    public Address? Signer()
    {
        try
        {
            return Ethereum.Signing.Signature.FromBytes(Signature.Span).RecoverSigner(Message(Round, Provider, Commitment, Weight).Hash());
        }
        catch (Exception malformed) when (malformed is FormatException or InvalidSignatureException)
        {
            return null;
        }
    }

    /// <summary>Writes the receipt, whole or not at all.</summary>
    /// <exception cref="IOException">The file could not be written.</exception>
    public void Write(string path) => AtomicFile.Write(path, WriteJson, AtomicFile.OwnerOnly);

    /// <summary>Reads a receipt; its signature is not checked here.</summary>
    /// <exception cref="FileFormatException">Not a receipt.</exception>
    /// <exception cref="IOException">The file could not be read.</exception>
    public static ContributionReceipt Read(string path)
    {
        using JsonRecord record = JsonRecord.Read(path, Schema);
        return new ContributionReceipt(
            record.Round(), record.Address("provider"), record.Point("commitment"), record.Int64("weight"), record.Bytes("signature"));
    }

    /// <summary>What is signed.</summary>
    internal static TypedData Message(RoundId round, Address provider, G1Affine commitment, long weight) => new(
        new TypedDataDomain("FlZk ModelCoordinator", "1", round.ChainId, round.Coordinator),
        "Receipt",
        [Declaration],
        new object[] { round.Job, round.Round, provider, commitment.X.ToBigInteger(), commitment.Y.ToBigInteger(), weight });

    private void WriteJson(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, JsonRecord.Indented);
        json.WriteStartObject();
        json.WriteString("schema", Schema);
        JsonRecord.WriteRound(json, Round);
        json.WriteString("provider", Provider.ToString());
        JsonRecord.WritePoint(json, "commitment", Commitment);
        json.WriteString("weight", Weight.ToString(CultureInfo.InvariantCulture));
        json.WriteString("signature", Hex.Encode(Signature.Span));
        json.WriteEndObject();
    }
}
