using FlZk.Platform.Files;

namespace FlZk.Learning.Aggregation.Rounds;

/// <summary>A round cannot be aggregated because of updates in it; it carries every one of them.</summary>
public sealed class RefusedUpdatesException : Exception
{
    /// <summary>Names the updates.</summary>
    /// <param name="refused">All that cannot enter, at least one, in order of position.</param>
    /// <param name="offered">n, the number of updates offered.</param>
    /// <exception cref="ArgumentException">None is refused.</exception>
    public RefusedUpdatesException(IReadOnlyList<RoundRefusal> refused, int offered)
        : base(Describe(refused, offered))
    {
        Refused = refused;
        Offered = offered;
    }

    /// <summary>Who cannot enter and why, in order of position.</summary>
    public IReadOnlyList<RoundRefusal> Refused { get; }

    /// <summary>n, the number of updates offered.</summary>
    public int Offered { get; }

    private static string Describe(IReadOnlyList<RoundRefusal> refused, int offered)
    {
        ArgumentNullException.ThrowIfNull(refused);
        if (refused.Count == 0) throw new ArgumentException("No update is refused.", nameof(refused));
        return $"{refused.Count} of {offered} updates cannot be used:"
            + string.Concat(refused.Select(update => "\n  " + ForeignText.Printable($"{update.Name}: {update.Reason}")));
    }
}
