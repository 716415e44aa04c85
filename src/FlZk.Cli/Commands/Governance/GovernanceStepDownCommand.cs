using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange;

namespace FlZk.Cli.Commands.Governance;

/// <summary><c>flzk governance step-down</c>: the guardian gives up its role.</summary>
internal sealed class GovernanceStepDownCommand : ExchangeCommand
{
    private const string Guardian = "CANCELLER_ROLE";

    public GovernanceStepDownCommand()
        : base(
            Access.Sends,
            "step-down",
            "Give up the guardian's role for good: from then on you can veto nothing. Only a proposal names a new guardian.",
            "flzk governance step-down --book exchange.json --keystore guardian.json")
    {
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        // The timelock would take it from anybody, without a word.
        if (!await session.Contracts.Timelock.HasRoleAsync(Guardian, session.Sender, cancellation).ConfigureAwait(false))
            throw new ExchangeException($"{session.Sender} is not the guardian; there is nothing to give up.");
        await session.Contracts.Timelock.RenounceRoleAsync(Guardian, session.Sender, cancellation).ConfigureAwait(false);
        return session.Done($"{session.Sender} is the guardian no more.", new { account = session.Sender.ToString() });
    }
}
