using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using FlZk.Platform;
using FlZk.Platform.Node;
using FlZk.Platform.Processes;

namespace FlZk.Bn254.Tests.Precompiles;

/// <summary>A real EVM to ask: anvil on a free loopback port.</summary>
public sealed partial class AnvilFixture : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ServerProcess? _server;
    private int _requests;

    public async ValueTask InitializeAsync()
    {
        await NodePackages.EnsureRestoredAsync(ProjectLayout.Contracts);
        _server = ServerProcess.Start(
            NodePackages.Command(ProjectLayout.Contracts, "anvil"),
            ["--host", "127.0.0.1", "--port", "0"],
            line =>
            {
                if (Listening().Match(line) is { Success: true } match)
                    _listening.TrySetResult(new Uri($"http://127.0.0.1:{match.Groups[1].Value}"));
            });
        _http.BaseAddress = await _listening.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    public ValueTask DisposeAsync()
    {
        _server?.Dispose();
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>What the precompiled contract returns, or null when the call fails.</summary>
    public async Task<byte[]?> CallAsync(int address, byte[] input)
    {
        var request = new
        {
            jsonrpc = "2.0",
            id = Interlocked.Increment(ref _requests),
            method = "eth_call",
            @params = new object[]
            {
                new { to = $"0x{address:x40}", data = "0x" + Convert.ToHexStringLower(input), gas = "0x1000000" },
                "latest",
            },
        };
        using HttpResponseMessage response = await _http.PostAsJsonAsync(string.Empty, request);
        using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        if (!answer.RootElement.TryGetProperty("result", out JsonElement result))
        {
            // Anything but the precompile's refusal would make a differential test pass for the wrong reason.
            string error = answer.RootElement.GetProperty("error").GetRawText();
            Assert.Contains("EVM error", error, StringComparison.Ordinal);
            return null;
        }

        return Convert.FromHexString(result.GetString()!.AsSpan(2));
    }

    [GeneratedRegex(@"Listening on 127\.0\.0\.1:(\d+)")]
    private static partial Regex Listening();
}
