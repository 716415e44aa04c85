using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Signatures;

namespace FlZk.Exchange.Contracts;

/// <summary><c>ExchangeGovernor</c>: holders of the token decide; the timelock carries out.</summary>
public sealed class ExchangeGovernorContract : BoundContract
{
    /// <summary>Binds the contract at an address.</summary>
    public ExchangeGovernorContract(Web3 web3, Address address)
        : base(web3, ExchangeAbi.Governor, address)
    {
    }

    /// <summary>The call that replaces an upgradeable contract's implementation.</summary>
    /// <param name="proxy">The contract.</param>
    /// <param name="implementation">The new implementation, of the same wiring.</param>
    /// <param name="initialiser">A call made right after; empty for none.</param>
    public static GovernanceAction Upgrade(Address proxy, Address implementation, ReadOnlyMemory<byte> initialiser = default) => new(
        proxy, ExchangeAbi.DataExchange.Function("upgradeToAndCall").EncodeCall(implementation, initialiser.ToArray()));

    /// <summary>A proposal's number.</summary>
    public Task<BigInteger> IdOfAsync(GovernanceProposal proposal, CancellationToken cancellation = default) =>
        CallAsync<BigInteger>("hashProposal", cancellation, Arguments(proposal));

    /// <summary>Where a proposal is.</summary>
    /// <exception cref="TransactionRevertedException">There is no such proposal.</exception>
    public async Task<ProposalState> StateOfAsync(BigInteger proposal, CancellationToken cancellation = default) =>
        (ProposalState)(int)await CallAsync<BigInteger>("state", cancellation, proposal).ConfigureAwait(false);

    /// <summary>A proposal as it stands.</summary>
    /// <exception cref="TransactionRevertedException">There is no such proposal.</exception>
    public async Task<ProposalView> GetProposalAsync(BigInteger proposal, CancellationToken cancellation = default)
    {
        ProposalState state = await StateOfAsync(proposal, cancellation).ConfigureAwait(false);
        AbiValues votes = await Contract.CallAsync("proposalVotes", [proposal], default, cancellation).ConfigureAwait(false);
        BigInteger start = await CallAsync<BigInteger>("proposalSnapshot", cancellation, proposal).ConfigureAwait(false);
        BigInteger end = await CallAsync<BigInteger>("proposalDeadline", cancellation, proposal).ConfigureAwait(false);
        BigInteger eta = await CallAsync<BigInteger>("proposalEta", cancellation, proposal).ConfigureAwait(false);
        return new ProposalView(
            proposal,
            await CallAsync<Address>("proposalProposer", cancellation, proposal).ConfigureAwait(false),
            state,
            Time(start) ?? DateTimeOffset.UnixEpoch,
            Time(end) ?? DateTimeOffset.UnixEpoch,
            Time(eta),
            votes.Integer("forVotes"),
            votes.Integer("againstVotes"),
            votes.Integer("abstainVotes"));
    }

    /// <summary>Whether an account has voted on a proposal.</summary>
    public Task<bool> HasVotedAsync(BigInteger proposal, Address account, CancellationToken cancellation = default) =>
        CallAsync<bool>("hasVoted", cancellation, proposal, account);

    /// <summary>Votes an account needs to propose.</summary>
    public Task<BigInteger> ProposalThresholdAsync(CancellationToken cancellation = default) =>
        CallAsync<BigInteger>("proposalThreshold", cancellation);

    /// <summary>From a proposal until voting begins.</summary>
    public async Task<TimeSpan> VotingDelayAsync(CancellationToken cancellation = default) =>
        TimeSpan.FromSeconds((double)await CallAsync<BigInteger>("votingDelay", cancellation).ConfigureAwait(false));

    /// <summary>How long voting lasts.</summary>
    public async Task<TimeSpan> VotingPeriodAsync(CancellationToken cancellation = default) =>
        TimeSpan.FromSeconds((double)await CallAsync<BigInteger>("votingPeriod", cancellation).ConfigureAwait(false));

    /// <summary>Votes for and abstaining that a proposal whose voting began at a past moment needs together.</summary>
    public Task<BigInteger> QuorumAsync(DateTimeOffset at, CancellationToken cancellation = default) =>
        CallAsync<BigInteger>("quorum", cancellation, at.ToUnixTimeSeconds());

    /// <summary>Proposes calls to be made by the timelock.</summary>
    /// <returns>The proposal's number and the transaction.</returns>
    public async Task<(BigInteger Proposal, SentTransaction Transaction)> ProposeAsync(
        GovernanceProposal proposal, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        TransactionReceipt receipt = await ReceiptAsync(
            "propose", cancellation, [.. proposal.ToAbi(), proposal.Description]).ConfigureAwait(false);
        return (Contract.EventsOf(receipt, "ProposalCreated").Single().Fields.Integer("proposalId"), SentTransaction.Of(receipt));
    }

    /// <summary>Votes with the sender's votes at the proposal's start.</summary>
    public Task<SentTransaction> CastVoteAsync(
        BigInteger proposal, VoteKind vote, string? reason = null, CancellationToken cancellation = default) => reason is null
        ? SendAsync("castVote", cancellation, proposal, (int)vote)
        : SendAsync("castVoteWithReason", cancellation, proposal, (int)vote, reason);

    /// <summary>The nonce that an account's next signed vote must carry.</summary>
    public Task<BigInteger> NonceOfAsync(Address voter, CancellationToken cancellation = default) =>
        CallAsync<BigInteger>("nonces", cancellation, voter);

    /// <summary>Casts a vote that its voter signed; anyone may.</summary>
    public Task<SentTransaction> CastVoteBySignatureAsync(SignedVote vote, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(vote);
        return SendAsync("castVoteBySig", cancellation, vote.Proposal, (int)vote.Vote, vote.Voter, vote.Signature.ToArray());
    }

    /// <summary>Every proposal, oldest first, from the governor's events.</summary>
    public async Task<IReadOnlyList<(BigInteger Id, GovernanceProposal Proposal)>> GetProposalsAsync(
        CancellationToken cancellation = default)
    {
        IReadOnlyList<ContractEvent> events = await Contract.GetEventsAsync(
            "ProposalCreated", cancellation: cancellation).ConfigureAwait(false);
        return [.. events.Select(static e => (e.Fields.Integer("proposalId"), Proposal(e.Fields)))];
    }

    /// <summary>What a proposal of a number would do; null when none has it. Its hash is checked, so that a node cannot pass another off
    /// for it.</summary>
    public async Task<GovernanceProposal?> FindProposalAsync(BigInteger number, CancellationToken cancellation = default)
    {
        foreach ((BigInteger id, GovernanceProposal proposal) in await GetProposalsAsync(cancellation).ConfigureAwait(false))
            if (id == number && proposal.Number == number) return proposal;
        return null;
    }

    /// <summary>Queues an accepted proposal in the timelock; anyone may.</summary>
    public Task<SentTransaction> QueueAsync(GovernanceProposal proposal, CancellationToken cancellation = default) =>
        SendAsync("queue", cancellation, Arguments(proposal));

    /// <summary>Carries out a queued proposal whose delay is over; anyone may.</summary>
    public Task<SentTransaction> ExecuteAsync(GovernanceProposal proposal, CancellationToken cancellation = default) =>
        SendAsync("execute", cancellation, Arguments(proposal));

    /// <summary>Withdraws a proposal before its vote begins; its proposer only.</summary>
    public Task<SentTransaction> CancelAsync(GovernanceProposal proposal, CancellationToken cancellation = default) =>
        SendAsync("cancel", cancellation, Arguments(proposal));

    private static GovernanceProposal Proposal(AbiValues fields)
    {
        IReadOnlyList<Address> targets = fields.List<Address>("targets");
        IReadOnlyList<BigInteger> values = fields.List<BigInteger>("values");
        IReadOnlyList<byte[]> calls = fields.List<byte[]>("calldatas");
        return new GovernanceProposal(
            [.. targets.Select((target, i) => new GovernanceAction(target, calls[i], values[i]))], fields.Text("description"));
    }

    private static object[] Arguments(GovernanceProposal proposal)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        return [.. proposal.ToAbi(), proposal.DescriptionHash];
    }
}
