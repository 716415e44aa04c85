using System.Globalization;
using FlZk.Ethereum.Contracts;
using FlZk.Exchange.Jobs;
using FlZk.Exchange.Records;
using FlZk.Exchange.Rounds;
using FlZk.Statements;

namespace FlZk.Exchange.Auditing;

/// <summary>Audits one round: reveals against commitments and receipts, sums, context, proof, publication, rewards.</summary>
internal sealed class RoundExamination(
    ChainTestimony testimony, ExchangeHistory history, AuditOptions options, JobView job, LinkedVerificationKey? key, int number)
{
    private readonly RoundEvidence _round = new(testimony, history, options, job, key, number);

    public async Task<RoundAudit> RunAsync(CancellationToken cancellation)
    {
        await _round.Checks.CheckAsync("state", "the contract's state of the round could be read", async () =>
        {
            _round.State = await testimony.Contracts.Coordinator.GetRoundAsync(
                job.Id, number, testimony.Block, cancellation).ConfigureAwait(false);
            if (_round.State.Phase != RoundPhase.Failed) return null;
            IReadOnlyList<ContractEvent> failures = await _round.EventsAsync("RoundFailed", cancellation).ConfigureAwait(false);
            _round.FailedUnpublished = failures.Any(static e => e.Fields.Int32("phase") == (int)RoundPhase.Publishing);
            return null;
        }).ConfigureAwait(false);
        await new PhaseExamination(_round).RunAsync(cancellation).ConfigureAwait(false);
        await new CommitExamination(_round).RunAsync(cancellation).ConfigureAwait(false);
        await new CommitteeExamination(_round).RunAsync(cancellation).ConfigureAwait(false);
        await new ReputationExamination(_round).RunAsync(cancellation).ConfigureAwait(false);
        await new RevealExamination(_round).RunAsync(cancellation).ConfigureAwait(false);
        await new ContributionExamination(_round).RunAsync(cancellation).ConfigureAwait(false);
        await new PointsExamination(_round).RunAsync(cancellation).ConfigureAwait(false);
        bool settled = await new SettlementExamination(_round).RunAsync(cancellation).ConfigureAwait(false);
        await new ChallengeExamination(_round).RunAsync(cancellation).ConfigureAwait(false);
        await new OpeningExamination(_round).RunAsync(cancellation).ConfigureAwait(false);
        if (settled && _round.State!.Phase == RoundPhase.Finalised)
            await new ModelExamination(_round).RunAsync(cancellation).ConfigureAwait(false);
        await new RewardExamination(_round).RunAsync(cancellation).ConfigureAwait(false);
        await new LicenceExamination(_round).RunAsync(cancellation).ConfigureAwait(false);

        return Result();
    }

    private RoundAudit Result() => new()
    {
        Round = number,
        Verdict = !_round.Checks.AllPassed ? AuditVerdict.Invalid
            : _round.State?.Phase != RoundPhase.Finalised ? AuditVerdict.Unsettled
            : _round.IsUnproved && !_round.IsOpened ? AuditVerdict.Unproved
            : AuditVerdict.Valid,
        Phase = (_round.State?.Phase ?? RoundPhase.Idle).ToString(),
        Checks = _round.Checks.Checks,
        Contributions = [.. _round.Reveals.Select((reveal, i) => new AuditedContribution(
            reveal.Contribution.Provider.ToString(),
            reveal.Contribution.Weight,
            JsonRecord.PointText(reveal.Contribution.Commitment),
            reveal.Call.Hash.ToString(),
            _round.Shares?[i].ToString(CultureInfo.InvariantCulture)))],
        TotalWeight = _round.TotalWeight,
        SumCommitment = _round.Reveals.Count > 0 ? JsonRecord.PointText(_round.Sum.Point) : null,
        ModelCommitment = _round.Proof is { } proof ? JsonRecord.PointText(proof.Model.Point) : null,
        SettlementTransaction = _round.Settlement == default ? null : _round.Settlement.ToString(),
        Parameters = _round.Model?.Length ?? 0,
        PublishedModel = _round.Model,
        VerifyMilliseconds = _round.VerifyMilliseconds,
    };
}
