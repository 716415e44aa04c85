using System.Numerics;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Governance;

/// <summary><c>flzk governance cancel</c>: withdraws a proposal.</summary>
internal sealed class GovernanceCancelCommand : ExchangeCommand
{
    private readonly ProposalOptions _proposal = new();

    public GovernanceCancelCommand()
        : base(
            Access.Sends,
            "cancel",
            "Withdraw a proposal of yours before its vote begins.",
            "flzk governance cancel 1234 --book exchange.json --key-file holder.key",
            "flzk governance cancel --spec proposal.json --book exchange.json --key-file holder.key")
        => AddAll(_proposal.OptionalNumber, _proposal.File);

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        GovernanceProposal proposal = await _proposal.FindAsync(session, cancellation).ConfigureAwait(false);
        BigInteger number = await session.Contracts.Governor.IdOfAsync(proposal, cancellation).ConfigureAwait(false);
        await session.Contracts.Governor.CancelAsync(proposal, cancellation).ConfigureAwait(false);
        return await ProposalOptions.DoneAsync(
            session, number, _ => $"Proposal {number} is withdrawn.", cancellation).ConfigureAwait(false);
    }
}
