using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Aggregation.Rounds;

/// <summary>Runs a rule over whatever updates were offered, and names all that cannot enter, or does without them.</summary>
/// <remarks>An honest round is one pass. When the device meets a bad update it has found one of possibly many, so every update is then
/// read once to find all of them together, and the round is folded again from nothing without them: a round of liars costs three passes
/// however many there are, and the result is bit for bit that of the honest updates alone.</remarks>
public sealed class RoundAggregation
{
    private readonly IAggregationStrategy _strategy;
    private readonly IAggregationDevice _device;
    private readonly RefusalPolicy _policy;

    /// <summary>Chooses how rounds are aggregated.</summary>
    /// <param name="strategy">The rule.</param>
    /// <param name="device">Where to compute; not disposed by this object.</param>
    /// <param name="policy">What becomes of a round with a bad update.</param>
    public RoundAggregation(IAggregationStrategy strategy, IAggregationDevice device, RefusalPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        ArgumentNullException.ThrowIfNull(device);
        _strategy = strategy;
        _device = device;
        _policy = policy;
    }

    /// <summary>Reads every update once for what is wrong with it; for a round that is refused already and has to say by whom.</summary>
    /// <param name="sources">The updates offered; not disposed.</param>
    /// <param name="weights">One for each.</param>
    /// <param name="format">The round's format.</param>
    /// <param name="progress">Told about ten times a second, from any thread but never from two at once.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <returns>Who cannot enter and why, in order of position.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<RoundRefusal> FindRefusals(
        IReadOnlyList<IUpdateSource> sources,
        IReadOnlyList<long> weights,
        FixedPointFormat format,
        IProgress<RoundProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        var entrants = new Entrants(sources, weights, format);
        if (entrants.ToRound() is { } round) entrants.Check(round, new RoundMeter(progress), cancellation);
        return entrants.Refused;
    }

    /// <summary>Aggregates one round.</summary>
    /// <param name="sources">The updates offered; not disposed.</param>
    /// <param name="weights">One for each.</param>
    /// <param name="format">The round's format.</param>
    /// <param name="progress">Told about ten times a second, from any thread but never from two at once.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="RefusedUpdatesException">Updates were refused and the policy is to fail, or all were; names every one.</exception>
    /// <exception cref="ArgumentException">Nothing was offered, or too few updates are left for the rule.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public RoundOutcome Run(
        IReadOnlyList<IUpdateSource> sources,
        IReadOnlyList<long> weights,
        FixedPointFormat format,
        IProgress<RoundProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        var entrants = new Entrants(sources, weights, format);
        if (sources.Count == 0) throw new ArgumentException("A round needs at least one update.", nameof(sources));
        var meter = new RoundMeter(progress);
        bool isChecked = false;
        while (true)
        {
            if (entrants.ToRound() is not { } round) throw new RefusedUpdatesException(entrants.Refused, sources.Count);
            if (_policy == RefusalPolicy.Fail && entrants.Refused.Count > 0)
            {
                if (!isChecked) entrants.Check(round, meter, cancellation);
                throw new RefusedUpdatesException(entrants.Refused, sources.Count);
            }

            try
            {
                meter.Begin((long)round.Count * round.Length, isChecking: false);
                AggregationResult result = _strategy.Aggregate(_device, round, meter, cancellation);
                meter.Finish();
                return new RoundOutcome
                {
                    Result = entrants.WithPositionsOffered(result),
                    Entered = entrants.Entered,
                    Refused = entrants.Refused,
                    ValuesRead = meter.Values,
                    Elapsed = meter.Elapsed,
                };
            }
            catch (InvalidUpdateException met)
            {
                // What the check finds of an update replaces what the device happened to meet first.
                if (!isChecked) entrants.Check(round, meter, cancellation, met);
                else entrants.Refuse([met]);
                isChecked = true;
            }
        }
    }
}
