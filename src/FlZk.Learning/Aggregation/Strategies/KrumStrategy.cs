using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Learning.Aggregation.Strategies;

/// <summary>Krum (Blanchard et al., NeurIPS 2017): the one update with the least sum of squared distances to its n - f - 2 nearest; ties
/// go to the lower position.</summary>
/// <remarks>Needs n &gt;= 2f + 3 updates. Weights are not used.</remarks>
public sealed class KrumStrategy : IAggregationStrategy
{
    private readonly int _dishonest;

    /// <summary>Stands against <paramref name="dishonest"/> dishonest updates.</summary>
    /// <param name="dishonest">f, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dishonest"/> is negative.</exception>
    public KrumStrategy(int dishonest)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(dishonest);
        _dishonest = dishonest;
    }

    /// <inheritdoc/>
    public string Name => "krum";

    /// <inheritdoc/>
    public AggregationResult Aggregate(
        IAggregationDevice device, RoundInput round, IProgress<long>? progress = null, CancellationToken cancellation = default) =>
        new MultiKrumStrategy(_dishonest, 1).Aggregate(device, round, progress, cancellation);
}
