using System.Numerics;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Governance;

/// <summary>A proposal in JSON: votes in smallest units.</summary>
internal sealed record ProposalSummary(
    BigInteger Proposal,
    string State,
    string Proposer,
    DateTimeOffset VoteStart,
    DateTimeOffset VoteEnd,
    DateTimeOffset? ExecutableAt,
    BigInteger For,
    BigInteger Against,
    BigInteger Abstain)
{
    public static ProposalSummary Of(ProposalView view) => new(
        view.Id,
        Name(view.State),
        view.Proposer.ToString(),
        view.VoteStart,
        view.VoteEnd,
        view.ExecutableAt,
        view.For,
        view.Against,
        view.Abstain);

    public static string Name(ProposalState state) => state.ToString().ToLowerInvariant();
}
