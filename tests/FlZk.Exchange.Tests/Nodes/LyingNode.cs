using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace FlZk.Exchange.Tests.Nodes;

/// <summary>Answers one JSON-RPC request untruthfully: takes the request's parameters and the true result, gives the result to
/// send.</summary>
internal delegate JsonNode? Lie(JsonArray parameters, JsonNode? truth);

/// <summary>A node that lies: forwards JSON-RPC to a true node and changes its answers as told, on a loopback port.</summary>
internal sealed class LyingNode : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly HttpClient _truth;
    private readonly Dictionary<string, Lie> _lies = new(StringComparer.Ordinal);
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);
    private readonly Task _serving;

    public LyingNode(Uri truth)
    {
        _truth = new HttpClient { BaseAddress = truth };
        int port = FreePort();
        Url = new Uri($"http://127.0.0.1:{port}/");
        _listener.Prefixes.Add(Url.ToString());
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    /// <summary>Where the node listens.</summary>
    public Uri Url { get; }

    /// <summary>How many answers were changed: a test whose lie never came up proves nothing.</summary>
    public int LiesTold { get; private set; }

    /// <summary>Changes the results of one method from now on; several lies about one method apply in order.</summary>
    public LyingNode About(string method, Lie lie)
    {
        lock (_lies) _lies[method] = _lies.TryGetValue(method, out Lie? earlier) ? (parameters, truth) =>
            lie(parameters, earlier(parameters, truth)) : lie;
        return this;
    }

    /// <summary>Breaks the connection on one method from now on.</summary>
    public void Refuse(string method)
    {
        lock (_lies) _refused.Add(method);
    }

    public void Dispose()
    {
        _listener.Close();
        _truth.Dispose();
        try
        {
            _serving.Wait(TimeSpan.FromSeconds(5));
        }
        catch (AggregateException)
        {
            // The listener was closed under it.
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            string question = await reader.ReadToEndAsync();
            if (IsRefused(question))
            {
                context.Response.StatusCode = 400;
                return;
            }

            using HttpResponseMessage reply = await _truth.PostAsync(
                string.Empty, new StringContent(question, Encoding.UTF8, "application/json"));
            JsonNode request = JsonNode.Parse(question)!;
            JsonNode response = JsonNode.Parse(await reply.Content.ReadAsStringAsync())!;
            if (request is JsonArray batch)
            {
                foreach (JsonNode? one in batch)
                {
                    foreach (JsonNode? answer in response.AsArray())
                    {
                        if (answer!["id"]!.ToJsonString() == one!["id"]!.ToJsonString()) Twist(one, answer);
                    }
                }
            }
            else
            {
                Twist(request, response);
            }

            byte[] bytes = Encoding.UTF8.GetBytes(response.ToJsonString());
            context.Response.ContentType = "application/json";
            context.Response.ContentLength64 = bytes.Length;
            await context.Response.OutputStream.WriteAsync(bytes);
        }
        catch (HttpRequestException)
        {
            context.Response.StatusCode = 502;
        }
        finally
        {
            context.Response.Close();
        }
    }

    private bool IsRefused(string question)
    {
        lock (_lies) return _refused.Any(method => question.Contains($"\"{method}\"", StringComparison.Ordinal));
    }

    private void Twist(JsonNode request, JsonNode response)
    {
        Lie? lie;
        lock (_lies) _lies.TryGetValue(request["method"]!.GetValue<string>(), out lie);
        if (lie is null || response["error"] is not null) return;
        JsonNode? truth = response["result"];
        string before = truth?.ToJsonString() ?? "null";
        JsonNode? told = lie(request["params"]?.AsArray() ?? [], truth?.DeepClone());
        if ((told?.ToJsonString() ?? "null") == before) return;
        LiesTold++;
        response["result"] = told?.DeepClone();
    }
}
