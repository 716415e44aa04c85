using System.Globalization;

namespace FlZk.Learning.Quantisation;

/// <summary>A NaN or an infinity where a number belongs. Such values have no fixed-point form and are never clamped.</summary>
public sealed class NonFiniteValueException : Exception
{
    /// <summary>Names the value and where it stands.</summary>
    /// <param name="index">Its index in the flattened model.</param>
    /// <param name="value">NaN, +infinity or -infinity.</param>
    public NonFiniteValueException(long index, float value)
        : base(string.Create(CultureInfo.InvariantCulture, $"value {index} is {value}: only finite numbers can be quantised."))
    {
        Index = index;
        Value = value;
    }

    /// <summary>Index in the values that were given.</summary>
    public long Index { get; }

    /// <summary>The offending value.</summary>
    public float Value { get; }
}
