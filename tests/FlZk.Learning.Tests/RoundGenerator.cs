using CsCheck;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Tests;

/// <summary>Random rounds with a taste for edges: bounds of the range, small values around zero, total weights up to the limit.</summary>
internal static class RoundGenerator
{
    public const int TotalWeightLimit = 1 << FedAvg.WeightBits;

    public static Gen<int> Value(FixedPointFormat format) => Gen.OneOf(
        Gen.Const(format.MinValue), Gen.Const(format.MaxValue), Gen.Int[-2, 1], Gen.Int[format.MinValue, format.MaxValue]);

    public static Gen<WeightedUpdate[]> Round(int maxProviders, int maxLength) =>
        from providers in Gen.Int[1, maxProviders]
        from length in Gen.Int[1, maxLength]
        from weights in Weights(providers)
        from values in Value(FixedPointFormat.Default).Array[length].Array[providers]
        select values.Zip(weights, (x, w) => new WeightedUpdate(x, w)).ToArray();

    /// <summary>Positive weights: all small, of any size, or with the greatest total there is.</summary>
    private static Gen<int[]> Weights(int providers) => Gen.OneOf(
        Gen.Int[1, 3].Array[providers],
        Gen.Int[1, (TotalWeightLimit - 1) / providers].Array[providers],
        Gen.Int[1, (TotalWeightLimit - 1) / providers].Array[providers].Select(weights =>
        {
            weights[^1] += TotalWeightLimit - 1 - weights.Sum();
            return weights;
        }));
}
