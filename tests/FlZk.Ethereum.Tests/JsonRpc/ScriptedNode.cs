using System.Net;
using System.Text;
using System.Text.Json;
using FlZk.Ethereum.JsonRpc;

namespace FlZk.Ethereum.Tests.JsonRpc;

/// <summary>A transport that answers each request with a scripted function, to show a client nodes that misbehave.</summary>
internal sealed class ScriptedNode(Func<string, JsonElement, object> answer) : HttpMessageHandler
{
    public List<string> Methods { get; } = [];

    public EthereumClient Client(JsonRpcOptions? options = null) =>
        new(new JsonRpcClient(new Uri("http://127.0.0.1:1/v3/secret-access-key"), options
            ?? new JsonRpcOptions { RetryDelay = TimeSpan.FromMilliseconds(1) }, this));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(await request.Content!.ReadAsStringAsync(cancellationToken));
        string method = document.RootElement.GetProperty("method").GetString()!;
        lock (Methods) Methods.Add(method);
        string id = document.RootElement.GetProperty("id").GetRawText();
        object said = answer(method, document.RootElement.GetProperty("params"));
        return said switch
        {
            Exception failure => throw failure,
            HttpStatusCode status => new HttpResponseMessage(status) { Content = new StringContent("<html>") },
            Raw raw => new HttpResponseMessage { Content = new StringContent(raw.Text.Replace("ID", id, StringComparison.Ordinal)) },
            Refusal refusal => Body($"{{\"jsonrpc\":\"2.0\",\"id\":{id},\"error\":{JsonSerializer.Serialize(new { code = refusal.Code, message = refusal.Message, data = refusal.Data })}}}"),
            _ => Body($"{{\"jsonrpc\":\"2.0\",\"id\":{id},\"result\":{JsonSerializer.Serialize(said)}}}"),
        };
    }

    private static HttpResponseMessage Body(string json) => new() { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    internal sealed record Raw(string Text);

    internal sealed record Refusal(int Code, string Message, object? Data = null);
}
