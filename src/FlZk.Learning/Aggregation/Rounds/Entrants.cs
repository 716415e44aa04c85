using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Aggregation.Rounds;

/// <summary>The updates offered to a round, those of them that are still in it, and why the others are not.</summary>
internal sealed class Entrants
{
    private readonly IReadOnlyList<IUpdateSource> _sources;
    private readonly IReadOnlyList<long> _weights;
    private readonly FixedPointFormat _format;
    private readonly SortedDictionary<int, RoundRefusal> _refused = [];
    private List<int> _entered;

    /// <summary>Lets all in.</summary>
    /// <exception cref="ArgumentException">There is not one weight for each update.</exception>
    public Entrants(IReadOnlyList<IUpdateSource> sources, IReadOnlyList<long> weights, FixedPointFormat format)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(format);
        if (weights.Count != sources.Count) throw new ArgumentException("There is not one weight for each update.", nameof(weights));
        _sources = sources;
        _weights = weights;
        _format = format;
        _entered = [.. Enumerable.Range(0, sources.Count)];
    }

    /// <summary>Positions of those that are in, in order.</summary>
    public IReadOnlyList<int> Entered => _entered;

    /// <summary>Who is not and why, in order of position.</summary>
    public IReadOnlyList<RoundRefusal> Refused => [.. _refused.Values];

    /// <summary>The round of those that are in; whose weight or length forbids one is refused first.</summary>
    /// <returns>The round; null when nobody is left.</returns>
    public RoundInput? ToRound()
    {
        while (_entered.Count > 0)
        {
            try
            {
                return new RoundInput([.. _entered.Select(i => _sources[i])], [.. _entered.Select(i => _weights[i])], _format);
            }
            catch (InvalidUpdateException refusal)
            {
                Refuse([refusal]);
            }
        }

        return null;
    }

    /// <summary>Reads all updates of a round and refuses those that cannot be used.</summary>
    /// <param name="round">What <see cref="ToRound"/> gave last.</param>
    /// <param name="meter">Counts what is read.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <param name="met">One that a device met; refused whether the check finds it or not.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Check(RoundInput round, RoundMeter meter, CancellationToken cancellation, InvalidUpdateException? met = null)
    {
        meter.Begin((long)round.Count * round.Length, isChecking: true);
        IReadOnlyList<InvalidUpdateException> found = UpdateScan.Run(round, meter, cancellation);
        bool isFound = met is null || found.Any(refusal => refusal.ProviderIndex == met.ProviderIndex);
        Refuse(isFound ? found : [.. found, met!]);
    }

    /// <summary>Refuses updates.</summary>
    /// <param name="refusals">Each with its position among <see cref="Entered"/>.</param>
    public void Refuse(IReadOnlyList<InvalidUpdateException> refusals)
    {
        foreach (InvalidUpdateException refusal in refusals)
        {
            int i = _entered[refusal.ProviderIndex];
            _refused[i] = new RoundRefusal(i, _sources[i].Name, refusal.Reason, refusal.ParameterIndex);
        }

        _entered = [.. _entered.Where(i => !_refused.ContainsKey(i))];
    }

    /// <summary>A result with positions among those offered instead of positions in the round.</summary>
    public AggregationResult WithPositionsOffered(AggregationResult result) => result with
    {
        Chosen = result.Chosen is null ? null : [.. result.Chosen.Select(i => _entered[i])],
        Clipped = result.Clipped is null ? null : [.. result.Clipped.Select(i => _entered[i])],
    };
}
