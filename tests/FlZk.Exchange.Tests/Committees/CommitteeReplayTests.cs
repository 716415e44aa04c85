using System.Numerics;
using FlZk.Bn254;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Committees;
using FlZk.Exchange.Contracts;

namespace FlZk.Exchange.Tests.Committees;

/// <summary>A job of five candidates, its events as the contract emits them, and every way in which they can lie.</summary>
public sealed class CommitteeReplayTests
{
    private const ulong Chain = 31337;
    private const ulong Round = (7UL << 32) | 1;
    private const ulong RequestBlock = 99;
    private static readonly Address Selector = Named(200);
    private static readonly Address Aggregator = Named(201);
    private static readonly Hash32 Randao = Keccak256.Hash("randao");
    private static readonly Hash32 Entropy = Keccak256.Hash("entropy");
    private readonly BeaconSecretKey _beacon = BeaconSecretKey.Create();

    [Fact]
    public void An_honest_draw_is_the_only_one_possible()
    {
        CommitteeVerdict verdict = Replay();
        Assert.Null(verdict.Fault);
        Assert.Equal(Round, verdict.RoundId);
        Assert.Equal(RequestBlock + 1, verdict.EntropyBlock);
        Assert.Equal(Entropy, verdict.Entropy);
        Assert.Equal(3, verdict.Members.Count);
    }

    [Fact]
    public void Candidates_that_come_after_the_request_are_not_drawn()
    {
        CommitteeVerdict verdict = Replay(late: Happened("CandidateStakeUpdated", 7UL, Named(99), BigInteger.Pow(10, 30)));
        Assert.Null(verdict.Fault);
        Assert.DoesNotContain(Named(99), verdict.Members);
    }

    [Fact]
    public void Other_members_another_order_or_fewer_are_named()
    {
        Assert.Contains("draws", Replay(members: members => [members[1], members[0], members[2]]).Fault);
        Assert.Contains("draws", Replay(members: members => [members[0], members[1], Named(99)]).Fault);
        Assert.Contains("draws", Replay(members: members => members[..2]).Fault);
    }

    [Fact]
    public void A_signature_of_another_key_or_message_is_named()
    {
        Assert.Contains("not the beacon's", Replay(signer: BeaconSecretKey.Create()).Fault);
        Assert.Contains("not the beacon's", Replay(announcedEntropy: Keccak256.Hash("other")).Fault);
    }

    [Fact]
    public void A_request_that_counts_other_candidates_is_named()
    {
        Assert.Contains("candidates", Replay(totalStake: 151).Fault);
        Assert.Contains("candidates", Replay(candidates: 4).Fault);
        Assert.Contains("cannot be drawn", Replay(size: 6).Fault);
        Assert.Contains("cannot be drawn", Replay(size: 0).Fault);
    }

    [Fact]
    public void A_key_that_was_never_registered_or_changes_within_a_job_is_named()
    {
        Assert.Contains("never registered", Replay(version: 2).Fault);

        CommitteeReplay replay = Started(1);
        replay.Apply(Requested(Round, 1, 3, 5, 150));
        replay.Apply(Drawn(Round));
        replay.Apply(Happened("BeaconKeyRegistered", Aggregator, 2UL, _beacon.PublicKey.Point.ToAbi()));
        replay.Apply(Requested(Round + 1, 2, 3, 5, 150));
        Assert.Contains("used key 1 and now key 2", replay.Apply(Drawn(Round + 1))!.Fault);
    }

    [Fact]
    public void A_draw_that_nobody_asked_for_is_named()
    {
        CommitteeReplay replay = Started(1);
        Assert.Contains("nobody", replay.Apply(Drawn(Round))!.Fault);
        replay.Apply(Requested(Round, 1, 3, 5, 150));
        replay.Apply(Drawn(Round));
        Assert.Contains("nobody", replay.Apply(Drawn(Round))!.Fault);
    }

    [Fact]
    public void Other_events_change_nothing()
    {
        CommitteeReplay replay = Started(1);
        Assert.Null(replay.Apply(Happened("EntropyRecorded", Round, Entropy)));
        Assert.Equal(150, replay.CandidatesOf(7).TotalStake);
        Assert.Equal(0, replay.CandidatesOf(8).Count);
    }

    private static Address Named(byte name) => new([.. new byte[19], name]);

    private static ContractEvent Happened(string name, params object[] values)
    {
        AbiEvent definition = ExchangeAbi.CommitteeSelector.Event(name);

        // Through the codec, so that fields have the types that a node's logs give.
        AbiValues fields = AbiDecoder.Decode(definition.Inputs, AbiEncoder.Encode(definition.Inputs, values));
        return new ContractEvent(definition, fields, new LogEntry(Selector, [], default, RequestBlock, default, 0));
    }

    private static ContractEvent Requested(ulong round, ulong version, int size, int candidates, int totalStake) =>
        Happened("CommitteeRequested", round, Aggregator, version, size, candidates, totalStake, Randao);

    private CommitteeReplay Started(ulong version)
    {
        var replay = new CommitteeReplay(Chain, Selector);
        replay.Apply(Happened("BeaconKeyRegistered", Aggregator, version, _beacon.PublicKey.Point.ToAbi()));
        for (byte i = 1; i <= 5; i++) replay.Apply(Happened("CandidateStakeUpdated", 7UL, Named(i), 10 * i));
        return replay;
    }

    private ContractEvent Drawn(
        ulong round, BeaconSecretKey? signer = null, Func<Address[], Address[]>? members = null, Hash32? entropy = null)
    {
        G1Affine signature = (signer ?? _beacon).Sign(BeaconMessages.OfRound(Chain, Selector, round, Randao, Entropy));
        CommitteeCandidate[] candidates = [.. Enumerable.Range(1, 5).Select(static i => new CommitteeCandidate(Named((byte)i), 10 * i))];
        Address[] committee = [.. CommitteeDraw.Draw(candidates, CommitteeDraw.SeedOf(signature), 3)];
        committee = members is null ? committee : members(committee);
        return Happened("CommitteeDrawn", round, entropy ?? Entropy, signature.ToAbi(), committee);
    }

    private CommitteeVerdict Replay(
        BeaconSecretKey? signer = null, Func<Address[], Address[]>? members = null, Hash32? announcedEntropy = null, int totalStake = 150,
        int candidates = 5, int size = 3, ulong version = 1, ContractEvent? late = null)
    {
        CommitteeReplay replay = Started(1);
        replay.Apply(Requested(Round, version, size, candidates, totalStake));
        if (late is not null) replay.Apply(late);
        CommitteeVerdict? verdict = replay.Apply(Drawn(Round, signer, members, announcedEntropy));
        Assert.NotNull(verdict);
        return verdict;
    }
}
