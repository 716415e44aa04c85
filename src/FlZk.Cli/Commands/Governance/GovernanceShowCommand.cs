using System.Numerics;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Governance;

/// <summary><c>flzk governance show</c>: a proposal and its votes.</summary>
internal sealed class GovernanceShowCommand : ExchangeCommand
{
    private readonly ProposalOptions _proposal = new();

    public GovernanceShowCommand()
        : base(
            Access.Reads,
            "show",
            "Show where a proposal is, and its votes.",
            "flzk governance show 1234 --book exchange.json") => Add(_proposal.Number);

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        BigInteger number = session.Parsed.GetRequiredValue(_proposal.Number);
        ProposalView view = await session.Contracts.Governor.GetProposalAsync(number, cancellation).ConfigureAwait(false);
        return session.Show(
            ProposalSummary.Of(view),
            [
                ("proposal", number.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                ("state", ProposalSummary.Name(view.State) + Next(view.State)),
                ("proposer", view.Proposer.ToString()),
                ("voting", $"{ExchangeSession.Time(view.VoteStart)} to {ExchangeSession.Time(view.VoteEnd)}"),
                ("for", ExchangeSession.Tokens(view.For)),
                ("against", ExchangeSession.Tokens(view.Against)),
                ("abstaining", ExchangeSession.Tokens(view.Abstain)),
                ("executable", view.ExecutableAt is { } at ? $"from {ExchangeSession.Time(at)}" : "-"),
            ]);
    }

    private static string Next(ProposalState state) => state switch
    {
        ProposalState.Active => ": 'flzk governance vote'",
        ProposalState.Succeeded => ": 'flzk governance queue'",
        ProposalState.Queued => ": 'flzk governance execute' once its delay is over",
        _ => string.Empty,
    };
}
