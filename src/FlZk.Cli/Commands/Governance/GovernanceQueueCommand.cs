using System.Numerics;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Governance;

/// <summary><c>flzk governance queue</c>: hands an accepted proposal to the timelock.</summary>
internal sealed class GovernanceQueueCommand : ExchangeCommand
{
    private readonly ProposalOptions _proposal = new();

    public GovernanceQueueCommand()
        : base(
            Access.Sends,
            "queue",
            "Queue an accepted proposal in the timelock; anyone may.",
            "flzk governance queue 1234 --book exchange.json --key-file anyone.key",
            "flzk governance queue --spec proposal.json --book exchange.json --key-file anyone.key")
        => AddAll(_proposal.OptionalNumber, _proposal.File);

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        GovernanceProposal proposal = await _proposal.FindAsync(session, cancellation).ConfigureAwait(false);
        BigInteger number = await session.Contracts.Governor.IdOfAsync(proposal, cancellation).ConfigureAwait(false);
        await session.Contracts.Governor.QueueAsync(proposal, cancellation).ConfigureAwait(false);
        return await ProposalOptions.DoneAsync(
            session,
            number,
            view => $"Proposal {number} waits in the timelock until {ExchangeSession.Time(view.ExecutableAt)}.",
            cancellation).ConfigureAwait(false);
    }
}
