using System.Numerics;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Governance;

/// <summary><c>flzk governance execute</c>: carries out a queued proposal.</summary>
internal sealed class GovernanceExecuteCommand : ExchangeCommand
{
    private readonly ProposalOptions _proposal = new();

    public GovernanceExecuteCommand()
        : base(
            Access.Sends,
            "execute",
            "Carry out a queued proposal whose delay is over; anyone may.",
            "flzk governance execute 1234 --book exchange.json --key-file anyone.key",
            "flzk governance execute --spec proposal.json --book exchange.json --key-file anyone.key")
        => AddAll(_proposal.OptionalNumber, _proposal.File);

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        GovernanceProposal proposal = await _proposal.FindAsync(session, cancellation).ConfigureAwait(false);
        BigInteger number = await session.Contracts.Governor.IdOfAsync(proposal, cancellation).ConfigureAwait(false);
        await session.Contracts.Governor.ExecuteAsync(proposal, cancellation).ConfigureAwait(false);
        return await ProposalOptions.DoneAsync(
            session, number, _ => $"Proposal {number} is executed: {proposal.Actions.Count} call(s) were made.", cancellation)
            .ConfigureAwait(false);
    }
}
