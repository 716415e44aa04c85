using System.CommandLine;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Jobs;
using FlZk.Exchange.Rounds;

namespace FlZk.Cli.Commands.Jobs;

/// <summary><c>flzk job show</c>: a job's terms and where its latest round is.</summary>
internal sealed class JobShowCommand : ExchangeCommand
{
    private readonly Argument<ulong> _job = ValueOptions.JobArgument();
    private readonly Option<int?> _round = ValueOptions.Round("The round to show. Default: the latest.");

    public JobShowCommand()
        : base(
            Access.Reads,
            "show",
            "Show a job's terms, its round, and what can be done now.",
            "flzk job show 1 --book exchange.json",
            "flzk job show 1 --round 2 --book exchange.json --json")
    {
        AddAll(_job, _round);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ExchangeContracts contracts = session.Contracts;
        ulong id = session.Parsed.GetRequiredValue(_job);
        JobView job = await contracts.Exchange.GetJobAsync(id, default, cancellation).ConfigureAwait(false);
        int done = await contracts.Coordinator.FinalisedRoundsAsync(id, cancellation).ConfigureAwait(false);
        int latest = await contracts.Coordinator.CurrentRoundAsync(id, default, cancellation).ConfigureAwait(false);
        int number = session.Parsed.GetValue(_round) ?? latest;
        if (number > latest) throw new UsageException($"--round is {number}; job {id} has had {latest} round(s).");
        RoundView? round = number == 0
            ? null
            : await contracts.Coordinator.GetRoundAsync(id, number, default, cancellation).ConfigureAwait(false);
        string bounty = await JobText.AmountAsync(contracts, job.Spec.Bounty, job.Spec.BountyToken, cancellation).ConfigureAwait(false);
        DateTimeOffset now = await session.ChainTimeAsync(cancellation).ConfigureAwait(false);
        string next = Next(job, done, round, now);
        return session.Show(
            new
            {
                job = id,
                state = JobText.State(job.State),
                publisher = job.Publisher.ToString(),
                createdAt = job.CreatedAt,
                providers = job.ContributorCount,
                finalisedRounds = done,
                terms = JobTerms.Of(job.Spec),
                round = round is null ? null : RoundSummary.Of(round),
                next,
            },
            [
                ("job", $"{id}, {JobText.State(job.State)}, published by {job.Publisher} at {ExchangeSession.Time(job.CreatedAt)}"),
                ("bounty", $"{bounty} for {job.Spec.RoundCount} round(s), {done} finalised"),
                ("model", $"{job.Spec.Dimension} parameters in {job.Spec.ChunkCount} chunk(s)"),
                ("verifier", $"{job.Spec.Verifier}, key {job.Spec.KeyId}"),
                ("providers", $"{job.ContributorCount} registered; {job.Spec.MinProviders} to {job.Spec.MaxProviders}, weights to "
                    + $"{job.Spec.MaxWeight}{(job.Spec.CommitteeSize > 0 ? $", committees of {job.Spec.CommitteeSize}" : string.Empty)}"),
                ("stakes", $"{ExchangeSession.Tokens(job.Spec.ProviderStake)} FLT a provider, "
                    + $"{ExchangeSession.Tokens(job.Spec.AggregatorStake)} FLT an aggregator"),
                ("aggregator", $"{job.Spec.Aggregator}, backup {JobText.Party(job.Spec.BackupAggregator)}"),
                ("phases", $"commit {DurationText.Format(job.Spec.CommitDuration)}, deliver "
                    + $"{DurationText.Format(job.Spec.DeliveryDuration)}, reveal {DurationText.Format(job.Spec.RevealDuration)}, aggregate "
                    + $"{DurationText.Format(job.Spec.AggregationDuration)}, publish {DurationText.Format(job.Spec.PublicationDuration)}"),
                ("settlement", job.Spec.Settlement == SettlementMode.Proved
                    ? "proved"
                    : $"optimistic, may be challenged for {DurationText.Format(job.Spec.ChallengeWindow)}"),
                ("rewards", $"late reveals fall to {JobText.Percentage(job.Spec.TimelinessFloor)}"
                    + (job.Spec.ContributionVerifier.IsZero
                        ? string.Empty
                        : job.Spec.RequireContributionProof
                            ? "; contribution proofs are required"
                            : $"; {JobText.Percentage(job.Spec.UnprovedFactor)} without a contribution proof")),
                ("expires", ExchangeSession.Time(job.Spec.Expiry)),
                ("round", round is null ? "none yet" : RoundSummary.Text(round)),
                ("next", next),
            ]);
    }

    /// <summary>What a person can do now, and who.</summary>
    private static string Next(JobView job, int done, RoundView? round, DateTimeOffset now)
    {
        if (job.State == JobState.Closed) return "The job is closed: stakes can leave ('provider leave', 'aggregator release').";
        bool late = round?.Deadline is { } deadline && now > deadline;
        string push = $" Its time is over: anyone may push it on with 'flzk job push {job.Id}'.";
        switch (round?.Phase)
        {
            case RoundPhase.Drawing:
                return late ? "The committee was not drawn." + push : "The committee is being drawn: 'flzk committee fulfil'.";
            case RoundPhase.Committing:
                return late ? "Providers committed." + push : "Providers commit: 'flzk provider commit'.";
            case RoundPhase.Delivering:
                return late
                    ? "Providers delivered." + push
                    : "Providers deliver to the aggregator, who gives receipts ('flzk aggregator intake'); who has one reveals.";
            case RoundPhase.Revealing:
                return late ? "Providers revealed." + push : "Providers reveal: 'flzk provider reveal'.";
            case RoundPhase.Aggregating:
                return late ? "Nobody settled in time." + push : "The aggregator settles: 'flzk aggregator settle'.";
            case RoundPhase.Proposed:
                return late
                    ? "Nobody challenged." + push
                    : "Anyone may check the proposal and challenge it: 'flzk settlement challenge'.";
            case RoundPhase.Publishing:
                return late ? "The model was not published." + push : "The settler publishes the model: 'flzk aggregator settle'.";
            default:
                if (done >= job.Spec.RoundCount || now > job.Spec.Expiry)
                    return $"No further round starts: anyone may close the job with 'flzk job close {job.Id}'.";
                return job.ContributorCount < job.Spec.MinProviders
                    ? $"{job.Spec.MinProviders - job.ContributorCount} more provider(s) must join before a round can start."
                    : $"A round can start: 'flzk job start {job.Id}' by the publisher or an aggregator.";
        }
    }
}
