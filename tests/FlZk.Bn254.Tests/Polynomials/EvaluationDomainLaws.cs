using CsCheck;

namespace FlZk.Bn254.Tests.Polynomials;

public sealed class EvaluationDomainLaws
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(8)]
    public void Transforms_are_evaluations_at_the_powers_of_the_generator(int logSize)
    {
        var domain = new EvaluationDomain(logSize);
        Fr[] coefficients = Random(domain.Size);
        Fr[] values = [.. coefficients];
        domain.Forward(values);
        Fr[] onCoset = [.. coefficients];
        domain.ForwardOnCoset(onCoset);
        for (int i = 0; i < domain.Size; i++)
        {
            Fr root = domain.Generator.Pow([(ulong)i]);
            Assert.Equal(Evaluate(coefficients, root), values[i]);
            Assert.Equal(Evaluate(coefficients, domain.CosetShift * root), onCoset[i]);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(13)]
    [InlineData(16)]
    [InlineData(17)]
    public void Inverses_undo_transforms(int logSize)
    {
        var domain = new EvaluationDomain(logSize);
        Fr[] coefficients = Random(domain.Size);
        Fr[] values = [.. coefficients];
        domain.Forward(values);
        Fr[] moved = [.. values];
        domain.Inverse(values);
        Assert.Equal(coefficients, values);

        domain.ForwardOnCoset(values);
        domain.MoveToCoset(moved);
        Assert.Equal(values, moved);
        domain.InverseOnCoset(values);
        Assert.Equal(coefficients, values);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(14)]
    [InlineData(16)]
    [InlineData(17)]
    public void Large_transforms_are_evaluations_where_sampled(int logSize)
    {
        var domain = new EvaluationDomain(logSize);
        Fr[] coefficients = Random(domain.Size);
        Fr[] values = [.. coefficients];
        domain.Forward(values);
        foreach (int i in new[] { 0, 1, 2, domain.Size / 2, (domain.Size / 2) + 1, (domain.Size / 3) | 1, domain.Size - 1 })
        {
            Assert.Equal(Evaluate(coefficients, domain.Generator.Pow([(ulong)i])), values[i]);
        }
    }

    [Fact]
    public void The_generator_has_exactly_the_domains_order()
    {
        for (int logSize = 0; logSize <= 20; logSize++)
        {
            Fr root = EvaluationDomain.RootOfUnity(logSize);
            Assert.True(root.Pow([1UL << logSize]).IsOne);
            if (logSize > 0) Assert.Equal(-Fr.One, root.Pow([1UL << (logSize - 1)]));
        }

        Assert.Equal(
            "19103219067921713944291392827692070036145651957329286315305642004821462161904", EvaluationDomain.RootOfUnity(28).ToString());
    }

    [Fact]
    public void The_vanishing_polynomial_is_minus_two_on_the_coset()
    {
        var domain = new EvaluationDomain(6);
        Assert.Equal(domain.Generator, domain.CosetShift.Square());
        for (ulong i = 0; i < 64; i++)
        {
            Fr point = domain.CosetShift * domain.Generator.Pow([i]);
            Assert.Equal(-Fr.FromUInt64(2), point.Pow([64]) - Fr.One);
        }
    }

    [Fact]
    public void The_lagrange_basis_interpolates() => Gen.Select(Gen.Int[0, 6], Generate.Fr).Sample(
        (logSize, point) =>
        {
            var domain = new EvaluationDomain(logSize);
            Fr[] coefficients = Random(domain.Size);
            Fr[] values = [.. coefficients];
            domain.Forward(values);
            foreach (Fr at in new[] { point, domain.Generator.Pow([3]) })
            {
                var basis = new Fr[domain.Size];
                domain.EvaluateLagrangeBasis(at, basis);
                Fr sum = Fr.Zero;
                for (int i = 0; i < basis.Length; i++) sum += basis[i] * values[i];
                Assert.Equal(Evaluate(coefficients, at), sum);
            }
        },
        iter: 30);

    [Fact]
    public void Other_lengths_and_impossible_domains_are_refused()
    {
        var domain = new EvaluationDomain(3);
        Assert.Throws<ArgumentException>(() => domain.Forward(new Fr[7]));
        Assert.Throws<ArgumentException>(() => domain.Inverse(new Fr[16]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EvaluationDomain(29));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EvaluationDomain(-1));
    }

    private static Fr[] Random(int count)
    {
        var values = new Fr[count];
        for (int i = 0; i < count; i++) values[i] = Fr.Random();
        return values;
    }

    private static Fr Evaluate(Fr[] coefficients, Fr point)
    {
        Fr sum = Fr.Zero;
        for (int i = coefficients.Length - 1; i >= 0; i--) sum = (sum * point) + coefficients[i];
        return sum;
    }
}
