using System.Numerics;

namespace FlZk.Circuits.Tests.Fixtures;

/// <summary>Federated averaging as protocol.md defines it, in plain integers: y = floor((s + floor(W/2)) / W).</summary>
internal static class FedAvgReference
{
    public static BigInteger Average(BigInteger sum, BigInteger totalWeight)
    {
        BigInteger shifted = sum + (totalWeight / 2);
        BigInteger quotient = BigInteger.DivRem(shifted, totalWeight, out BigInteger remainder);
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }

    /// <summary>s of one parameter, from each provider's value and weight.</summary>
    public static BigInteger Sum(IEnumerable<(int Value, int Weight)> providers) =>
        providers.Aggregate(BigInteger.Zero, (sum, provider) => sum + ((BigInteger)provider.Value * provider.Weight));
}
