namespace FlZk.Bench.Circuits;

/// <summary>A circuit's files as the compared programs take them, made by this project's own tools.</summary>
/// <param name="ConstraintSystem">.r1cs.</param>
/// <param name="WitnessProgram">.wasm; circom's script for Node.js lies beside it.</param>
/// <param name="ProvingKey">.zkey, from a public seed.</param>
/// <param name="Inputs">input.json.</param>
/// <param name="Witness">.wtns.</param>
internal sealed record BenchFiles(string ConstraintSystem, string WitnessProgram, string ProvingKey, string Inputs, string Witness)
{
    public bool AreThere =>
        File.Exists(ConstraintSystem) && File.Exists(WitnessProgram) && File.Exists(ProvingKey) && File.Exists(Inputs)
        && File.Exists(Witness);
}
