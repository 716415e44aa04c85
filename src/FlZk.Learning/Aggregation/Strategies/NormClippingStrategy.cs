using System.Numerics;
using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Kernels;
using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Learning.Aggregation.Strategies;

/// <summary>Norm clipping (Sun et al., 2019): an update longer than a bound B is scaled down to it, then all are averaged by
/// weight.</summary>
/// <remarks>
/// <para>In integers: the scale is k = floor(2^30 B / |x|), exactly, and x' = floor((x k + 2^29) / 2^30). Updates no longer than B have k
/// = 2^30 and stay as they are, to the bit.</para>
/// <para>Never longer: k &lt;= 2^30, so that each |x'_j| &lt;= |x_j|. As each x'_j is rounded, |x'| may exceed B by half a unit for each
/// parameter, sqrt(d)/2 units in all.</para>
/// </remarks>
public sealed class NormClippingStrategy : IAggregationStrategy
{
    private readonly double _bound;

    /// <summary>Clips to <paramref name="bound"/>.</summary>
    /// <param name="bound">B in reals of the model's scale, positive and finite; taken exactly as the double it is.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is not positive, or not finite.</exception>
    public NormClippingStrategy(double bound)
    {
        if (!(bound > 0) || !double.IsFinite(bound))
        {
            throw new ArgumentOutOfRangeException(nameof(bound), bound, "A norm bound is a positive, finite number.");
        }

        _bound = bound;
    }

    /// <inheritdoc/>
    public string Name => "norm-clipping";

    /// <inheritdoc/>
    public AggregationResult Aggregate(
        IAggregationDevice device, RoundInput round, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(round);
        var norms = new Int128[round.Count];
        device.SquaredNorms(round, norms, progress, cancellation);
        var scales = new int[round.Count];
        var clipped = new List<int>();
        for (int i = 0; i < scales.Length; i++)
        {
            scales[i] = Scale(norms[i], _bound, round.Format.FractionBits);
            if (scales[i] != RoundInput.UnitScale) clipped.Add(i);
        }

        return new AggregationResult
        {
            Model = FedAvg.Mean(device, clipped.Count == 0 ? round : round.Scaled(scales), progress, cancellation),
            TotalWeight = round.TotalWeight,
            Clipped = clipped,
        };
    }

    /// <summary>k in units of 2^-30.</summary>
    /// <param name="squaredNorm">N, the sum of the squares of the update's integers.</param>
    /// <param name="bound">B, positive and finite.</param>
    /// <param name="fractionBits">f: the integers are reals times 2^f.</param>
    /// <returns>2^30 where N &lt;= (2^f B)^2, otherwise floor(2^30 2^f B / sqrt(N)).</returns>
    internal static int Scale(Int128 squaredNorm, double bound, int fractionBits)
    {
        // B = m 2^e with an integer m, so (2^f B)^2 = m^2 2^(2(e+f)) is a ratio of integers, and both sides are multiplied by what makes
        // them integers. A root's floor is that of the floor under it: floor(sqrt(2^60 b / N)) = floor(sqrt(floor(2^60 b / N))). Where N is
        // greater than b that quotient is below 2^60, and k below 2^30.
        long bits = BitConverter.DoubleToInt64Bits(bound);
        int exponent = (int)(bits >> 52);
        long mantissa = bits & ((1L << 52) - 1);
        if (exponent == 0) exponent = 1;
        else mantissa |= 1L << 52;
        int shift = 2 * (exponent - 1075 + fractionBits);
        BigInteger square = (BigInteger)mantissa * mantissa << Math.Max(shift, 0);
        BigInteger norm = (BigInteger)squaredNorm << Math.Max(-shift, 0);
        return norm <= square ? RoundInput.UnitScale : (int)IntegerSquareRoot.Floor((long)((square << 60) / norm));
    }
}
