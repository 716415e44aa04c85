using FlZk.Circuits.Compilation;

namespace FlZk.Circuits.Keys;

/// <summary>A circuit with the keys made for it.</summary>
/// <param name="Circuit">The compiled circuit.</param>
/// <param name="ProvingKey">Path of the proving key, <c>.zkey</c>.</param>
/// <param name="VerificationKey">Path of the verification key, snarkjs's JSON.</param>
/// <param name="Manifest">Path of the manifest, <c>flzk/keys/1</c>: what the keys are of and where they come from.</param>
public sealed record CircuitKeys(CircuitArtefacts Circuit, string ProvingKey, string VerificationKey, string Manifest);
