using CsCheck;
using FlZk.Bn254;
using FlZk.Ethereum;
using FlZk.Exchange.Deliveries;
using FlZk.Exchange.Rounds;
using FlZk.Platform.Files;

namespace FlZk.Exchange.Tests.Records;

public sealed class RecordTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flzk-records-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_delivery_read_is_the_delivery_written() => Gen.Int.Array[0, 50].Sample(
        values =>
        {
            string file = Path.Combine(_folder, "delivery.json");
            DeliveryPackage package = Package(values);
            package.Write(file);
            DeliveryPackage read = DeliveryPackage.Read(file);
            Assert.Equal(values, read.Values.ToArray());
            Assert.Equal(package, read with { Values = package.Values });
        },
        iter: 50,
        threads: 1);

    [Theory]
    [InlineData("\"weight\": \"7\"", "\"weight\": 7")]
    [InlineData("\"weight\": \"7\"", "\"weight\": \"7e3\"")]
    [InlineData("\"weight\": \"7\"", "\"weight\": \"99999999999999999999\"")]
    [InlineData("\"blinding\": \"5\"", "\"blinding\": \"21888242871839275222246405745257275088548364400416034343698204186575808495617\"")]
    [InlineData("flzk/delivery/1", "flzk/delivery/2")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000001000000",
        "0000000000000000000000000000000000000000000000000000000000000003000000")]
    [InlineData("AQAAAA==", "AQAA")]
    [InlineData("AQAAAA==", "AQAAAA=!")]
    [InlineData("\"round\": 2", "\"round\": 2147483648")]
    [InlineData("{", "[")]
    public void Malformed_deliveries_are_refused_with_file_and_reason(string good, string bad)
    {
        string file = Path.Combine(_folder, "delivery.json");
        Package([1]).Write(file);
        string text = File.ReadAllText(file);
        Assert.Contains(good, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(good, bad, StringComparison.Ordinal));
        FileFormatException refusal = Assert.Throws<FileFormatException>(() => DeliveryPackage.Read(file));
        Assert.Contains("delivery.json", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_delivery_is_refused_wherever_it_ends()
    {
        string file = Path.Combine(_folder, "delivery.json");
        Package([1, 2, 3]).Write(file);
        byte[] bytes = File.ReadAllBytes(file);
        for (int length = 0; length < bytes.Length - 1; length += 7)
        {
            File.WriteAllBytes(file, bytes[..length]);
            Assert.Throws<FileFormatException>(() => DeliveryPackage.Read(file));
        }
    }

    [Fact]
    public void A_receipt_read_has_the_signer_it_was_signed_by()
    {
        string file = Path.Combine(_folder, "receipt.json");
        FlZk.Ethereum.Accounts.Account account = FlZk.Ethereum.Accounts.Account.Create();
        DeliveryPackage package = Package([1]);
        ContributionReceipt receipt = ContributionReceipt.Sign(
            account, package.Round, package.Provider, package.Commitment, package.Weight);
        receipt.Write(file);
        ContributionReceipt read = ContributionReceipt.Read(file);
        Assert.Equal(account.Address, read.Signer());
        Assert.NotEqual(account.Address, (read with { Weight = read.Weight + 1 }).Signer());
        Assert.NotEqual(account.Address, (read with { Round = read.Round with { ChainId = 1 } }).Signer());
        Assert.Null((read with { Signature = new byte[65] }).Signer());
        Assert.Null((read with { Signature = new byte[3] }).Signer());
    }

    private static Address Of(byte last)
    {
        var bytes = new byte[20];
        bytes[19] = last;
        return new Address(bytes);
    }

    private static DeliveryPackage Package(int[] values) => new()
    {
        Round = new RoundId(31337, Of(9), 1, 2),
        Provider = Of(8),
        Values = values,
        Weight = 7,
        Blinding = Fr.FromUInt64(5),
        Salt = Keccak256.Hash("salt"),
        Commitment = G1Affine.Generator,
    };
}
