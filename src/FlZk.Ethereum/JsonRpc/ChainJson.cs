using System.Numerics;
using System.Text.Json;

namespace FlZk.Ethereum.JsonRpc;

/// <summary>Reads the objects of Ethereum's JSON-RPC from a node that need not be honest or sane.</summary>
internal static class ChainJson
{
    /// <summary>A text; null for another kind, and for one with half a surrogate pair, which is JSON but no Unicode.</summary>
    public static string? Text(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public static BigInteger Quantity(JsonElement value, string what)
    {
        if (Text(value) is { } digits)
        {
            try
            {
                return Hex.DecodeQuantity(digits);
            }
            catch (FormatException)
            {
                // Reported below.
            }
        }

        throw Bad(what, "a quantity");
    }

    public static ulong UInt64(JsonElement value, string what) =>
        Quantity(value, what) is var number && number <= ulong.MaxValue ? (ulong)number : throw Bad(what, "a quantity of 64 bits");

    public static byte[] Data(JsonElement value, string what) =>
        Hex.TryDecode(Text(value), out byte[] bytes) ? bytes : throw Bad(what, "data");

    public static Hash32 Hash(JsonElement value, string what) =>
        Hash32.TryParse(Text(value), out Hash32 hash) ? hash : throw Bad(what, "a hash");

    public static TransactionReceipt Receipt(JsonElement json) => new(
        Hash(Member(json, "transactionHash"), "transactionHash"),
        UInt64(Member(json, "status"), "status") == 1,
        UInt64(Member(json, "blockNumber"), "blockNumber"),
        Hash(Member(json, "blockHash"), "blockHash"),
        Address(Member(json, "from"), "from"),
        OptionalAddress(json, "to"),
        OptionalAddress(json, "contractAddress"),
        UInt64(Member(json, "gasUsed"), "gasUsed"),
        json.TryGetProperty("effectiveGasPrice", out JsonElement price) ? Quantity(price, "effectiveGasPrice") : BigInteger.Zero,
        Logs(Member(json, "logs")));

    public static ChainTransaction Transaction(JsonElement json) => new(
        Hash(Member(json, "hash"), "hash"),
        Address(Member(json, "from"), "from"),
        OptionalAddress(json, "to"),
        UInt64(Member(json, "nonce"), "nonce"),
        Quantity(Member(json, "value"), "value"),
        Data(Member(json, "input"), "input"),
        UInt64(Member(json, "gas"), "gas"),
        json.TryGetProperty("blockNumber", out JsonElement number) && number.ValueKind != JsonValueKind.Null
        ? UInt64(number, "blockNumber")
        : null);

    public static BlockHeader Block(JsonElement json)
    {
        JsonElement transactions = Member(json, "transactions");
        if (transactions.ValueKind != JsonValueKind.Array) throw Bad("transactions", "a list");
        ulong seconds = UInt64(Member(json, "timestamp"), "timestamp");
        if (seconds > (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds()) throw Bad("timestamp", "a time");
        return new BlockHeader(
            UInt64(Member(json, "number"), "number"),
            Hash(Member(json, "hash"), "hash"),
            Hash(Member(json, "parentHash"), "parentHash"),
            DateTimeOffset.FromUnixTimeSeconds((long)seconds),
            UInt64(Member(json, "gasLimit"), "gasLimit"),
            UInt64(Member(json, "gasUsed"), "gasUsed"),
            json.TryGetProperty("baseFeePerGas", out JsonElement fee) ? Quantity(fee, "baseFeePerGas") : BigInteger.Zero,
            [.. transactions.EnumerateArray().Select(static t => Hash(t, "a transaction"))]);
    }

    public static IReadOnlyList<LogEntry> Logs(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array) throw Bad("logs", "a list");
        return [.. json.EnumerateArray().Where(static log => !IsRemoved(log)).Select(Log)];
    }

    public static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value) ? value : throw Bad(name, "there");

    public static InvalidChainResponseException Bad(string what, string expected) =>
        new($"The node's answer is malformed: '{what}' is not {expected}.");

    private static bool IsRemoved(JsonElement log) =>
        log.ValueKind == JsonValueKind.Object && log.TryGetProperty("removed", out JsonElement removed)
            && removed.ValueKind == JsonValueKind.True;

    private static LogEntry Log(JsonElement json)
    {
        JsonElement topics = Member(json, "topics");
        if (topics.ValueKind != JsonValueKind.Array || topics.GetArrayLength() > 4) throw Bad("topics", "a list of at most four");
        return new LogEntry(
            Address(Member(json, "address"), "address"),
            [.. topics.EnumerateArray().Select(static t => Hash(t, "a topic"))],
            Data(Member(json, "data"), "data"),
            UInt64(Member(json, "blockNumber"), "blockNumber"),
            Hash(Member(json, "transactionHash"), "transactionHash"),
            UInt64(Member(json, "logIndex"), "logIndex"));
    }

    // Nodes may send any mixture of cases; a checksum protects typists, not JSON.
    private static Address Address(JsonElement value, string what) =>
        Hex.TryDecode(Text(value), out byte[] bytes) && bytes.Length == Ethereum.Address.ByteLength
            ? new Address(bytes)
            : throw Bad(what, "an address");

    private static Address? OptionalAddress(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? Address(value, name) : null;
}
