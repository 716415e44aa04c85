namespace FlZk.Groth16.Tests;

/// <summary>The fixture circuits are the shapes that they stand for, whatever the compiler does with them.</summary>
public sealed class TestCircuitShapeTests(TestCircuits circuits)
{
    [Fact]
    public void Each_circuit_has_the_shape_that_it_stands_for()
    {
        Assert.Equal(0, circuits["no_public"].System.PublicCount);
        Assert.Equal(48, circuits["many_public"].System.PublicCount);
        Assert.Equal(1, circuits["one_constraint"].System.ConstraintCount);
        ConstraintSystem full = circuits["power_of_two"].System;
        Assert.Equal(full.DomainSize, full.ConstraintCount + full.PublicCount + 1);

        // The inputs that nothing mentions are in no row.
        ConstraintSystem unused = circuits["unused_input"].System;
        foreach (SparseMatrix matrix in (SparseMatrix[])[unused.A, unused.B, unused.C])
        {
            for (int row = 0; row < unused.ConstraintCount; row++)
                Assert.DoesNotContain(matrix.Columns(row).ToArray(), wire => wire is 2 or 3);
        }
    }

    [Fact]
    public void Without_optimisation_linear_relations_stay_as_rows_without_a_product()
    {
        ConstraintSystem linear = circuits["linear.O0"].System;
        Assert.True(linear.ConstraintCount > 0);
        Assert.Equal(0, linear.A.EntryCount * linear.B.EntryCount);
        Assert.Equal(linear.PublicCount, circuits["linear"].System.PublicCount);
    }

    [Fact]
    public void Levels_of_optimisation_give_different_systems_with_the_same_public_signals()
    {
        TestCircuit[] levels = [circuits["mixed.O0"], circuits["mixed.O1"], circuits["mixed.O2"]];
        Assert.Equal(3, levels.Select(circuit => circuit.System.ConstraintCount).Distinct().Count());
        Assert.All(levels, circuit => Assert.Equal(levels[0].PublicSignals, circuit.PublicSignals));
    }
}
