using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Learning.Aggregation.Strategies;

/// <summary>Federated averaging (McMahan et al., AISTATS 2017): the weighted mean, which is what proofs are about. See <see
/// cref="FedAvg"/>.</summary>
public sealed class FedAvgStrategy : IAggregationStrategy
{
    /// <inheritdoc/>
    public string Name => "fedavg";

    /// <inheritdoc/>
    public AggregationResult Aggregate(
        IAggregationDevice device, RoundInput round, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        FedAvgResult average = FedAvg.Aggregate(device, round, progress, cancellation);
        return new AggregationResult { Model = average.Model, Sum = average.Sum, TotalWeight = average.TotalWeight };
    }
}
