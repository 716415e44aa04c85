using System.CommandLine;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Providers;

/// <summary><c>flzk provider leave</c>: leaves a job.</summary>
internal sealed class ProviderLeaveCommand : ExchangeCommand
{
    private readonly Option<ulong> _job = ValueOptions.Job();

    public ProviderLeaveCommand()
        : base(
            Access.Sends,
            "leave",
            "Leave a job between rounds, in one before committing, or after its end; the stake becomes free bond.",
            "flzk provider leave --job 1 --book exchange.json --key-file provider.key") => Add(_job);

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong job = session.Parsed.GetRequiredValue(_job);
        await session.Contracts.Exchange.LeaveJobAsync(job, cancellation).ConfigureAwait(false);
        Bond bond = await session.Contracts.StakeVault.BondOfAsync(session.Sender, cancellation).ConfigureAwait(false);
        return session.Done(
            $"{session.Sender} left job {job}; its free bond is {ExchangeSession.Tokens(bond.Free)} FLT.",
            new { job, freeBond = bond.Free });
    }
}
