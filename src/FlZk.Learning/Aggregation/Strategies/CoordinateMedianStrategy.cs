using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Learning.Aggregation.Strategies;

/// <summary>Coordinate-wise median (Yin et al., ICML 2018): each parameter's middle value, or the mean of the middle two, halves
/// upwards.</summary>
/// <remarks>Stands as long as more than half of the updates are honest: every parameter then lies between two honest values. Weights are
/// not used.</remarks>
public sealed class CoordinateMedianStrategy : IAggregationStrategy
{
    /// <inheritdoc/>
    public string Name => "median";

    /// <inheritdoc/>
    public AggregationResult Aggregate(
        IAggregationDevice device, RoundInput round, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(round);
        var model = new int[round.Length];
        device.TrimmedMean(round, (round.Count - 1) / 2, model, progress, cancellation);
        return new AggregationResult { Model = model };
    }
}
