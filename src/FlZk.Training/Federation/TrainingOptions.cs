namespace FlZk.Training.Federation;

/// <summary>How a provider trains between two rounds.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the shard per round.</summary>
    public int Epochs { get; init; } = 3;

    /// <summary>Rows per gradient step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Step length.</summary>
    public float LearningRate { get; init; } = 0.05f;

    /// <summary>Share of the previous step carried on (Polyak 1964), in [0, 1).</summary>
    public float Momentum { get; init; } = 0.9f;

    /// <summary>Pull of every parameter towards 0 per step, as a multiple of the learning rate; keeps parameters far inside the
    /// fixed-point range.</summary>
    public float WeightDecay { get; init; } = 1e-4f;

    /// <summary>The gradient's greatest Euclidean norm; longer ones are shortened, so that odd data cannot blow the parameters
    /// up.</summary>
    public float GradientNormLimit { get; init; } = 5;
}
