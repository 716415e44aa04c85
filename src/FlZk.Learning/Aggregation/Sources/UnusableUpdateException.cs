namespace FlZk.Learning.Aggregation.Sources;

/// <summary>A source found out while it was read that its update cannot enter an average.</summary>
public sealed class UnusableUpdateException : Exception
{
    /// <summary>Says why.</summary>
    /// <param name="reason">What is wrong with the update, as a sentence without its name.</param>
    /// <param name="parameterIndex">The parameter concerned, where there is one.</param>
    /// <param name="inner">The reader's own complaint, where there is one.</param>
    public UnusableUpdateException(string reason, int? parameterIndex = null, Exception? inner = null)
        : base(reason, inner) => ParameterIndex = parameterIndex;

    /// <summary>The offending parameter's index, or null when the whole update is meant.</summary>
    public int? ParameterIndex { get; }
}
