using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Aggregation.Rounds;

/// <summary>Runs a rule over whatever updates were offered, and does without those that cannot enter.</summary>
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

    /// <summary>Aggregates one round.</summary>
    /// <param name="sources">The updates offered; not disposed.</param>
    /// <param name="weights">One for each.</param>
    /// <param name="format">The round's format.</param>
    /// <param name="progress">Told about ten times a second, from any thread but never from two at once.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="InvalidUpdateException">An update was refused and the policy is to fail, or all were; names the first.</exception>
    /// <exception cref="ArgumentException">Nothing was offered, or too few updates are left for the rule.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public RoundOutcome Run(
        IReadOnlyList<IUpdateSource> sources,
        IReadOnlyList<long> weights,
        FixedPointFormat format,
        IProgress<RoundProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Count != sources.Count) throw new ArgumentException("There is not one weight for each update.", nameof(weights));
        var meter = new RoundMeter((long)sources.Count * (sources.Count == 0 ? 0 : sources[0].Length), progress);
        List<int> entered = [.. Enumerable.Range(0, sources.Count)];
        var refused = new SortedDictionary<int, InvalidUpdateException>();
        bool scanned = false;
        while (true)
        {
            InvalidUpdateException failure;
            RoundInput? round = null;
            try
            {
                round = new RoundInput([.. entered.Select(i => sources[i])], [.. entered.Select(i => weights[i])], format);
                AggregationResult result = _strategy.Aggregate(_device, round, meter, cancellation);
                meter.Finish();
                return new RoundOutcome
                {
                    Result = WithPositionsOf(result, entered),
                    Entered = entered,
                    Refused = [.. refused.Select(entry => Describe(sources, entry.Key, entry.Value))],
                    ValuesRead = meter.Values,
                    Elapsed = meter.Elapsed,
                };
            }
            catch (InvalidUpdateException caught)
            {
                failure = caught;
            }

            // What the scan finds of an update replaces what the device happened to meet first.
            var found = new Dictionary<int, InvalidUpdateException> { [failure.ProviderIndex] = failure };
            if (round is not null && _policy == RefusalPolicy.Skip && !scanned)
            {
                scanned = true;
                foreach (InvalidUpdateException other in UpdateScan.Run(round, meter, cancellation)) found[other.ProviderIndex] = other;
            }

            foreach ((int i, InvalidUpdateException why) in found) refused.Add(entered[i], why.At(entered[i]));
            if (_policy == RefusalPolicy.Fail) throw refused.First().Value;
            entered = [.. entered.Where(i => !refused.ContainsKey(i))];
            if (entered.Count == 0) throw refused.First().Value;
        }
    }

    private static RoundRefusal Describe(IReadOnlyList<IUpdateSource> sources, int i, InvalidUpdateException why) =>
        new(i, sources[i].Name, why.Reason, why.ParameterIndex);

    private static AggregationResult WithPositionsOf(AggregationResult result, List<int> entered) => result with
    {
        Chosen = result.Chosen is null ? null : [.. result.Chosen.Select(i => entered[i])],
        Clipped = result.Clipped is null ? null : [.. result.Clipped.Select(i => entered[i])],
    };
}
