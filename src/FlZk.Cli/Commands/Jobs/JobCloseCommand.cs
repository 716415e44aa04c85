using System.CommandLine;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;

namespace FlZk.Cli.Commands.Jobs;

/// <summary><c>flzk job close</c>: ends a job between rounds.</summary>
internal sealed class JobCloseCommand : ExchangeCommand
{
    private readonly Argument<ulong> _job = ValueOptions.JobArgument();

    public JobCloseCommand()
        : base(
            Access.Sends,
            "close",
            "Close a job between rounds: its publisher at any time, anyone after its expiry or last round. What no round earned becomes "
            + "the publisher's refund.",
            "flzk job close 1 --book exchange.json --key-file publisher.key") => Add(_job);

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong job = session.Parsed.GetRequiredValue(_job);
        await session.Contracts.Exchange.CloseJobAsync(job, cancellation).ConfigureAwait(false);
        return session.Done($"Job {job} is closed. Its publisher takes the refund with 'flzk job refund {job}'.", new { job });
    }
}
