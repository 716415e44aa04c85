using System.CommandLine;
using System.Numerics;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Governance;

/// <summary><c>flzk governance vote</c>: votes on a proposal.</summary>
internal sealed class GovernanceVoteCommand : ExchangeCommand
{
    private readonly ProposalOptions _proposal = new();
    private readonly Argument<VoteKind> _vote = new("vote") { Description = "for, against or abstain.", HelpName = "VOTE" };
    private readonly Option<string?> _reason =
        new("--reason") { Description = "A reason, kept on chain for all to read.", HelpName = "TEXT" };

    public GovernanceVoteCommand()
        : base(
            Access.Sends,
            "vote",
            "Vote with what you held and had delegated when voting began.",
            "flzk governance vote 1234 for --book exchange.json --key-file holder.key",
            "flzk governance vote 1234 against --reason 'the key has no ceremony' --book exchange.json --key-file holder.key")
    {
        AddAll(_proposal.Number, _vote, _reason);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        BigInteger proposal = session.Parsed.GetRequiredValue(_proposal.Number);
        VoteKind vote = session.Parsed.GetValue(_vote);
        await session.Contracts.Governor.CastVoteAsync(
            proposal, vote, session.Parsed.GetValue(_reason), cancellation).ConfigureAwait(false);
        return await ProposalOptions.DoneAsync(
            session,
            proposal,
            view => $"Voted {vote.ToString().ToLowerInvariant()}: {ExchangeSession.Tokens(view.For)} for, "
                + $"{ExchangeSession.Tokens(view.Against)} against, {ExchangeSession.Tokens(view.Abstain)} abstaining, until "
                + $"{ExchangeSession.Time(view.VoteEnd)}.",
            cancellation).ConfigureAwait(false);
    }
}
