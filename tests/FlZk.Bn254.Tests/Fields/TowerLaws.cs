using CsCheck;

namespace FlZk.Bn254.Tests.Fields;

public sealed class TowerLaws
{
    private static readonly Fp2 Xi = new(Fp.FromUInt64(9), Fp.One);

    [Fact]
    public void U_squared_is_minus_one() => Assert.Equal(-Fp2.One, new Fp2(Fp.Zero, Fp.One).Square());

    [Fact]
    public void V_cubed_is_nine_plus_u()
    {
        var v = new Fp6(Fp2.Zero, Fp2.One, Fp2.Zero);
        Assert.Equal(new Fp6(Xi, Fp2.Zero, Fp2.Zero), v * v * v);
    }

    [Fact]
    public void W_squared_is_v()
    {
        var w = new Fp12(Fp6.Zero, Fp6.One);
        Assert.Equal(new Fp12(new Fp6(Fp2.Zero, Fp2.One, Fp2.Zero), Fp6.Zero), w.Square());
        Assert.Equal(w.Square(), w * w);
    }

    [Fact]
    public void Fp2_is_a_field() => Gen.Select(Generate.Fp2, Generate.Fp2, Generate.Fp2).Sample((a, b, c) =>
    {
        Assert.Equal(a * b, b * a);
        Assert.Equal(a * b * c, a * (b * c));
        Assert.Equal(a * (b + c), (a * b) + (a * c));
        Assert.Equal(a * (b - c), (a * b) - (a * c));
        Assert.Equal(Fp2.Zero, a + (-a));
        Assert.Equal(a * a, a.Square());
        Assert.Equal(a + a, a.Double());
        Assert.Equal(a.IsZero ? Fp2.Zero : Fp2.One, a * a.Inverse());
        Assert.Equal(a * Xi, a.MultiplyByXi());
        Assert.Equal(a * new Fp2(b.C0, Fp.Zero), a * b.C0);
        Assert.Equal(a.Conjugate(), a.Pow(Generate.Limbs(Fp.Modulus)));
    });

    [Fact]
    public void Fp6_is_a_field() => Gen.Select(Generate.Fp6, Generate.Fp6, Generate.Fp6).Sample((a, b, c) =>
    {
        Assert.Equal(a * b, b * a);
        Assert.Equal(a * b * c, a * (b * c));
        Assert.Equal(a * (b + c), (a * b) + (a * c));
        Assert.Equal(a * (b - c), (a * b) - (a * c));
        Assert.Equal(Fp6.Zero, a + (-a));
        Assert.Equal(a * a, a.Square());
        Assert.Equal(a + a, a.Double());
        Assert.Equal(a.IsZero ? Fp6.Zero : Fp6.One, a * a.Inverse());
        Assert.Equal(a * new Fp6(Fp2.Zero, Fp2.One, Fp2.Zero), a.MultiplyByV());
        Assert.Equal(a * new Fp6(b.C0, b.C1, Fp2.Zero), a.MultiplyBySparse(b.C0, b.C1));
        Assert.Equal(a * new Fp6(b.C0, Fp2.Zero, Fp2.Zero), a.Scale(b.C0));
    });

    [Fact]
    public void Fp12_is_a_field() => Gen.Select(Generate.Fp12, Generate.Fp12, Generate.Fp12).Sample((a, b, c) =>
    {
        Assert.Equal(a * b, b * a);
        Assert.Equal(a * b * c, a * (b * c));
        Assert.Equal(a * (b + c), (a * b) + (a * c));
        Assert.Equal(a * (b - c), (a * b) - (a * c));
        Assert.Equal(a * a, a.Square());
        Assert.Equal(a.IsZero ? Fp12.Zero : Fp12.One, a * a.Inverse());
    });

    [Fact]
    public void Multiplying_by_a_line_is_multiplying_by_its_sparse_element() => Gen.Select(Generate.Fp12, Generate.Fp6).Sample((a, l) =>
        Assert.Equal(
            a * new Fp12(new Fp6(l.C0, Fp2.Zero, Fp2.Zero), new Fp6(l.C1, l.C2, Fp2.Zero)),
            a.MultiplyByLine(l.C0, l.C1, l.C2)));

    [Fact]
    public void Frobenius_is_the_power_p() => Generate.Fp12.Sample(
        a =>
        {
            Assert.Equal(a.Pow(Generate.Limbs(Fp.Modulus)), a.Frobenius());
            Assert.Equal(a.Frobenius().Frobenius(), a.FrobeniusSquare());
            Assert.Equal(a.Conjugate(), a.FrobeniusSquare().FrobeniusSquare().FrobeniusSquare());
        },
        iter: 10);

    [Fact]
    public void Cyclotomic_squaring_is_squaring_in_the_cyclotomic_subgroup() => Generate.Fp12.Sample(a =>
    {
        if (a.IsZero) return;
        Fp12 g = a.Conjugate() * a.Inverse();
        g = g.FrobeniusSquare() * g;
        Assert.Equal(g.Square(), g.CyclotomicSquare());
        Assert.Equal(Fp12.One, g * g.Conjugate());
    });
}
