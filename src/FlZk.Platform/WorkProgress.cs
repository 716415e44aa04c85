namespace FlZk.Platform;

/// <summary>One step of a long piece of work, as told to an <see cref="IProgress{T}"/>.</summary>
/// <param name="Phase">What is being done, in words a user understands ("multi-exponentiation H").</param>
/// <param name="Done">Units finished, between 0 and <paramref name="Total"/>.</param>
/// <param name="Total">Units in all, or 0 when the length is not known in advance.</param>
public readonly record struct WorkProgress(string Phase, long Done = 0, long Total = 0)
{
    /// <summary>What else is worth a glance, such as a rate; null when there is nothing.</summary>
    public string? Detail { get; init; }

    /// <summary>The finished share in [0, 1], or null when the length is not known.</summary>
    public double? Fraction => Total > 0 ? Math.Clamp((double)Done / Total, 0, 1) : null;
}
