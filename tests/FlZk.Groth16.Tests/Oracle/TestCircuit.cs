using FlZk.Bn254;

namespace FlZk.Groth16.Tests;

/// <summary>A compiled fixture with its witness and keys of both makers.</summary>
/// <param name="Name">The .circom file's name without extension, and the level of optimisation if one was asked for.</param>
/// <param name="ConstraintSystemPath">Made by circom.</param>
/// <param name="WitnessPath">Made by circom's program under snarkjs.</param>
/// <param name="DevelopmentKeyPath">Made by <see cref="DevelopmentSetup"/>.</param>
/// <param name="InitialKeyPath">Made by snarkjs groth16 setup: no contribution yet, anyone can forge.</param>
/// <param name="ContributedKeyPath">Made by snarkjs zkey contribute.</param>
public sealed record TestCircuit(
    string Name,
    string ConstraintSystemPath,
    string WitnessPath,
    string DevelopmentKeyPath,
    string InitialKeyPath,
    string ContributedKeyPath)
{
    public ConstraintSystem System { get; } = ConstraintSystem.Read(ConstraintSystemPath);

    public Witness Witness { get; } = Witness.Read(WitnessPath);

    public ProvingKey DevelopmentKey { get; } = ProvingKey.Read(DevelopmentKeyPath);

    public ProvingKey ContributedKey { get; } = ProvingKey.Read(ContributedKeyPath);

    public Fr[] PublicSignals => Witness.PublicSignals(System.PublicCount).ToArray();

    public override string ToString() => Name;
}
