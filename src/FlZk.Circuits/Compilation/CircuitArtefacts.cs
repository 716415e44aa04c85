using FlZk.Circuits.Catalog;

namespace FlZk.Circuits.Compilation;

/// <summary>What compiling a circuit left: the files circom wrote.</summary>
/// <param name="Instance">The catalogue's entry.</param>
/// <param name="Digest">SHA-256 of sources, compiler and arguments, 64 hexadecimal digits: artefacts of one
/// digest are the same bytes.</param>
/// <param name="ConstraintSystem">Path of the constraint system, <c>.r1cs</c>.</param>
/// <param name="WitnessProgram">Path of the witness generator, <c>.wasm</c>.</param>
/// <param name="Symbols">Path of the signal names by wire, <c>.sym</c>.</param>
public sealed record CircuitArtefacts(
    CircuitInstance Instance, string Digest, string ConstraintSystem, string WitnessProgram, string Symbols);
