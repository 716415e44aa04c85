using System.CommandLine;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Jobs;

/// <summary><c>flzk job refund</c>: pays a closed job's refund to its publisher.</summary>
internal sealed class JobRefundCommand : ExchangeCommand
{
    private readonly Argument<ulong> _job = ValueOptions.JobArgument();

    public JobRefundCommand()
        : base(
            Access.Sends,
            "refund",
            "Take what no finalised round of a closed job earned; its publisher may.",
            "flzk job refund 1 --book exchange.json --key-file publisher.key") => Add(_job);

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong job = session.Parsed.GetRequiredValue(_job);
        BountyPool pool = await session.Contracts.Distributor.GetPoolAsync(job, cancellation).ConfigureAwait(false)
            ?? throw new ExchangeException($"There is no job {job}.");
        await session.Contracts.Distributor.WithdrawRefundAsync(job, cancellation).ConfigureAwait(false);
        string amount = await JobText.AmountAsync(session.Contracts, pool.Refund, pool.Token, cancellation).ConfigureAwait(false);
        return session.Done(
            $"The refund of job {job} was paid: {amount}.", new { job, token = pool.Token.ToString(), amount = pool.Refund });
    }
}
