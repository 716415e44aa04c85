namespace FlZk.Learning.Quantisation;

/// <summary>What happened when reals became fixed point.</summary>
/// <param name="Count">Values seen.</param>
/// <param name="Clamped">Values beyond the format's range, which saturated.</param>
/// <param name="Minimum">The smallest real seen; 0 when there were none.</param>
/// <param name="Maximum">The largest real seen; 0 when there were none.</param>
public readonly record struct QuantisationReport(long Count, long Clamped, float Minimum, float Maximum);
