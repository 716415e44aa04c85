using System.CommandLine;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Jobs;

namespace FlZk.Cli.Commands.Aggregators;

/// <summary><c>flzk aggregator accept</c>: takes the role a job names the sender for.</summary>
internal sealed class AggregatorAcceptCommand : ExchangeCommand
{
    private readonly Option<ulong> _job = ValueOptions.Job();

    public AggregatorAcceptCommand()
        : base(
            Access.Sends,
            "accept",
            "Accept the role of aggregator or backup that a job names you for; its stake is locked from your free bond.",
            "flzk aggregator accept --job 1 --book exchange.json --key-file aggregator.key") => Add(_job);

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong id = session.Parsed.GetRequiredValue(_job);
        JobView job = await session.Contracts.Exchange.GetJobAsync(id, default, cancellation).ConfigureAwait(false);
        var locked = await session.Contracts.StakeVault.LockedForAsync(session.Sender, id, cancellation).ConfigureAwait(false);
        await session.RequireFreeBondAsync(job.Spec.AggregatorStake - locked, cancellation).ConfigureAwait(false);
        await session.Contracts.Exchange.RegisterAsAggregatorAsync(id, cancellation).ConfigureAwait(false);
        string role = job.Spec.Aggregator == session.Sender ? "aggregator" : "backup";
        return session.Done(
            $"{session.Sender} is the {role} of job {id}; {ExchangeSession.Tokens(job.Spec.AggregatorStake)} FLT are locked.",
            new { job = id, role, stake = job.Spec.AggregatorStake });
    }
}
