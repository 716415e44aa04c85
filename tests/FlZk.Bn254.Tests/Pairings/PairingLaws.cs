using CsCheck;

namespace FlZk.Bn254.Tests.Pairings;

public sealed class PairingLaws
{
    private static readonly G1Affine P = G1Affine.Generator;
    private static readonly G2Affine Q = G2Affine.Generator;

    [Fact]
    public void E_of_aP_and_bQ_is_e_of_P_and_Q_to_the_ab() => Gen.Select(Generate.Fr, Generate.Fr).Sample(
        (a, b) =>
        {
            Fp12 expected = Pairing.Pair(P, Q).Pow(Generate.Limbs((a * b).ToBigInteger()));
            Assert.Equal(expected, Pairing.Pair(P * a, Q * b));
            Assert.Equal(expected, Pairing.Pair(P * (a * b), Q));
            Assert.Equal(expected, Pairing.Pair(P, Q * (a * b)));
        },
        iter: 20);

    [Fact]
    public void The_pairing_is_additive_in_both_arguments() => Gen.Select(Generate.G1, Generate.G1, Generate.G2, Generate.G2).Sample(
        (p1, p2, q1, q2) =>
        {
            Assert.Equal(Pairing.Pair(p1 + p2, q1), Pairing.Pair(p1, q1) * Pairing.Pair(p2, q1));
            Assert.Equal(Pairing.Pair(p1, q1 + q2), Pairing.Pair(p1, q1) * Pairing.Pair(p1, q2));
        },
        iter: 20);

    [Fact]
    public void The_pairing_of_the_generators_has_order_r()
    {
        Fp12 value = Pairing.Pair(P, Q);
        Assert.False(value.IsOne);
        Assert.True(value.Pow(Generate.Limbs(Fr.Modulus)).IsOne);
    }

    [Fact]
    public void Infinity_pairs_to_one()
    {
        Assert.True(Pairing.Pair(G1Affine.Infinity, Q).IsOne);
        Assert.True(Pairing.Pair(P, G2Affine.Infinity).IsOne);
        Assert.True(Pairing.ProductIsOne([], []));
        Assert.True(Pairing.ProductIsOne([G1Affine.Infinity, P, -P], [Q, Q, Q]));
        Assert.False(Pairing.ProductIsOne([P, G1Affine.Infinity], [Q, Q]));
    }

    [Fact]
    public void A_product_is_the_product_of_its_pairings() => Gen.Select(Generate.G1, Generate.G2).Array[0, 5].Sample(
        pairs =>
        {
            Fp12 product = Fp12.One;
            foreach ((G1Affine p, G2Affine q) in pairs) product *= Pairing.Pair(p, q);
            G1Affine[] g1 = [.. pairs.Select(pair => pair.Item1)];
            G2Affine[] g2 = [.. pairs.Select(pair => pair.Item2)];
            Assert.Equal(product, Pairing.PairProduct(g1, g2));
            Assert.Equal(product.IsOne, Pairing.ProductIsOne(g1, g2));
        },
        iter: 20);

    [Fact]
    public void A_product_is_one_exactly_when_the_exponents_cancel() => Gen.Select(Generate.Fr, Generate.Fr, Generate.Fr).Sample(
        (a, b, c) =>
        {
            Assert.True(Pairing.ProductIsOne([P * a, P * c, P * -((a * b) + c)], [Q * b, Q, Q]));
            Assert.False(Pairing.ProductIsOne([P * a, P * c, P * (Fr.One - (a * b) - c)], [Q * b, Q, Q]));
        },
        iter: 20);

    [Fact]
    public void Different_lengths_are_refused() => Assert.Throws<ArgumentException>(() => Pairing.ProductIsOne([P], []));
}
