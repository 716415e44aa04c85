using System.Text.Json;
using System.Text.Json.Nodes;
using FlZk.EndToEnd.Tests.Hosting;
using static FlZk.EndToEnd.Tests.Hosting.JobScene;

namespace FlZk.EndToEnd.Tests.Commands;

/// <summary>A model proposed without a proof, checked by anybody, challenged, proved after all, and licensed.</summary>
public sealed class OptimisticCommandTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task A_proposal_is_checked_challenged_and_proved_and_each_step_out_of_turn_is_refused()
    {
        JobScene scene = await DeployAsync(_scratch);
        await using ExchangeOnAnvil exchange = scene.Exchange;
        await scene.CreateAsync("\"settlement\": \"optimistic\", \"challengeWindow\": \"1h\",");
        foreach (int provider in (int[])[First, Second]) await scene.JoinAsync(provider);
        await scene.RevealAllAsync(First, Second);

        string[] settlement = ["settlement", "show", "--job", "1"];
        Assert.Equal(5, (await exchange.WithoutAccountAsync(settlement)).ExitCode);
        JsonElement proposed = await exchange.DoAsync(
            Aggregator, ["aggregator", "propose", "--location", "ipfs://opening", .. scene.Work]);
        string opening = proposed.GetProperty("opening").GetString()!;
        Assert.Equal(
            proposed.GetProperty("contentHash").GetString(), (await exchange.ReadAsync(settlement)).GetProperty("contentHash").GetString());
        Assert.Equal(0, (await exchange.WithoutAccountAsync("settlement", "check", "--opening", opening)).ExitCode);
        JsonNode other = JsonNode.Parse(await File.ReadAllTextAsync(opening))!;
        other["totalWeight"] = "199";
        await File.WriteAllTextAsync(_scratch["other.json"], other.ToJsonString());
        Assert.Equal(1, (await exchange.WithoutAccountAsync("settlement", "check", "--opening", _scratch["other.json"])).ExitCode);

        string[] challenge = ["settlement", "challenge", "--job", "1"], resolve = ["settlement", "resolve", "--job", "1", "--round", "1"];
        await exchange.RefusedAsync(Anyone, "flzk stake deposit", challenge);
        await scene.FundAsync(Anyone, "600");
        await exchange.RefusedAsync(Anyone, string.Empty, resolve);
        await exchange.DoAsync(Anyone, challenge);
        await exchange.RefusedAsync(Anyone, string.Empty, challenge);
        await exchange.RefusedAsync(Anyone, string.Empty, resolve);
        await exchange.DoAsync(Aggregator, ["aggregator", "settle", .. scene.Work]);
        Assert.False((await exchange.DoAsync(Anyone, resolve)).GetProperty("upheld").GetBoolean());
        await exchange.RefusedAsync(Anyone, string.Empty, resolve);

        await LicenceAsync(exchange);
    }

    public void Dispose() => _scratch.Dispose();

    private async Task LicenceAsync(ExchangeOnAnvil exchange)
    {
        string[] model = ["--job", "1", "--round", "1"];
        await File.WriteAllTextAsync(_scratch["licence.txt"], "Use it well.");
        string[] offer = ["market", "offer", .. model, "--price", "0.4", "--token", "eth", "--terms", _scratch["licence.txt"]];
        await exchange.RefusedAsync(Anyone, "publisher", offer);
        await exchange.DoAsync(Publisher, offer);
        await exchange.ReadAsync("market", "list", "--job", "1");
        await exchange.ReadAsync(["market", "show", .. model]);
        await exchange.RefusedAsync(First, string.Empty, ["market", "claim", .. model]);
        await exchange.DoAsync(Anyone, ["market", "buy", .. model, "--max-price", "0.4"]);
        Assert.NotEqual("0", (await exchange.DoAsync(First, ["market", "claim", .. model])).GetProperty("amount").GetString());
        await exchange.RefusedAsync(First, string.Empty, ["market", "delist", .. model]);
        await exchange.DoAsync(Publisher, ["market", "delist", .. model]);
        await exchange.RefusedAsync(Third, string.Empty, ["market", "buy", .. model, "--max-price", "0.4"]);
    }
}
