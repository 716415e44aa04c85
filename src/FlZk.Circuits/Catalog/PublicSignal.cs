namespace FlZk.Circuits.Catalog;

/// <summary>One named public signal of a circuit: a number, or a vector of numbers that lie side by side.</summary>
/// <param name="Name">The signal's name in the circuit.</param>
/// <param name="Kind">Its part in the statement.</param>
/// <param name="Length">Numbers in it: the chunk size for a vector, else 1.</param>
/// <param name="Offset">Index of its first number among the public signals, from 0; its input base is
/// <c>IC[Offset + 1]</c> and so is its wire.</param>
/// <param name="IsOutput">Whether the circuit computes it; an input must be supplied to the witness generator.</param>
/// <param name="Commitment">For a vector or a blinding the commitment's name ("sum", "model"), else null.</param>
public sealed record PublicSignal(string Name, PublicSignalKind Kind, int Length, int Offset, bool IsOutput, string? Commitment);
