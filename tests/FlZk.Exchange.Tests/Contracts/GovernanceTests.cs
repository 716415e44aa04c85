using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Signatures;
using FlZk.Exchange.Tests.Chain;

namespace FlZk.Exchange.Tests.Contracts;

/// <summary>Bindings of token votes, governor, timelock, registry and oracle: a proposal's whole way.</summary>
public sealed class GovernanceTests(TestExchange exchange)
{
    [Fact]
    public async Task Holders_list_a_verifier_and_appoint_an_attester_who_attests()
    {
        ExchangeContracts holder = exchange.As(TestExchange.PublisherIndex);
        ExchangeContracts attester = exchange.As(TestExchange.StrangerIndex);
        var deployment = new ExchangeDeployment(holder.Web3, exchange.Artifacts);
        Address verifier = await deployment.DeployVerifierAsync(exchange.Keys.Verification.ToBlob());
        Assert.False(await holder.Registry.IsListedAsync(verifier));
        await holder.Token.DelegateAsync(holder.Sender);
        Assert.Equal(holder.Sender, await holder.Token.DelegateOfAsync(holder.Sender));
        Assert.True(await holder.Token.VotesOfAsync(holder.Sender) > await holder.Governor.ProposalThresholdAsync());
        await exchange.PassAsync(TimeSpan.FromSeconds(2));

        var proposal = new GovernanceProposal(
            [holder.Registry.List(verifier), holder.Oracle.Appoint(attester.Sender)], $"A verifier and an attester, {Guid.NewGuid()}");
        BigInteger id = (await holder.Governor.ProposeAsync(proposal)).Proposal;
        Assert.Equal(id, await holder.Governor.IdOfAsync(proposal));
        Assert.Equal(ProposalState.Pending, await holder.Governor.StateOfAsync(id));
        await exchange.PassAsync(await holder.Governor.VotingDelayAsync() + TimeSpan.FromSeconds(2));
        await holder.Governor.CastVoteAsync(id, VoteKind.For, "both are in order");
        Assert.True(await holder.Governor.HasVotedAsync(id, holder.Sender));
        ProposalView active = await holder.Governor.GetProposalAsync(id);
        Assert.Equal((ProposalState.Active, holder.Sender), (active.State, active.Proposer));
        Assert.True(active.For > 0 && active.Against.IsZero && active.Abstain.IsZero);
        await exchange.PassAsync(await holder.Governor.VotingPeriodAsync() + TimeSpan.FromSeconds(2));
        await holder.Governor.QueueAsync(proposal);
        Assert.NotNull((await holder.Governor.GetProposalAsync(id)).ExecutableAt);
        TransactionRevertedException early = await Assert.ThrowsAsync<TransactionRevertedException>(
            () => holder.Governor.ExecuteAsync(proposal));
        Assert.Equal("TimelockUnexpectedOperationState", early.ErrorName);
        await exchange.PassAsync(await holder.Timelock.MinDelayAsync() + TimeSpan.FromSeconds(2));
        await holder.Governor.ExecuteAsync(proposal);
        Assert.Equal(ProposalState.Executed, await holder.Governor.StateOfAsync(id));
        Assert.True(await holder.Registry.IsListedAsync(verifier));
        Assert.Contains(await holder.Registry.GetListingsAsync(0, 100), listing => listing.Verifier == verifier);
        Assert.Contains(attester.Sender, await holder.Oracle.GetAttestersAsync());

        (ulong dataset, _) = await holder.Exchange.RegisterDatasetAsync(Keccak256.Hash("data"));
        Hash32 report = Keccak256.Hash("report");
        await attester.Oracle.AttestAsync(dataset, 8_000, report);
        Assert.Equal(8_000, await holder.Oracle.QualityOfAsync(dataset));
        DatasetAttestation attestation = (await holder.Oracle.GetAttestationAsync(dataset, attester.Sender))!;
        Assert.Equal((8_000, report), (attestation.Score, attestation.ReportHash));

        // Signed here, sent by somebody else.
        BlockHeader last = (await exchange.Client.GetBlockAsync(default))!;
        DateTimeOffset deadline = last.Timestamp.AddHours(1);
        SignedAttestation signed = new SignedAttestation
        {
            ChainId = holder.ChainId,
            Contract = holder.Oracle.Address,
            Attester = attester.Sender,
            Dataset = dataset,
            Score = 7_000,
            ReportHash = report,
            Nonce = await holder.Oracle.NonceOfAsync(attester.Sender),
            Deadline = deadline,
        }.Sign(attester.Web3.Account!);
        await holder.Oracle.AttestBySignatureAsync(signed);
        Assert.Equal(7_000, await holder.Oracle.QualityOfAsync(dataset));
        TransactionRevertedException again = await Assert.ThrowsAsync<TransactionRevertedException>(
            () => holder.Oracle.AttestBySignatureAsync(signed));
        Assert.Equal("SignatureInvalid", again.ErrorName);
        await attester.Oracle.RevokeAsync(dataset);
        Assert.Equal(0, await holder.Oracle.QualityOfAsync(dataset));

        // What was voted in is voted out, and takes its word with it.
        await attester.Oracle.AttestAsync(dataset, 9_000, report);
        await CarryAsync(holder, new GovernanceProposal(
            [holder.Registry.Delist(verifier), holder.Oracle.Dismiss(attester.Sender)], $"Neither any more, {Guid.NewGuid()}"));
        Assert.False(await holder.Registry.IsListedAsync(verifier));
        Assert.DoesNotContain(attester.Sender, await holder.Oracle.GetAttestersAsync());
        Assert.Equal(0, await holder.Oracle.QualityOfAsync(dataset));
        await Assert.ThrowsAsync<TransactionRevertedException>(() => attester.Oracle.AttestAsync(dataset, 9_000, report));
    }

    [Fact]
    public async Task Without_votes_nobody_proposes_and_without_a_proposal_nobody_lists()
    {
        ExchangeContracts stranger = exchange.As(8);
        TransactionRevertedException refusal = await Assert.ThrowsAsync<TransactionRevertedException>(
            () => stranger.Governor.ProposeAsync(new GovernanceProposal([stranger.Registry.Delist(exchange.Verifier)], "Delist")));
        Assert.Equal("GovernorInsufficientProposerVotes", refusal.ErrorName);
        TransactionRevertedException unlisted = await Assert.ThrowsAsync<TransactionRevertedException>(
            () => stranger.Registry.Contract.SendAsync("delist", [exchange.Verifier]));
        Assert.Equal("CallerNotTimelock", unlisted.ErrorName);
    }

    /// <summary>A proposal's way from its making to its execution, with all the votes there are.</summary>
    private async Task CarryAsync(ExchangeContracts holder, GovernanceProposal proposal)
    {
        BigInteger id = (await holder.Governor.ProposeAsync(proposal)).Proposal;
        await exchange.PassAsync(await holder.Governor.VotingDelayAsync() + TimeSpan.FromSeconds(2));
        await holder.Governor.CastVoteAsync(id, VoteKind.For, string.Empty);
        await exchange.PassAsync(await holder.Governor.VotingPeriodAsync() + TimeSpan.FromSeconds(2));
        await holder.Governor.QueueAsync(proposal);
        await exchange.PassAsync(await holder.Timelock.MinDelayAsync() + TimeSpan.FromSeconds(2));
        await holder.Governor.ExecuteAsync(proposal);
    }
}
