using System.CommandLine;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Jobs;

namespace FlZk.Cli.Commands.Jobs;

/// <summary><c>flzk job list</c>: the exchange's jobs, newest first.</summary>
internal sealed class JobListCommand : ExchangeCommand
{
    private readonly PageOptions _page = new("job");
    private readonly Option<bool> _open = new("--open") { Description = "Leave out closed jobs." };

    public JobListCommand()
        : base(
            Access.Reads,
            "list",
            "List training jobs, newest first.",
            "flzk job list --book exchange.json",
            "flzk job list --book exchange.json --open --from 120 --count 50 --json jobs.json")
    {
        AddAll(_page.From, _page.Count, _open);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong all = await session.Contracts.Exchange.JobCountAsync(default, cancellation).ConfigureAwait(false);
        (ulong first, ulong count) = _page.Read(session.Parsed, all);
        IReadOnlyList<JobView> page = count == 0
            ? []
            : await session.Contracts.Exchange.GetJobsAsync(first, count, cancellation).ConfigureAwait(false);
        bool onlyOpen = session.Parsed.GetValue(_open);
        var jobs = new List<JobSummary>();
        var rows = new List<string[]>();
        foreach (JobView job in page.Reverse().Where(job => !onlyOpen || job.State == JobState.Open))
        {
            int done = await session.Contracts.Coordinator.FinalisedRoundsAsync(job.Id, cancellation).ConfigureAwait(false);
            string bounty = await JobText.AmountAsync(
                session.Contracts, job.Spec.Bounty, job.Spec.BountyToken, cancellation).ConfigureAwait(false);
            jobs.Add(new JobSummary(job.Id, JobText.State(job.State), job.Publisher.ToString(), job.Spec.BountyToken.ToString(),
                job.Spec.Bounty, job.Spec.Dimension, done, job.Spec.RoundCount, job.ContributorCount, job.Spec.Expiry));
            rows.Add([
                JobText.Number(job.Id), JobText.State(job.State), $"{done}/{job.Spec.RoundCount}", JobText.Number(job.ContributorCount),
                JobText.Number(job.Spec.Dimension), bounty, ExchangeSession.Time(job.Spec.Expiry)]);
        }

        return session.List(
            new { count = all, from = first + count - 1, jobs },
            "There are no such jobs.",
            ["job", "state", "rounds", "providers", "parameters", "bounty", "expires"],
            rows);
    }
}
