using System.Numerics;
using CsCheck;
using FlZk.Bn254.Curves;

namespace FlZk.Bn254.Tests.Curves;

public sealed class BatchingCoefficientLaws
{
    private static readonly long[] EdgeWords = [0, 1, -1, 2, 15, 16, 17, -16, long.MaxValue, long.MinValue, long.MinValue + 1, 1L << 32];

    private static readonly Gen<long> Word = Gen.OneOf(Gen.Long, Gen.Int[0, EdgeWords.Length - 1].Select(i => EdgeWords[i]));

    [Fact]
    public void Multiplying_by_a_coefficient_is_multiplying_by_its_scalar() =>
        Gen.Select(Word, Word, Generate.G1).Sample(
            (k0, k1, point) =>
            {
                var coefficient = new BatchingCoefficient(k0, k1);
                Assert.Equal(point * coefficient.ToScalar(), point * coefficient);
            });

    [Fact]
    public void Multiples_and_their_sum_agree() => Gen.Select(Generate.G1, Gen.Long, Gen.Long).Array[0, 20].Sample(
        terms =>
        {
            G1Affine[] points = [.. terms.Select(term => term.Item1)];
            BatchingCoefficient[] coefficients = [.. terms.Select(term => new BatchingCoefficient(term.Item2, term.Item3))];
            G1Affine sum = BatchingCoefficient.Sum(points, coefficients);
            var multiples = (G1Affine[])points.Clone();
            BatchingCoefficient.Multiply(multiples, coefficients);
            G1Affine expected = G1Affine.Infinity;
            for (int i = 0; i < points.Length; i++)
            {
                Assert.Equal(points[i] * coefficients[i].ToScalar(), multiples[i]);
                expected += multiples[i];
            }

            Assert.Equal(expected, sum);
        },
        iter: 20);

    [Fact]
    public void The_endomorphism_is_a_cube_root_of_one()
    {
        Fr lambda = Endomorphism.Lambda;
        Fp beta = Endomorphism.Beta;
        Assert.True(((lambda * lambda) + lambda + Fr.One).IsZero);
        Assert.True(((beta * beta) + beta + Fp.One).IsZero);
        Assert.Equal(G1Affine.Generator * lambda, Endomorphism.Apply(G1Affine.Generator));
    }

    [Fact]
    public void Different_words_are_different_coefficients_because_the_lattice_has_no_short_vector()
    {
        // Gauss's reduction of the lattice {(a, b): a + b lambda = 0 mod r}.
        BigInteger r = Fr.Modulus, lambda = Endomorphism.Lambda.ToBigInteger();
        (BigInteger A, BigInteger B) u = (r, 0), v = (r - lambda, 1);
        while (true)
        {
            if (Norm(u) < Norm(v)) (u, v) = (v, u);
            BigInteger dot = (u.A * v.A) + (u.B * v.B);
            BigInteger times = FloorDivide((2 * dot) + Norm(v), 2 * Norm(v));
            if (times.IsZero) break;
            u = (u.A - (times * v.A), u.B - (times * v.B));
        }

        // Differences of words are below 2^64 each, so their norm is below 2^129.
        Assert.True(Norm(v) > BigInteger.One << 252);

        static BigInteger Norm((BigInteger A, BigInteger B) w) => (w.A * w.A) + (w.B * w.B);

        static BigInteger FloorDivide(BigInteger a, BigInteger b)
        {
            BigInteger quotient = BigInteger.DivRem(a, b, out BigInteger remainder);
            return remainder.Sign < 0 ? quotient - 1 : quotient;
        }
    }
}
