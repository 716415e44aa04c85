namespace FlZk.Groth16;

/// <summary>When and how long one phase of a proof ran. Phases overlap: their times add up to more than the whole.</summary>
/// <param name="Phase">As told to progress.</param>
/// <param name="Start">Wall-clock time from the beginning of the proof to the beginning of the phase.</param>
/// <param name="Elapsed">Wall-clock time.</param>
public readonly record struct PhaseTiming(string Phase, TimeSpan Start, TimeSpan Elapsed);
