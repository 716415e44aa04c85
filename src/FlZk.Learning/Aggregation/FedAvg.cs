using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Aggregation;

/// <summary>
/// Federated averaging (McMahan et al., AISTATS 2017) in exact integers: s_j = sum_i w_i x_ij, y_j = floor((s_j + floor(W/2)) / W).
/// </summary>
/// <remarks>
/// <para>y_j is s_j / W rounded half up: for even W the half joins the upper integer; for odd W there is no half, and floor(W/2) =
/// (W-1)/2 rounds to nearest.</para>
/// <para>Nothing can overflow. With v &lt;= 24 value bits and positive weights of total W &lt; 2^20,
/// |s_j| &lt;= sum_i w_i |x_ij| &lt;= W 2^(v-1) &lt; 2^20 * 2^23 = 2^43, and so does every partial sum, in any order; adding floor(W/2)
/// &lt; 2^19 keeps it below 2^44.
/// That is far inside a 64-bit integer, and inside the 53 bits in which a double is exact, which the quotient relies on.
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
        IFedAvgDevice device,
        IReadOnlyList<WeightedUpdate> updates,
        FixedPointFormat format,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(updates);
        ArgumentNullException.ThrowIfNull(format);
        if (updates.Count == 0) throw new ArgumentException("A round needs at least one update.", nameof(updates));
        int length = updates[0].Values.Length;
        if (length == 0) throw new ArgumentException("The updates have no parameters.", nameof(updates));

        int totalWeight = CheckWeights(updates);
        var weights = new int[updates.Count];
        var values = new ReadOnlyMemory<int>[updates.Count];
        for (int i = 0; i < updates.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            CheckValues(updates[i].Values.Span, i, length, format);
            weights[i] = (int)updates[i].Weight;
            values[i] = updates[i].Values;
        }

        var sum = new long[length];
        var model = new int[length];
        device.Average(values, weights, sum, model, cancellation);
        return new FedAvgResult(sum, model, totalWeight);
    }

    private static int CheckWeights(IReadOnlyList<WeightedUpdate> updates)
    {
        long total = 0;
        for (int i = 0; i < updates.Count; i++)
        {
            long weight = updates[i].Weight;
            if (weight <= 0) throw new InvalidUpdateException(i, $"weight {weight} is not positive.");

            // The total so far is below 2^20, so the comparison cannot overflow whatever the weight.
            if (weight >= (1L << WeightBits) - total)
            {
                throw new InvalidUpdateException(i, $"weight {weight} brings the total weight from {total} to 2^{WeightBits} or more.");
            }

            total += weight;
        }

        return (int)total;
    }

    private static void CheckValues(ReadOnlySpan<int> values, int provider, int length, FixedPointFormat format)
    {
        if (values.Length != length)
        {
            throw new InvalidUpdateException(provider, $"the update has {values.Length} parameters where the round's first has {length}.");
        }

        if (format.IndexOfFirstOutOfRange(values) is var j and >= 0)
        {
            throw new InvalidUpdateException(
                provider, $"parameter {j} is {values[j]}, outside [{format.MinValue}, {format.MaxValue}] ({format.ValueBits} bits).", j);
        }
    }
}
