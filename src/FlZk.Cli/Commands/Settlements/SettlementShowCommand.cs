using System.CommandLine;
using System.Numerics;
using FlZk.Cli.Commands.Aggregators;
using FlZk.Cli.Commands.Statements;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Jobs;
using FlZk.Exchange.Rounds;

namespace FlZk.Cli.Commands.Settlements;

/// <summary><c>flzk settlement show</c>: a round's proposal and its challenge.</summary>
internal sealed class SettlementShowCommand : ExchangeCommand
{
    private readonly Option<ulong> _job = ValueOptions.Job();
    private readonly Option<int?> _round = ValueOptions.Round("The round. Default: the latest.");

    public SettlementShowCommand()
        : base(
            Access.Reads,
            "show",
            "Show the model that was proposed without a proof in a round of an optimistic job, and its challenge.",
            "flzk settlement show --job 1 --book exchange.json")
    {
        AddAll(_job, _round);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong job = session.Parsed.GetRequiredValue(_job);
        int number = await AggregatorOptions.RoundAsync(
            session, job, session.Parsed.GetValue(_round), cancellation).ConfigureAwait(false);
        RoundView round = await session.Contracts.Coordinator.GetRoundAsync(job, number, default, cancellation).ConfigureAwait(false);
        RoundProposal proposal = await session.Contracts.Coordinator.ProposalOfAsync(
            round.Id, cancellation: cancellation).ConfigureAwait(false)
            ?? throw new ExchangeException($"Nothing was proposed in {round.Id}.");
        RoundChallenge? challenge = await session.Contracts.Settlement.GetChallengeAsync(round.Id, cancellation).ConfigureAwait(false);
        BigInteger bond = await session.Contracts.Settlement.ChallengeBondAsync(job, cancellation).ConfigureAwait(false);
        JobView view = await session.Contracts.Exchange.GetJobAsync(job, default, cancellation).ConfigureAwait(false);
        int share = await session.Contracts.StakeVault.ChallengerShareAsync(cancellation).ConfigureAwait(false);
        BigInteger reward = view.Spec.AggregatorStake * share / 10_000;
        bool proved = await session.Contracts.Coordinator.IsProvedAsync(round.Id, cancellation).ConfigureAwait(false);
        string verdict = proved ? "proved" : round.Phase == RoundPhase.Failed ? "never proved" : "waiting for the proof";
        return session.Show(
            new
            {
                job,
                round = number,
                phase = round.Phase,
                deadline = round.Deadline,
                proposer = proposal.Proposer.ToString(),
                modelCommitment = PointText.Of(proposal.ModelCommitment),
                contentHash = proposal.ContentHash.ToString(),
                challengeBond = bond,
                challengeReward = reward,
                proved,
                challenge = challenge is null
                    ? null
                    : new { challenger = challenge.Challenger.ToString(), challenge.Bond, resolved = challenge.IsResolved },
            },
            [
                ("round", Jobs.RoundSummary.Text(round)),
                ("proposer", proposal.Proposer.ToString()),
                ("model", PointText.Of(proposal.ModelCommitment)),
                ("opening", $"Keccak-256 {proposal.ContentHash}: check the file with 'flzk settlement check'"),
                ("challenge", challenge is null
                    ? $"none; a challenger locks {ExchangeSession.Tokens(bond)} FLT, and gains {ExchangeSession.Tokens(reward)} FLT if the "
                        + "proof does not come"
                    : $"by {challenge.Challenger}, {ExchangeSession.Tokens(challenge.Bond)} FLT; {verdict}"
                        + (challenge.IsResolved ? ", resolved" : string.Empty)),
            ]);
    }
}
