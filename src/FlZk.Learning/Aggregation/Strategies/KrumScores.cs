using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Learning.Aggregation.Strategies;

/// <summary>Krum's scores (Blanchard et al., NeurIPS 2017): the sum of an update's n - f - 2 least squared distances to others.</summary>
/// <remarks>Exact: a distance is g_ii + g_kk - 2 g_ik of the inner products, below 2^31 (2^24)^2 = 2^79 for 2^31 parameters, and fewer than
/// 2^20 of them stay below 2^99, inside an Int128.</remarks>
internal static class KrumScores
{
    /// <summary>Checks Krum's precondition.</summary>
    /// <exception cref="ArgumentException">n &lt; 2f + 3.</exception>
    public static void CheckCount(RoundInput round, int dishonest)
    {
        if (round.Count < (2L * dishonest) + 3)
        {
            throw new ArgumentException(
                $"Krum against {dishonest} dishonest updates needs {(2L * dishonest) + 3} updates; the round has {round.Count}.",
                nameof(round));
        }
    }

    /// <summary>All positions, the best score first, ties to the lower position.</summary>
    /// <param name="device">Where to multiply.</param>
    /// <param name="round">n &gt;= 2f + 3 updates.</param>
    /// <param name="dishonest">f.</param>
    /// <param name="progress">Told of values read.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    public static int[] Rank(
        IAggregationDevice device, RoundInput round, int dishonest, IProgress<long>? progress, CancellationToken cancellation)
    {
        int n = round.Count;
        var products = new Int128[checked(n * n)];
        device.InnerProducts(round, products, progress, cancellation);
        var scores = new Int128[n];
        var distances = new Int128[n - 1];
        for (int i = 0; i < n; i++)
        {
            int count = 0;
            for (int k = 0; k < n; k++)
            {
                if (k == i) continue;
                distances[count++] = products[(i * n) + i] + products[(k * n) + k] - (2 * products[(i * n) + k]);
            }

            Array.Sort(distances);
            for (int k = 0; k < n - dishonest - 2; k++) scores[i] += distances[k];
        }

        var order = new int[n];
        for (int i = 0; i < n; i++) order[i] = i;
        Array.Sort(order, (a, b) => scores[a] != scores[b] ? scores[a].CompareTo(scores[b]) : a.CompareTo(b));
        return order;
    }
}
