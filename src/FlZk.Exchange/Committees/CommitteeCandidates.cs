using System.Numerics;
using FlZk.Ethereum;

namespace FlZk.Exchange.Committees;

/// <summary>A job's candidates in the order in which draws count them, as <c>CommitteeSelector</c>'s events tell it: a new one goes to
/// the end, and the last takes the place of one that is removed.</summary>
public sealed class CommitteeCandidates
{
    private readonly List<CommitteeCandidate> _candidates = [];
    private readonly Dictionary<Address, int> _places = [];

    /// <summary>How many there are.</summary>
    public int Count => _candidates.Count;

    /// <summary>The sum of all stakes.</summary>
    public BigInteger TotalStake { get; private set; }

    /// <summary>Sets a candidate's stake; 0 removes it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative stake.</exception>
    public void Update(Address provider, BigInteger stake)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(stake);
        if (!_places.TryGetValue(provider, out int place))
        {
            if (stake.IsZero) return;
            _places[provider] = _candidates.Count;
            _candidates.Add(new CommitteeCandidate(provider, stake));
            TotalStake += stake;
            return;
        }

        TotalStake += stake - _candidates[place].Stake;
        if (!stake.IsZero)
        {
            _candidates[place] = new CommitteeCandidate(provider, stake);
            return;
        }

        CommitteeCandidate last = _candidates[^1];
        _candidates[place] = last;
        _places[last.Provider] = place;
        _candidates.RemoveAt(_candidates.Count - 1);
        _places.Remove(provider);
    }

    /// <summary>The candidates as they are now.</summary>
    public IReadOnlyList<CommitteeCandidate> Snapshot() => [.. _candidates];
}
