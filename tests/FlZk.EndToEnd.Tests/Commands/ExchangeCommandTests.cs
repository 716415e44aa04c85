using System.Globalization;
using System.Numerics;
using System.Text.Json;
using FlZk.EndToEnd.Tests.Hosting;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;

namespace FlZk.EndToEnd.Tests.Commands;

/// <summary>An exchange from its deployment to the last withdrawal, by the commands that its users have.</summary>
public sealed class ExchangeCommandTests : IDisposable
{
    private const int Parameters = 20;
    private const int Publisher = 0, Aggregator = 1, FirstProvider = 2, SecondProvider = 3, Buyer = 4, Anyone = 5;
    private static readonly BigInteger Token = BigInteger.Pow(10, 18);

    private readonly Scratch _scratch = new();

    [Fact]
    public async Task A_job_runs_from_its_creation_to_its_refund_and_everybody_gets_what_is_due()
    {
        await using ExchangeOnAnvil exchange = await DeployAsync();
        await FundAsync(exchange);

        // The bounty is 30 for 2 rounds, of which one is finalised: 15 are paid and 15 refunded.
        await WriteTermsAsync(exchange);
        string[] create = ["job", "create", "--spec", _scratch["job.json"]];
        JsonElement dry = (await exchange.AsAsync(Publisher, [.. create, "--dry-run", "--json"])).Json;
        Assert.True(dry.GetProperty("simulated").GetBoolean());
        Assert.Equal("0", (await exchange.ReadAsync("job", "list")).GetProperty("count").GetString());
        Assert.Equal("1", (await exchange.DoAsync(Publisher, create)).GetProperty("job").GetString());

        await exchange.DoAsync(Aggregator, "aggregator", "accept", "--job", "1");
        foreach (int provider in (int[])[FirstProvider, SecondProvider]) await JoinAsync(exchange, provider);
        JsonElement job = await exchange.ReadAsync("job", "show", "1");
        Assert.Equal(2, job.GetProperty("providers").GetInt32());
        Assert.Contains("flzk job start 1", job.GetProperty("next").GetString(), StringComparison.Ordinal);
        Assert.Equal((100 * Token).ToString(CultureInfo.InvariantCulture), (await exchange.ReadAsync(
            "stake", "show", "--account", exchange.Account(FirstProvider))).GetProperty("locked").GetString());

        BigInteger paid = await RoundAsync(exchange);
        Assert.Equal(15 * Token, paid);
        await exchange.RefusedAsync(FirstProvider, "credited", "reputation", "credit", "--job", "1", "--round", "1");

        await SellLicenceAsync(exchange);

        foreach (int provider in (int[])[FirstProvider, SecondProvider])
            await exchange.DoAsync(provider, "provider", "leave", "--job", "1");
        await exchange.RefusedAsync(Anyone, "publisher", "job", "close", "1");
        await exchange.DoAsync(Publisher, "job", "close", "1");
        Assert.Equal((15 * Token).ToString(CultureInfo.InvariantCulture), (await exchange.DoAsync(Publisher, "job", "refund", "1"))
            .GetProperty("amount").GetString());
        await exchange.DoAsync(Aggregator, "aggregator", "release", "--job", "1");
        JsonElement closed = (await exchange.ReadAsync("job", "list")).GetProperty("jobs")[0];
        Assert.Equal("closed", closed.GetProperty("state").GetString());

        await exchange.DoAsync(Aggregator, "stake", "unbond", "500");
        await exchange.RefusedAsync(Aggregator, "may leave from", "stake", "withdraw");
        await exchange.WaitAsync(TimeSpan.FromDays(14));
        Assert.Equal("0", (await exchange.DoAsync(Aggregator, "stake", "withdraw")).GetProperty("unbonding").GetString());
    }

    [Fact]
    public async Task A_proposal_is_voted_queued_and_executed_and_what_it_delists_no_job_can_name()
    {
        await using ExchangeOnAnvil exchange = await DeployAsync();
        JsonElement verifier = (await exchange.ReadAsync("verifier", "list")).GetProperty("verifiers")[0];
        Assert.Equal(Parameters, verifier.GetProperty("parameters").GetInt32());
        string address = verifier.GetProperty("verifier").GetString()!;
        await File.WriteAllTextAsync(_scratch["proposal.json"], $$"""
            {
              "schema": "flzk/governance-proposal/1",
              "description": "Delist the development verifier",
              "actions": [
                { "target": "registry", "call": "delist(address verifier)", "arguments": ["{{address}}"] }
              ]
            }
            """);
        string[] spec = ["--spec", _scratch["proposal.json"]];

        await exchange.DoAsync(Publisher, "governance", "delegate");
        await exchange.WaitAsync(TimeSpan.FromSeconds(2));
        JsonElement proposed = await exchange.DoAsync(Publisher, ["governance", "propose", .. spec]);
        string proposal = proposed.GetProperty("proposal").GetString()!;
        await exchange.RefusedAsync(Publisher, string.Empty, "governance", "vote", proposal, "for");
        await exchange.WaitAsync(TimeSpan.FromMinutes(2));
        JsonElement voted = await exchange.DoAsync(Publisher, "governance", "vote", proposal, "for", "--reason", "it has no ceremony");
        Assert.True(BigInteger.Parse(voted.GetProperty("for").GetString()!, CultureInfo.InvariantCulture) > 0);
        await exchange.RefusedAsync(Anyone, string.Empty, ["governance", "queue", .. spec]);
        await exchange.WaitAsync(TimeSpan.FromMinutes(11));
        Assert.Equal("succeeded", (await exchange.ReadAsync("governance", "show", proposal)).GetProperty("state").GetString());
        await exchange.DoAsync(Anyone, ["governance", "queue", .. spec]);
        await exchange.RefusedAsync(Anyone, string.Empty, ["governance", "execute", .. spec]);
        await exchange.WaitAsync(TimeSpan.FromMinutes(6));
        Assert.Equal("executed", (await exchange.DoAsync(Anyone, ["governance", "execute", .. spec])).GetProperty("state").GetString());

        Assert.Equal(0, (await exchange.ReadAsync("verifier", "list")).GetProperty("verifiers").GetArrayLength());
        await WriteTermsAsync(exchange, address);
        await exchange.RefusedAsync(Publisher, "listed", "job", "create", "--spec", _scratch["job.json"]);
    }

    public void Dispose() => _scratch.Dispose();

    private async Task<ExchangeOnAnvil> DeployAsync()
    {
        await Flzk.RunCheckedAsync(
            "setup", "--development", "--circuit", "fedavg-16", "--parameters", "20", "--out", _scratch["keys"]);
        return await ExchangeOnAnvil.DeployAsync(
            _scratch["exchange.json"],
            _scratch["keys", "linked-key.bin"],
            "--voting-delay", "1m", "--voting-period", "10m", "--timelock-delay", "5m");
    }

    private static async Task FundAsync(ExchangeOnAnvil exchange)
    {
        foreach ((int account, string stake) in ((int, string)[])[(Aggregator, "500"), (FirstProvider, "100"), (SecondProvider, "100")])
        {
            await exchange.DoAsync(Publisher, "token", "transfer", "600", "--to", exchange.Account(account));
            await exchange.DoAsync(account, "stake", "deposit", stake);
        }

        await exchange.RefusedAsync(Buyer, "has 0 FLT", "stake", "deposit", "1");
    }

    private Task WriteTermsAsync(ExchangeOnAnvil exchange, string? verifier = null) => File.WriteAllTextAsync(_scratch["job.json"], $$"""
        {
          "schema": "flzk/job/1",
          "bountyToken": "flt", "bounty": "30", "rounds": 2,
          "verifier": {{(verifier is null ? "null" : $"\"{verifier}\"")}},
          "minProviders": 2, "maxProviders": 4, "maxWeight": 1000,
          "providerStake": "100", "aggregatorStake": "500",
          "aggregator": "{{exchange.Account(Aggregator)}}",
          "expiry": "30d"
        }
        """);

    private async Task JoinAsync(ExchangeOnAnvil exchange, int provider)
    {
        await File.WriteAllTextAsync(_scratch[$"data-{provider}.csv"], $"a,b\n{provider},1\n");
        string dataset = (await exchange.DoAsync(
            provider, "provider", "dataset", "--data", _scratch[$"data-{provider}.csv"], "--salt-file", _scratch[$"salt-{provider}"]))
            .GetProperty("dataset").GetString()!;
        await exchange.DoAsync(provider, "provider", "join", "--job", "1", "--dataset", dataset);
    }

    // One round from its start to the claims; what the providers got in all.
    private async Task<BigInteger> RoundAsync(ExchangeOnAnvil exchange)
    {
        await exchange.DoAsync(Publisher, "job", "start", "1");
        foreach (int provider in (int[])[FirstProvider, SecondProvider]) await CommitAsync(exchange, provider);

        string[] work = ["--job", "1", "--keys", _scratch["keys"], "--journal", _scratch["journal"]];
        JsonElement intake = await exchange.DoAsync(
            Aggregator, ["aggregator", "intake", "--deliveries", _scratch["deliveries"], "--receipts", _scratch["receipts"], .. work]);
        Assert.Equal(2, intake.GetProperty("receipts").GetArrayLength());
        foreach (int provider in (int[])[FirstProvider, SecondProvider])
        {
            await exchange.DoAsync(
                provider, "provider", "reveal", "--receipt", _scratch["receipts", $"{exchange.Account(provider)}.receipt.json"], "--folder",
                _scratch[$"provider-{provider}"]);
        }

        JsonElement settled = await exchange.DoAsync(Aggregator, ["aggregator", "settle", .. work]);
        Assert.Equal("400", settled.GetProperty("totalWeight").GetString());
        BigInteger paid = 0;
        foreach (int provider in (int[])[FirstProvider, SecondProvider])
        {
            JsonElement claim = await exchange.DoAsync(provider, "provider", "claim", "--job", "1", "--round", "1");
            paid += BigInteger.Parse(claim.GetProperty("amount").GetString()!, CultureInfo.InvariantCulture);
            JsonElement status = await exchange.ReadAsync("provider", "status", "--job", "1", "--account", exchange.Account(provider));
            Assert.True(status.GetProperty("round").GetProperty("claimed").GetBoolean());
            await exchange.DoAsync(provider, "reputation", "credit", "--job", "1", "--round", "1");
        }

        return paid;
    }

    private async Task CommitAsync(ExchangeOnAnvil exchange, int provider)
    {
        var model = new ModelParameters(
            new TensorLayout([new TensorDescriptor("layer.weight", [Parameters])]),
            [.. Enumerable.Range(0, Parameters).Select(i => (provider * 0.25f) - (i * 0.125f))]);
        ModelFile.Write(_scratch[$"model-{provider}.safetensors"], model);
        await Flzk.RunCheckedAsync(
            "quantise", "--in", _scratch[$"model-{provider}.safetensors"], "--out", _scratch[$"update-{provider}.safetensors"]);
        await exchange.DoAsync(
            provider, "provider", "commit", "--job", "1", "--update", _scratch[$"update-{provider}.safetensors"], "--weight",
            provider == FirstProvider ? "100" : "300", "--folder", _scratch[$"provider-{provider}"], "--package",
            _scratch["deliveries", $"{provider}.json"]);
    }

    private async Task SellLicenceAsync(ExchangeOnAnvil exchange)
    {
        await File.WriteAllTextAsync(_scratch["licence.txt"], "Use it well.");
        string[] model = ["--job", "1", "--round", "1"];
        await exchange.DoAsync(
            Publisher, ["market", "offer", .. model, "--price", "0.4", "--publisher-share", "50", "--terms", _scratch["licence.txt"]]);
        await exchange.RefusedAsync(Buyer, "max-price", ["market", "buy", .. model, "--max-price", "0.3"]);
        await exchange.DoAsync(Buyer, ["market", "buy", .. model, "--max-price", "0.4"]);
        BigInteger earned = 0;
        foreach (int provider in (int[])[FirstProvider, SecondProvider])
        {
            JsonElement claim = await exchange.DoAsync(provider, ["market", "claim", .. model]);
            earned += BigInteger.Parse(claim.GetProperty("amount").GetString()!, CultureInfo.InvariantCulture);
        }

        JsonElement publisher = await exchange.DoAsync(Publisher, ["market", "claim", .. model, "--publisher"]);
        earned += BigInteger.Parse(publisher.GetProperty("amount").GetString()!, CultureInfo.InvariantCulture);
        Assert.Equal(4 * Token / 10, earned);
    }
}
