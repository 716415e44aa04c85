using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;
using FlZk.Exchange.Committees;
using FlZk.Exchange.Rounds;

namespace FlZk.Exchange.Auditing;

/// <summary>Audits a round's committee: who could be drawn and with what stake, who was, and that nobody else committed.</summary>
internal sealed class CommitteeExamination(RoundEvidence round)
{
    public Task RunAsync(CancellationToken cancellation) => round.Job.Spec.CommitteeSize == 0
        ? Task.CompletedTask
        : round.Checks.CheckAsync(
            "committee",
            "the candidates had the stakes that they locked, the beacon's signature draws the committee from them, and only its members "
            + "committed",
            () => FaultAsync(cancellation));

    private async Task<string?> FaultAsync(CancellationToken cancellation)
    {
        CommitteeReplayed? committee = round.History.CommitteeOf(round.Id.Number);
        if (committee is null)
        {
            // A round whose drawing ran out of time never had one.
            bool mayLack = round.State is { Phase: RoundPhase.Drawing } or { Phase: RoundPhase.Failed, Committed: 0 };
            return mayLack && round.Committed.Count == 0 ? null : "the node shows no draw of the round's committee";
        }

        if (committee.Fault is not null) return committee.Fault;
        ContractEvent request = committee.Request!;
        if (request.Fields.Address("aggregator") != round.Job.Spec.Aggregator)
            return $"the draw is signed with the key of {request.Fields.Address("aggregator")}, not of the job's aggregator";
        if (await CandidatesFaultAsync(request, cancellation).ConfigureAwait(false) is { } wrong) return wrong;
        int size = Math.Min(round.Job.Spec.CommitteeSize, request.Fields.Int32("candidates"));
        if (committee.Members.Count != size) return $"{committee.Members.Count} were drawn, the job wants {size}";
        AbiValues stored = await round.Testimony.Contracts.Selector.Contract.CallAsync(
            "getCommittee", [round.Id.Number], round.Testimony.Block, cancellation).ConfigureAwait(false);
        if (!stored.List<Address>("value").SequenceEqual(committee.Members))
            return "the contract's state has another committee than was drawn";
        Address? stranger = round.Committed.Keys.Cast<Address?>().FirstOrDefault(p => !committee.Members.Contains(p!.Value));
        if (stranger is not null) return $"{stranger} committed without being a member of the committee";
        return round.State is null || round.State.Eligible == size
            ? null
            : $"the contract lets {round.State.Eligible} take part, the committee has {size} members";
    }

    /// <summary>Whether the selector's candidates at the request are those who had joined, with the stakes that the vault had
    /// locked.</summary>
    private async Task<string?> CandidatesFaultAsync(ContractEvent request, CancellationToken cancellation)
    {
        var joined = new CommitteeCandidates();
        var ofJob = new Dictionary<string, object> { ["jobId"] = round.Job.Id };
        Contract exchange = round.Testimony.Contracts.Exchange.Contract;
        List<ContractEvent> moves = [];
        foreach (string name in (string[])["ContributorRegistered", "ContributorRefreshed", "ContributorLeft", "ContributorExpelled"])
            moves.AddRange(await round.Testimony.EventsAsync(exchange, name, ofJob, cancellation).ConfigureAwait(false));
        foreach (ContractEvent move in moves.Where(m => m.IsBefore(request)).InChainOrder())
        {
            bool stays = move.Name is "ContributorRegistered" or "ContributorRefreshed";
            joined.Update(move.Fields.Address("provider"), stays ? move.Fields.Integer("stake") : BigInteger.Zero);
        }

        var listed = new CommitteeCandidates();
        foreach (ContractEvent update in await round.Testimony.EventsAsync(
            round.Testimony.Contracts.Selector.Contract, "CandidateStakeUpdated", ofJob, cancellation).ConfigureAwait(false))
        {
            if (!update.IsBefore(request)) break;
            Address provider = update.Fields.Address("provider");
            BigInteger stake = update.Fields.Integer("stake");
            BigInteger locked = round.History.Stakes.LockedBefore(provider, round.Job.Id, update);
            if (!stake.IsZero && stake != locked) return $"{provider} became a candidate with a stake of {stake}, it had locked {locked}";
            listed.Update(provider, stake);
        }

        return joined.Snapshot().SequenceEqual(listed.Snapshot())
            ? null
            : $"the selector drew from {listed.Count} candidates with a stake of {listed.TotalStake} in all, {joined.Count} with "
                + $"{joined.TotalStake} had joined the job";
    }
}
