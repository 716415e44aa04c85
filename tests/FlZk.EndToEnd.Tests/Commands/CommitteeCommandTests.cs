using System.Text.Json;
using FlZk.EndToEnd.Tests.Hosting;
using static FlZk.EndToEnd.Tests.Hosting.JobScene;

namespace FlZk.EndToEnd.Tests.Commands;

/// <summary>A committee of one is drawn, and its member, who delivered, stays silent.</summary>
public sealed class CommitteeCommandTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task A_committee_is_drawn_by_its_aggregator_alone_and_a_silent_member_pays()
    {
        JobScene scene = await DeployAsync(_scratch);
        await using ExchangeOnAnvil exchange = scene.Exchange;
        await exchange.DoAsync(Aggregator, "committee", "key");
        await scene.CreateAsync("\"committeeSize\": 1,", rounds: 2);
        foreach (int provider in (int[])[First, Second]) await scene.JoinAsync(provider);
        Assert.Contains("nothing to push", (await exchange.AsAsync(Anyone, "job", "push", "1")).Output, StringComparison.Ordinal);
        await exchange.RefusedAsync(Anyone, "No round", "committee", "fulfil", "--job", "1");
        await exchange.DoAsync(Publisher, "job", "start", "1");
        await exchange.RefusedAsync(Anyone, string.Empty, "job", "start", "1");

        await exchange.WaitAsync(TimeSpan.FromSeconds(2));
        await exchange.RefusedAsync(Anyone, "not the key of", "committee", "fulfil", "--job", "1");
        await exchange.DoAsync(Anyone, "committee", "record", "--job", "1");
        await exchange.RefusedAsync(Anyone, string.Empty, "committee", "record", "--job", "1");
        JsonElement drawn = await exchange.DoAsync(Aggregator, "committee", "fulfil", "--job", "1");
        string member = Assert.Single(drawn.GetProperty("members").EnumerateArray()).GetString()!;
        await exchange.RefusedAsync(Aggregator, string.Empty, "committee", "fulfil", "--job", "1");
        await exchange.ReadAsync("committee", "show", "--job", "1");
        int silent = member == exchange.Account(First) ? First : Second;
        await SilentAsync(scene, silent);
    }

    public void Dispose() => _scratch.Dispose();

    private static async Task SilentAsync(JobScene scene, int silent)
    {
        ExchangeOnAnvil exchange = scene.Exchange;
        await scene.CommitAsync(silent);
        await scene.IntakeAsync();
        string[] report = ["provider", "report", "--job", "1", "--round", "1", "--account", exchange.Account(silent)];
        await exchange.RefusedAsync(Anyone, string.Empty, report);
        await exchange.RefusedAsync(silent, string.Empty, "provider", "leave", "--job", "1");
        JsonElement posted = await exchange.DoAsync(Aggregator, ["aggregator", "push", "--post-receipts", .. scene.Work]);
        Assert.Equal(1, posted.GetProperty("providers").GetArrayLength());
        await exchange.WaitAsync(TimeSpan.FromMinutes(31));
        Assert.True((await exchange.DoAsync(Anyone, "job", "push", "1")).GetProperty("pushed").GetBoolean());
        await exchange.WaitAsync(TimeSpan.FromMinutes(31));
        Assert.True((await exchange.DoAsync(Anyone, "job", "push", "1")).GetProperty("pushed").GetBoolean());
        await exchange.DoAsync(Anyone, report);
        await exchange.RefusedAsync(Anyone, string.Empty, report);
        await exchange.ReadAsync("reputation", "show", exchange.Account(silent));
        JsonElement job = await exchange.ReadAsync("job", "show", "1", "--round", "1");
        Assert.Contains("fail", job.GetRawText(), StringComparison.OrdinalIgnoreCase);

        // Nobody takes what is not due to it.
        await exchange.RefusedAsync(Publisher, string.Empty, "aggregator", "release", "--job", "1");
        await exchange.RefusedAsync(Publisher, string.Empty, "job", "refund", "1");
    }
}
