using System.Globalization;

namespace FlZk.Learning.Quantisation;

/// <summary>A NaN or an infinity where a number belongs. Such values have no fixed-point form and are never clamped.</summary>
public sealed class NonFiniteValueException : Exception
{
    /// <summary>Names the first such value, where it stands, and how many there are.</summary>
    /// <param name="index">Its index in the flattened model.</param>
    /// <param name="value">NaN, +infinity or -infinity.</param>
    /// <param name="nonFinite">How many of the values are not finite.</param>
    /// <param name="count">How many values there are.</param>
    public NonFiniteValueException(long index, float value, long nonFinite, long count)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"value {index} is {value}: only finite numbers can be quantised ({nonFinite} of {count} values are not finite)."))
    {
        Index = index;
        Value = value;
        NonFinite = nonFinite;
    }

    /// <summary>Index of the first offending value in the values that were given.</summary>
    public long Index { get; }

    /// <summary>The first offending value.</summary>
    public float Value { get; }

    /// <summary>How many values are not finite.</summary>
    public long NonFinite { get; }
}
