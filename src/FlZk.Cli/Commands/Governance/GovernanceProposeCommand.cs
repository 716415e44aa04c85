using System.Numerics;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;

namespace FlZk.Cli.Commands.Governance;

/// <summary><c>flzk governance propose</c>: puts calls of the timelock to the vote.</summary>
internal sealed class GovernanceProposeCommand : ExchangeCommand
{
    private readonly ProposalOptions _proposal = new();

    public GovernanceProposeCommand()
        : base(
            Access.Sends,
            "propose",
            "Propose calls for the timelock to make, as a file describes them.",
            "flzk governance propose --spec proposal.json --book exchange.json --key-file holder.key") => Add(_proposal.File);

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        (BigInteger proposal, _) = await session.Contracts.Governor.ProposeAsync(
            _proposal.Read(session), cancellation).ConfigureAwait(false);
        return await ProposalOptions.DoneAsync(
            session,
            proposal,
            view => $"Proposal {proposal}: votes are taken from {ExchangeSession.Time(view.VoteStart)} to "
                + $"{ExchangeSession.Time(view.VoteEnd)}.",
            cancellation).ConfigureAwait(false);
    }
}
