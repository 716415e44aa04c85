namespace FlZk.Groth16;

/// <summary>How a proving key is opened.</summary>
public sealed record ProvingKeyOptions
{
    /// <summary>Where its points are.</summary>
    public KeyMemory Memory { get; init; }

    /// <summary>Whether a converted key that <see cref="ProvingKey.SaveConverted"/> left is used, when it is of this very file.</summary>
    public bool UseConverted { get; init; }

    /// <summary>Threads for reading and checking; 0 for as many as there are cores.</summary>
    public int MaximumThreads { get; init; }
}
