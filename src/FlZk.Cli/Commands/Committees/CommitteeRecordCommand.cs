using System.CommandLine;
using FlZk.Cli.Commands.Aggregators;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Rounds;

namespace FlZk.Cli.Commands.Committees;

/// <summary><c>flzk committee record</c>: keeps the block hash that a draw needs.</summary>
internal sealed class CommitteeRecordCommand : ExchangeCommand
{
    private readonly Option<ulong> _job = ValueOptions.Job();
    private readonly Option<int?> _round = ValueOptions.Round("The round. Default: the latest.");

    public CommitteeRecordCommand()
        : base(
            Access.Sends,
            "record",
            "Keep the block hash that a round's draw needs before the chain forgets it, 256 blocks after the request. Anyone may.",
            "flzk committee record --job 1 --book exchange.json --key-file anyone.key")
    {
        AddAll(_job, _round);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong job = session.Parsed.GetRequiredValue(_job);
        int number = await AggregatorOptions.RoundAsync(
            session, job, session.Parsed.GetValue(_round), cancellation).ConfigureAwait(false);
        RoundId round = session.Contracts.Coordinator.RoundId(job, number);
        await session.Contracts.Selector.RecordEntropyAsync(round, cancellation).ConfigureAwait(false);
        return session.Done($"The entropy of {round} is recorded; its committee can be drawn at any time.", new { job, round = number });
    }
}
