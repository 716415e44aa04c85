using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Aggregation.Strategies;

/// <summary>
/// Federated averaging (McMahan et al., AISTATS 2017) in exact integers: s_j = sum_i w_i x_ij, y_j = floor((s_j + floor(W/2)) / W).
/// </summary>
/// <remarks>
/// <para>y_j is s_j / W rounded half up: for even W the half joins the upper integer; for odd W there is no half, and floor(W/2) =
/// (W-1)/2 rounds to nearest.</para>
/// <para>Nothing can overflow. With v &lt;= 24 value bits and positive weights of total W &lt; 2^20,
/// |s_j| &lt;= sum_i w_i |x_ij| &lt;= W 2^(v-1) &lt; 2^20 * 2^23 = 2^43, and so does every partial sum, in any order; adding floor(W/2)
/// &lt; 2^19 keeps it below 2^44.
/// Norm clipping keeps the bound: its x' = (x k + 2^29) >> 30 with 0 &lt;= k &lt;= 2^30 is x k / 2^30 rounded, so that it lies between 0
/// and x and never leaves [-2^(v-1), 2^(v-1) - 1]; on the way |x k + 2^29| &lt;= 2^23 2^30 + 2^29 &lt; 2^54.
/// The bound is far inside a 64-bit integer, and inside the 53 bits in which a double is exact, which the quotient relies on.
/// y_j stays in the format: W min &lt;= s_j &lt;= W max gives min &lt;= floor((s_j + floor(W/2)) / W) &lt;= max, as floor(W/2) &lt;
/// W.</para>
/// </remarks>
public static class FedAvg
{
    /// <summary>Total weights stay below 2^20, which the circuit and the overflow argument above rely on.</summary>
    public const int WeightBits = 20;

    /// <summary>Averages a round's updates on <paramref name="device"/> after checking every one of them.</summary>
    /// <param name="device">Where to compute; the result does not depend on it.</param>
    /// <param name="updates">At least one; all of one length; every value inside <paramref name="format"/>; positive weights with a total
    /// below 2^20.</param>
    /// <param name="format">The fixed-point format of the updates.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="InvalidUpdateException">A weight is not positive, the total weight is too large, a length differs from the first
    /// update's,
    /// or a value is out of range; names the provider and the parameter.</exception>
    /// <exception cref="ArgumentException">There are no updates, or they have no parameters.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static FedAvgResult Aggregate(
        IAggregationDevice device,
        IReadOnlyList<WeightedUpdate> updates,
        FixedPointFormat format,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(updates);
        var round = new RoundInput(
            [.. updates.Select((update, i) => new ArraySource($"provider {i}", update.Values))],
            [.. updates.Select(update => update.Weight)],
            format);
        return Aggregate(device, round, null, cancellation);
    }

    /// <summary>As the other, of updates from anywhere.</summary>
    /// <param name="device">Where to compute; the result does not depend on it.</param>
    /// <param name="round">The updates.</param>
    /// <param name="progress">Told now and then how many values have been folded since it was told last.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="InvalidUpdateException">A value is out of range, or an update cannot be read to its end; names the provider and the
    /// parameter.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static FedAvgResult Aggregate(
        IAggregationDevice device, RoundInput round, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(round);
        cancellation.ThrowIfCancellationRequested();
        // Every element is written.
        long[] sum = GC.AllocateUninitializedArray<long>(round.Length);
        int[] model = GC.AllocateUninitializedArray<int>(round.Length);
        device.Average(round, sum, model, progress, cancellation);
        return new FedAvgResult(sum, model, round.TotalWeight);
    }

    /// <summary>Only the averages y: two thirds of what a round's results take of memory and its bandwidth are sums, which nobody but a
    /// prover needs.</summary>
    /// <param name="device">Where to compute; the result does not depend on it.</param>
    /// <param name="round">The updates.</param>
    /// <param name="progress">Told now and then how many values have been folded since it was told last.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="InvalidUpdateException">A value is out of range, or an update cannot be read to its end; names the provider and the
    /// parameter.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static int[] Mean(
        IAggregationDevice device, RoundInput round, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(round);
        cancellation.ThrowIfCancellationRequested();
        int[] model = GC.AllocateUninitializedArray<int>(round.Length);
        device.Average(round, Memory<long>.Empty, model, progress, cancellation);
        return model;
    }
}
