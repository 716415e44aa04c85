using System.Globalization;
using System.Numerics;
using System.Text.Json;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;

namespace FlZk.EndToEnd.Tests.Hosting;

/// <summary>An exchange with job 1 on it, for models of 20 parameters, and its parties' steps by the commands that they have.</summary>
internal sealed class JobScene(Scratch scratch, ExchangeOnAnvil exchange)
{
    public const int Parameters = 20;
    public const int Publisher = 0, Aggregator = 1, First = 2, Second = 3, Third = 4, Anyone = 5;

    public static readonly BigInteger Token = BigInteger.Pow(10, 18);

    public ExchangeOnAnvil Exchange { get; } = exchange;

    /// <summary>What an aggregator's commands that work on a round take.</summary>
    public string[] Work => ["--job", "1", "--keys", scratch["keys"], "--journal", scratch["journal"]];

    /// <summary>Deploys with development keys for rounds, and with those for contribution proofs where they are wanted.</summary>
    public static async Task<JobScene> DeployAsync(Scratch scratch, bool contributionProofs = false, params string[] more)
    {
        await Flzk.RunCheckedAsync(
            "setup", "--development", "--circuit", "fedavg-16", "--parameters", "20", "--out", scratch["keys"]);
        string[] contributionKey = contributionProofs ? ["--contribution-key", scratch["bounded", "contribution-key.bin"]] : [];
        if (contributionProofs)
        {
            await Flzk.RunCheckedAsync(
                "setup", "--development", "--circuit", "bounded-16", "--parameters", "20", "--out", scratch["bounded"]);
        }

        return new JobScene(scratch, await ExchangeOnAnvil.DeployAsync(
            scratch["exchange.json"], scratch["keys", "linked-key.bin"], [.. contributionKey, .. more]));
    }

    /// <summary>Creates the job with terms of its own beside the usual ones; the aggregator accepts.</summary>
    public async Task CreateAsync(string terms, int rounds = 1)
    {
        await FundAsync(Aggregator, "500");
        await File.WriteAllTextAsync(scratch["job.json"], $$"""
            {
              "schema": "flzk/job/1",
              "bountyToken": "flt", "bounty": "30", "rounds": {{rounds}},
              "minProviders": 1, "maxProviders": 4, "maxWeight": 1000,
              "providerStake": "100", "aggregatorStake": "500",
              "aggregator": "{{Exchange.Account(Aggregator)}}",
              {{terms}}
              "expiry": "30d"
            }
            """);
        await Exchange.DoAsync(Publisher, "job", "create", "--spec", scratch["job.json"]);
        await Exchange.DoAsync(Aggregator, "aggregator", "accept", "--job", "1");
    }

    /// <summary>Gives an account FLT, of which it deposits a part.</summary>
    public async Task FundAsync(int account, string stake)
    {
        await Exchange.DoAsync(Publisher, "token", "transfer", "600", "--to", Exchange.Account(account));
        await Exchange.DoAsync(account, "stake", "deposit", stake);
    }

    /// <summary>Registers a data set of an account's.</summary>
    public async Task<string> RegisterDatasetAsync(int account)
    {
        await File.WriteAllTextAsync(scratch[$"data-{account}.csv"], $"a,b\n{account},1\n");
        return (await Exchange.DoAsync(
            account, "provider", "dataset", "--data", scratch[$"data-{account}.csv"], "--salt-file", scratch[$"salt-{account}"]))
            .GetProperty("dataset").GetString()!;
    }

    /// <summary>Funds a provider, and lets it join.</summary>
    public async Task JoinAsync(int provider, string stake = "100", params string[] more)
    {
        await FundAsync(provider, stake);
        string dataset = await RegisterDatasetAsync(provider);
        await Exchange.DoAsync(provider, ["provider", "join", "--job", "1", "--dataset", dataset, .. more]);
    }

    /// <summary>A provider commits to an update of its own.</summary>
    public async Task CommitAsync(int provider)
    {
        var layout = new TensorLayout([new TensorDescriptor("layer.weight", [Parameters])]);
        ModelFile.Write(
            scratch[$"model-{provider}.safetensors"],
            new ModelParameters(layout, [.. Enumerable.Range(0, Parameters).Select(i => (provider * 0.25f) - (i * 0.125f))]));
        await Flzk.RunCheckedAsync(
            "quantise", "--in", scratch[$"model-{provider}.safetensors"], "--out", scratch[$"update-{provider}.safetensors"]);
        await Exchange.DoAsync(
            provider, "provider", "commit", "--job", "1", "--update", scratch[$"update-{provider}.safetensors"], "--weight", "100",
            "--folder", scratch[$"provider-{provider}"], "--package", scratch["deliveries", $"{provider}.json"]);
    }

    /// <summary>The aggregator checks what was delivered and gives receipts.</summary>
    public Task<JsonElement> IntakeAsync() => Exchange.DoAsync(
        Aggregator,
        ["aggregator", "intake", "--deliveries", scratch["deliveries"], "--receipts", scratch["receipts"], .. Work]);

    /// <summary>The command line that reveals a provider's update.</summary>
    public string[] Reveal(int provider, params string[] more) =>
    [
        "provider", "reveal", "--receipt", scratch["receipts", $"{Exchange.Account(provider)}.receipt.json"], "--folder",
        scratch[$"provider-{provider}"], .. more,
    ];

    /// <summary>Starts a round and brings it to where the aggregator settles or proposes.</summary>
    public async Task RevealAllAsync(params int[] providers)
    {
        await Exchange.DoAsync(Publisher, "job", "start", "1");
        foreach (int provider in providers) await CommitAsync(provider);
        await IntakeAsync();
        foreach (int provider in providers) await Exchange.DoAsync(provider, Reveal(provider));
    }

    /// <summary>An amount in smallest units, as JSON has it.</summary>
    public static string Units(BigInteger tokens) => (tokens * Token).ToString(CultureInfo.InvariantCulture);
}
