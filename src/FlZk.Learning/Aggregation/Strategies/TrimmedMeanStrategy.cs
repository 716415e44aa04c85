using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Learning.Aggregation.Strategies;

/// <summary>Coordinate-wise trimmed mean (Yin et al., ICML 2018): of each parameter's n values the t least and the t greatest are dropped,
/// and the others averaged, y = floor((sum + floor(m/2)) / m), m = n - 2t.</summary>
/// <remarks>With at most t dishonest updates every y lies between two honest values. Weights are not used: a weight is a claim, and a
/// dishonest one would outvote the rule.</remarks>
public sealed class TrimmedMeanStrategy : IAggregationStrategy
{
    private readonly int _trim;

    /// <summary>Trims <paramref name="trim"/> values at each end.</summary>
    /// <param name="trim">t, not negative; a round needs 2t + 1 updates at least. With t = 0 it is the mean.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="trim"/> is negative.</exception>
    public TrimmedMeanStrategy(int trim)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trim);
        _trim = trim;
    }

    /// <inheritdoc/>
    public string Name => "trimmed-mean";

    /// <inheritdoc/>
    public AggregationResult Aggregate(
        IAggregationDevice device, RoundInput round, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(round);
        if (2L * _trim >= round.Count)
        {
            throw new ArgumentException(
                $"Trimming {_trim} values at each end needs {(2L * _trim) + 1} updates; the round has {round.Count}.", nameof(round));
        }

        var model = new int[round.Length];
        device.TrimmedMean(round, _trim, model, progress, cancellation);
        return new AggregationResult { Model = model };
    }
}
