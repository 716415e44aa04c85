using FlZk.Learning.Aggregation.Strategies;

namespace FlZk.Learning.Aggregation.Devices.Gpu;

/// <summary>A <see cref="ServerStep"/> as a kernel takes it: fields alone.</summary>
internal readonly struct ServerStepCoefficients(in ServerStep step)
{
    /// <summary>As <see cref="ServerStep.Stabiliser"/>.</summary>
    public readonly long Stabiliser = step.Stabiliser;

    /// <summary>As <see cref="ServerStep.LearningRate"/>.</summary>
    public readonly int LearningRate = step.LearningRate;

    /// <summary>As <see cref="ServerStep.Momentum"/>.</summary>
    public readonly int Momentum = step.Momentum;

    /// <summary>As <see cref="ServerStep.SecondDecay"/>.</summary>
    public readonly int SecondDecay = step.SecondDecay;

    /// <summary>As <see cref="ServerStep.FractionBits"/>.</summary>
    public readonly int FractionBits = step.FractionBits;

    /// <summary>As <see cref="ServerStep.MinValue"/>.</summary>
    public readonly int MinValue = step.MinValue;

    /// <summary>As <see cref="ServerStep.MaxValue"/>.</summary>
    public readonly int MaxValue = step.MaxValue;
}
