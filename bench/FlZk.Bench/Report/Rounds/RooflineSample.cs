namespace FlZk.Bench.Report.Rounds;

/// <summary>What the machine could do for a moment.</summary>
/// <param name="Read">Bytes a second, read by all cores.</param>
/// <param name="Copy">Bytes a second, read and written by all cores.</param>
/// <param name="MultiplyAdd">Products added up a second; 0 where nobody asks.</param>
internal readonly record struct RooflineSample(double Read, double Copy, double MultiplyAdd)
{
    /// <summary>The faster of two moments, figure by figure: what lies between them is held against that.</summary>
    public RooflineSample Or(RooflineSample other) =>
        new(Math.Max(Read, other.Read), Math.Max(Copy, other.Copy), Math.Max(MultiplyAdd, other.MultiplyAdd));
}
