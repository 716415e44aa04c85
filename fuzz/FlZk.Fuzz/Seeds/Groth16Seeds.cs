using FlZk.Bn254;
using FlZk.Groth16;

namespace FlZk.Fuzz;

/// <summary>Keys, witnesses and proofs of two tiny circuits.</summary>
internal static class Groth16Seeds
{
    private static readonly ConstraintSystem Cube = CubeSystem();
    private static readonly ConstraintSystem Empty = EmptySystem();

    public static IEnumerable<KeyValuePair<string, byte[]>> ProvingKeys() =>
        [SeedFiles.Written("cube.zkey", Key(Cube).Write), SeedFiles.Written("empty.zkey", Key(Empty).Write)];

    public static IEnumerable<KeyValuePair<string, byte[]>> Witnesses() => [SeedFiles.Written("cube.wtns", CubeWitness().Write)];

    public static IEnumerable<KeyValuePair<string, byte[]>> ConstraintSystems() =>
        [SeedFiles.Written("cube.r1cs", Cube.Write), SeedFiles.Written("empty.r1cs", Empty.Write)];

    public static IEnumerable<KeyValuePair<string, byte[]>> Json()
    {
        ProvingKey key = Key(Cube);
        Witness witness = CubeWitness();
        return
        [
            SeedFiles.Text("proof.json", NativeProver.Prove(key, witness, Fr.FromUInt64(3), Fr.FromUInt64(5)).Proof.ToJson()),
            SeedFiles.Text("public.json", PublicSignals.ToJson(witness.PublicSignals(Cube.PublicCount).Span)),
            SeedFiles.Text("verification_key.json", key.VerificationKey.ToJson()),
        ];
    }

    private static ProvingKey Key(ConstraintSystem system) => DevelopmentSetup.Generate(system, "seed"u8.ToArray());

    // y = x^3 + 5: wires 1, y, x, x^2.
    private static ConstraintSystem CubeSystem()
    {
        SparseMatrixBuilder a = new(), b = new(), c = new();
        a.Add(2, Fr.One);
        b.Add(2, Fr.One);
        c.Add(3, Fr.One);
        a.EndRow();
        b.EndRow();
        c.EndRow();
        a.Add(3, Fr.One);
        b.Add(2, Fr.One);
        c.Add(1, Fr.One);
        c.Add(0, Fr.FromInt64(-5));
        a.EndRow();
        b.EndRow();
        c.EndRow();
        return new ConstraintSystem(a.Build(), b.Build(), c.Build(), 4, 1, 0, 1, 4, [0, 1, 2, 3]);
    }

    private static Witness CubeWitness() => new((Fr[])[Fr.One, Fr.FromUInt64(32), Fr.FromUInt64(3), Fr.FromUInt64(9)]);

    private static ConstraintSystem EmptySystem()
    {
        SparseMatrix none = new SparseMatrixBuilder().Build();
        return new ConstraintSystem(none, none, none, 2, 0, 1, 0, 2, []);
    }
}
