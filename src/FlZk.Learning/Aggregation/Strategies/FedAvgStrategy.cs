using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Learning.Aggregation.Strategies;

/// <summary>Federated averaging (McMahan et al., AISTATS 2017): the weighted mean, which is what proofs are about. See <see
/// cref="FedAvg"/>.</summary>
/// <param name="keepSum">Whether the result has the sums too, which a prover needs: 8 bytes for each parameter.</param>
public sealed class FedAvgStrategy(bool keepSum = false) : IAggregationStrategy
{
    /// <inheritdoc/>
    public string Name => "fedavg";

    /// <inheritdoc/>
    public AggregationResult Aggregate(
        IAggregationDevice device, RoundInput round, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        if (!keepSum)
        {
            int[] mean = FedAvg.Mean(device, round, progress, cancellation);
            return new AggregationResult { Model = mean, TotalWeight = round.TotalWeight };
        }

        FedAvgResult average = FedAvg.Aggregate(device, round, progress, cancellation);
        return new AggregationResult { Model = average.Model, Sum = average.Sum, TotalWeight = average.TotalWeight };
    }
}
