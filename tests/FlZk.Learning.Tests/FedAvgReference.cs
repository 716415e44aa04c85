using System.Numerics;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Aggregation.Strategies;

namespace FlZk.Learning.Tests;

/// <summary>FedAvg written down as in the protocol, in integers of any size.</summary>
internal static class FedAvgReference
{
    public static (BigInteger[] Sum, BigInteger[] Model) Average(IReadOnlyList<WeightedUpdate> updates)
    {
        int length = updates[0].Values.Length;
        var sum = new BigInteger[length];
        var model = new BigInteger[length];
        BigInteger totalWeight = updates.Aggregate(BigInteger.Zero, (total, update) => total + update.Weight);
        for (int j = 0; j < length; j++)
        {
            foreach (WeightedUpdate update in updates) sum[j] += update.Weight * (BigInteger)update.Values.Span[j];
            model[j] = FloorDivide(sum[j] + FloorDivide(totalWeight, 2), totalWeight);
        }

        return (sum, model);
    }

    public static BigInteger FloorDivide(BigInteger dividend, BigInteger divisor)
    {
        BigInteger quotient = BigInteger.DivRem(dividend, divisor, out BigInteger remainder);
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }
}
