using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Deliveries;
using FlZk.Exchange.Jobs;
using FlZk.Exchange.Rounds;

namespace FlZk.Exchange.Auditing;

/// <summary>Audits what was slashed for a job: every slash has its offence, its exact amount and its destination, and every offence its
/// slash and its fault.</summary>
internal sealed class SlashExamination(ChainTestimony testimony, ExchangeHistory history, JobView job)
{
    private const int Whole = 10_000;
    private const int LatePenalty = 5_000;
    private const int UnprovedProposalPenalty = 10_000;
    private const int NoRevealPenalty = 1_000;
    private const int FailedContributionPenalty = 2_000;
    private const int ChallengerShare = 2_500;
    private const int HarmedShare = 5_000;

    private enum Destination
    {
        Treasury,
        Harmed,
        Challenged,
    }

    private Contract Coordinator => testimony.Contracts.Coordinator.Contract;

    public async Task<string?> FaultAsync(CancellationToken cancellation)
    {
        List<StakeSlash> left = [.. history.Stakes.Slashes.Where(s => s.LockId == job.Id || IsOfChallenge(s.LockId))];
        foreach (ContractEvent offence in await OffencesAsync(cancellation).ConfigureAwait(false))
        {
            string? fault = await OffenceFaultAsync(offence, cancellation).ConfigureAwait(false);
            if (fault is not null) return fault;
            foreach ((Address node, BigInteger lockId, int fraction, Destination to) in await DueAsync(offence, cancellation)
                .ConfigureAwait(false))
            {
                StakeSlash? slash = left.FirstOrDefault(
                    s => s.Node == node && s.LockId == lockId && s.Event.Log.TransactionHash == offence.Log.TransactionHash);
                if (slash is null)
                {
                    if (history.Stakes.LockedBefore(node, lockId, offence).IsZero) continue;
                    return $"{node} was not slashed for {offence.Name}";
                }

                left.Remove(slash);
                if (AmountFault(slash, fraction, to, offence) is { } wrong) return wrong;
                if (lockId == job.Id && !await IsFaultRecordedAsync(node, offence, cancellation).ConfigureAwait(false))
                    return $"{node}'s reputation has no fault for {offence.Name}";
            }

            if (offence.Name == "RoundFailed" && await CompensationFaultAsync(offence, cancellation).ConfigureAwait(false) is { } missing)
                return missing;
        }

        return left.Count == 0 ? null : $"{left[0].Node} was slashed of {left[0].Amount} without an offence";
    }

    private static string? AmountFault(StakeSlash slash, int fraction, Destination to, ContractEvent offence)
    {
        BigInteger due = ((slash.Liable * fraction) + Whole - 1) / Whole;
        BigInteger taken = BigInteger.Min(due, slash.Reachable);
        if (slash.Amount != taken || slash.Debt != due - taken)
        {
            return $"{slash.Node} was slashed of {slash.Amount} and owes {slash.Debt} for {offence.Name}; of {slash.Liable} that is "
                + $"{taken} and {due - taken}";
        }

        (BigInteger Treasury, BigInteger Harmed, BigInteger Challenger) expected = to switch
        {
            Destination.Treasury => (taken, 0, 0),
            Destination.Harmed => (0, taken, 0),
            _ => (taken - (taken * HarmedShare / Whole) - (taken * ChallengerShare / Whole), taken * HarmedShare / Whole,
                taken * ChallengerShare / Whole),
        };
        return (slash.ToTreasury, slash.ToHarmed, slash.ToChallenger) == expected
            ? null
            : $"of {slash.Node}'s {taken} for {offence.Name} the treasury got {slash.ToTreasury}, the round's providers {slash.ToHarmed} "
                + $"and a challenger {slash.ToChallenger}, not {expected.Treasury}, {expected.Harmed} and {expected.Challenger}";
    }

    private bool IsOfChallenge(BigInteger lockId) =>
        lockId >= StakeReplay.SettlementLock && (lockId ^ StakeReplay.SettlementLock) >> 32 == job.Id;

    private async Task<IReadOnlyList<ContractEvent>> OffencesAsync(CancellationToken cancellation)
    {
        var ofJob = new Dictionary<string, object> { ["jobId"] = job.Id };
        List<ContractEvent> all = [];
        foreach (string name in (string[])["AggregatorLate", "RoundFailed", "SilentProviderReported"])
            all.AddRange(await testimony.EventsAsync(Coordinator, name, ofJob, cancellation).ConfigureAwait(false));
        all.AddRange(await testimony.EventsAsync(
            testimony.Contracts.Disputes.Contract, "FailedContributionReported", ofJob, cancellation).ConfigureAwait(false));
        all.AddRange((await testimony.HistoryAsync(testimony.Contracts.Settlement.Contract, cancellation).ConfigureAwait(false))
            .Where(e => e.Name == "ChallengeResolved" && e.Fields.Integer("roundId") >> 32 == job.Id));
        return [.. all.InChainOrder()];
    }

    /// <summary>What an offence costs whom, and where that goes.</summary>
    private async Task<IReadOnlyList<(Address Node, BigInteger LockId, int Fraction, Destination To)>> DueAsync(
        ContractEvent offence, CancellationToken cancellation)
    {
        switch (offence.Name)
        {
            case "AggregatorLate":
                return [(offence.Fields.Address("aggregator"), job.Id, LatePenalty, Destination.Treasury)];
            case "SilentProviderReported":
                return [(offence.Fields.Address("provider"), job.Id, NoRevealPenalty, Destination.Treasury)];
            case "FailedContributionReported":
                return [(offence.Fields.Address("provider"), job.Id, FailedContributionPenalty, Destination.Treasury)];
            case "ChallengeResolved":
                return offence.Fields.Boolean("upheld")
                    ? []
                    : [(offence.Fields.Address("challenger"), offence.Fields.Integer("roundId") | StakeReplay.SettlementLock, Whole,
                        Destination.Treasury)];
            default:
                return await DueForFailureAsync(offence, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<(Address Node, BigInteger LockId, int Fraction, Destination To)>> DueForFailureAsync(
        ContractEvent failure, CancellationToken cancellation)
    {
        Dictionary<string, object> ofRound = OfRound(failure);
        IReadOnlyList<ContractEvent> proposals = await testimony.EventsAsync(
            Coordinator, "AggregateProposed", ofRound, cancellation).ConfigureAwait(false);
        switch ((RoundPhase)failure.Fields.Int32("phase"))
        {
            case RoundPhase.Drawing:
                return [(job.Spec.Aggregator, job.Id, LatePenalty, Destination.Treasury)];
            case RoundPhase.Publishing:
                IReadOnlyList<ContractEvent> proofs = await testimony.EventsAsync(
                    Coordinator, "AggregateVerified", ofRound, cancellation).ConfigureAwait(false);
                return [.. proofs.Select(e => (e.Fields.Address("aggregator"), (BigInteger)job.Id, LatePenalty, Destination.Harmed))];
            case RoundPhase.Aggregating when proposals.Count > 0:
                return [(proposals[^1].Fields.Address("proposer"), job.Id, UnprovedProposalPenalty, Destination.Challenged)];
            case RoundPhase.Aggregating:
                // Of an update that the other receipted, each may lack the opening.
                HashSet<Address> signers = await ReceiptSignersAsync(ofRound, failure, cancellation).ConfigureAwait(false);
                return signers.Count == 1 ? [(signers.Single(), job.Id, LatePenalty, Destination.Harmed)] : [];
            default:
                return [];
        }
    }

    /// <summary>Whether an offence was one; its amount is another matter.</summary>
    private async Task<string?> OffenceFaultAsync(ContractEvent offence, CancellationToken cancellation)
    {
        switch (offence.Name)
        {
            case "SilentProviderReported":
                return await SilenceFaultAsync(offence, cancellation).ConfigureAwait(false);
            case "AggregatorLate":
                IReadOnlyList<ContractEvent> told = await testimony.EventsWithinAsync(
                    offence.Log.TransactionHash, Coordinator, cancellation).ConfigureAwait(false);
                bool byBackup = told.Any(e => (e.Name == "AggregateVerified" && e.Fields.Address("aggregator") == job.Spec.BackupAggregator)
                    || (e.Name == "AggregateProposed" && e.Fields.Address("proposer") == job.Spec.BackupAggregator));
                if (!byBackup || offence.Fields.Address("aggregator") != job.Spec.Aggregator)
                    return $"{offence.Fields.Address("aggregator")} is called late in a round that its backup did not settle";
                return await HasBackupReceiptsAsync(OfRound(offence), offence, cancellation).ConfigureAwait(false)
                    ? $"{offence.Fields.Address("aggregator")} is called late in a round whose updates it may never have got"
                    : null;
            case "FailedContributionReported":
                return await new DisputeExamination(testimony, job).FaultAsync(offence, cancellation).ConfigureAwait(false);
            default:
                return null;
        }
    }

    // Who had a receipt posted and did not reveal until reveals ended.
    private async Task<string?> SilenceFaultAsync(ContractEvent report, CancellationToken cancellation)
    {
        Address provider = report.Fields.Address("provider");
        var ofProvider = new Dictionary<string, object>(OfRound(report)) { ["provider"] = provider };
        ContractEvent? posted = (await testimony.EventsAsync(Coordinator, "ReceiptPosted", ofProvider, cancellation).ConfigureAwait(false))
            .FirstOrDefault(e => e.IsBefore(report));
        if (posted is null) return $"{provider} is called silent, but no receipt of it was posted";
        (_, AbiValues call) = await testimony.CallBehindAsync(posted, Coordinator, "postReceipt", cancellation).ConfigureAwait(false);
        RoundId id = testimony.Contracts.Coordinator.RoundId(job.Id, report.Fields.Int32("round"));
        var receipt = new ContributionReceipt(
            id, provider, call.Tuple("commitment").ToG1(), call.Int64("weight"), call.Bytes("signature"));
        if (receipt.Signer() is not { IsZero: false } signer
            || (signer != job.Spec.Aggregator && signer != job.Spec.BackupAggregator))
            return $"{provider} is called silent for a receipt that neither the aggregator nor its backup signed";
        Hash32 opened = id.CommitHash(provider, receipt.Commitment, receipt.Weight, call.Hash("salt"));
        ContractEvent? commit = (await testimony.EventsAsync(Coordinator, "UpdateCommitted", ofProvider, cancellation)
            .ConfigureAwait(false)).SingleOrDefault();
        if (commit is null || commit.Fields.Hash("commitHash") != opened)
            return $"{provider} is called silent for a receipt of something else than it committed to";
        if ((await testimony.EventsAsync(Coordinator, "UpdateRevealed", ofProvider, cancellation).ConfigureAwait(false)).Count > 0)
            return $"{provider} is called silent, but it revealed";
        ContractEvent? revealing = (await testimony.EventsAsync(Coordinator, "PhaseAdvanced", OfRound(report), cancellation)
            .ConfigureAwait(false)).FirstOrDefault(static e => e.Fields.Int32("phase") == (int)RoundPhase.Revealing);
        long now = await testimony.TimeOfAsync(report.Log.BlockNumber, cancellation).ConfigureAwait(false);
        if (revealing is null || now <= revealing.Fields.Int64("deadline")) return $"{provider} is called silent before reveals ended";
        IReadOnlyList<ContractEvent> reports = await testimony.EventsAsync(
            Coordinator, "SilentProviderReported", ofProvider, cancellation).ConfigureAwait(false);
        return reports.Count == 1
            ? null
            : $"{provider} was called silent twice in one round";
    }

    private async Task<bool> HasBackupReceiptsAsync(
        Dictionary<string, object> ofRound, ContractEvent before, CancellationToken cancellation) =>
        !job.Spec.BackupAggregator.IsZero
        && (await ReceiptSignersAsync(ofRound, before, cancellation).ConfigureAwait(false)).Contains(job.Spec.BackupAggregator);

    // Who signed the receipts of the updates that were revealed before an event.
    private async Task<HashSet<Address>> ReceiptSignersAsync(
        Dictionary<string, object> ofRound, ContractEvent before, CancellationToken cancellation)
    {
        var signers = new HashSet<Address>();
        RoundId id = testimony.Contracts.Coordinator.RoundId(job.Id, before.Fields.Int32("round"));
        foreach (ContractEvent one in await testimony.EventsAsync(Coordinator, "UpdateRevealed", ofRound, cancellation)
            .ConfigureAwait(false))
        {
            Address provider = one.Fields.Address("provider");
            (SignedCall call, AbiFunction function, AbiValues arguments) = await testimony.CallBehindAsync(
                one, Coordinator, RevealExamination.RevealingCalls, cancellation).ConfigureAwait(false);
            AbiValues update = AbiDecoder.Decode(
                ExchangeAbi.Reveal, RevealExamination.UpdateOf(provider, call, function, arguments));
            var receipt = new ContributionReceipt(
                id, provider, update.Tuple("commitment").ToG1(), update.Int64("weight"), update.Bytes("receiptSignature"));
            if (one.IsBefore(before) && receipt.Signer() is { } signer) signers.Add(signer);
        }

        return signers;
    }

    private async Task<bool> IsFaultRecordedAsync(Address node, ContractEvent offence, CancellationToken cancellation) =>
        (await testimony.EventsWithinAsync(offence.Log.TransactionHash, testimony.Contracts.Reputation.Contract, cancellation)
            .ConfigureAwait(false)).Any(e => e.Name == "FaultRecorded" && e.Fields.Address("provider") == node);

    // What a failed round has for its providers is what was slashed for them in its transaction.
    private async Task<string?> CompensationFaultAsync(ContractEvent failure, CancellationToken cancellation)
    {
        BigInteger slashed = history.Stakes.Slashes
            .Where(s => s.Event.Log.TransactionHash == failure.Log.TransactionHash && s.LockId == job.Id)
            .Aggregate(BigInteger.Zero, static (sum, s) => sum + s.ToHarmed);
        BigInteger told = failure.Fields.Integer("compensation");
        if (told != slashed) return $"round {failure.Fields.Integer("round")} failed with a compensation of {told}, slashed were {slashed}";
        AbiValues outcome = await Coordinator.CallAsync<AbiValues>(
            "outcomeOf", [(new BigInteger(job.Id) << 32) | failure.Fields.Integer("round")], testimony.Block, cancellation)
            .ConfigureAwait(false);
        return outcome.Integer("compensation") == told
            ? null
            : $"the contract's compensation of round {failure.Fields.Integer("round")} is {outcome.Integer("compensation")}, not {told}";
    }

    private Dictionary<string, object> OfRound(ContractEvent happened) =>
        new() { ["jobId"] = job.Id, ["round"] = happened.Fields.Integer("round") };
}
