namespace FlZk.Statements;

/// <summary>The signed fixed-point values of a given width: [-2^(Bits-1), 2^(Bits-1)).</summary>
/// <param name="Bits">The width in bits, 2 to 32.</param>
public readonly record struct ValueRange(int Bits)
{
    /// <summary>The smallest value.</summary>
    public long Minimum => -(1L << (Bits - 1));

    /// <summary>The largest value.</summary>
    public long Maximum => (1L << (Bits - 1)) - 1;

    /// <summary>Whether <paramref name="value"/> is in the range.</summary>
    public bool Contains(long value) => value >= Minimum && value <= Maximum;

    /// <summary>The position of the first value outside the range, or -1.</summary>
    public int IndexOfFirstOutside(ReadOnlySpan<int> values)
    {
        long minimum = Minimum, maximum = Maximum;
        for (int j = 0; j < values.Length; j++)
        {
            if (values[j] < minimum || values[j] > maximum) return j;
        }

        return -1;
    }

    /// <summary>Refuses values outside the range.</summary>
    /// <param name="values">The values.</param>
    /// <param name="owner">Whose values they are, for the message.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside; the message names it and its position.</exception>
    public void ThrowIfOutside(ReadOnlySpan<int> values, string owner)
    {
        int at = IndexOfFirstOutside(values);
        if (at < 0) return;
        throw new ArgumentOutOfRangeException(
            nameof(values), values[at], $"Value {at} of {owner} is {values[at]}, outside [{Minimum}, {Maximum}].");
    }
}
