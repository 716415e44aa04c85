using System.Numerics;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;
using FlZk.Exchange.Jobs;
using FlZk.Exchange.Rounds;

namespace FlZk.Exchange.Auditing;

/// <summary>Audits a job's bounty from its locking to its refund: no unit is paid twice or lost.</summary>
internal sealed class BountyExamination(ChainTestimony testimony, JobView job)
{
    private readonly Dictionary<string, object> _ofJob = new() { ["jobId"] = job.Id };

    public async Task<string?> FaultAsync(CancellationToken cancellation)
    {
        ContractEvent[] locked = await TellAsync("BountyLocked", cancellation).ConfigureAwait(false);
        if (locked.Length != 1 || locked[0].Fields.Integer("bounty") != job.Spec.Bounty
            || locked[0].Fields.Address("token") != job.Spec.BountyToken || locked[0].Fields.Int32("roundCount") != job.Spec.RoundCount)
        {
            return "the bounty that was locked is not the one that the job promises";
        }

        IReadOnlyList<ContractEvent> finalised = await testimony.EventsAsync(
            testimony.Contracts.Coordinator.Contract, "RoundFinalised", _ofJob, cancellation).ConfigureAwait(false);
        int[] ordinals = [.. finalised.Select(static e => e.Fields.Int32("ordinal"))];
        if (!ordinals.SequenceEqual(Enumerable.Range(0, ordinals.Length)) || ordinals.Length > job.Spec.RoundCount)
            return $"the finalised rounds are counted as [{string.Join(", ", ordinals)}], of {job.Spec.RoundCount} wanted";
        return await RefundFaultAsync(ordinals.Length, cancellation).ConfigureAwait(false);
    }

    private async Task<string?> RefundFaultAsync(int finalised, CancellationToken cancellation)
    {
        IReadOnlyList<ContractEvent> closed = await testimony.EventsAsync(
            testimony.Contracts.Exchange.Contract, "TrainingJobClosed", _ofJob, cancellation).ConfigureAwait(false);
        ContractEvent[] accrued = await TellAsync("RefundAccrued", cancellation).ConfigureAwait(false);
        ContractEvent[] withdrawn = await TellAsync("RefundWithdrawn", cancellation).ConfigureAwait(false);
        if ((job.State == JobState.Closed ? 1 : 0) != closed.Count || accrued.Length != closed.Count || withdrawn.Length > accrued.Length)
        {
            return $"the node shows {closed.Count} closings, {accrued.Length} refunds and {withdrawn.Length} withdrawals of a job that is "
                + $"{job.State}";
        }

        // What finalised rounds pay, each to be exact, adds up to the part of the bounty below the cut.
        BigInteger refund = job.Spec.Bounty - (job.Spec.Bounty * finalised / job.Spec.RoundCount);
        if (closed.Count == 1 && (closed[0].Fields.Integer("refund") != refund || closed[0].Fields.Int32("finalisedRounds") != finalised
            || accrued[0].Fields.Integer("amount") != refund))
        {
            return $"the job was closed with a refund of {accrued[0].Fields.Integer("amount")}; after {finalised} of "
                + $"{job.Spec.RoundCount} rounds it is {refund}";
        }

        if (withdrawn.Length == 1
            && (withdrawn[0].Fields.Integer("amount") != refund || withdrawn[0].Fields.Address("publisher") != job.Publisher))
        {
            return $"{withdrawn[0].Fields.Address("publisher")} withdrew {withdrawn[0].Fields.Integer("amount")}, the refund is {refund} "
                + $"and {job.Publisher}'s";
        }

        return await PoolFaultAsync(refund, withdrawn.Length == 1, closed.Count == 1, cancellation).ConfigureAwait(false);
    }

    private async Task<string?> PoolFaultAsync(BigInteger refund, bool withdrawn, bool closed, CancellationToken cancellation)
    {
        AbiValues pool = await testimony.Contracts.Distributor.Contract.CallAsync<AbiValues>(
            "getPool", [job.Id], testimony.Block, cancellation).ConfigureAwait(false);
        ContractEvent[] rewards = await TellAsync("RewardsAccrued", cancellation).ConfigureAwait(false);
        IReadOnlyList<ContractEvent> failed = await testimony.EventsAsync(
            testimony.Contracts.Coordinator.Contract, "RoundFailed", _ofJob, cancellation).ConfigureAwait(false);
        BigInteger[] failures = [.. failed.Select(static e => e.Fields.Integer("round"))];
        BigInteger assigned = rewards.Where(e => !failures.Contains(e.Fields.Integer("round")))
            .Aggregate(BigInteger.Zero, static (sum, e) => sum + e.Fields.Integer("amount"));
        BigInteger unassigned = job.Spec.Bounty - assigned - (closed ? refund : BigInteger.Zero);
        BigInteger waiting = closed && !withdrawn ? refund : BigInteger.Zero;
        return pool.Integer("unassigned") == unassigned && pool.Integer("refund") == waiting && pool.Boolean("closed") == closed
            && pool.Address("publisher") == job.Publisher && pool.Integer("bounty") == job.Spec.Bounty
            ? null
            : $"the distributor has {pool.Integer("unassigned")} of the bounty unassigned and {pool.Integer("refund")} to refund; by what "
                + $"it paid these are {unassigned} and {waiting}";
    }

    private async Task<ContractEvent[]> TellAsync(string name, CancellationToken cancellation) =>
        [.. await testimony.EventsAsync(testimony.Contracts.Distributor.Contract, name, _ofJob, cancellation).ConfigureAwait(false)];
}
