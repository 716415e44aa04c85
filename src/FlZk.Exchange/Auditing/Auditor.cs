using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Contracts;
using FlZk.Platform;

namespace FlZk.Exchange.Auditing;

/// <summary>Replays jobs from the chain alone, with nothing but a node and the exchange's address, and believes only what it can
/// recompute.</summary>
/// <remarks>
/// Commitments, weights, proofs and models come from signed transactions; sums, context, challenge and rewards are recomputed; the
/// contract's own
/// numbers are compared with the results, never used in their place. So a node that drops, adds or changes anything turns the verdict.
/// </remarks>
public sealed class Auditor
{
    private readonly Web3 _web3;
    private readonly Address _exchange;
    private readonly AuditOptions _options;

    /// <summary>An auditor of one exchange.</summary>
    /// <param name="web3">The node; no account is needed.</param>
    /// <param name="exchange">The address of <c>DataExchange</c>.</param>
    /// <param name="options">What else the auditor knows; null for nothing.</param>
    public Auditor(Web3 web3, Address exchange, AuditOptions? options = null)
    {
        _web3 = web3;
        _exchange = exchange;
        _options = options ?? new AuditOptions();
    }

    /// <summary>Audits a job, or all jobs.</summary>
    /// <param name="job">The job; null for all.</param>
    /// <param name="progress">Told of jobs and rounds.</param>
    /// <param name="cancellation">Stops between questions.</param>
    /// <returns>The report; an invalid verdict is a result, not an exception.</returns>
    /// <exception cref="ChainException">The node cannot be reached, or no exchange lives at the address.</exception>
    /// <exception cref="ExchangeException">There is no such job.</exception>
    public async Task<AuditReport> AuditAsync(
        ulong? job = null, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        try
        {
            return await ReplayAsync(job, progress, cancellation).ConfigureAwait(false);
        }
        catch (AbiException malformed)
        {
            throw new ChainException($"What answers at {_exchange} does not speak as an exchange does: {malformed.Message}", malformed);
        }
    }

    /// <summary>Invalid if anything is; else unproved if anything is; else valid if anything is; else unsettled.</summary>
    internal static AuditVerdict Conclude(IEnumerable<AuditVerdict> verdicts)
    {
        AuditVerdict[] all = [.. verdicts];
        if (all.Contains(AuditVerdict.Invalid)) return AuditVerdict.Invalid;
        if (all.Contains(AuditVerdict.Unproved)) return AuditVerdict.Unproved;
        return all.Contains(AuditVerdict.Valid) ? AuditVerdict.Valid : AuditVerdict.Unsettled;
    }

    private async Task<AuditReport> ReplayAsync(ulong? job, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        ExchangeContracts contracts = await ExchangeContracts.OpenAsync(_web3, _exchange, cancellation).ConfigureAwait(false);
        ulong block = await _web3.Client.GetBlockNumberAsync(cancellation).ConfigureAwait(false);
        var testimony = new ChainTestimony(contracts, _options.FromBlock, block);
        ulong count = await contracts.Exchange.JobCountAsync(block, cancellation).ConfigureAwait(false);
        if (job is { } one && (one < 1 || one > count)) throw new ExchangeException($"There is no job {one}; the exchange has {count}.");
        progress?.Report(new WorkProgress("replaying stakes, reputations and committees"));
        ExchangeHistory history = await ExchangeHistory.ReplayAsync(testimony, cancellation).ConfigureAwait(false);
        ulong first = job ?? 1, last = job ?? count;
        var jobs = new List<JobAudit>();
        for (ulong id = first; id <= last; id++)
            jobs.Add(await new JobExamination(testimony, history, _options, id).RunAsync(progress, cancellation).ConfigureAwait(false));
        return new AuditReport
        {
            ChainId = contracts.ChainId,
            Exchange = _exchange.ToString(),
            Block = block,
            Verdict = history.Checks.AllPassed ? Conclude(jobs.Select(static j => j.Verdict)) : AuditVerdict.Invalid,
            Checks = history.Checks.Checks,
            Facts = history.Governance.Standing,
            Jobs = jobs,
        };
    }
}
