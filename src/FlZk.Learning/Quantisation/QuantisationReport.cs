namespace FlZk.Learning.Quantisation;

/// <summary>What happened when reals became fixed point. Reports of blocks merge into the report of the whole, in any order; the default
/// value is the report of no values.</summary>
/// <param name="Count">Values seen.</param>
/// <param name="Clamped">Finite values beyond the format's range, which saturated.</param>
/// <param name="Minimum">The smallest finite real seen, a zero without sign; 0 when there were none.</param>
/// <param name="Maximum">The largest finite real seen, a zero without sign; 0 when there were none.</param>
public readonly record struct QuantisationReport(long Count, long Clamped, float Minimum, float Maximum)
{
    /// <summary>Values that are NaN or infinite, which have no fixed-point form.</summary>
    public long NonFinite { get; init; }

    /// <summary>Index of the first such value; null when there are none.</summary>
    public long? FirstNonFinite { get; init; }

    /// <summary>The first such value itself; 0 when there are none.</summary>
    public float FirstNonFiniteValue { get; init; }

    /// <summary>The report of both sets of values, whose indices count from the same beginning.</summary>
    public QuantisationReport Merge(QuantisationReport other)
    {
        // A report without finite values has no range to take part with.
        bool ours = Count > NonFinite, theirs = other.Count > other.NonFinite;
        bool first = other.FirstNonFinite is null || FirstNonFinite <= other.FirstNonFinite;
        return new QuantisationReport(
            Count + other.Count,
            Clamped + other.Clamped,
            ours && theirs ? Math.Min(Minimum, other.Minimum) : ours ? Minimum : other.Minimum,
            ours && theirs ? Math.Max(Maximum, other.Maximum) : ours ? Maximum : other.Maximum)
        {
            NonFinite = NonFinite + other.NonFinite,
            FirstNonFinite = first ? FirstNonFinite : other.FirstNonFinite,
            FirstNonFiniteValue = first ? FirstNonFiniteValue : other.FirstNonFiniteValue,
        };
    }

    /// <summary>Refuses values that are not finite.</summary>
    /// <exception cref="NonFiniteValueException">There is one; names the first and says how many there are.</exception>
    public void RequireFinite()
    {
        if (FirstNonFinite is { } index) throw new NonFiniteValueException(index, FirstNonFiniteValue, NonFinite, Count);
    }
}
