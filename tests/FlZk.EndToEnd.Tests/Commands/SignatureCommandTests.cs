using System.Text.Json;
using System.Text.Json.Nodes;
using FlZk.EndToEnd.Tests.Hosting;
using static FlZk.EndToEnd.Tests.Hosting.JobScene;

namespace FlZk.EndToEnd.Tests.Commands;

/// <summary>What one account signs and another sends, and a proposal from its template to its execution by its number alone.</summary>
public sealed class SignatureCommandTests : IDisposable
{
    private const int Attester = Second;

    private readonly Scratch _scratch = new();

    [Fact]
    public async Task Whoever_signs_needs_no_node_and_whoever_sends_cannot_change_a_word()
    {
        JobScene scene = await DeployAsync(
            _scratch, more: ["--voting-delay", "1m", "--voting-period", "10m", "--timelock-delay", "5m"]);
        await using ExchangeOnAnvil exchange = scene.Exchange;
        await TokensAsync(exchange);
        await GovernanceAsync(exchange);
        await AttestationAsync(scene);
        await GuardianAsync(exchange);
    }

    public void Dispose() => _scratch.Dispose();

    private async Task TokensAsync(ExchangeOnAnvil exchange)
    {
        await exchange.RefusedAsync(
            Anyone, "approve", "token", "transfer", "5", "--from", exchange.Account(Publisher), "--to", exchange.Account(Anyone));
        await exchange.DoAsync(Publisher, "token", "approve", "7", "--spender", exchange.Account(Anyone));
        await exchange.DoAsync(
            Anyone, "token", "transfer", "5", "--from", exchange.Account(Publisher), "--to", exchange.Account(First));
        await exchange.RefusedAsync(
            Anyone, string.Empty, "token", "transfer", "3", "--from", exchange.Account(Publisher), "--to", exchange.Account(First));

        // Signed without a node, sent by somebody else, and only once.
        string permit = _scratch["permit.json"];
        await SignAsync(exchange, Publisher, "token", "permit", "9", "--spender", exchange.Account(First), "--nonce", "0", "--out", permit);
        await exchange.DoAsync(Anyone, "relay", permit);
        await exchange.RefusedAsync(Anyone, "sent already", "relay", permit);
        await exchange.DoAsync(
            First, "token", "transfer", "9", "--from", exchange.Account(Publisher), "--to", exchange.Account(First));
        Assert.Equal("1", (await exchange.ReadAsync("token", "show", "--account", exchange.Account(Publisher)))
            .GetProperty("nonce").GetString());

        string changed = await ChangeAsync(
            async file => await SignAsync(exchange, Publisher, "token", "permit", "9", "--spender", exchange.Account(First), "--out", file),
            message => message["amount"] = "90000000000000000000");
        await exchange.RefusedAsync(Anyone, string.Empty, "relay", changed);
        await SignAsync(exchange, Publisher, "token", "permit", "9", "--spender", exchange.Account(First), "--nonce", "7", "--out", permit);
        await exchange.RefusedAsync(Anyone, "missing", "relay", permit);

        await SignAsync(exchange, Publisher, "governance", "sign-delegation", "--valid-for", "30s", "--out", _scratch["late.json"]);
        await exchange.WaitAsync(TimeSpan.FromMinutes(1));
        await exchange.RefusedAsync(Anyone, string.Empty, "relay", _scratch["late.json"]);
        await SignAsync(exchange, Publisher, "governance", "sign-delegation", "--out", _scratch["delegation.json"]);
        await exchange.DoAsync(Anyone, "relay", _scratch["delegation.json"]);
        await exchange.WaitAsync(TimeSpan.FromSeconds(2));
    }

    private async Task GovernanceAsync(ExchangeOnAnvil exchange)
    {
        await Flzk.RunCheckedAsync("governance", "template", "--out", _scratch["template.json"]);
        await File.WriteAllTextAsync(_scratch["proposal.json"], $$"""
            {
              "schema": "flzk/governance-proposal/1",
              "description": "Appoint an attester",
              "actions": [
                { "target": "oracle", "call": "appointAttester(address attester)", "arguments": ["{{exchange.Account(Attester)}}"] }
              ]
            }
            """);
        Assert.Equal(0, (await exchange.ReadAsync("governance", "list")).GetProperty("proposals").GetArrayLength());
        string proposal = await ProposeAsync(exchange, "proposal.json");
        await exchange.WaitAsync(TimeSpan.FromMinutes(2));

        string vote = _scratch["vote.json"];
        await SignAsync(exchange, Publisher, "governance", "sign-vote", proposal, "for", "--out", vote);
        string changed = await ChangeAsync(
            file =>
            {
                File.Copy(vote, file);
                return Task.CompletedTask;
            },
            message => message["vote"] = "against");
        await exchange.RefusedAsync(Anyone, string.Empty, "relay", changed);
        await exchange.DoAsync(Anyone, "relay", vote);
        await exchange.RefusedAsync(Anyone, "sent already", "relay", vote);
        await exchange.RefusedAsync(Anyone, "no proposal", "governance", "queue", "1234");
        await exchange.WaitAsync(TimeSpan.FromMinutes(11));
        await exchange.DoAsync(Anyone, "governance", "queue", proposal);
        await exchange.WaitAsync(TimeSpan.FromMinutes(6));
        await exchange.DoAsync(Anyone, "governance", "execute", proposal);
        JsonElement listed = (await exchange.ReadAsync("governance", "list")).GetProperty("proposals")[0];
        Assert.Equal("executed", listed.GetProperty("state").GetString());
        Assert.Equal("Appoint an attester", listed.GetProperty("description").GetString());
    }

    private async Task AttestationAsync(JobScene scene)
    {
        ExchangeOnAnvil exchange = scene.Exchange;
        string dataset = await scene.RegisterDatasetAsync(First);
        await File.WriteAllTextAsync(_scratch["report.txt"], "Complete and well labelled.");
        string[] sign = ["dataset", "sign", dataset, "--score", "87.5", "--report", _scratch["report.txt"]];
        await SignAsync(exchange, Anyone, [.. sign, "--out", _scratch["stranger.json"]]);
        await exchange.RefusedAsync(Anyone, "attester", "relay", _scratch["stranger.json"]);
        await SignAsync(exchange, Attester, [.. sign, "--out", _scratch["attestation.json"]]);
        string changed = await ChangeAsync(
            file =>
            {
                File.Copy(_scratch["attestation.json"], file);
                return Task.CompletedTask;
            },
            message => message["score"] = 10_000);
        await exchange.RefusedAsync(Anyone, string.Empty, "relay", changed);
        await exchange.DoAsync(Anyone, "relay", _scratch["attestation.json"]);
        await exchange.RefusedAsync(Anyone, "sent already", "relay", _scratch["attestation.json"]);
        JsonElement list = await exchange.ReadAsync("dataset", "list");
        Assert.Equal(8750, list.GetProperty("datasets")[0].GetProperty("quality").GetInt32());

        string[] attest = ["dataset", "attest", dataset, "--score", "60", "--report", _scratch["report.txt"]];
        await exchange.RefusedAsync(Anyone, string.Empty, attest);
        await exchange.DoAsync(Attester, attest);
        Assert.Equal(6000, (await exchange.ReadAsync("dataset", "show", dataset)).GetProperty("quality").GetInt32());
        await exchange.DoAsync(Attester, "dataset", "revoke", dataset);
        await exchange.RefusedAsync(Attester, string.Empty, "dataset", "revoke", dataset);
    }

    // One proposal is withdrawn, another vetoed, and then nobody is left who could.
    private async Task GuardianAsync(ExchangeOnAnvil exchange)
    {
        string text = await File.ReadAllTextAsync(_scratch["proposal.json"]);
        await File.WriteAllTextAsync(_scratch["second.json"], text.Replace("Appoint an", "Appoint a second", StringComparison.Ordinal));
        string withdrawn = await ProposeAsync(exchange, "second.json");
        await exchange.RefusedAsync(Anyone, string.Empty, "governance", "cancel", withdrawn);
        await exchange.DoAsync(Publisher, "governance", "cancel", withdrawn);

        await File.WriteAllTextAsync(_scratch["third.json"], text.Replace("Appoint an", "Appoint a third", StringComparison.Ordinal));
        string vetoed = await ProposeAsync(exchange, "third.json");
        await exchange.WaitAsync(TimeSpan.FromMinutes(2));
        await exchange.DoAsync(Publisher, "governance", "vote", vetoed, "for");
        await exchange.WaitAsync(TimeSpan.FromMinutes(11));
        await exchange.DoAsync(Anyone, "governance", "queue", vetoed);
        await exchange.RefusedAsync(Anyone, string.Empty, "governance", "veto", vetoed);
        await exchange.DoAsync(Publisher, "governance", "veto", vetoed);
        Assert.Equal("canceled", (await exchange.ReadAsync("governance", "show", vetoed)).GetProperty("state").GetString());

        await exchange.RefusedAsync(Anyone, "not the guardian", "governance", "step-down");
        await exchange.DoAsync(Publisher, "governance", "step-down");
        await exchange.RefusedAsync(Publisher, "not the guardian", "governance", "step-down");
    }

    private async Task<string> ProposeAsync(ExchangeOnAnvil exchange, string file) =>
        (await exchange.DoAsync(Publisher, "governance", "propose", "--spec", _scratch[file])).GetProperty("proposal").GetString()!;

    private static async Task SignAsync(ExchangeOnAnvil exchange, int account, params string[] arguments)
    {
        FlzkRun run = await exchange.AsAsync(account, arguments);
        Assert.True(run.ExitCode == 0, $"flzk {string.Join(' ', arguments)} ended with {run.ExitCode}: {run.Error}");
    }

    // A signed message in which somebody on the way changed something.
    private async Task<string> ChangeAsync(Func<string, Task> make, Action<JsonNode> change)
    {
        string file = _scratch[$"{Guid.NewGuid():N}.json"];
        await make(file);
        JsonNode message = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        change(message);
        await File.WriteAllTextAsync(file, message.ToJsonString());
        return file;
    }
}
