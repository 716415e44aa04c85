using CsCheck;
using FlZk.Bn254;

namespace FlZk.Groth16.Tests;

/// <summary>Random constraint systems with a witness that satisfies them: each row defines a new wire as the
/// product of two random combinations.</summary>
internal sealed record RandomCircuit(ConstraintSystem System, Witness Witness)
{
    /// <summary>Systems of up to 40 rows and 12 public signals, with coefficients and inputs of every size, zero included.</summary>
    public static readonly Gen<RandomCircuit> Gen = CsCheck.Gen.Select(
        CsCheck.Gen.Int[0, 12], CsCheck.Gen.Int[0, 4], CsCheck.Gen.Int[0, 40], CsCheck.Gen.Int, Make);

    public override string ToString() => $"{System.ConstraintCount} rows, {System.PublicCount} public of {System.WireCount} wires";

    private static RandomCircuit Make(int publicCount, int privateInputs, int rows, int seed)
    {
        var random = new Random(seed);
        var wires = new List<Fr> { Fr.One };
        for (int i = 0; i < publicCount + privateInputs; i++) wires.Add(Value(random));
        var a = new SparseMatrixBuilder();
        var b = new SparseMatrixBuilder();
        var c = new SparseMatrixBuilder();
        for (int row = 0; row < rows; row++)
        {
            Fr product = Combination(a, wires, random) * Combination(b, wires, random);
            c.Add(wires.Count, Fr.One);
            c.EndRow();
            wires.Add(product);
        }

        var system = new ConstraintSystem(
            a.Build(), b.Build(), c.Build(), wires.Count, 0, publicCount, privateInputs, (ulong)wires.Count, []);
        return new RandomCircuit(system, new Witness(wires.ToArray()));
    }

    private static Fr Combination(SparseMatrixBuilder row, List<Fr> wires, Random random)
    {
        Fr sum = Fr.Zero;
        int terms = random.Next(0, 4);
        for (int i = 0; i < terms; i++)
        {
            int wire = random.Next(wires.Count);
            Fr coefficient = Value(random);
            row.Add(wire, coefficient);
            sum += coefficient * wires[wire];
        }

        row.EndRow();
        return sum;
    }

    private static Fr Value(Random random)
    {
        var wide = new byte[48];
        random.NextBytes(wide);
        return random.Next(4) switch
        {
            0 => Fr.Zero,
            1 => Fr.FromInt64(random.Next(-3, 4)),
            2 => Fr.FromInt64(random.NextInt64()),
            _ => Fr.ReduceBigEndian(wide),
        };
    }
}
