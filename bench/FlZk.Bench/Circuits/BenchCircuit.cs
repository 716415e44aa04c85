using FlZk.Groth16;

namespace FlZk.Bench.Circuits;

/// <summary>A circuit that provers are compared on, with the input they prove.</summary>
/// <param name="Name">A file name and what <c>--only</c> takes.</param>
/// <param name="Title">As tables and charts have it.</param>
/// <param name="Kind">What the witness mostly holds.</param>
/// <param name="LogDomain">The key's domain has 2^LogDomain rows.</param>
/// <param name="Source">Where the circuit comes from.</param>
/// <param name="Inputs">The same values every time.</param>
internal sealed record BenchCircuit(
    string Name, string Title, WitnessKind Kind, int LogDomain, CircuitSource Source, Func<CircuitInputs> Inputs);
