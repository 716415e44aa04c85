using System.Globalization;
using System.Text.Json.Nodes;
using FlZk.Ethereum;
using FlZk.Exchange.Auditing;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Models;
using FlZk.Exchange.Records;
using FlZk.Exchange.Rounds;
using FlZk.Exchange.Tests.Nodes;
using FlZk.Statements;

namespace FlZk.Exchange.Tests.Auditing;

/// <summary>Whatever a node changes, drops or makes up, the audit says no, and says which check it was.</summary>
public sealed class LyingNodeTests(SettledJob job) : IClassFixture<SettledJob>
{
    private RevealedContribution Second => job.Settlement.Contributions[1];

    private string SecondCommitment => JsonRecord.PointText(Second.Commitment)[2..];

    [Fact]
    public async Task A_true_node_gives_a_valid_verdict()
    {
        JobAudit audit = await job.AuditAsync();
        Assert.Equal(AuditVerdict.Valid, audit.Verdict);
        RoundAudit round = Assert.Single(audit.Rounds);
        Assert.Equal(job.Settlement.TotalWeight, round.TotalWeight);
        Assert.Equal(job.Settlement.Settlement.Hash.ToString(), round.SettlementTransaction);
        Assert.Equal(JsonRecord.PointText(job.Settlement.ModelCommitment), round.ModelCommitment);
        Assert.Equal(
            [
                "state", "phases", "commits", "multipliers", "reveals", "sums", "points", "settlement", "proof", "verifier", "model",
                "rewards",
            ],
            round.Checks.Select(static check => check.Name));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_coordinate_of_the_published_model_changed(bool alsoInTransactions)
    {
        string packed = Convert.ToHexStringLower(PackedModel.Pack(job.Settlement.Model.Span, 24));
        string changed = packed[..29] + (packed[29] == '0' ? '1' : '0') + packed[30..];
        await job.CaughtAsync("model", node => node.Replace(packed, changed, inTransactions: alsoInTransactions));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_weight_changed(bool alsoInTransactions)
    {
        string revealed = SecondCommitment + Lies.Word(Second.Weight);
        await job.CaughtAsync(
            "reveals", node => node.Replace(revealed, SecondCommitment + Lies.Word(Second.Weight + 1), inTransactions: alsoInTransactions));
    }

    [Fact]
    public async Task One_proof_byte_changed()
    {
        string link = JsonRecord.PointText(job.Settlement.Proof.Link)[2..];
        await job.CaughtAsync("settlement", node => node.Replace(link, Lies.LastDigitChanged(link)));
    }

    [Fact]
    public async Task A_reveal_dropped() =>
        await job.CaughtAsync("reveals", node => node.Events(Event("UpdateRevealed"), static logs => logs.RemoveAt(1)));

    [Fact]
    public async Task A_reveal_shown_twice() =>
        await job.CaughtAsync("reveals", node => node.Events(Event("UpdateRevealed"), static logs => logs.Add(logs[1]!.DeepClone())));

    [Fact]
    public async Task A_commitment_replaced_by_another_providers()
    {
        string other = JsonRecord.PointText(job.Settlement.Contributions[2].Commitment)[2..];
        await job.CaughtAsync("reveals", node => node.Replace(SecondCommitment, other));
    }

    [Fact]
    public async Task A_reveal_shown_as_another_providers()
    {
        string topic = new string('0', 24) + Second.Provider.ToString()[2..];
        string other = new string('0', 24) + job.Settlement.Contributions[2].Provider.ToString()[2..].ToLowerInvariant();
        await job.CaughtAsync("reveals", node => node.Replace(topic, other, inTransactions: false));
    }

    [Fact]
    public async Task A_reveal_dropped_from_events_counts_and_sums_alike_is_caught_by_the_proof_alone()
    {
        // The most consistent lie there is: the node hides a provider everywhere. What remains is that the proof is about the true sum.
        RevealedContribution[] shown = [job.Settlement.Contributions[0], job.Settlement.Contributions[2]];
        VectorCommitment sum = VectorCommitment.WeightedSum(
            [.. shown.Select(static c => new VectorCommitment(c.Commitment))], [.. shown.Select(static c => c.Weight)]);
        VectorCommitment truth = VectorCommitment.WeightedSum(
            [.. job.Settlement.Contributions.Select(static c => new VectorCommitment(c.Commitment))],
            [.. job.Settlement.Contributions.Select(static c => c.Weight)]);
        long total = job.Settlement.TotalWeight - Second.Weight;
        string trueSettlement = Lies.Word(job.Settlement.TotalWeight) + JsonRecord.PointText(truth.Point)[2..];
        string shownSettlement = Lies.Word(total) + JsonRecord.PointText(sum.Point)[2..];
        JobAudit audit = await job.CaughtAsync("proof", node => node
            .Replace(trueSettlement, shownSettlement, inTransactions: false)
            .Events(Event("UpdateRevealed"), static logs => logs.RemoveAt(1))
            .Call(ExchangeAbi.ModelCoordinator.Function("getRound"), words =>
            {
                words[6] = Lies.Word(2);
                words[7] = Lies.Word(total);
                words[8] = Lies.Word(total * 10_000);
            })
            .Call(ExchangeAbi.ModelCoordinator.Function("shareOf"), words =>
            {
                if (words.Length != 4 || words[2] != Lies.Word(2)) return;
                words[1] = Lies.Word(shown[0].Weight * 10_000);
                words[2] = Lies.Word(1);
            }));
        foreach (string believed in (string[])["state", "commits", "reveals", "sums", "points", "settlement", "model"])
            Assert.True(audit.Rounds[0].Checks.Single(c => c.Name == believed).Passed, believed);
    }

    [Fact]
    public async Task A_commit_dropped() =>
        await job.CaughtAsync("commits", node => node.Events(Event("UpdateCommitted"), static logs => logs.RemoveAt(0)));

    [Fact]
    public async Task A_commit_shown_twice() =>
        await job.CaughtAsync("commits", node => node.Events(Event("UpdateCommitted"), static logs => logs.Add(logs[0]!.DeepClone())));

    [Fact]
    public async Task A_settlement_hidden() =>
        await job.CaughtAsync("settlement", node => node.Events(Event("AggregateVerified"), static logs => logs.Clear()));

    [Fact]
    public async Task A_publication_hidden() =>
        await job.CaughtAsync("model", node => node.Events(Event("ModelPublished"), static logs => logs.Clear()));

    [Fact]
    public async Task A_start_of_a_round_hidden() =>
        await job.CaughtAsync("rounds", node => node.Events(Event("RoundStarted"), static logs => logs.Clear()));

    [Fact]
    public async Task An_event_that_no_receipt_has() =>
        await job.CaughtAsync("reveals", node => node.Events(Event("UpdateRevealed"), static logs =>
    {
        JsonNode made = logs[0]!.DeepClone();
        made["logIndex"] = "0x7";
        logs.Add(made);
    }));

    [Fact]
    public async Task A_transaction_moved_to_another_block() =>
        await job.CaughtAsync(
            "settlement", node => node.Events(Event("AggregateVerified"), static logs => logs[0]!["blockNumber"] = "0x1"));

    [Fact]
    public async Task Another_code_of_the_verifier() => await job.CaughtAsync("verifier code", node => node.Code(VerifierAddress(), 300));

    [Fact]
    public async Task Another_byte_in_the_stored_key()
    {
        Address store = await job.Contracts.Verifier(VerifierAddress()).KeyStoreAsync();
        await job.CaughtAsync("key", node => node.Code(store, 500));
    }

    [Fact]
    public async Task Other_totals_in_the_contracts_state() => await job.CaughtAsync(
        "sums", node =>
        node.Call(ExchangeAbi.ModelCoordinator.Function("getRound"), static words => words[7] = Lies.LastDigitChanged(words[7])));

    [Fact]
    public async Task Other_points_in_the_contracts_state() => await job.CaughtAsync(
        "points", node =>
        node.Call(ExchangeAbi.ModelCoordinator.Function("getRound"), static words => words[8] = Lies.LastDigitChanged(words[8])));

    [Fact]
    public async Task Another_settler_in_the_contracts_state() => await job.CaughtAsync(
        "settlement", node =>
        node.Call(ExchangeAbi.ModelCoordinator.Function("getRound"), static words => words[13] = Lies.LastDigitChanged(words[13])));

    [Fact]
    public async Task A_round_called_failed_though_it_was_settled() => await job.CaughtAsync(
        "settlement", node =>
        node.Call(ExchangeAbi.ModelCoordinator.Function("getRound"), static words => words[2] = Lies.Word((int)RoundPhase.Failed)));

    [Fact]
    public async Task A_verifier_said_to_reject() => await job.CaughtAsync(
        "verifier", node => node.Call(ExchangeAbi.LinkedVerifier.Function("verify"), static words => words[0] = Lies.Word(0)));

    [Fact]
    public async Task Another_context() => await job.CaughtAsync(
        "verifier", node =>
        node.Call(ExchangeAbi.ModelCoordinator.Function("contextOf"), static words => words[0] = Lies.LastDigitChanged(words[0])));

    [Fact]
    public async Task Another_share_of_the_reward() => await job.CaughtAsync(
        "rewards", node =>
        node.Call(ExchangeAbi.RewardDistributor.Function("shareOf"), static words => words[0] = Lies.LastDigitChanged(words[0])));

    [Fact]
    public async Task A_claim_paid_twice() => await job.CaughtAsync(
        "rewards", node =>
        node.Events(ExchangeAbi.RewardDistributor.Event("RewardClaimed"), static logs => logs.Add(logs[0]!.DeepClone())));

    [Fact]
    public async Task Another_bounty_in_state_and_event_than_was_signed()
    {
        string bounty = ((1000 * Chain.TestExchange.Token) + 1).ToString("x64", CultureInfo.InvariantCulture)[^64..];
        await job.CaughtAsync("terms", node => node
            .Replace(bounty, Lies.LastDigitChanged(bounty)[..^1] + "f", inTransactions: false)
            .Call(ExchangeAbi.DataExchange.Function("getJob"), words => words[Array.IndexOf(words, bounty)] = bounty[..^1] + "f"));
    }

    [Fact]
    public async Task Another_bounty_in_the_contracts_state_alone()
    {
        string bounty = ((1000 * Chain.TestExchange.Token) + 1).ToString("x64", CultureInfo.InvariantCulture)[^64..];
        await job.CaughtAsync("terms", node => node.Call(
            ExchangeAbi.DataExchange.Function("getJob"), words => words[Array.IndexOf(words, bounty)] = bounty[..^1] + "f"));
    }

    private static FlZk.Ethereum.Abi.AbiEvent Event(string name) => ExchangeAbi.ModelCoordinator.Event(name);

    private Address VerifierAddress() => job.Contracts.Exchange.GetJobAsync(job.Id).GetAwaiter().GetResult().Spec.Verifier;
}
