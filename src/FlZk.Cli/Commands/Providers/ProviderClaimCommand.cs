using System.CommandLine;
using System.Globalization;
using System.Numerics;
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
    private readonly Option<int[]> _rounds = new("--round")
    {
        Description = "The round; several are claimed in one transaction.",
        HelpName = "N",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
        CustomParser = result => [.. result.Tokens.Select(token => int.TryParse(
            token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int round) && round > 0
            ? round
            : ValueOptions.Refuse<int>(result, $"--round: '{token.Value}' is no round; rounds are numbered from 1"))],
    };

    public ProviderClaimCommand()
        : base(
            Access.Sends,
            "claim",
            "Take your share of a finalised round, or your compensation for a failed one.",
            "flzk provider claim --job 1 --round 1 --book exchange.json --key-file provider.key",
            "flzk provider claim --job 1 --round 1 2 3 --book exchange.json --key-file provider.key")
    {
        AddAll(_job, _rounds);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong job = session.Parsed.GetRequiredValue(_job);
        int[] rounds = [.. session.Parsed.GetRequiredValue(_rounds).Distinct()];
        var provider = new Provider(session.Contracts, Path.GetTempPath());
        if (rounds is not [int round]) return await ClaimManyAsync(session, provider, job, rounds, cancellation).ConfigureAwait(false);
        ProviderClaim claim = await provider.ClaimAsync(job, round, cancellation).ConfigureAwait(false);
        string amount = await RewardAsync(session, job, round, claim.Amount, cancellation).ConfigureAwait(false);
        return session.Done(
            claim.Transaction is null
                ? $"Round {round} of job {job} was claimed before: {amount}."
                : $"{amount} were paid to {session.Sender}.",
            new { job, round, amount = claim.Amount });
    }

    private static async Task<ExitCode> ClaimManyAsync(
        ExchangeSession session, Provider provider, ulong job, int[] rounds, CancellationToken cancellation)
    {
        (IReadOnlyList<(int Round, BigInteger Amount)> paid, _) = await provider.ClaimManyAsync(
            job, rounds, cancellation).ConfigureAwait(false);
        var words = new List<string>();
        foreach ((int round, BigInteger amount) in paid)
            words.Add($"{await RewardAsync(session, job, round, amount, cancellation).ConfigureAwait(false)} of round {round}");
        return session.Done(
            words.Count == 0
                ? $"Nothing of these rounds is left for {session.Sender} to claim."
                : $"{string.Join(", ", words)} were paid to {session.Sender}.",
            new { job, claimed = paid.Select(one => new { round = one.Round, amount = one.Amount }) });
    }

    private static async Task<string> RewardAsync(
        ExchangeSession session, ulong job, int round, BigInteger amount, CancellationToken cancellation)
    {
        ExchangeContracts contracts = session.Contracts;
        FlZk.Exchange.Rounds.RoundView view = await contracts.Coordinator.GetRoundAsync(
            job, round, default, cancellation).ConfigureAwait(false);
        FlZk.Ethereum.Address token = view.Phase == FlZk.Exchange.Rounds.RoundPhase.Failed
            ? contracts.Addresses.Token
            : (await contracts.Exchange.GetJobAsync(job, default, cancellation).ConfigureAwait(false)).Spec.BountyToken;
        return await JobText.AmountAsync(contracts, amount, token, cancellation).ConfigureAwait(false);
    }
}
