using FlZk.Ethereum.Abi;
using FlZk.Exchange.Auditing;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Tests.Nodes;

namespace FlZk.Exchange.Tests.Auditing;

/// <summary>Reputations, points, rewards, licences and refunds: whatever the record says of them that does not follow is found, by the
/// check that it concerns.</summary>
public sealed class MoneyAuditTests(PaidJob job) : IClassFixture<PaidJob>
{
    private static ContractAbi Distributor => ExchangeAbi.RewardDistributor;

    [Fact]
    public async Task A_job_in_order_has_no_finding()
    {
        AuditReport report = await job.Exchange.AuditAsync(job.Id);
        report.Finds();
        string[] made = [.. Audits.Checks(report).Select(static check => check.Name)];
        Assert.Superset(
            new HashSet<string>(["stakes", "reputations", "draws", "governance", "bounty", "slashes", "multipliers", "licences"]),
            new HashSet<string>(made));
        Assert.Contains("EXECUTOR_ROLE is held by anybody", report.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public Task Another_multiplier_in_a_commit() =>
        FindsAsync(Word(ExchangeAbi.ModelCoordinator, "UpdateCommitted", 1), "multipliers");

    [Fact]
    public Task Another_score_after_a_credit() =>
        FindsAsync(Word(ExchangeAbi.Reputation, "ReputationCredited", 1), "reputations", "multipliers");

    [Fact]
    public Task A_credit_for_another_stake_than_was_locked() =>
        FindsAsync(Word(ExchangeAbi.Reputation, "ReputationCredited", 0), "reputations", "multipliers");

    [Fact]
    public Task Credits_hidden() => FindsAsync(
        static node => node.Hide(ExchangeAbi.Reputation.Event("ReputationCredited")), "reputations");

    [Fact]
    public Task Another_score_in_the_contracts_state() => FindsAsync(
        static node => node.Call(ExchangeAbi.Reputation.Function("standingOf"), static words => words[0] = Lies.Word(999_999_999_999_999)),
        "reputations");

    [Fact]
    public Task Another_cap_than_the_stake_pays_for() =>
        FindsAsync(Word(ExchangeAbi.ModelCoordinator, "ProviderEnrolled", 1), "points");

    [Fact]
    public Task Another_place_in_the_order_of_reveals() => FindsAsync(
        static node => node.Call(ExchangeAbi.ModelCoordinator.Function("shareOf"), static words =>
        {
            if (words.Length == 4) words[1] = Lies.LastDigitChanged(words[1]);
        }),
        "points");

    [Fact]
    public Task Another_deadline_of_a_phase() => FindsAsync(Word(ExchangeAbi.ModelCoordinator, "PhaseAdvanced", 1), "phases");

    [Fact]
    public Task Another_claim_than_the_share() => FindsAsync(Word(Distributor, "RewardClaimed", 1), "rewards");

    [Fact]
    public Task A_claim_in_another_token() => FindsAsync(Word(Distributor, "RewardClaimed", 0), "rewards");

    [Fact]
    public Task A_claim_hidden() => FindsAsync(static node => node.Hide(Distributor.Event("RewardClaimed")), "rewards");

    [Fact]
    public Task A_licence_sold_below_its_price() => FindsAsync(Word(ExchangeAbi.ModelMarketplace, "LicenceSold", 2), "licences");

    [Fact]
    public Task Proceeds_split_by_another_share() => FindsAsync(Word(Distributor, "ProceedsReceived", 0), "licences");

    [Fact]
    public Task Proceeds_that_never_came() => FindsAsync(static node => node.Hide(Distributor.Event("ProceedsReceived")), "licences");

    [Fact]
    public Task A_contributor_paid_more_of_a_licence_than_its_points() => FindsAsync(Word(Distributor, "ProceedsClaimed", 1), "licences");

    [Fact]
    public Task A_publisher_that_withdrew_more_of_a_licence() =>
        FindsAsync(Word(Distributor, "PublisherProceedsWithdrawn", 1), "licences");

    [Fact]
    public Task Other_proceeds_in_the_contracts_state() => FindsAsync(
        static node => node.Call(Distributor.Function("getProceeds"), static words => words[1] = Lies.LastDigitChanged(words[1])), "licences");

    [Fact]
    public Task Another_refund() => FindsAsync(Word(Distributor, "RefundAccrued", 0), "bounty");

    [Fact]
    public Task Another_withdrawal_of_the_refund() => FindsAsync(Word(Distributor, "RefundWithdrawn", 0), "bounty");

    [Fact]
    public Task Another_rest_of_the_bounty_in_the_contracts_state() => FindsAsync(
        static node => node.Call(Distributor.Function("getPool"), static words => words[4] = Lies.LastDigitChanged(words[4])), "bounty");

    [Fact]
    public Task Rounds_counted_in_another_order() => FindsAsync(Word(ExchangeAbi.ModelCoordinator, "RoundFinalised", 0), "bounty");

    [Fact]
    public Task Another_bond_in_the_vaults_state() => FindsAsync(
        static node => node.Call(ExchangeAbi.StakeVault.Function("bondOf"), static words => words[0] = Lies.LastDigitChanged(words[0])),
        "stakes");

    [Fact]
    public Task Another_total_in_the_vaults_state() => FindsAsync(
        static node => node.Call(ExchangeAbi.StakeVault.Function("totalBonded"), static words => words[0] = Lies.Word(1)), "stakes");

    [Fact]
    public Task More_stake_withdrawn_than_was_free() => FindsAsync(
        static node => node.EachWord(ExchangeAbi.StakeVault.Event("StakeDeposited"), 0, static _ => Lies.Word(1)), "stakes");

    private static Action<LyingNode> Word(ContractAbi contract, string name, int word) =>
        node => node.EachWord(contract.Event(name), word, Lies.LastDigitChanged);

    private Task FindsAsync(Action<LyingNode> lies, params string[] findings) => job.Exchange.FindsAsync(job.Id, lies, findings);
}
