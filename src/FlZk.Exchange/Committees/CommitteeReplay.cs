using System.Numerics;
using FlZk.Bn254;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;
using FlZk.Exchange.Contracts;

namespace FlZk.Exchange.Committees;

/// <summary>Replays the events of a <c>CommitteeSelector</c> and draws every committee again, so that an auditor takes nobody's word for
/// one.</summary>
/// <remarks>Give it all events in chain order, from the contract's first. It does not see block hashes: compare each verdict's entropy
/// with the header of its block.</remarks>
/// <param name="chainId">The chain.</param>
/// <param name="selector">The contract.</param>
public sealed class CommitteeReplay(ulong chainId, Address selector)
{
    private readonly Dictionary<ulong, CommitteeCandidates> _candidates = [];
    private readonly Dictionary<(Address Aggregator, ulong Version), BeaconPublicKey> _keys = [];
    private readonly Dictionary<ulong, ulong> _versions = [];
    private readonly Dictionary<ulong, Request> _requests = [];

    /// <summary>A job's candidates after the events so far.</summary>
    public CommitteeCandidates CandidatesOf(ulong job)
    {
        if (!_candidates.TryGetValue(job, out CommitteeCandidates? candidates)) _candidates[job] = candidates = new CommitteeCandidates();
        return candidates;
    }

    /// <summary>Takes the next event.</summary>
    /// <returns>The verdict on a <c>CommitteeDrawn</c>; null for any other event.</returns>
    /// <exception cref="AbiException">A field is not what the contract can have emitted.</exception>
    public CommitteeVerdict? Apply(ContractEvent happened)
    {
        AbiValues fields = happened.Fields;
        switch (happened.Name)
        {
            case "BeaconKeyRegistered":
                _keys[(fields.Address("aggregator"), fields.UInt64("version"))] = new BeaconPublicKey(fields.Tuple("key").ToG2());
                return null;
            case "CandidateStakeUpdated":
                CandidatesOf(fields.UInt64("jobId")).Update(fields.Address("provider"), fields.Integer("stake"));
                return null;
            case "CommitteeRequested":
                ulong roundId = fields.UInt64("roundId");
                _requests[roundId] = new Request(fields, CandidatesOf(roundId >> 32).Snapshot(), happened.Log.BlockNumber);
                return null;
            case "CommitteeDrawn":
                return Judge(fields);
            default:
                return null;
        }
    }

    private CommitteeVerdict Judge(AbiValues drawn)
    {
        ulong roundId = drawn.UInt64("roundId");
        IReadOnlyList<Address> members = drawn.List<Address>("members");
        Hash32 entropy = drawn.Hash("entropy");
        if (!_requests.Remove(roundId, out Request? request))
            return new CommitteeVerdict(roundId, members, 0, entropy, "A committee was drawn that nobody had asked for.");
        return new CommitteeVerdict(roundId, members, request.Block + 1, entropy, Fault(request, drawn, members));
    }

    private string? Fault(Request request, AbiValues drawn, IReadOnlyList<Address> members)
    {
        AbiValues asked = request.Fields;
        ulong roundId = drawn.UInt64("roundId");
        ulong version = asked.UInt64("keyVersion");
        if (_versions.TryGetValue(roundId >> 32, out ulong known) && known != version)
            return $"The job's draws used key {known} and now key {version}.";
        _versions[roundId >> 32] = version;
        if (!_keys.TryGetValue((asked.Address("aggregator"), version), out BeaconPublicKey key))
            return $"Key {version} of {asked.Address("aggregator")} was never registered.";
        BigInteger count = asked.Integer("candidates"), stake = asked.Integer("totalStake");
        if (count != request.Candidates.Count
            || stake != request.Candidates.Aggregate(BigInteger.Zero, static (sum, candidate) => sum + candidate.Stake))
        {
            return $"The request counts {count} candidates with a stake of {stake}, other than the events before it.";
        }

        int size = asked.Int32("members");
        if (size < 1 || size > request.Candidates.Count)
            return $"{size} members cannot be drawn from {request.Candidates.Count} candidates.";
        G1Affine signature = drawn.Tuple("signature").ToG1();
        byte[] message = BeaconMessages.OfRound(chainId, selector, roundId, asked.Hash("prevrandao"), drawn.Hash("entropy"));
        if (!key.Verifies(message, signature)) return "The signature is not the beacon's.";
        IReadOnlyList<Address> expected = CommitteeDraw.Draw(request.Candidates, CommitteeDraw.SeedOf(signature), size);
        return expected.SequenceEqual(members)
            ? null
            : $"The signature draws {string.Join(", ", expected)}, not {string.Join(", ", members)}.";
    }

    private sealed record Request(AbiValues Fields, IReadOnlyList<CommitteeCandidate> Candidates, ulong Block);
}
