using System.CommandLine;
using System.Numerics;
using FlZk.Cli.Connections;
using FlZk.Ethereum;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Signatures;

namespace FlZk.Cli.Commands.Governance;

/// <summary><c>flzk governance sign-vote</c>: a vote that another account sends.</summary>
internal sealed class GovernanceSignVoteCommand : SigningCommand
{
    private readonly ProposalOptions _proposal = new();
    private readonly Argument<VoteKind> _vote = new("vote") { Description = "for, against or abstain.", HelpName = "VOTE" };

    public GovernanceSignVoteCommand()
        : base(
            expires: false,
            "sign-vote",
            "Sign a vote (EIP-712) that anybody can send while voting lasts. Sends nothing.",
            "flzk governance sign-vote 1234 for --out vote.json --book exchange.json --keystore holder.json")
    {
        AddAll(_proposal.Number, _vote);
    }

    protected override Task<BigInteger> NonceAsync(ExchangeContracts contracts, Address signer, CancellationToken cancellation) =>
        contracts.Governor.NonceOfAsync(signer, cancellation);

    protected override (SignedMessage Message, string Sentence) Sign(SigningContext context)
    {
        SignedVote vote = new SignedVote
        {
            ChainId = context.Addresses.ChainId,
            Contract = context.Addresses.Governor,
            Voter = context.Account.Address,
            Proposal = context.Parsed.GetRequiredValue(_proposal.Number),
            Vote = context.Parsed.GetValue(_vote),
            Nonce = context.Nonce,
        }.Sign(context.Account);
        return (vote, $"{vote.Voter} votes {vote.Vote.ToString().ToLowerInvariant()} proposal {vote.Proposal} once this is sent.");
    }
}
