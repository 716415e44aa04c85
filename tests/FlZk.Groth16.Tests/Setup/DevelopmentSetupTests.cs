using System.Numerics;
using FlZk.Bn254;

namespace FlZk.Groth16.Tests;

/// <summary>Keys made natively: their form, their determinism, and what makes them safe.</summary>
public sealed class DevelopmentSetupTests(TestCircuits circuits)
{
    [Fact]
    public void The_same_seed_gives_the_same_file_and_another_seed_another_key()
    {
        TestCircuit circuit = circuits["many_public"];
        byte[] Made(byte seed)
        {
            string path = circuits.NewPath(".zkey");
            DevelopmentSetup.Generate(circuit.System, [seed]).Write(path);
            return File.ReadAllBytes(path);
        }

        byte[] first = Made(1);
        Assert.Equal(first, Made(1));
        Assert.NotEqual(first, Made(2));
    }

    [Fact]
    public void Random_keys_differ_prove_and_are_still_of_development_origin()
    {
        TestCircuit circuit = circuits["multiplier"];
        ProvingKey first = DevelopmentSetup.GenerateRandom(circuit.System), second = DevelopmentSetup.GenerateRandom(circuit.System);
        Assert.NotEqual(first.VerificationKey.Alpha, second.VerificationKey.Alpha);
        Assert.NotEqual(first.VerificationKey.Delta, second.VerificationKey.Delta);
        Assert.Equal(KeyOrigin.Development, first.Origin);
        Proof proof = NativeProver.Prove(first, circuit.Witness).Proof;
        Assert.True(Verifier.Verify(first.VerificationKey, circuit.PublicSignals, proof));
        Assert.False(Verifier.Verify(second.VerificationKey, circuit.PublicSignals, proof));
    }

    [Theory]
    [MemberData(nameof(TestCircuits.Names), MemberType = typeof(TestCircuits))]
    public void Dimensions_infinities_and_coefficients_are_those_of_snarkjs(string name)
    {
        TestCircuit circuit = circuits[name];
        ProvingKey ours = circuit.DevelopmentKey, theirs = circuit.ContributedKey;
        Assert.Equal((theirs.WireCount, theirs.PublicCount, theirs.DomainSize), (ours.WireCount, ours.PublicCount, ours.DomainSize));
        Assert.Equal(circuit.System.DomainSize, ours.DomainSize);

        // Where a polynomial is zero, its point is infinity, whatever the secrets are.
        Assert.Equal(theirs.PointsA.ToArray().Select(p => p.IsInfinity), ours.PointsA.ToArray().Select(p => p.IsInfinity));
        Assert.Equal(theirs.PointsB1.ToArray().Select(p => p.IsInfinity), ours.PointsB1.ToArray().Select(p => p.IsInfinity));
        Assert.Equal(theirs.PointsB2.ToArray().Select(p => p.IsInfinity), ours.PointsB2.ToArray().Select(p => p.IsInfinity));
        Assert.Equal(theirs.PointsC.ToArray().Select(p => p.IsInfinity), ours.PointsC.ToArray().Select(p => p.IsInfinity));
        Assert.Equal(theirs.PointsH.Length, ours.PointsH.Length);
        AssertSameRows(theirs.A, ours.A);
        AssertSameRows(theirs.B, ours.B);
    }

    [Theory]
    [MemberData(nameof(TestCircuits.Names), MemberType = typeof(TestCircuits))]
    public void Every_public_signal_has_a_row_of_its_own_and_a_finite_base(string name)
    {
        TestCircuit circuit = circuits[name];
        ProvingKey key = circuit.DevelopmentKey;
        for (int wire = 0; wire <= key.PublicCount; wire++)
        {
            Assert.Equal([wire], key.A.Columns(circuit.System.ConstraintCount + wire).ToArray());
            Assert.Equal([Fr.One], key.A.Values(circuit.System.ConstraintCount + wire).ToArray());
            Assert.False(key.VerificationKey.InputBases.Span[wire].IsInfinity);
        }

        Assert.Equal(G2Affine.Generator, key.VerificationKey.Gamma);
        Assert.NotEqual(key.VerificationKey.Gamma, key.VerificationKey.Delta);
        Assert.Single(key.Contributions);
        Assert.True(key.Contributions[0].IsDevelopment);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_delta_that_would_let_anyone_forge_is_caught(int delta)
    {
        ConstraintSystem system = circuits["multiplier"].System;
        SetupSecrets secrets = SetupSecrets.FromPublicSeed([7], (int)system.DomainSize) with { Delta = Fr.FromInt64(delta) };
        Assert.Throws<KeyException>(() => DevelopmentSetup.Generate(system, secrets, "x", null, CancellationToken.None));
    }

    [Fact]
    public void Secrets_are_usable_and_depend_on_every_byte_of_the_seed()
    {
        var seen = new HashSet<Fr>();
        foreach (byte[] seed in (byte[][])[[], [0], [0, 0], [1]])
        {
            SetupSecrets secrets = SetupSecrets.FromPublicSeed(seed, 1 << 10);
            foreach (Fr secret in (Fr[])[secrets.Tau, secrets.Alpha, secrets.Beta, secrets.Delta])
            {
                Assert.False(secret.IsZero);
                Assert.True(seen.Add(secret));
            }

            Assert.DoesNotContain(secrets.Tau.ToString(), secrets.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Quotient_points_are_the_odd_Lagrange_polynomials_of_the_doubled_domain()
    {
        ConstraintSystem system = circuits["power_of_two"].System;
        Fr tau = Fr.FromUInt64(123456789);
        var polynomials = CircuitPolynomials.Evaluate(system, 16, tau);
        var doubled = new EvaluationDomain(5);
        var basis = new Fr[32];
        doubled.EvaluateLagrangeBasis(tau, basis);
        Assert.Equal(Enumerable.Range(0, 16).Select(i => basis[(2 * i) + 1]), polynomials.Quotient);
    }

    private static void AssertSameRows(SparseMatrix expected, SparseMatrix actual)
    {
        Assert.Equal(expected.EntryCount, actual.EntryCount);
        for (int row = 0; row < actual.RowCount; row++) Assert.Equal(Row(expected, row), Row(actual, row));
    }

    private static (int, BigInteger)[] Row(SparseMatrix matrix, int row) =>
        [.. matrix.Columns(row).ToArray().Zip(matrix.Values(row).ToArray(), (column, value) => (column, value.ToBigInteger())).Order()];
}
