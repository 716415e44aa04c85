using System.Numerics;
using FlZk.Ethereum;

namespace FlZk.Exchange.Contracts;

/// <summary>A governance proposal as it stands. Votes are in the token's smallest units.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Proposer">Who proposed it.</param>
/// <param name="State">Where it is.</param>
/// <param name="VoteStart">When votes are counted from; balances at this moment count.</param>
/// <param name="VoteEnd">When voting ends.</param>
/// <param name="ExecutableAt">When the timelock lets it through; null unless queued.</param>
/// <param name="For">Votes for it.</param>
/// <param name="Against">Votes against it.</param>
/// <param name="Abstain">Votes that count towards the quorum alone.</param>
public sealed record ProposalView(
    BigInteger Id,
    Address Proposer,
    ProposalState State,
    DateTimeOffset VoteStart,
    DateTimeOffset VoteEnd,
    DateTimeOffset? ExecutableAt,
    BigInteger For,
    BigInteger Against,
    BigInteger Abstain);
