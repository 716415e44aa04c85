namespace FlZk.Groth16;

/// <summary>How long one phase of a proof took.</summary>
/// <param name="Phase">As told to progress.</param>
/// <param name="Elapsed">Wall-clock time.</param>
public readonly record struct PhaseTiming(string Phase, TimeSpan Elapsed);
