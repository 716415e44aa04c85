using System.Numerics;

namespace FlZk.Learning.Tests;

/// <summary>The robust rules written down as their definitions have them, in integers of any size.</summary>
internal static class RobustReference
{
    public static int[] TrimmedMean(IReadOnlyList<int[]> updates, int trim)
    {
        int kept = updates.Count - (2 * trim);
        return
        [
            .. Enumerable.Range(0, updates[0].Length).Select(j =>
            {
                BigInteger sum = updates.Select(x => x[j]).Order().Skip(trim).Take(kept).Aggregate(BigInteger.Zero, (s, x) => s + x);
                return (int)FedAvgReference.FloorDivide(sum + (kept / 2), kept);
            }),
        ];
    }

    public static BigInteger Distance(int[] a, int[] b) =>
        a.Zip(b, (x, y) => BigInteger.Pow((BigInteger)x - y, 2)).Aggregate(BigInteger.Zero, (s, x) => s + x);

    public static int[] KrumOrder(IReadOnlyList<int[]> updates, int dishonest)
    {
        BigInteger[] scores =
        [
            .. updates.Select((x, i) => updates.Where((_, k) => k != i).Select(y => Distance(x, y)).Order()
                .Take(updates.Count - dishonest - 2).Aggregate(BigInteger.Zero, (s, d) => s + d)),
        ];
        return [.. Enumerable.Range(0, updates.Count).OrderBy(i => scores[i]).ThenBy(i => i)];
    }

    /// <summary>floor(2^30 sqrt(square / norm)) by bisection, where square = numerator / denominator; 2^30 where norm is no
    /// greater.</summary>
    public static int Scale(BigInteger norm, BigInteger numerator, BigInteger denominator)
    {
        if (norm * denominator <= numerator) return 1 << 30;
        int low = 0, high = 1 << 30;
        while (high - low > 1)
        {
            int middle = low + ((high - low) / 2);

            // k <= 2^30 sqrt(b / N) exactly when k^2 N <= 2^60 b.
            if (BigInteger.Pow(middle, 2) * norm * denominator <= (numerator << 60)) low = middle;
            else high = middle;
        }

        return low;
    }
}
