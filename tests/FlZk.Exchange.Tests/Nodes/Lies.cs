using System.Text.Json.Nodes;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;

namespace FlZk.Exchange.Tests.Nodes;

/// <summary>The ways in which a node can lie about a chain.</summary>
internal static class Lies
{
    private const int WordDigits = 64;

    /// <summary>Shows other bytes than these, wherever they occur in events, and, if wanted, in receipts and transactions too.</summary>
    public static LyingNode Replace(this LyingNode node, string bytes, string others, bool inReceipts = true, bool inTransactions = true)
    {
        Lie lie = (_, truth) =>
            truth is null ? null : JsonNode.Parse(truth.ToJsonString().Replace(bytes, others, StringComparison.OrdinalIgnoreCase));
        node.About("eth_getLogs", lie);
        if (inReceipts) node.About("eth_getTransactionReceipt", lie);
        if (inTransactions) node.About("eth_getTransactionByHash", lie);
        return node;
    }

    /// <summary>Changes the list of events of one kind.</summary>
    public static LyingNode Events(this LyingNode node, AbiEvent kind, Action<JsonArray> change) => node.About("eth_getLogs", (_, truth) =>
    {
        if (truth is JsonArray { Count: > 0 } logs && logs[0]!["topics"]![0]!.GetValue<string>() == kind.Topic.ToString()) change(logs);
        return truth;
    });

    /// <summary>Changes every event of one kind, in the lists of events and in receipts alike.</summary>
    public static LyingNode EachEvent(this LyingNode node, AbiEvent kind, Action<JsonNode> change)
    {
        void Change(JsonNode? log)
        {
            if (log!["topics"]![0]!.GetValue<string>() == kind.Topic.ToString()) change(log);
        }

        return node.About("eth_getLogs", (_, truth) =>
        {
            foreach (JsonNode? log in truth!.AsArray()) Change(log);
            return truth;
        }).About("eth_getTransactionReceipt", (_, truth) =>
        {
            foreach (JsonNode? log in truth!["logs"]!.AsArray()) Change(log);
            return truth;
        });
    }

    /// <summary>Changes one word of the data of every event of one kind, in the lists of events and in receipts alike.</summary>
    public static LyingNode EachWord(this LyingNode node, AbiEvent kind, int word, Func<string, string> change) => node.EachEvent(kind, log =>
    {
        string data = log["data"]!.GetValue<string>();
        int at = 2 + (word * WordDigits);
        log["data"] = data[..at] + change(data.Substring(at, WordDigits)) + data[(at + WordDigits)..];
    });

    /// <summary>Leaves every event of one kind out of lists of events.</summary>
    public static LyingNode Hide(this LyingNode node, AbiEvent kind) => node.About("eth_getLogs", (_, truth) =>
    {
        JsonNode?[] left = [.. truth!.AsArray().Where(log => log!["topics"]![0]!.GetValue<string>() != kind.Topic.ToString())];
        return new JsonArray([.. left.Select(static log => log!.DeepClone())]);
    });

    /// <summary>Answers other code for a contract: the first byte that can be flipped without breaking its form.</summary>
    public static LyingNode Code(this LyingNode node, Address contract, int at) => node.About("eth_getCode", (parameters, truth) =>
    {
        if (Address.Parse(parameters[0]!.GetValue<string>()) != contract) return truth;
        byte[] code = Hex.Decode(truth!.GetValue<string>());
        code[at] ^= 1;
        return Hex.Encode(code);
    });

    /// <summary>Answers other words from a call of one function.</summary>
    public static LyingNode Call(this LyingNode node, AbiFunction function, Action<string[]> change) =>
        node.About("eth_call", (parameters, truth) =>
    {
        if (!Hex.Decode(parameters[0]!["data"]!.GetValue<string>()).AsSpan().StartsWith(function.Selector)) return truth;
        string digits = truth!.GetValue<string>()[2..];
        string[] words = [.. Enumerable.Range(0, digits.Length / WordDigits).Select(i => digits.Substring(i * WordDigits, WordDigits))];
        change(words);
        return "0x" + string.Concat(words);
    });

    /// <summary>A number as a word of hexadecimal.</summary>
    public static string Word(long value) => value.ToString("x64", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The same digits with the last one changed.</summary>
    public static string LastDigitChanged(string digits) => digits[..^1] + (digits[^1] == '1' ? '2' : '1');
}
