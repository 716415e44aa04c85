using System.Text.Json;

namespace FlZk.Ethereum.JsonRpc;

/// <summary>The node refused a call with a JSON-RPC error.</summary>
public sealed class JsonRpcException : ChainException
{
    private const int MaxNesting = 4;

    /// <summary>Holds the node's error.</summary>
    /// <param name="method">The method that was called.</param>
    /// <param name="code">The error's code.</param>
    /// <param name="error">The error's message.</param>
    /// <param name="data">The error's data, when there is any.</param>
    public JsonRpcException(string method, int code, string error, JsonElement? data = null)
        : base($"{method} was refused with code {code}: {(error.Length <= 500 ? error : error[..500] + "...")}")
    {
        Method = method;
        Code = code;
        Error = error;
        ErrorData = data;
    }

    /// <summary>The method that was called.</summary>
    public string Method { get; }

    /// <summary>The error's code: 3 for reverts, -32000 and below for everything else, as nodes please.</summary>
    public int Code { get; }

    /// <summary>The error's message.</summary>
    public string Error { get; }

    /// <summary>The error's data.</summary>
    public JsonElement? ErrorData { get; }

    /// <summary>Whether the node says that the call reverted.</summary>
    internal bool IsRevert => Code == 3 || Error.Contains("revert", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the node's message contains one of these phrases.</summary>
    internal bool Says(params ReadOnlySpan<string> phrases)
    {
        foreach (string phrase in phrases)
        {
            if (Error.Contains(phrase, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    /// <summary>The bytes with which the call reverted; empty when the node sent none. Nodes nest them differently.</summary>
    internal byte[] RevertData()
    {
        JsonElement? at = ErrorData;
        for (int i = 0; i < MaxNesting && at is { } element; i++)
        {
            if (element.ValueKind == JsonValueKind.String)
            {
                string text = ChainJson.Text(element) ?? string.Empty;
                int start = text.IndexOf("0x", StringComparison.Ordinal);
                return start >= 0 && Hex.TryDecode(text[start..], out byte[] bytes) ? bytes : [];
            }

            if (element.ValueKind != JsonValueKind.Object) break;
            at = element.TryGetProperty("data", out JsonElement data) || element.TryGetProperty("result", out data)
                || element.TryGetProperty("originalError", out data) ? data : null;
        }

        return [];
    }
}
