using System.Numerics;
using CsCheck;
using FlZk.Bn254.Curves;
using FlZk.Bn254.Fields;

namespace FlZk.Bn254.Tests.Curves;

public sealed class G2Laws
{
    // The order of the twist is r (2p - r); 10069 is the cofactor's smallest prime factor.
    private static readonly BigInteger Cofactor = CurveParameters.TwistCofactor;
    private const int SmallFactor = 10069;

    [Fact]
    public void The_generator_has_order_r()
    {
        Assert.True(G2Affine.Generator.IsOnCurve);
        Assert.True(G2Affine.Generator.IsInSubgroup);
        Assert.True(Multiple(G2Affine.Generator, Fr.Modulus).IsInfinity);
    }

    [Fact]
    public void Addition_is_a_commutative_group_law() => Gen.Select(Generate.G2, Generate.G2, Generate.G2).Sample(
        (p, q, s) =>
        {
            Assert.True((p + q).IsInSubgroup);
            Assert.Equal(p + q, q + p);
            Assert.Equal(p + q + s, p + (q + s));
            Assert.Equal(p, p + G2Affine.Infinity);
            Assert.Equal(G2Affine.Infinity, p - p);
            Assert.Equal(p + p + p, p * Fr.FromUInt64(3));
        },
        iter: 20);

    [Fact]
    public void Scalar_multiplication_distributes() => Gen.Select(Generate.G2, Generate.Fr, Generate.Fr).Sample(
        (p, a, b) =>
        {
            Assert.Equal(p * (a + b), (p * a) + (p * b));
            Assert.Equal(p * (a * b), p * a * b);
        },
        iter: 20);

    [Fact]
    public void Membership_is_that_r_times_the_point_is_infinity() => Gen.OneOf(Generate.Twist, Generate.G2).Sample(
        p =>
        {
            Assert.True(p.IsOnCurve);
            Assert.Equal(Multiple(p, Fr.Modulus).IsInfinity, p.IsInSubgroup);
        },
        iter: 100);

    [Fact]
    public void Clearing_the_cofactor_leads_into_the_subgroup() => Generate.Twist.Sample(
        p =>
        {
            G2Affine cleared = Multiple(p, Cofactor);
            Assert.True(cleared.IsInSubgroup);
            Assert.True(Multiple(cleared, Fr.Modulus).IsInfinity);
        },
        iter: 20);

    [Fact]
    public void Points_of_the_cofactors_subgroups_are_outside() => Generate.Twist.Sample(
        p =>
        {
            G2Affine outside = Multiple(p, Fr.Modulus);
            if (!outside.IsInfinity) Assert.False(outside.IsInSubgroup);
            G2Affine small = Multiple(outside, Cofactor / SmallFactor);
            Assert.True(Multiple(small, SmallFactor).IsInfinity);
            if (small.IsInfinity) return;
            Assert.False(small.IsInSubgroup);
            Assert.False((G2Affine.Generator + small).IsInSubgroup);
        },
        iter: 20);

    [Fact]
    public void Reading_refuses_points_outside_the_subgroup() => Generate.Twist.Sample(
        p =>
        {
            var bytes = new byte[128];
            p.WriteUncompressed(bytes);
            Assert.Equal(Multiple(p, Fr.Modulus).IsInfinity, G2Affine.TryReadUncompressed(bytes, out G2Affine read));
            Assert.True(read.IsInfinity || read == p);
        },
        iter: 20);

    [Fact]
    public void Reading_refuses_points_off_the_twist_and_coordinates_of_p_or_more()
    {
        var bytes = new byte[128];
        G2Affine.Generator.WriteUncompressed(bytes);
        Assert.True(G2Affine.TryReadUncompressed(bytes, out G2Affine read));
        Assert.Equal(G2Affine.Generator, read);
        for (int word = 0; word < 4; word++)
        {
            byte[] changed = [.. bytes];
            changed[(32 * word) + 31] ^= 1;
            Assert.False(G2Affine.TryReadUncompressed(changed, out _));

            Span<byte> coordinate = bytes.AsSpan(32 * word, 32);
            BigInteger lifted = new BigInteger(coordinate, isUnsigned: true, isBigEndian: true) + Fp.Modulus;
            changed = [.. bytes];
            lifted.TryWriteBytes(changed.AsSpan(32 * word, 32), out _, isUnsigned: true, isBigEndian: true);
            Assert.False(G2Affine.TryReadUncompressed(changed, out _));
        }

        Assert.False(G2Affine.TryReadUncompressed(bytes.AsSpan(1), out _));
        Assert.True(G2Affine.TryReadUncompressed(new byte[128], out read));
        Assert.True(read.IsInfinity);
    }

    [Fact]
    public void Jacobian_addition_is_complete() => Gen.Select(Generate.G2, Generate.Fr).Sample(
        (p, a) =>
        {
            G2Jacobian j = (new G2Jacobian(p) * a) + (new G2Jacobian(p) * (Fr.One - a));
            Assert.Equal(new G2Jacobian(p), j);
            Assert.Equal(j.Double(), j + new G2Jacobian(p));
            Assert.Equal(j.Double(), j.AddMixed(p));
            Assert.True(j.AddMixed(-p).IsInfinity);
            Assert.Equal(j, j + G2Jacobian.Infinity);
            Assert.Equal(j, G2Jacobian.Infinity.AddMixed(p));
            Assert.Equal(j, j.AddMixed(G2Affine.Infinity));
        },
        iter: 20);

    /// <summary>A multiple by any integer, unlike the operator, whose scalar is reduced by r.</summary>
    private static G2Affine Multiple(G2Affine point, BigInteger scalar)
    {
        ulong[] limbs = [.. Generate.Limbs(scalar), 0, 0, 0, 0];
        return G2Affine.From(ScalarMultiplication.Multiply(
            new JacobianPoint<Fp2>(point.Point), new Limbs(limbs[0], limbs[1], limbs[2], limbs[3])).ToAffine());
    }
}
