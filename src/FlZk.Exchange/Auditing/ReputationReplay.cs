using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Contracts;

namespace FlZk.Exchange.Auditing;

/// <summary>Replays the events of a <c>Reputation</c>: every provider's score at any point of the chain, from its credits, its faults and
/// the half-life alone.</summary>
/// <remarks>Give it all events in chain order, from the contract's first.</remarks>
/// <param name="stakes">The vault's events, replayed: what a credit is worth.</param>
/// <param name="unbondingDelay">The vault's, in seconds; the most that a credit counts for where it is below the window.</param>
internal sealed class ReputationReplay(StakeReplay stakes, BigInteger unbondingDelay)
{
    private const long CreditWindow = 7 * 24 * 3600;
    private const int Whole = 10_000;
    private static readonly BigInteger MaxScore = BigInteger.Pow(10, 18);
    private static readonly BigInteger ReferenceStake = 10_000 * BigInteger.Pow(10, 18);

    private readonly Dictionary<Address, List<(ContractEvent At, BigInteger Score, long UpdatedAt)>> _standings = [];
    private readonly Dictionary<(Address Provider, BigInteger Job), BigInteger> _credited = [];
    private readonly Dictionary<Address, (ContractEvent At, string Text)> _faults = [];

    /// <summary>Everybody whose score ever moved.</summary>
    public IEnumerable<Address> Providers => _standings.Keys;

    /// <summary>The first thing that is wrong about a provider's events before another event; null when nothing is.</summary>
    public string? FaultOf(Address provider, ContractEvent? before = null) =>
        _faults.TryGetValue(provider, out (ContractEvent At, string Text) fault) && (before is null || fault.At.IsBefore(before))
            ? fault.Text
            : null;

    /// <summary>Records what somebody else found wrong about a provider's event.</summary>
    public void Blame(Address provider, ContractEvent at, string text) => _faults.TryAdd(provider, (at, text));

    /// <summary>A provider's multiplier just before an event, in basis points.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="moment">The event; null for after all of them.</param>
    /// <param name="time">Its block's time, in seconds.</param>
    public BigInteger MultiplierAt(Address provider, ContractEvent? moment, long time) =>
        Whole + (ScoreAt(provider, moment, time) * Whole / MaxScore);

    /// <summary>A provider's score just before an event; see <see cref="MultiplierAt"/>.</summary>
    public BigInteger ScoreAt(Address provider, ContractEvent? moment, long time)
    {
        (BigInteger score, long updatedAt) = StandingAt(provider, moment);
        return score.IsZero ? score : (score * HalfLife.Factor(time - updatedAt)) >> 128;
    }

    /// <summary>Takes the next event.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="time">Its block's time, in seconds.</param>
    public void Apply(ContractEvent happened, long time)
    {
        if (happened.Name is not ("ReputationCredited" or "FaultRecorded")) return;
        Address provider = happened.Fields.Address("provider");
        BigInteger shown = happened.Fields.Integer("score");
        (BigInteger before, long updatedAt) = StandingAt(provider, happened);
        BigInteger score;
        if (happened.Name == "FaultRecorded")
        {
            score = ScoreAt(provider, happened, time) / 2;
            Record(provider, happened, score, updatedAt == 0 ? 0 : time);
        }
        else
        {
            BigInteger roundId = happened.Fields.Integer("roundId"), job = roundId >> 32, stake = happened.Fields.Integer("stake");
            BigInteger locked = stakes.LockedBefore(provider, job, happened);
            if (stake != locked) Blame(provider, happened, $"{provider} was credited for a stake of {stake}, it had {locked} locked");
            if (_credited.TryGetValue((provider, job), out BigInteger last) && last >= roundId)
                Blame(provider, happened, $"{provider} was credited twice for round {(uint)(roundId & uint.MaxValue)} of job {job}");
            _credited[(provider, job)] = roundId;
            score = updatedAt == 0 ? BigInteger.Zero : Followed(before, updatedAt, locked, time);
            Record(provider, happened, score, time);
        }

        if (shown != score)
        {
            Blame(
                provider, happened, $"{provider}'s score after {happened.Name} is {shown}, by credits, faults and half-life it is {score}");
        }
    }

    // The score had it followed the target of the stake since the last update, for the window at most.
    private BigInteger Followed(BigInteger score, long updatedAt, BigInteger stake, long time)
    {
        long elapsed = time - updatedAt;
        long window = (long)BigInteger.Min(Math.Min(elapsed, CreditWindow), unbondingDelay);
        BigInteger target = BigInteger.Min(stake, ReferenceStake) * MaxScore / ReferenceStake;
        return ((score * HalfLife.Factor(elapsed)) + (target * (HalfLife.One - HalfLife.Factor(window)))) >> 128;
    }

    private void Record(Address provider, ContractEvent at, BigInteger score, long updatedAt)
    {
        if (!_standings.TryGetValue(provider, out List<(ContractEvent At, BigInteger Score, long UpdatedAt)>? changes))
            _standings[provider] = changes = [];
        changes.Add((at, score, updatedAt));
    }

    private (BigInteger Score, long UpdatedAt) StandingAt(Address provider, ContractEvent? moment)
    {
        if (!_standings.TryGetValue(provider, out List<(ContractEvent At, BigInteger Score, long UpdatedAt)>? changes)) return default;
        (_, BigInteger score, long updatedAt) = changes.LastOrDefault(change => moment is null || change.At.IsBefore(moment));
        return (score, updatedAt);
    }
}
