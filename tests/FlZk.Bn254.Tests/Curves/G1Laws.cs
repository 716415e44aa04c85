using System.Numerics;
using CsCheck;

namespace FlZk.Bn254.Tests.Curves;

public sealed class G1Laws
{
    [Fact]
    public void The_generator_has_order_r()
    {
        Assert.True(G1Affine.Generator.IsOnCurve);
        Assert.False(G1Affine.Generator.IsInfinity);
        Assert.Equal(-G1Affine.Generator, G1Affine.Generator * -Fr.One);
    }

    [Fact]
    public void Addition_is_a_commutative_group_law() => Gen.Select(Generate.G1, Generate.G1, Generate.G1).Sample(
        (p, q, s) =>
        {
            Assert.True((p + q).IsOnCurve);
            Assert.Equal(p + q, q + p);
            Assert.Equal(p + q + s, p + (q + s));
            Assert.Equal(p, p + G1Affine.Infinity);
            Assert.Equal(p, G1Affine.Infinity + p);
            Assert.Equal(G1Affine.Infinity, p - p);
            Assert.Equal(p, p + q - q);
        },
        iter: 50);

    [Fact]
    public void _3P_is_2P_plus_P() => Generate.G1.Sample(
        p =>
        {
            Assert.Equal(p + p + p, p * Fr.FromUInt64(3));
            var j = new G1Jacobian(p);
            Assert.Equal(j.Double().Add(j), j.Double().AddMixed(p));
            Assert.Equal(p * Fr.FromUInt64(3), j.Double().AddMixed(p).ToAffine());
        },
        iter: 50);

    [Fact]
    public void Every_small_multiple_is_a_repeated_sum()
    {
        G1Affine p = G1Affine.Generator * Fr.Random(), sum = default;
        for (int k = 0; k < 200; k++)
        {
            Assert.Equal(sum, p * Fr.FromInt64(k));
            Assert.Equal(-sum, p * Fr.FromInt64(-k));
            sum += p;
        }
    }

    [Fact]
    public void Scalar_multiplication_distributes() => Gen.Select(Generate.G1, Generate.Fr, Generate.Fr).Sample(
        (p, a, b) =>
        {
            Assert.Equal(p * (a + b), (p * a) + (p * b));
            Assert.Equal(p * (a * b), p * a * b);
        },
        iter: 50);

    [Fact]
    public void Jacobian_addition_is_complete() => Gen.Select(Generate.G1, Generate.Fr).Sample(
        (p, a) =>
        {
            // The same points under other representatives.
            G1Jacobian j = (new G1Jacobian(p) * a) + (new G1Jacobian(p) * (Fr.One - a));
            Assert.Equal(new G1Jacobian(p), j);
            Assert.Equal(j.Double(), j + new G1Jacobian(p));
            Assert.Equal(j.Double(), j.AddMixed(p));
            Assert.True((j - new G1Jacobian(p)).IsInfinity);
            Assert.True(j.AddMixed(-p).IsInfinity);
            Assert.Equal(j, j + G1Jacobian.Infinity);
            Assert.Equal(j, G1Jacobian.Infinity + j);
            Assert.Equal(j, G1Jacobian.Infinity.AddMixed(p));
            Assert.Equal(j, j.AddMixed(G1Affine.Infinity));
            Assert.True(G1Jacobian.Infinity.Double().IsInfinity);
            Assert.True(G1Jacobian.Infinity.ToAffine().IsInfinity);
        },
        iter: 50);

    [Fact]
    public void Batch_normalisation_is_normalisation_of_each()
    {
        var points = new G1Jacobian[2500];
        for (int i = 1; i < points.Length; i++)
            points[i] = i % 7 == 0 ? G1Jacobian.Infinity : points[i - 1].Double().AddMixed(G1Affine.Generator);
        var affine = new G1Affine[points.Length];
        G1Jacobian.BatchToAffine(points, affine);
        for (int i = 0; i < points.Length; i++) Assert.Equal(points[i].ToAffine(), affine[i]);
    }

    [Fact]
    public void Encoding_round_trips() => Generate.G1.Sample(
        p =>
        {
            var bytes = new byte[64];
            p.WriteUncompressed(bytes);
            Assert.True(G1Affine.TryReadUncompressed(bytes, out G1Affine read));
            Assert.Equal(p, read);
        },
        iter: 50);

    [Fact]
    public void Off_the_curve_is_refused()
    {
        var bytes = new byte[64];
        Gen.Select(Generate.Fp, Generate.Fp).Sample((x, y) =>
        {
            if (new G1Affine(x, y).IsOnCurve) return;
            x.WriteBigEndian(bytes);
            y.WriteBigEndian(bytes.AsSpan(32));
            Assert.False(G1Affine.TryReadUncompressed(bytes, out G1Affine point));
            Assert.True(point.IsInfinity);
        });
    }

    [Fact]
    public void A_coordinate_of_p_or_more_is_refused()
    {
        var bytes = new byte[64];
        (Fp.Modulus + 1).TryWriteBytes(bytes.AsSpan(0, 32), out _, isUnsigned: true, isBigEndian: true);
        bytes[63] = 2;
        Assert.False(G1Affine.TryReadUncompressed(bytes, out _));
        Array.Clear(bytes);
        bytes[31] = 1;
        (Fp.Modulus + 2).TryWriteBytes(bytes.AsSpan(32), out _, isUnsigned: true, isBigEndian: true);
        Assert.False(G1Affine.TryReadUncompressed(bytes, out _));
        Array.Clear(bytes);
        Fp.Modulus.TryWriteBytes(bytes.AsSpan(32), out _, isUnsigned: true, isBigEndian: true);
        Assert.False(G1Affine.TryReadUncompressed(bytes, out _));
        Assert.False(G1Affine.TryReadUncompressed(new byte[63], out _));
        Assert.True(G1Affine.TryReadUncompressed(new byte[64], out G1Affine infinity));
        Assert.True(infinity.IsInfinity);
    }
}
