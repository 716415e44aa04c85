using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Aggregation.Sources;

/// <summary>A provider's update or weight cannot enter an average; it says whose and why.</summary>
public sealed class InvalidUpdateException : Exception
{
    /// <summary>Blames one provider.</summary>
    /// <param name="providerIndex">Its position in the round, from 0.</param>
    /// <param name="reason">What is wrong with its update or weight, as a sentence without the provider's name.</param>
    /// <param name="parameterIndex">The parameter concerned, where there is one.</param>
    /// <param name="inner">The reader's own complaint, where there is one.</param>
    public InvalidUpdateException(int providerIndex, string reason, int? parameterIndex = null, Exception? inner = null)
        : base($"provider {providerIndex}: {reason}", inner)
    {
        ProviderIndex = providerIndex;
        Reason = reason;
        ParameterIndex = parameterIndex;
    }

    /// <summary>The provider's position in the round, from 0.</summary>
    public int ProviderIndex { get; }

    /// <summary>What is wrong, as a sentence without the provider's number.</summary>
    public string Reason { get; }

    /// <summary>The offending parameter's index, or null when the whole update or its weight is meant.</summary>
    public int? ParameterIndex { get; }

    /// <summary>A value that does not fit the round's format.</summary>
    internal static InvalidUpdateException OutOfRange(int providerIndex, int parameterIndex, int value, FixedPointFormat format) => new(
        providerIndex,
        $"parameter {parameterIndex} is {value}, outside [{format.MinValue}, {format.MaxValue}] ({format.ValueBits} bits).",
        parameterIndex);
}
