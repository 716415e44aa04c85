using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Learning.Aggregation.Strategies;

/// <summary>Multi-Krum (Blanchard et al., NeurIPS 2017): the mean of the m updates with the best Krum scores, weight 1 each; ties go to the
/// lower position.</summary>
/// <remarks>Needs n &gt;= 2f + 3 updates and m &lt;= n - f - 2, within which El Mhamdi et al. (ICML 2018) show it to stand against f
/// dishonest updates. Given weights are not used.</remarks>
public sealed class MultiKrumStrategy : IAggregationStrategy
{
    private readonly int _dishonest;
    private readonly int _chosen;

    /// <summary>Stands against <paramref name="dishonest"/> dishonest updates and averages <paramref name="chosen"/>.</summary>
    /// <param name="dishonest">f, not negative.</param>
    /// <param name="chosen">m, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public MultiKrumStrategy(int dishonest, int chosen)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(dishonest);
        ArgumentOutOfRangeException.ThrowIfLessThan(chosen, 1);
        _dishonest = dishonest;
        _chosen = chosen;
    }

    /// <inheritdoc/>
    public string Name => "multi-krum";

    /// <inheritdoc/>
    public AggregationResult Aggregate(
        IAggregationDevice device, RoundInput round, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(round);
        KrumScores.CheckCount(round, _dishonest);
        if (_chosen > round.Count - _dishonest - 2)
        {
            throw new ArgumentException(
                $"Choosing {_chosen} updates against {_dishonest} dishonest ones needs {(long)_chosen + _dishonest + 2}; the round has "
                + $"{round.Count}.",
                nameof(round));
        }

        int[] best = KrumScores.Rank(device, round, _dishonest, progress, cancellation)[.._chosen];
        Array.Sort(best);
        return new AggregationResult
        {
            Model = FedAvg.Mean(device, round.Chosen(best), progress, cancellation),
            TotalWeight = best.Length,
            Chosen = best,
        };
    }
}
