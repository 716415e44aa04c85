using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;
using FlZk.Exchange.Committees;
using FlZk.Exchange.Contracts;

namespace FlZk.Exchange.Auditing;

/// <summary>The exchange's whole past as far as single jobs rest on it: stakes, reputations and committees, replayed once for all
/// jobs.</summary>
internal sealed class ExchangeHistory
{
    private readonly ChainTestimony _testimony;
    private readonly Dictionary<BigInteger, CommitteeReplayed> _committees = [];

    private ExchangeHistory(ChainTestimony testimony, StakeReplay stakes, ReputationReplay reputations)
    {
        _testimony = testimony;
        Stakes = stakes;
        Reputations = reputations;
        Governance = new GovernanceExamination(testimony);
    }

    /// <summary>Every node's stake at any time.</summary>
    public StakeReplay Stakes { get; }

    /// <summary>Every provider's score at any time.</summary>
    public ReputationReplay Reputations { get; }

    /// <summary>Who may change what, and what they changed.</summary>
    public GovernanceExamination Governance { get; }

    /// <summary>What checks of the exchange as a whole found.</summary>
    public CheckList Checks { get; } = new();

    /// <summary>The draw of a round's committee; null when the selector shows none.</summary>
    public CommitteeReplayed? CommitteeOf(BigInteger roundId) => _committees.GetValueOrDefault(roundId);

    /// <summary>Replays the past up to the testimony's block.</summary>
    public static async Task<ExchangeHistory> ReplayAsync(ChainTestimony testimony, CancellationToken cancellation)
    {
        Contract vault = testimony.Contracts.StakeVault.Contract;
        BigInteger delay = await vault.CallAsync<BigInteger>(
            "unbondingDelay", [], testimony.Block, cancellation).ConfigureAwait(false);
        var stakes = new StakeReplay(delay);
        var history = new ExchangeHistory(testimony, stakes, new ReputationReplay(stakes, delay));
        await history.Checks.CheckAsync(
            "stakes",
            "every movement of stake follows from those before it, and what every node has and owes now is what the vault says",
            () => history.StakesFaultAsync(vault, cancellation)).ConfigureAwait(false);
        await history.Checks.CheckAsync(
            "reputations",
            "every provider's score follows from its credits, the stake it had locked, its faults and the half-life",
            () => history.ReputationsFaultAsync(cancellation)).ConfigureAwait(false);
        await history.Checks.CheckAsync(
            "draws",
            "every committee of the exchange is the one that the beacon's signature draws from the candidates at the request",
            () => history.CommitteesFaultAsync(cancellation)).ConfigureAwait(false);
        await history.Checks.CheckAsync(
            "governance",
            "every module runs the implementation announced last, every upgrade waited in the timelock, and roles are as granted",
            () => history.Governance.FaultAsync(cancellation)).ConfigureAwait(false);
        return history;
    }

    private async Task<string?> StakesFaultAsync(Contract vault, CancellationToken cancellation)
    {
        IReadOnlyList<ContractEvent> moves = await _testimony.HistoryAsync(vault, cancellation).ConfigureAwait(false);
        string? fault = await Stakes.ApplyAsync(
            moves, one => _testimony.TimeOfAsync(one.Log.BlockNumber, cancellation)).ConfigureAwait(false);
        if (fault is not null) return fault;
        foreach (Address node in Stakes.Nodes)
        {
            AbiValues bond = await vault.CallAsync<AbiValues>("bondOf", [node], _testimony.Block, cancellation).ConfigureAwait(false);
            BigInteger owed = await vault.CallAsync<BigInteger>("debtOf", [node], _testimony.Block, cancellation).ConfigureAwait(false);
            (BigInteger Free, BigInteger Locked, BigInteger Unbonding, BigInteger Debt) expected = Stakes.BondOf(node);
            if ((bond.Integer("free"), bond.Integer("locked"), bond.Integer("unbonding"), owed) != expected)
            {
                return $"the vault says that {node} has {bond.Integer("free")} free, {bond.Integer("locked")} locked, "
                    + $"{bond.Integer("unbonding")} leaving and owes {owed}; by its events these are {expected.Free}, {expected.Locked}, "
                    + $"{expected.Unbonding} and {expected.Debt}";
            }
        }

        BigInteger total = await vault.CallAsync<BigInteger>("totalBonded", [], _testimony.Block, cancellation).ConfigureAwait(false);
        BigInteger uncollected = await vault.CallAsync<BigInteger>(
            "uncollectedProceeds", [], _testimony.Block, cancellation).ConfigureAwait(false);
        return (total, uncollected) == (Stakes.TotalBonded, Stakes.Uncollected)
            ? null
            : $"the vault counts {total} bonded and {uncollected} slashed, its events {Stakes.TotalBonded} and {Stakes.Uncollected}";
    }

    private async Task<string?> ReputationsFaultAsync(CancellationToken cancellation)
    {
        Contract reputation = _testimony.Contracts.Reputation.Contract;
        Contract coordinator = _testimony.Contracts.Coordinator.Contract;
        foreach (ContractEvent one in await _testimony.HistoryAsync(reputation, cancellation).ConfigureAwait(false))
        {
            long time = await _testimony.TimeOfAsync(one.Log.BlockNumber, cancellation).ConfigureAwait(false);
            Reputations.Apply(one, time);
            string? wrong = one.Name switch
            {
                "ReputationCredited" => await CreditFaultAsync(coordinator, one, cancellation).ConfigureAwait(false),
                "FaultRecorded" => await OffenceFaultAsync(coordinator, one, cancellation).ConfigureAwait(false),
                _ => null,
            };
            if (wrong is not null) Reputations.Blame(one.Fields.Address("provider"), one, wrong);
        }

        long now = await _testimony.TimeOfAsync(_testimony.Block, cancellation).ConfigureAwait(false);

        // Whoever had stake is asked about, so that nobody's credits or faults can be hidden as a whole.
        foreach (Address provider in Reputations.Providers.Union(Stakes.Nodes))
        {
            if (Reputations.FaultOf(provider) is { } fault) return fault;
            AbiValues standing = await reputation.CallAsync<AbiValues>(
                "standingOf", [provider], _testimony.Block, cancellation).ConfigureAwait(false);
            BigInteger shown = standing.Integer("score").IsZero
                ? BigInteger.Zero
                : (standing.Integer("score") * HalfLife.Factor(now - standing.Int64("updatedAt"))) >> 128;
            BigInteger score = Reputations.ScoreAt(provider, null, now);
            if (shown != score) return $"the contract's score of {provider} comes to {shown}, by its events it is {score}";
        }

        return null;
    }

    // A credit is for a round that was finalised, and for who revealed in it.
    private async Task<string?> CreditFaultAsync(Contract coordinator, ContractEvent credit, CancellationToken cancellation)
    {
        Address provider = credit.Fields.Address("provider");
        BigInteger roundId = credit.Fields.Integer("roundId");
        var ofRound = new Dictionary<string, object> { ["jobId"] = roundId >> 32, ["round"] = roundId & uint.MaxValue };
        IReadOnlyList<ContractEvent> finalised = await _testimony.EventsAsync(
            coordinator, "RoundFinalised", ofRound, cancellation).ConfigureAwait(false);
        if (!finalised.Any(e => e.IsBefore(credit))) return $"{provider} was credited for round id {roundId}, which was not finalised";
        IReadOnlyList<ContractEvent> revealed = await _testimony.EventsAsync(
            coordinator, "UpdateRevealed", new Dictionary<string, object>(ofRound) { ["provider"] = provider }, cancellation)
            .ConfigureAwait(false);
        return revealed.Count == 1 ? null : $"{provider} was credited for round id {roundId}, in which it revealed nothing";
    }

    // A fault is recorded by who judges offences, in the transaction of one.
    private async Task<string?> OffenceFaultAsync(Contract coordinator, ContractEvent fault, CancellationToken cancellation)
    {
        Contract disputes = _testimony.Contracts.Disputes.Contract;
        Address reporter = fault.Fields.Address("reporter");
        Contract? judge = reporter == coordinator.Address ? coordinator : reporter == disputes.Address ? disputes : null;
        IReadOnlyList<ContractEvent> told = judge is null
            ? []
            : await _testimony.EventsWithinAsync(fault.Log.TransactionHash, judge, cancellation).ConfigureAwait(false);
        return told.Any(static e => e.Name is "AggregatorLate" or "RoundFailed" or "SilentProviderReported" or "FailedContributionReported")
            ? null
            : $"{fault.Fields.Address("provider")}'s fault was recorded by {reporter} for no offence";
    }

    private async Task<string?> CommitteesFaultAsync(CancellationToken cancellation)
    {
        Contract selector = _testimony.Contracts.Selector.Contract;
        var replay = new CommitteeReplay(_testimony.Contracts.ChainId, selector.Address);
        var requests = new Dictionary<BigInteger, ContractEvent>();
        string? first = null;
        foreach (ContractEvent one in await _testimony.HistoryAsync(selector, cancellation).ConfigureAwait(false))
        {
            if (one.Name == "CommitteeRequested") requests[one.Fields.Integer("roundId")] = one;
            CommitteeVerdict? verdict = replay.Apply(one);
            if (verdict is null) continue;
            requests.TryGetValue(verdict.RoundId, out ContractEvent? request);
            string? fault = verdict.Fault ?? await EntropyFaultAsync(verdict, request!, cancellation).ConfigureAwait(false);
            if (!_committees.TryAdd(verdict.RoundId, new CommitteeReplayed(verdict.Members, request, one, fault)))
                fault = $"the committee of round id {verdict.RoundId} was drawn twice";
            first ??= fault;
        }

        return first;
    }

    private async Task<string?> EntropyFaultAsync(CommitteeVerdict verdict, ContractEvent request, CancellationToken cancellation)
    {
        if (await _testimony.HashOfAsync(verdict.EntropyBlock, cancellation).ConfigureAwait(false) != verdict.Entropy)
            return $"the draw used {verdict.Entropy} as the hash of block {verdict.EntropyBlock}, which has another";
        Hash32 randao = await _testimony.RandaoOfAsync(request.Log.BlockNumber, cancellation).ConfigureAwait(false);
        return randao == request.Fields.Hash("prevrandao")
            ? null
            : $"the draw used {request.Fields.Hash("prevrandao")} as PREVRANDAO of block {request.Log.BlockNumber}, which has {randao}";
    }
}
