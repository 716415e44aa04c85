using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FlZk.Ethereum.JsonRpc;

/// <summary>JSON-RPC 2.0 over HTTP, with bounded answers and retries of calls that change nothing. Safe for concurrent use.</summary>
public sealed class JsonRpcClient : IDisposable
{
    private const int MaxJsonDepth = 64;

    private static readonly string[] ChangingMethods =
        ["eth_send", "evm_", "anvil_", "hardhat_", "personal_", "miner_", "admin_", "engine_"];

    private readonly HttpClient _http;
    private readonly JsonRpcOptions _options;
    private readonly Uri _url;
    private long _lastId;

    /// <summary>Connects on first use.</summary>
    /// <param name="url">An http or https URL.</param>
    /// <param name="options">Bounds; null for the defaults.</param>
    /// <param name="handler">The transport, for tests; null for sockets. It is disposed with this object.</param>
    /// <exception cref="ArgumentException">Another kind of URL.</exception>
    public JsonRpcClient(Uri url, JsonRpcOptions? options = null, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https"))
            throw new ArgumentException("A node's URL begins with http:// or https://.", nameof(url));
        _url = url;
        _options = options ?? new JsonRpcOptions();
        Endpoint = $"{url.Scheme}://{url.Authority}";
        _http = new HttpClient(handler ?? new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = !url.IsLoopback,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        if (url.UserInfo.Length > 0)
        {
            string credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(url.UserInfo)));
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", credentials);
            _url = new UriBuilder(url) { UserName = string.Empty, Password = string.Empty }.Uri;
        }
    }

    /// <summary>Scheme, host and port of the node, safe to show: paths often hold access keys.</summary>
    public string Endpoint { get; }

    /// <summary>Calls a method and returns its result.</summary>
    /// <param name="method">The method's name.</param>
    /// <param name="parameters">Its parameters, in order.</param>
    /// <param name="cancellation">Gives up at once.</param>
    /// <exception cref="ChainUnreachableException">No answer.</exception>
    /// <exception cref="JsonRpcException">The node refused.</exception>
    /// <exception cref="InvalidChainResponseException">The answer is none.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<JsonElement> CallAsync(string method, IReadOnlyList<JsonNode?> parameters, CancellationToken cancellation = default)
    {
        long id = Interlocked.Increment(ref _lastId);
        byte[] request = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = id,
            ["method"] = method,
            ["params"] = new JsonArray([.. parameters]),
        }.ToJsonString());
        int retries = Array.Exists(ChangingMethods, prefix => method.StartsWith(prefix, StringComparison.Ordinal)) ? 0 : _options.Retries;
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                byte[] answer = await PostAsync(request, cancellation).ConfigureAwait(false);
                return ReadResult(method, id, answer);
            }
            catch (ChainUnreachableException) when (attempt < retries)
            {
                // Half to all of the doubled pause, so that many clients do not come back at the same moment.
                double pause =
                    _options.RetryDelay.TotalMilliseconds * (1 << Math.Min(attempt, 10)) * (0.5 + (Random.Shared.NextDouble() / 2));
                await Task.Delay(TimeSpan.FromMilliseconds(pause), cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<byte[]> PostAsync(byte[] request, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(_options.Timeout);
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, _url) { Content = new ByteArrayContent(request) };
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using HttpResponseMessage response = await _http.SendAsync(
                message, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
            if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
                or HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout)
                throw new ChainUnreachableException(Endpoint, $"it answered HTTP {(int)response.StatusCode}.");
            byte[] body = await ReadBoundedAsync(response.Content, patience.Token).ConfigureAwait(false);

            // Some nodes put JSON-RPC errors into HTTP errors; anything else with an error status is no node.
            if (!response.IsSuccessStatusCode && !body.AsSpan().TrimStart(" \r\n\t"u8).StartsWith("{"u8))
            {
                throw new InvalidChainResponseException(
                    $"{Endpoint} answered HTTP {(int)response.StatusCode}: is it an Ethereum node, and is the access key right?");
            }
            return body;
        }
        catch (OperationCanceledException cause) when (!cancellation.IsCancellationRequested)
        {
            throw new ChainUnreachableException(Endpoint, $"no answer within {_options.Timeout.TotalSeconds:0.#} seconds.", cause);
        }
        catch (HttpRequestException cause)
        {
            throw new ChainUnreachableException(Endpoint, cause.Message, cause);
        }
        catch (IOException cause)
        {
            throw new ChainUnreachableException(Endpoint, cause.Message, cause);
        }
    }

    private async Task<byte[]> ReadBoundedAsync(HttpContent content, CancellationToken cancellation)
    {
        if (content.Headers.ContentLength > _options.MaxResponseLength) throw TooLong();
        Stream stream = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var body = new MemoryStream();
            byte[] buffer = new byte[1 << 16];
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
            {
                if (body.Length + read > _options.MaxResponseLength) throw TooLong();
                body.Write(buffer, 0, read);
            }

            return body.ToArray();
        }
    }

    private InvalidChainResponseException TooLong() => new($"{Endpoint} answered more than {_options.MaxResponseLength} bytes.")
    {
        IsTooLong = true,
    };

    private JsonElement ReadResult(string method, long id, byte[] answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer, new JsonDocumentOptions { MaxDepth = MaxJsonDepth });
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                throw new InvalidChainResponseException($"{Endpoint} answered {method} with something that is no JSON-RPC.");
            if (root.TryGetProperty("error", out JsonElement error) && error.ValueKind == JsonValueKind.Object)
            {
                int code = error.TryGetProperty("code", out JsonElement number) && number.ValueKind == JsonValueKind.Number
                    && number.TryGetInt32(out int value) ? value : 0;
                string text = error.TryGetProperty("message", out JsonElement message) && ChainJson.Text(message) is { } words ? words : "no message";
                throw new JsonRpcException(method, code, text, error.TryGetProperty("data", out JsonElement data) ? data.Clone() : null);
            }

            if (!root.TryGetProperty("id", out JsonElement answered) || answered.ValueKind != JsonValueKind.Number
                || !answered.TryGetInt64(out long other) || other != id)
                throw new InvalidChainResponseException($"{Endpoint} answered another request than {method}.");
            return root.TryGetProperty("result", out JsonElement result)
                ? result.Clone()
                : throw new InvalidChainResponseException($"{Endpoint} answered {method} with neither a result nor an error.");
        }
        catch (JsonException cause)
        {
            throw new InvalidChainResponseException($"{Endpoint} answered {method} with something that is not JSON.", cause);
        }
        catch (InvalidOperationException cause)
        {
            // A string with a broken surrogate escape.
            throw new InvalidChainResponseException($"{Endpoint} answered {method} with a malformed text.", cause);
        }
    }
}
