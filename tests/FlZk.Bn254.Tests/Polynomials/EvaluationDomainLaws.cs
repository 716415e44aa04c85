using CsCheck;
using FlZk.Bn254.Fields;
using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.Tests.Polynomials;

/// <summary>What transforms must do on every instruction tier.</summary>
public abstract class EvaluationDomainLaws
{
    private readonly InstructionTier _tier;

    private protected EvaluationDomainLaws(InstructionTier tier)
    {
        Tiers.Require(tier);
        _tier = tier;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(9)]
    public void Transforms_are_evaluations_at_the_powers_of_the_generator(int logSize)
    {
        var domain = new EvaluationDomain(logSize, _tier);
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

    [Fact]
    public void Inverses_undo_transforms()
    {
        for (int logSize = 0; logSize <= 15; logSize++)
        {
            var domain = new EvaluationDomain(logSize, _tier);
            foreach (Fr[] coefficients in Inputs(domain.Size))
            {
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
        }
    }

    [Fact]
    public void Every_tier_gives_the_same_bits()
    {
        for (int logSize = 0; logSize <= 13; logSize++)
        {
            var domain = new EvaluationDomain(logSize, _tier);
            var reference = new EvaluationDomain(logSize, InstructionTier.Scalar);
            foreach (Fr[] input in Inputs(domain.Size))
            {
                Same(input, domain, reference, static (domain, values) => domain.Forward(values));
                Same(input, domain, reference, static (domain, values) => domain.Inverse(values));
                Same(input, domain, reference, static (domain, values) => domain.ForwardOnCoset(values));
                Same(input, domain, reference, static (domain, values) => domain.InverseOnCoset(values));
                Same(input, domain, reference, static (domain, values) => domain.MoveToCoset(values));
                Same(input, domain, reference, (domain, values) => domain.ProductRemainderOnCoset(Factors(input, input), values));
            }
        }
    }

    [Fact]
    public void Transforms_are_linear() => Gen.Select(Gen.Int[0, 10], Generate.Fr).Sample(
        (logSize, factor) =>
        {
            var domain = new EvaluationDomain(logSize, _tier);
            Fr[] a = Random(domain.Size), b = Random(domain.Size);
            Fr[] combined = [.. a.Zip(b, (x, y) => x + (factor * y))];
            domain.ForwardOnCoset(combined);
            domain.ForwardOnCoset(a);
            domain.ForwardOnCoset(b);
            Assert.Equal(a.Zip(b, (x, y) => x + (factor * y)), combined);
        },
        iter: 20);

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    public void Products_of_values_are_values_of_products(int logSize)
    {
        var domain = new EvaluationDomain(logSize, _tier);
        Fr[] a = Random(domain.Size), b = Random(domain.Size);
        var product = new Fr[domain.Size];
        for (int i = 0; i < a.Length; i++)
        {
            // X^n is 1 on the domain: the convolution is cyclic.
            for (int j = 0; j < b.Length; j++) product[(i + j) % domain.Size] += a[i] * b[j];
        }

        domain.Forward(a);
        domain.Forward(b);
        Fr[] values = [.. a.Zip(b, (x, y) => x * y)];
        domain.Inverse(values);
        Assert.Equal(product, values);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(11)]
    [InlineData(14)]
    public void Remainders_of_products_are_made_of_values_on_the_coset(int logSize)
    {
        var domain = new EvaluationDomain(logSize, _tier);
        foreach (Fr[] a in Inputs(domain.Size))
        {
            Fr[] b = Random(domain.Size);
            var remainder = new Fr[domain.Size];
            domain.ProductRemainderOnCoset(Factors(a, b), remainder);

            Fr[] onCosetA = [.. a], onCosetB = [.. b], onCosetC = [.. a.Zip(b, (x, y) => x * y)];
            domain.MoveToCoset(onCosetA);
            domain.MoveToCoset(onCosetB);
            domain.MoveToCoset(onCosetC);
            for (int i = 0; i < remainder.Length; i++) Assert.Equal((onCosetA[i] * onCosetB[i]) - onCosetC[i], remainder[i]);
        }
    }

    [Fact]
    public void One_thread_gives_what_all_give_and_cancellation_stops_any()
    {
        var domain = new EvaluationDomain(14, _tier);
        Fr[] all = Random(domain.Size);
        Fr[] one = [.. all];
        domain.MoveToCoset(all);
        domain.MoveToCoset(one, new Execution(MaximumThreads: 1));
        Assert.Equal(all, one);

        var cancelled = new CancellationToken(canceled: true);
        Assert.ThrowsAny<OperationCanceledException>(() => domain.Forward(one, cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => domain.Inverse(one, new Execution(cancelled, MaximumThreads: 1)));
        Assert.ThrowsAny<OperationCanceledException>(() => domain.ProductRemainderOnCoset(Factors(one, one), all, cancelled));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(14)]
    [InlineData(16)]
    [InlineData(17)]
    public void Large_transforms_are_evaluations_where_sampled(int logSize)
    {
        var domain = new EvaluationDomain(logSize, _tier);
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
        var domain = new EvaluationDomain(6, _tier);
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
            var domain = new EvaluationDomain(logSize, _tier);
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
        var domain = new EvaluationDomain(3, _tier);
        Assert.Throws<ArgumentException>(() => domain.Forward(new Fr[7]));
        Assert.Throws<ArgumentException>(() => domain.Inverse(new Fr[16]));
        Assert.Throws<ArgumentException>(() => domain.ForwardOnCoset(new Fr[7]));
        Assert.Throws<ArgumentException>(() => domain.InverseOnCoset(new Fr[7]));
        Assert.Throws<ArgumentException>(() => domain.MoveToCoset(new Fr[9]));
        Assert.Throws<ArgumentException>(() => domain.ProductRemainderOnCoset(static (_, _, _) => { }, new Fr[9]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EvaluationDomain(29));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EvaluationDomain(-1));
    }

    private static void Same(Fr[] input, EvaluationDomain domain, EvaluationDomain reference, Action<EvaluationDomain, Fr[]> transform)
    {
        Fr[] expected = [.. input], actual = [.. input];
        transform(reference, expected);
        transform(domain, actual);
        Assert.Equal(expected, actual);
    }

    private static DomainFactors Factors(Fr[] a, Fr[] b) => (first, toA, toB) =>
    {
        a.AsSpan(first, toA.Length).CopyTo(toA);
        b.AsSpan(first, toB.Length).CopyTo(toB);
    };

    /// <summary>Random, all zero, all r - 1, all the greatest Montgomery form, and alternating between the last two.</summary>
    private static Fr[][] Inputs(int count)
    {
        var greatest = new Fr(new Limbs(FrModulus.Limb0 - 1, FrModulus.Limb1, FrModulus.Limb2, FrModulus.Limb3));
        Fr[] alternating = [.. Enumerable.Range(0, count).Select(i => i % 2 == 0 ? greatest : -Fr.One)];
        return [Random(count), new Fr[count], Filled(count, -Fr.One), Filled(count, greatest), alternating];
    }

    private static Fr[] Filled(int count, Fr value)
    {
        var values = new Fr[count];
        Array.Fill(values, value);
        return values;
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
