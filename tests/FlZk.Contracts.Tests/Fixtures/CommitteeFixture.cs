using System.Numerics;
using System.Text.Json;
using FlZk.Ethereum;
using FlZk.Exchange.Committees;

namespace FlZk.Contracts.Tests.Fixtures;

/// <summary>A draw as the C# side makes it: keys, signature and committee, which the contract must find itself.</summary>
internal static class CommitteeFixture
{
    private const ulong Chain = 31337;
    private const ulong Job = 3;
    private const int Candidates = 40;
    private const int Size = 9;

    // The forge test puts the contract here.
    private static readonly Address Selector = Address.Parse("0x00000000000000000000000000000000005e1ec7");
    private static readonly Address Aggregator = Address.Parse("0x98d031dec3f76d2281ee4bf8b85108d3337c7089");

    /// <summary>Writes the draw.</summary>
    public static void Write(Utf8JsonWriter writer)
    {
        byte[] secret = Keccak256.Hash("contract tests: beacon").ToArray();
        secret[0] = 0;
        var beacon = BeaconSecretKey.FromBytes(secret);
        Hash32 randao = Keccak256.Hash("randao"), entropy = Keccak256.Hash("entropy");
        const ulong RoundId = (Job << 32) | 5;
        var random = new Random(9);
        var candidates = new CommitteeCandidates();
        var providers = new List<string>();
        var stakes = new List<BigInteger>();

        // Some leave again and some change, so that the order is not that of arrival.
        for (int i = 0; i < Candidates + 20; i++)
        {
            var bytes = new byte[Address.ByteLength];
            bytes[^1] = (byte)(i < Candidates ? i + 1 : random.Next(1, Candidates + 1));
            bytes[0] = 1;
            var provider = new Address(bytes);
            bool leaves = i >= Candidates && i % 2 == 0;
            BigInteger stake = leaves ? BigInteger.Zero : random.Next(1, 1000) * BigInteger.Pow(10, 18);
            candidates.Update(provider, stake);
            providers.Add(provider.ToString());
            stakes.Add(stake);
        }

        var signature = beacon.Sign(BeaconMessages.OfRound(Chain, Selector, RoundId, randao, entropy));
        writer.WriteString("selector", Selector.ToString());
        writer.WriteString("aggregator", Aggregator.ToString());
        writer.WriteNumber("roundId", RoundId);
        writer.WriteNumber("size", Size);
        writer.WriteString("prevrandao", randao.ToString());
        writer.WriteString("entropy", entropy.ToString());
        ContractFixtures.Write(writer, "key", ContractFixtures.Bytes(beacon.PublicKey.Point));
        ContractFixtures.Write(writer, "possession", ContractFixtures.Bytes(beacon.ProvePossession(Chain, Selector, Aggregator)));
        ContractFixtures.Write(writer, "message", BeaconMessages.OfRound(Chain, Selector, RoundId, randao, entropy));
        ContractFixtures.Write(writer, "signature", ContractFixtures.Bytes(signature));
        WriteTexts(writer, "providers", providers);
        WriteTexts(writer, "stakes", stakes.Select(static stake => stake.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        writer.WriteString("totalStake", candidates.TotalStake.ToString(System.Globalization.CultureInfo.InvariantCulture));
        WriteTexts(
            writer,
            "members",
            CommitteeDraw.Draw(candidates.Snapshot(), CommitteeDraw.SeedOf(signature), Size).Select(static member => member.ToString()));
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
