using System.Numerics;
using CsCheck;
using FlZk.Bn254.Curves;
using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.Tests.MultiScalar;

public sealed class CommonScalarLaws
{
    private static readonly Fr[] EdgeScalars =
    [
        Fr.Zero, Fr.One, Fr.FromUInt64(2), Fr.FromUInt64(15), Fr.FromUInt64(16), Fr.FromUInt64(31), -Fr.One, -Fr.FromUInt64(2),
        -Fr.FromUInt64(3), -Fr.FromUInt64(17), Fr.FromUInt64(2).Inverse(), -Fr.FromUInt64(2).Inverse(), Endomorphism.Lambda,
        -Endomorphism.Lambda, Endomorphism.Lambda + Fr.One, Endomorphism.Lambda.Double(), Endomorphism.Lambda - Fr.One,
    ];

    public static TheoryData<string> TierNames => [.. Tiers.Supported.Select(tier => tier.ToString())];

    [Theory]
    [MemberData(nameof(TierNames))]
    public void Every_result_is_the_point_times_the_scalar(string tierName) => Gen.Select(Generate.Fr, Gen.Int[0, 1100]).Sample(
        (scalar, count) => Check(scalar, count, Enum.Parse<InstructionTier>(tierName)), iter: 12);

    [Theory]
    [MemberData(nameof(TierNames))]
    public void Scalars_at_the_edges(string tierName)
    {
        foreach (Fr scalar in EdgeScalars) Check(scalar, 70, Enum.Parse<InstructionTier>(tierName));
    }

    [Theory]
    [MemberData(nameof(TierNames))]
    public void Infinity_alone_and_among_others_stays_infinity(string tierName)
    {
        var points = new G1Affine[600];
        points[1] = points[513] = points[599] = G1Affine.Generator;
        var results = new G1Affine[600];
        CommonScalarMultiplication.Multiply(points, Fr.FromUInt64(77), results, Enum.Parse<InstructionTier>(tierName), default);
        for (int i = 0; i < points.Length; i++) Assert.Equal(points[i] * Fr.FromUInt64(77), results[i]);
        CommonScalarMultiplication.Multiply(new G1Affine[5], -Fr.One, results, Enum.Parse<InstructionTier>(tierName), default);
        Assert.All(results[..5], result => Assert.True(result.IsInfinity));
    }

    [Fact]
    public void Results_may_replace_the_points_but_need_room()
    {
        G1Affine[] points = [G1Affine.Generator, G1Affine.Infinity, -G1Affine.Generator];
        CommonScalarMultiplication.Multiply(points, Fr.FromUInt64(5), points);
        Assert.Equal([G1Affine.Generator * Fr.FromUInt64(5), G1Affine.Infinity, -(G1Affine.Generator * Fr.FromUInt64(5))], points);
        Assert.Throws<ArgumentException>(() => CommonScalarMultiplication.Multiply(points, Fr.One, new G1Affine[2]));
    }

    [Fact]
    public void A_scalar_splits_into_halves_of_half_the_bits() => Gen.OneOf(
        Generate.Fr, Gen.Int[0, EdgeScalars.Length - 1].Select(i => EdgeScalars[i])).Sample(scalar =>
        {
            (Fr k0, Fr k1) = Endomorphism.Split(scalar);
            Assert.Equal(scalar, k0 + (k1 * Endomorphism.Lambda));
            Assert.True(Magnitude(k0) < BigInteger.One << 129 && Magnitude(k1) < BigInteger.One << 129);
        });

    private static BigInteger Magnitude(Fr value) => BigInteger.Min(value.ToBigInteger(), (-value).ToBigInteger());

    private static void Check(Fr scalar, int count, InstructionTier tier)
    {
        // Multiples 0, 1, 2, ... of the generator.
        var points = new G1Affine[count];
        var expected = new G1Affine[count];
        G1Affine step = G1Affine.Generator * scalar;
        for (int i = 1; i < count; i++)
        {
            points[i] = points[i - 1] + G1Affine.Generator;
            expected[i] = expected[i - 1] + step;
        }

        var results = new G1Affine[count];
        CommonScalarMultiplication.Multiply(points, scalar, results, tier, default);
        Assert.Equal(expected, results);
    }
}
