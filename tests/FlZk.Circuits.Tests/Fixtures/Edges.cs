using System.Numerics;

namespace FlZk.Circuits.Tests.Fixtures;

/// <summary>Sums at which rounding, signs and ranges turn.</summary>
internal static class Edges
{
    /// <summary>Sums whose average is in range: zero, both half boundaries near zero, near a large number and
    /// at both ends of the range, and one beside each.</summary>
    public static IReadOnlyList<BigInteger> Sums(BigInteger weight, int valueBits)
    {
        BigInteger smallest = -(BigInteger.One << (valueBits - 1)), largest = -smallest - 1;
        var sums = new HashSet<BigInteger>();
        foreach (BigInteger average in (BigInteger[])[smallest, smallest + 1, -1, 0, 1, 12345 % (largest + 1), largest - 1, largest])
        {
            foreach (BigInteger around in (BigInteger[])[average * weight, (average * weight) + (weight / 2),
                (average * weight) - (weight / 2)])
            {
                for (int step = -1; step <= 1; step++) sums.Add(around + step);
            }
        }

        return [.. sums.Where(
            sum => FedAvgReference.Average(sum, weight) is var average && average >= smallest && average <= largest).Order()];
    }
}
