using System.CommandLine;
using FlZk.Cli.Commands.Jobs;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Roles;

namespace FlZk.Cli.Commands.Providers;

/// <summary><c>flzk provider claim</c>: takes a round's reward.</summary>
internal sealed class ProviderClaimCommand : ExchangeCommand
{
    private readonly Option<ulong> _job = ValueOptions.Job();
    private readonly Option<int?> _round = ValueOptions.Round("The round.");

    public ProviderClaimCommand()
        : base(
            Access.Sends,
            "claim",
            "Take your share of a finalised round, or your compensation for a failed one.",
            "flzk provider claim --job 1 --round 1 --book exchange.json --key-file provider.key")
    {
        _round.Required = true;
        AddAll(_job, _round);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong job = session.Parsed.GetRequiredValue(_job);
        int round = session.Parsed.GetValue(_round)!.Value;
        ProviderClaim claim = await new Provider(session.Contracts, Path.GetTempPath()).ClaimAsync(
            job, round, cancellation).ConfigureAwait(false);
        string amount = await RewardAsync(session, job, round, claim, cancellation).ConfigureAwait(false);
        return session.Done(
            claim.Transaction is null
                ? $"Round {round} of job {job} was claimed before: {amount}."
                : $"{amount} were paid to {session.Sender}.",
            new { job, round, amount = claim.Amount });
    }

    private static async Task<string> RewardAsync(
        ExchangeSession session, ulong job, int round, ProviderClaim claim, CancellationToken cancellation)
    {
        ExchangeContracts contracts = session.Contracts;
        FlZk.Exchange.Rounds.RoundView view = await contracts.Coordinator.GetRoundAsync(
            job, round, default, cancellation).ConfigureAwait(false);
        FlZk.Ethereum.Address token = view.Phase == FlZk.Exchange.Rounds.RoundPhase.Failed
            ? contracts.Addresses.Token
            : (await contracts.Exchange.GetJobAsync(job, default, cancellation).ConfigureAwait(false)).Spec.BountyToken;
        return await JobText.AmountAsync(contracts, claim.Amount, token, cancellation).ConfigureAwait(false);
    }
}
