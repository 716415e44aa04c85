using CsCheck;
using FlZk.Bn254;

namespace FlZk.Groth16.Tests;

/// <summary>Random constraint systems with witnesses that satisfy them: each row defines a new wire as the
/// product of two random combinations.</summary>
internal sealed class RandomCircuit
{
    /// <summary>Systems of up to 40 rows and 12 public signals, with coefficients and inputs of every size, zero included.</summary>
    public static readonly Gen<RandomCircuit> Gen = CsCheck.Gen.Select(
        CsCheck.Gen.Int[0, 12], CsCheck.Gen.Int[0, 4], CsCheck.Gen.Int[0, 40], CsCheck.Gen.Int,
        (publicCount, privateInputs, rows, seed) => new RandomCircuit(publicCount, privateInputs, rows, seed));

    private readonly int _inputs;
    private readonly int _seed;

    private RandomCircuit(int publicCount, int privateInputs, int rows, int seed)
    {
        _inputs = publicCount + privateInputs;
        _seed = seed;
        var random = new Random(seed);
        SparseMatrixBuilder a = new(), b = new(), c = new();
        int wires = 1 + _inputs;
        for (int row = 0; row < rows; row++)
        {
            Combination(a, wires, random);
            Combination(b, wires, random);
            c.Add(wires++, Fr.One);
            c.EndRow();
        }

        System = new ConstraintSystem(a.Build(), b.Build(), c.Build(), wires, 0, publicCount, privateInputs, (ulong)wires, []);
    }

    public ConstraintSystem System { get; }

    /// <summary>A witness for other inputs; the same number gives the same.</summary>
    public Witness Witness(int number)
    {
        var random = new Random(_seed ^ (number * 0x5bd1e995));
        var wires = new Fr[System.WireCount];
        wires[0] = Fr.One;
        for (int i = 1; i <= _inputs; i++) wires[i] = Value(random);
        for (int row = 0; row < System.ConstraintCount; row++)
            wires[1 + _inputs + row] = Evaluate(System.A, row, wires) * Evaluate(System.B, row, wires);
        return new Witness(wires);
    }

    public override string ToString() => $"{System.ConstraintCount} rows, {System.PublicCount} public of {System.WireCount} wires";

    private static void Combination(SparseMatrixBuilder row, int wires, Random random)
    {
        int terms = random.Next(0, 4);
        for (int i = 0; i < terms; i++) row.Add(random.Next(wires), Value(random));
        row.EndRow();
    }

    private static Fr Evaluate(SparseMatrix matrix, int row, ReadOnlySpan<Fr> wires)
    {
        Fr sum = Fr.Zero;
        ReadOnlySpan<int> columns = matrix.Columns(row);
        for (int i = 0; i < columns.Length; i++) sum += matrix.Values(row)[i] * wires[columns[i]];
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
