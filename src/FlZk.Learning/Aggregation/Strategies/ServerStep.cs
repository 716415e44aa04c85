using FlZk.Learning.Aggregation.Kernels;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Aggregation.Strategies;

/// <summary>A server step's coefficients, as the integers that everybody recomputes it with.</summary>
/// <remarks>Plain integers throughout, so that a device takes it as it is. See <see cref="MomentumStep"/> and <see cref="AdamStep"/> for
/// the arithmetic.</remarks>
public readonly record struct ServerStep
{
    private const int RateUnit = 1 << 20;
    private const int DecayUnit = 1 << 16;

    /// <summary>Which step.</summary>
    public required ServerRule Rule { get; init; }

    /// <summary>eta in units of 2^-20, from 1 to 2^21.</summary>
    public required int LearningRate { get; init; }

    /// <summary>beta (FedAvgM) or beta1 (FedAdam) in units of 2^-16, from 0 to 2^16 - 1.</summary>
    public required int Momentum { get; init; }

    /// <summary>beta2 in units of 2^-16, from 0 to 2^16 - 1; 0 for FedAvgM.</summary>
    public int SecondDecay { get; init; }

    /// <summary>tau in units of 2^-7 of the format's, from 1 to 2^7 (2^24 - 1); 0 for FedAvgM.</summary>
    public long Stabiliser { get; init; }

    /// <summary>The format's fraction bits.</summary>
    public required int FractionBits { get; init; }

    /// <summary>The format's least integer: what lies below saturates.</summary>
    public required int MinValue { get; init; }

    /// <summary>The format's greatest integer: what lies above saturates.</summary>
    public required int MaxValue { get; init; }

    /// <summary>FedAvgM: v = beta v + (y - x), x = x + eta v.</summary>
    /// <param name="learningRate">eta, from 2^-20 to 2; rounded to a multiple of 2^-20.</param>
    /// <param name="momentum">beta, from 0 to below 1; rounded to a multiple of 2^-16.</param>
    /// <param name="format">The models' format.</param>
    /// <exception cref="ArgumentOutOfRangeException">A coefficient, rounded, leaves its range.</exception>
    public static ServerStep FedAvgM(double learningRate, double momentum, FixedPointFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return new ServerStep
        {
            Rule = ServerRule.FedAvgM,
            LearningRate = (int)Rounded(learningRate, RateUnit, 1, 2 * RateUnit, nameof(learningRate)),
            Momentum = (int)Rounded(momentum, DecayUnit, 0, DecayUnit - 1, nameof(momentum)),
            FractionBits = format.FractionBits,
            MinValue = format.MinValue,
            MaxValue = format.MaxValue,
        };
    }

    /// <summary>FedAdam: m = beta1 m + (1 - beta1)(y - x), v = beta2 v + (1 - beta2)(y - x)^2, x = x + eta m / (sqrt(v) + tau); v begins
    /// as tau^2.</summary>
    /// <param name="learningRate">eta, from 2^-20 to 2; rounded to a multiple of 2^-20.</param>
    /// <param name="beta1">From 0 to below 1; rounded to a multiple of 2^-16.</param>
    /// <param name="beta2">From 0 to below 1; rounded to a multiple of 2^-16.</param>
    /// <param name="tau">The least divisor, a real of the model's scale; rounded to a multiple of 2^-7 of the format's unit, positive and
    /// below 2^24 units.</param>
    /// <param name="format">The models' format.</param>
    /// <exception cref="ArgumentOutOfRangeException">A coefficient, rounded, leaves its range.</exception>
    public static ServerStep FedAdam(double learningRate, double beta1, double beta2, double tau, FixedPointFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return new ServerStep
        {
            Rule = ServerRule.FedAdam,
            LearningRate = (int)Rounded(learningRate, RateUnit, 1, 2 * RateUnit, nameof(learningRate)),
            Momentum = (int)Rounded(beta1, DecayUnit, 0, DecayUnit - 1, nameof(beta1)),
            SecondDecay = (int)Rounded(beta2, DecayUnit, 0, DecayUnit - 1, nameof(beta2)),
            Stabiliser = Rounded(tau, Math.ScaleB(1, format.FractionBits + 7), 1, AdamStep.StabiliserBound, nameof(tau)),
            FractionBits = format.FractionBits,
            MinValue = format.MinValue,
            MaxValue = format.MaxValue,
        };
    }

    // Multiplying by a power of two is exact, so the coefficient is rounded once, to the nearest multiple.
    private static long Rounded(double value, double unit, long least, long greatest, string name)
    {
        double rounded = Math.Round(value * unit);
        if (rounded >= least && rounded <= greatest) return (long)rounded;
        throw new ArgumentOutOfRangeException(
            name, value, $"{name} must be from {least / unit} to {greatest / unit}, in steps of {1 / unit}.");
    }
}
