using System.CommandLine;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Aggregators;

/// <summary><c>flzk aggregator release</c>: frees the stake after the job's end.</summary>
internal sealed class AggregatorReleaseCommand : ExchangeCommand
{
    private readonly Option<ulong> _job = ValueOptions.Job();

    public AggregatorReleaseCommand()
        : base(
            Access.Sends,
            "release",
            "Free an aggregator's stake after its job was closed.",
            "flzk aggregator release --job 1 --book exchange.json --key-file aggregator.key") => Add(_job);

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong job = session.Parsed.GetRequiredValue(_job);
        await session.Contracts.Exchange.ReleaseAggregatorAsync(job, cancellation).ConfigureAwait(false);
        Bond bond = await session.Contracts.StakeVault.BondOfAsync(session.Sender, cancellation).ConfigureAwait(false);
        return session.Done(
            $"The stake for job {job} is free; the free bond of {session.Sender} is {ExchangeSession.Tokens(bond.Free)} FLT.",
            new { job, freeBond = bond.Free });
    }
}
