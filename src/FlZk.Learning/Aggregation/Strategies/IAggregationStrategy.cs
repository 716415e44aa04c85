using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Learning.Aggregation.Strategies;

/// <summary>A rule that makes one model of a round's updates, out of a device's exact operations.</summary>
public interface IAggregationStrategy
{
    /// <summary>The rule's name on the command line: "fedavg", "median", "multi-krum".</summary>
    string Name { get; }

    /// <summary>Aggregates a round; the result does not depend on the device.</summary>
    /// <param name="device">Where to compute.</param>
    /// <param name="round">The updates.</param>
    /// <param name="progress">Told now and then how many values have been read since it was told last.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="InvalidUpdateException">An update holds a value out of range, or cannot be read; names the provider.</exception>
    /// <exception cref="ArgumentException">The round is too small for the rule; says how many updates it needs.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    AggregationResult Aggregate(
        IAggregationDevice device, RoundInput round, IProgress<long>? progress = null, CancellationToken cancellation = default);
}
