using System.Numerics;
using System.Text.Json.Nodes;

namespace FlZk.Ethereum.JsonRpc;

/// <summary>What is to be called, estimated or sent.</summary>
public sealed record TransactionRequest
{
    /// <summary>Who calls; null for nobody in particular, or for the sending account.</summary>
    public Address? From { get; init; }

    /// <summary>The receiver; null creates a contract.</summary>
    public Address? To { get; init; }

    /// <summary>Wei sent along.</summary>
    public BigInteger Value { get; init; }

    /// <summary>Call data or creation code.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The most gas to use; null lets the node or the estimate decide.</summary>
    public ulong? GasLimit { get; init; }

    internal JsonObject ToJson()
    {
        var json = new JsonObject { ["data"] = Hex.Encode(Data.Span), ["value"] = Hex.EncodeQuantity(Value) };
        if (From is { } from) json["from"] = from.ToString();
        if (To is { } to) json["to"] = to.ToString();
        if (GasLimit is { } gas) json["gas"] = Hex.EncodeQuantity(gas);
        return json;
    }
}
