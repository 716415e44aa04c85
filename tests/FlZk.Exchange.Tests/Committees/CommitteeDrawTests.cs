using System.Numerics;
using CsCheck;
using FlZk.Ethereum;
using FlZk.Exchange.Committees;

namespace FlZk.Exchange.Tests.Committees;

public sealed class CommitteeDrawTests
{
    [Fact]
    public void Candidates_keep_the_contracts_order() =>
        Gen.Select(Gen.Byte[0, 12], Gen.Int[0, 3]).Array[0, 60].Sample(static updates =>
        {
            var candidates = new CommitteeCandidates();
            var list = new List<CommitteeCandidate>();
            foreach ((byte name, int stake) in updates)
            {
                Address provider = Named(name);
                candidates.Update(provider, stake);
                int place = list.FindIndex(candidate => candidate.Provider == provider);
                if (place < 0 && stake > 0) list.Add(new CommitteeCandidate(provider, stake));
                if (place >= 0 && stake > 0) list[place] = new CommitteeCandidate(provider, stake);
                if (place < 0 || stake > 0) continue;
                list[place] = list[^1];
                list.RemoveAt(list.Count - 1);
            }

            Assert.Equal(list, candidates.Snapshot());
            Assert.Equal(list.Count, candidates.Count);
            Assert.Equal(list.Aggregate(BigInteger.Zero, static (sum, candidate) => sum + candidate.Stake), candidates.TotalStake);
        });

    [Fact]
    public void A_committee_has_no_duplicates_and_nobody_without_a_stake() =>
        Gen.Select(Gen.Int[0, 5].Array[1, 20], Gen.Byte).Sample(static (stakes, seed) =>
        {
            CommitteeCandidate[] candidates = [.. stakes.Select(static (stake, i) => new CommitteeCandidate(Named((byte)i), stake))];
            int size = stakes.Count(static stake => stake > 0);
            IReadOnlyList<Address> members = CommitteeDraw.Draw(candidates, Keccak256.Hash([seed]), size);
            Assert.Equal(candidates.Where(static c => c.Stake > 0).Select(static c => c.Provider).ToHashSet(), members.ToHashSet());
            Assert.Equal(size, members.Count);
            Assert.Throws<ArgumentOutOfRangeException>(() => CommitteeDraw.Draw(candidates, Keccak256.Hash([seed]), size + 1));
        });

    [Fact]
    public void A_smaller_committee_is_the_start_of_a_larger_one()
    {
        CommitteeCandidate[] candidates = [.. Enumerable.Range(1, 9).Select(static i => new CommitteeCandidate(Named((byte)i), i))];
        Hash32 seed = Keccak256.Hash("seed");
        Assert.Equal(CommitteeDraw.Draw(candidates, seed, 9).Take(4), CommitteeDraw.Draw(candidates, seed, 4));
    }

    [Fact]
    public void A_negative_stake_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new CommitteeCandidates().Update(Named(1), -1));

    private static Address Named(byte name) => new([.. new byte[19], name]);
}
