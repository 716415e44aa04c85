using System.Text.Json;
using System.Text.Json.Nodes;
using FlZk.EndToEnd.Tests.Hosting;
using static FlZk.EndToEnd.Tests.Hosting.JobScene;

namespace FlZk.EndToEnd.Tests.Commands;

/// <summary>A round whose updates come with contribution proofs, good and bad, by the commands that its parties have.</summary>
public sealed class ContributionCommandTests : IDisposable
{
    private const string Terms = """
        "contributionVerifier": "VERIFIER", "requireContributionProof": true, "maxSquaredNorm": "BOUND", "stakePerWeight": "1",
        """;

    // 3 updates of 20 values of at most 2 in 16 fraction bits.
    private const string WideBound = "1000000000000";

    private const int Treasury = 6;
    private const string TreasuryAddress = "0x976EA74026E726554dB657fA54763abd0C3a0aa9";

    private readonly Scratch _scratch = new();

    [Fact]
    public async Task Proved_updates_are_revealed_singly_and_together_and_who_signs_a_bad_proof_pays()
    {
        JobScene scene = await DeployAsync(_scratch, contributionProofs: true, "--treasury", TreasuryAddress);
        await using ExchangeOnAnvil exchange = scene.Exchange;
        await CreateAsync(scene, WideBound);
        await JoinWithStakesAsync(scene);

        await exchange.DoAsync(Publisher, "job", "start", "1");
        foreach (int provider in (int[])[First, Second, Third]) await scene.CommitAsync(provider);
        await scene.IntakeAsync();
        foreach (int provider in (int[])[First, Second, Third]) await ProveAsync(exchange, provider);
        await ReportAsync(exchange);
        await RevealAsync(scene);
        await EndAsync(scene);
    }

    [Fact]
    public async Task An_update_above_the_bound_cannot_be_proved_and_says_why()
    {
        JobScene scene = await DeployAsync(_scratch, contributionProofs: true, "--treasury", TreasuryAddress);
        await using ExchangeOnAnvil exchange = scene.Exchange;
        await CreateAsync(scene, "1000");
        await scene.JoinAsync(First);
        await exchange.DoAsync(Publisher, "job", "start", "1");
        await scene.CommitAsync(First);
        FlzkRun run = await exchange.WithoutAccountAsync(Prove(First, "bounded"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("above the bound of 1000", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_scratch["proofs", $"{First}.json"]));

        // Keys for rounds are not those of contributions.
        FlzkRun wrong = await exchange.WithoutAccountAsync(Prove(First, "keys"));
        Assert.Equal(4, wrong.ExitCode);
        Assert.Contains("keys for contribution proofs", wrong.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _scratch.Dispose();

    private async Task CreateAsync(JobScene scene, string bound)
    {
        JsonElement verifiers = (await scene.Exchange.ReadAsync("verifier", "list")).GetProperty("verifiers");
        JsonElement contribution = verifiers.EnumerateArray().Single(v => v.GetProperty("kind").GetString() == "contribution");
        Assert.Equal(Parameters, contribution.GetProperty("parameters").GetInt32());
        await scene.CreateAsync(Terms
            .Replace("VERIFIER", contribution.GetProperty("verifier").GetString(), StringComparison.Ordinal)
            .Replace("BOUND", bound, StringComparison.Ordinal));
    }

    // The first provider joins with more than it must and changes its mind; the third will pay for its bad proof.
    private static async Task JoinWithStakesAsync(JobScene scene)
    {
        ExchangeOnAnvil exchange = scene.Exchange;
        await scene.JoinAsync(First, "250", "--stake", "250");
        await exchange.RefusedAsync(First, "at least", "provider", "restake", "--job", "1", "--stake", "50");
        await exchange.RefusedAsync(First, "Deposit the rest", "provider", "restake", "--job", "1", "--stake", "251");
        JsonElement changed = await exchange.DoAsync(First, "provider", "restake", "--job", "1", "--stake", "200");
        Assert.Equal(Units(200), changed.GetProperty("stake").GetString());
        await exchange.RefusedAsync(Second, "not registered", "provider", "restake", "--job", "1", "--stake", "200");
        await scene.JoinAsync(Second);
        await scene.JoinAsync(Third, "150");
        await exchange.RefusedAsync(First, string.Empty, "provider", "join", "--job", "1", "--dataset", "1", "--stake", "40");
        JsonElement list = await exchange.ReadAsync("provider", "list", "--job", "1");
        Assert.Equal(3, list.GetProperty("count").GetInt32());
        Assert.Equal(Units(200), list.GetProperty("providers")[0].GetProperty("stake").GetString());
    }

    private async Task ProveAsync(ExchangeOnAnvil exchange, int provider)
    {
        FlzkRun run = await exchange.WithoutAccountAsync(Prove(provider, "bounded"));
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(0, (await exchange.WithoutAccountAsync("contribution", "verify", "--proof", Proof(provider))).ExitCode);
    }

    private async Task ReportAsync(ExchangeOnAnvil exchange)
    {
        // The third provider hands on the second's proof as one of its own update, unsigned at first.
        JsonNode forged = JsonNode.Parse(await File.ReadAllTextAsync(Proof(Third)))!;
        forged["proof"] = JsonNode.Parse(await File.ReadAllTextAsync(Proof(Second)))!["proof"]!.GetValue<string>();
        await File.WriteAllTextAsync(_scratch["forged.json"], forged.ToJsonString());
        FlzkRun verified = await exchange.WithoutAccountAsync(
            "contribution", "verify", "--proof", Proof(First), _scratch["forged.json"], Proof(Second), "--json");
        Assert.Equal(1, verified.ExitCode);
        Assert.Equal(
            [true, false, true],
            verified.Json.GetProperty("proofs").EnumerateArray().Select(proof => proof.GetProperty("valid").GetBoolean()));

        await exchange.RefusedAsync(Anyone, "not signed", "contribution", "report", "--proof", _scratch["forged.json"]);
        FlzkRun stranger = await SignAsync(exchange, Anyone, _scratch["forged.json"], _scratch["signed.json"]);
        Assert.Equal(5, stranger.ExitCode);
        Assert.Contains("cannot sign it", stranger.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await SignAsync(exchange, Third, _scratch["forged.json"], _scratch["signed.json"])).ExitCode);

        string[] report = ["contribution", "report", "--proof", _scratch["signed.json"]];
        Assert.Equal(Units(20), (await exchange.DoAsync(Anyone, report)).GetProperty("slashed").GetString());
        await exchange.RefusedAsync(Anyone, "already", report);

        // What holds cannot be reported, however loudly it is signed.
        Assert.Equal(0, (await SignAsync(exchange, Second, Proof(Second), _scratch["good.json"])).ExitCode);
        await exchange.RefusedAsync(Anyone, "valid", "contribution", "report", "--proof", _scratch["good.json"]);
    }

    private async Task RevealAsync(JobScene scene)
    {
        ExchangeOnAnvil exchange = scene.Exchange;
        await exchange.RefusedAsync(First, "proof", scene.Reveal(First));
        await exchange.DoAsync(First, scene.Reveal(First, "--proof", Proof(First)));

        // The bad proof is left out and costs the good one nothing; what was revealed before is left out too.
        string good = await File.ReadAllTextAsync(Proof(Third));
        File.Copy(_scratch["forged.json"], Proof(Third), overwrite: true);
        string[] together =
        [
            "contribution", "reveal", "--deliveries", _scratch["deliveries"], "--receipts", _scratch["receipts"], "--proofs",
            _scratch["proofs"],
        ];
        FlzkRun some = await exchange.AsAsync(Aggregator, [.. together, "--json"]);
        Assert.Equal(1, some.ExitCode);
        Assert.Equal(
            exchange.Account(Second), Assert.Single(some.Json.GetProperty("result").GetProperty("providers").EnumerateArray()).GetString());
        Assert.Equal(2, some.Json.GetProperty("result").GetProperty("refused").GetArrayLength());

        await File.WriteAllTextAsync(Proof(Third), good);
        foreach (int revealed in (int[])[First, Second]) File.Delete(_scratch["deliveries", $"{revealed}.json"]);
        JsonElement rest = await exchange.DoAsync(Aggregator, together);
        Assert.Equal(exchange.Account(Third), Assert.Single(rest.GetProperty("providers").EnumerateArray()).GetString());
    }

    private async Task EndAsync(JobScene scene)
    {
        ExchangeOnAnvil exchange = scene.Exchange;
        await exchange.RefusedAsync(Anyone, string.Empty, "job", "distribute", "1", "--round", "1");
        string[] final =
        [
            "aggregator", "final", "--job", "1", "--model", _scratch["update-2.safetensors"], "--location", "ipfs://final",
        ];
        await exchange.RefusedAsync(Aggregator, "finalised", final);
        await exchange.DoAsync(Aggregator, ["aggregator", "settle", .. scene.Work]);
        await exchange.RefusedAsync(Anyone, string.Empty, final);
        Assert.Equal(1, (await exchange.DoAsync(Aggregator, final)).GetProperty("round").GetInt32());
        await exchange.RefusedAsync(Aggregator, string.Empty, final);

        await exchange.DoAsync(Anyone, "job", "distribute", "1", "--round", "1");
        await exchange.RefusedAsync(Anyone, string.Empty, "job", "distribute", "1", "--round", "1");
        JsonElement many = await exchange.DoAsync(First, "provider", "claim", "--job", "1", "--round", "1", "1");
        Assert.NotEqual("0", many.GetProperty("amount").GetString());

        // A fifth of the third's 100 is gone: less than the job asks for.
        await exchange.RefusedAsync(Anyone, string.Empty, "provider", "refresh", "--job", "1", "--account", exchange.Account(First));
        Assert.True((await exchange.DoAsync(Anyone, "provider", "refresh", "--job", "1", "--account", exchange.Account(Third)))
            .GetProperty("expelled").GetBoolean());
        await exchange.RefusedAsync(Anyone, "treasury", "stake", "collect");
        Assert.Equal(Units(20), (await exchange.DoAsync(Treasury, "stake", "collect")).GetProperty("amount").GetString());
        Assert.Equal("0", (await exchange.DoAsync(Treasury, "stake", "collect")).GetProperty("amount").GetString());
    }

    private static Task<FlzkRun> SignAsync(ExchangeOnAnvil exchange, int account, string proof, string output) =>
        exchange.AsAsync(account, "contribution", "sign", "--proof", proof, "--out", output);

    private string[] Prove(int provider, string keys) =>
    [
        "contribution", "prove", "--package", _scratch["deliveries", $"{provider}.json"], "--keys", _scratch[keys], "--out",
        Proof(provider),
    ];

    private string Proof(int provider) => _scratch["proofs", $"{provider}.json"];
}
