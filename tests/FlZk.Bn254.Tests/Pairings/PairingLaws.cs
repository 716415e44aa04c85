using System.Numerics;
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
    public void The_pairing_of_the_generators_is_snarkjs_value()
    {
        // ffjavascript's pairing(G1.g, G2.g): the tower, the loop and the multiple in the final
        // exponentiation all agree, as vk_alphabeta_12 needs.
        string[] published =
        [
            "17264119758069723980713015158403419364912226240334615592005620718956030922389",
            "1300711225518851207585954685848229181392358478699795190245709208408267917898",
            "8894217292938489450175280157304813535227569267786222825147475294561798790624",
            "1829859855596098509359522796979920150769875799037311140071969971193843357227",
            "4968700049505451466697923764727215585075098085662966862137174841375779106779",
            "12814315002058128940449527172080950701976819591738376253772993495204862218736",
            "4233474252585134102088637248223601499779641130562251948384759786370563844606",
            "9420544134055737381096389798327244442442230840902787283326002357297404128074",
            "13457906610892676317612909831857663099224588803620954529514857102808143524905",
            "5122435115068592725432309312491733755581898052459744089947319066829791570839",
            "8891987925005301465158626530377582234132838601606565363865129986128301774627",
            "440796048150724096437130979851431985500142692666486515369083499585648077975",
        ];
        Fp[] c = [.. published.Select(text => Fp.TryParse(text, out Fp value) ? value : throw new FormatException(text))];
        Fp12 expected = new(
            new Fp6(new Fp2(c[0], c[1]), new Fp2(c[2], c[3]), new Fp2(c[4], c[5])),
            new Fp6(new Fp2(c[6], c[7]), new Fp2(c[8], c[9]), new Fp2(c[10], c[11])));
        Assert.Equal(expected, Pairing.Pair(P, Q));
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

    [Fact]
    public void Prepared_points_pair_as_others_do() => Gen.Select(Generate.G1, Generate.G2).Array[0, 4].Sample(
        pairs =>
        {
            G1Affine[] g1 = [.. pairs.Select(pair => pair.Item1)];
            G2Affine[] g2 = [.. pairs.Select(pair => pair.Item2)];
            PreparedG2[] prepared = [.. g2.Select(q => new PreparedG2(q))];
            Assert.Equal(Pairing.PairProduct(g1, g2), MillerProduct.Compute(g1, prepared).FinalExponentiation());
            MillerProduct split = MillerProduct.Compute(g1.AsSpan(0, g1.Length / 2), g2.AsSpan(0, g1.Length / 2))
                * MillerProduct.Compute(g1.AsSpan(g1.Length / 2), prepared.AsSpan(g1.Length / 2));
            Assert.Equal(Pairing.PairProduct(g1, g2), split.FinalExponentiation());
        },
        iter: 20);

    [Fact]
    public void Points_outside_G2_cannot_be_prepared() =>
        Assert.Throws<ArgumentException>(() => new PreparedG2(TwistPoints.OutsideSubgroup(1)));

    [Fact]
    public void The_loop_tells_who_is_in_G2()
    {
        // Points of G2; of the whole twist; of the cofactor's order; and of its small order 10069, on which steps of the loop are not
        // defined.
        Fr someFactor = Fr.FromUInt64(123456789);
        G2Affine stray = TwistPoints.OutsideSubgroup(5);
        G2Affine cofactorOnly = TwistPoints.Multiply(stray, Fr.Modulus);
        G2Affine small = TwistPoints.Multiply(cofactorOnly, CurveParameters.TwistCofactor / 10069);
        Assert.True(TwistPoints.Multiply(small, 10069).IsInfinity);
        var points = new List<G2Affine> { Q, Q * someFactor, -Q, stray, stray + Q, cofactorOnly, cofactorOnly + Q, small, small + Q };
        for (int i = 2; i < 40; i++) points.Add(TwistPoints.Multiply(small, i));
        var members = new bool[points.Count];
        var ones = new G1Affine[points.Count];
        Array.Fill(ones, P);
        MillerProduct.ComputeAndCheck(ones, [.. points], members);
        Assert.All(points, point => Assert.True(point.IsOnCurve && !point.IsInfinity));
        Assert.Equal(points.Select(point => point.IsInSubgroup), members);
        Assert.Equal([true, true, true], members[..3]);
        Assert.All(members[3..], Assert.False);
    }

    [Fact]
    public void The_loops_end_decides_membership_because_r_alone_divides_both_the_resultant_and_the_order()
    {
        BigInteger x = CurveParameters.Seed, p = Fp.Modulus, r = Fr.Modulus, t = (6 * x * x) + 1;

        // g = 6x + 2 + X - X^2 + X^3 reduced by X^2 = t X - p is a + b X, whose norm is the resultant.
        BigInteger a = (6 * x) + 2 + p - (t * p), b = 1 - t + (t * t) - p;
        BigInteger resultant = (a * a) + (a * b * t) + (b * b * p);
        BigInteger order = r * CurveParameters.TwistCofactor;
        Assert.Equal(r, BigInteger.GreatestCommonDivisor(resultant, order));
        Assert.False(order.IsEven);
        Assert.True(((6 * x) + 2 + p - (p * p) + (p * p * p)) % r == 0);
    }
}
