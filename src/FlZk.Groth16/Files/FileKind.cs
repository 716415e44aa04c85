namespace FlZk.Groth16;

/// <summary>One of iden3's binary containers: what it is called, how it begins, which versions are understood.</summary>
/// <param name="Name">The customary file extension, with its dot.</param>
/// <param name="Magic">The four ASCII characters at offset 0.</param>
/// <param name="NewestVersion">Versions 1 up to this one are read.</param>
internal sealed record FileKind(string Name, string Magic, uint NewestVersion)
{
    public static readonly FileKind ProvingKey = new(".zkey", "zkey", 1);
    public static readonly FileKind Witness = new(".wtns", "wtns", 2);
    public static readonly FileKind ConstraintSystem = new(".r1cs", "r1cs", 1);
    public static readonly FileKind PowersOfTau = new(".ptau", "ptau", 1);

    public static readonly FileKind[] All = [ProvingKey, Witness, ConstraintSystem, PowersOfTau];
}
