using System.CommandLine;
using FlZk.Cli.Commands.Aggregators;
using FlZk.Cli.Commands.Jobs;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;
using FlZk.Exchange;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Rounds;

namespace FlZk.Cli.Commands.Committees;

/// <summary><c>flzk committee show</c>: a round's committee, or where its draw is.</summary>
internal sealed class CommitteeShowCommand : ExchangeCommand
{
    private readonly Option<ulong> _job = ValueOptions.Job();
    private readonly Option<int?> _round = ValueOptions.Round("The round. Default: the latest.");

    public CommitteeShowCommand()
        : base(
            Access.Reads,
            "show",
            "Show a round's committee in the order in which it was drawn, or where its draw is.",
            "flzk committee show --job 1 --round 2 --book exchange.json")
    {
        AddAll(_job, _round);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong job = session.Parsed.GetRequiredValue(_job);
        int number = await AggregatorOptions.RoundAsync(
            session, job, session.Parsed.GetValue(_round), cancellation).ConfigureAwait(false);
        RoundId round = session.Contracts.Coordinator.RoundId(job, number);
        CommitteeRequest request = await session.Contracts.Selector.RequestOfAsync(round, cancellation).ConfigureAwait(false)
            ?? throw new ExchangeException($"No committee was asked for in {round}: every registered provider takes part.");
        IReadOnlyList<Address> members = await session.Contracts.Selector.CommitteeOfAsync(round, cancellation).ConfigureAwait(false);
        return session.Show(
            new
            {
                job,
                round = number,
                drawn = request.IsFulfilled,
                aggregator = request.Aggregator.ToString(),
                keyVersion = request.KeyVersion,
                requestBlock = request.RequestBlock,
                candidates = request.Candidates,
                totalStake = request.TotalStake,
                size = request.Members,
                members = members.Select(member => member.ToString()),
            },
            [
                ("round", round.ToString()),
                ("draw", request.IsFulfilled
                    ? "done"
                    : $"waits for the signature of {request.Aggregator} ('flzk committee fulfil')"),
                ("size", $"{request.Members} of {request.Candidates} candidates with {ExchangeSession.Tokens(request.TotalStake)} FLT"),
                ("requested", $"block {request.RequestBlock}, beacon key {request.KeyVersion} of {request.Aggregator}"),
                .. members.Select((member, i) => (i == 0 ? "members" : string.Empty, member.ToString())),
            ]);
    }
}
