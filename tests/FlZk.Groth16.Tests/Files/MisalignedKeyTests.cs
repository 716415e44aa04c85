using FlZk.Bn254;

namespace FlZk.Groth16.Tests;

/// <summary>Sections begin where the ones before them end, at any address: a mapped key proves as a copied one wherever its
/// points lie.</summary>
public sealed class MisalignedKeyTests(TestCircuits circuits)
{
    // Enough points for sums on lanes.
    private const int Rows = 3000;

    [Fact]
    public void Points_at_any_address_give_the_same_proof()
    {
        (ConstraintSystem system, Witness witness) = Squares();
        string original = circuits.NewPath(".zkey");
        ProvingKey made = DevelopmentSetup.Generate(system, [9]);
        made.Write(original);
        Fr r = Fr.FromUInt64(3), s = Fr.FromUInt64(5);
        Proof expected = NativeProver.Prove(made, witness, r, s).Proof;
        byte[] bytes = File.ReadAllBytes(original);
        for (int shift = 0; shift < 8; shift++)
        {
            var file = new SectionedBytes(bytes);
            file.Sections.Insert(0, (77, new byte[shift]));
            string path = circuits.NewPath(".zkey");
            File.WriteAllBytes(path, file.ToArray());
            foreach (KeyMemory memory in Enum.GetValues<KeyMemory>())
            {
                using ProvingKey key = ProvingKey.Open(path, new ProvingKeyOptions { Memory = memory });
                Assert.Equal(expected, NativeProver.Prove(key, witness, r, s).Proof);
            }
        }
    }

    // x, x^2, x^4, ...: a public beginning and a witness of values of every bit.
    private static (ConstraintSystem System, Witness Witness) Squares()
    {
        SparseMatrixBuilder a = new(), b = new(), c = new();
        var wires = new Fr[Rows + 2];
        (wires[0], wires[1]) = (Fr.One, Fr.FromUInt64(7));
        for (int row = 0; row < Rows; row++)
        {
            a.Add(row + 1, Fr.One);
            b.Add(row + 1, Fr.One);
            c.Add(row + 2, Fr.One);
            a.EndRow();
            b.EndRow();
            c.EndRow();
            wires[row + 2] = wires[row + 1].Square();
        }

        var system = new ConstraintSystem(a.Build(), b.Build(), c.Build(), wires.Length, 0, 1, 0, (ulong)wires.Length, []);
        return (system, new Witness(wires));
    }
}
