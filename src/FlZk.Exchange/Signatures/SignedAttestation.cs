using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using FlZk.Ethereum;
using FlZk.Ethereum.Signing;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Records;

namespace FlZk.Exchange.Signatures;

/// <summary>An attester's word on a data set, for anybody to send.</summary>
public sealed record SignedAttestation : ExpiringMessage
{
    internal const string Format = "flzk/signed-attestation/1";

    /// <summary>An attestation that is not signed yet.</summary>
    public SignedAttestation()
    {
    }

    [SetsRequiredMembers]
    private SignedAttestation(JsonRecord record)
        : base(record)
    {
        Attester = record.Somebody("attester");
        Dataset = record.UInt64("dataset");
        Score = record.Int32("score");
        ReportHash = record.Hash("reportHash");
    }

    /// <summary>Who attests.</summary>
    public required Address Attester { get; init; }

    /// <summary>The data set.</summary>
    public required ulong Dataset { get; init; }

    /// <summary>Quality in basis points, 1 to 10,000.</summary>
    public required int Score { get; init; }

    /// <summary>Keccak-256 of the report that the score rests on, not zero.</summary>
    public required Hash32 ReportHash { get; init; }

    /// <inheritdoc/>
    public override Address Author => Attester;

    private protected override string Schema => Format;

    /// <summary>Reads an attestation; the signature is not checked here.</summary>
    /// <exception cref="Platform.Files.FileFormatException">Not an attestation.</exception>
    /// <exception cref="IOException">The file could not be read.</exception>
    public static new SignedAttestation Read(string path) => Read(path, Format, static record => new SignedAttestation(record));

    internal override TypedData Message() => new(
        new TypedDataDomain("FlZk DataQualityOracle", "1", ChainId, Contract),
        "Attestation",
        ["Attestation(uint256 datasetId,uint16 score,bytes32 reportHash,uint256 nonce,uint256 deadline)"],
        new object[] { Dataset, Score, ReportHash, Nonce, DeadlineSeconds });

    private protected override void WriteMembers(Utf8JsonWriter json)
    {
        base.WriteMembers(json);
        json.WriteString("attester", Attester.ToString());
        json.WriteString("dataset", JsonRecord.Number(Dataset));
        json.WriteNumber("score", Score);
        json.WriteString("reportHash", ReportHash.ToString());
    }
}
