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
        Fp6.MultiplyBySparse(a, b.C0, b.C1, out Fp6 product);
        Assert.Equal(a * new Fp6(b.C0, b.C1, Fp2.Zero), product);
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
    {
        Fp12.MultiplyByLine(a, l.C0, l.C1, l.C2, out Fp12 product);
        Assert.Equal(a * new Fp12(new Fp6(l.C0, Fp2.Zero, Fp2.Zero), new Fp6(l.C1, l.C2, Fp2.Zero)), product);
        Fp12.MultiplyByMonicLine(a, l.C1, l.C2, out product);
        Assert.Equal(a * new Fp12(Fp6.One, new Fp6(l.C1, l.C2, Fp2.Zero)), product);
    });

    [Fact]
    public void Results_may_be_operands() => Gen.Select(Generate.Fp12, Generate.Fp12, Generate.Fp6).Sample((a, b, l) =>
    {
        Fp12 t = a;
        Fp12.Multiply(t, b, out t);
        Assert.Equal(a * b, t);
        t = b;
        Fp12.Multiply(a, t, out t);
        Assert.Equal(a * b, t);
        t = a;
        Fp12.Square(t, out t);
        Assert.Equal(a * a, t);
        Fp12.MultiplyByLine(a, l.C0, l.C1, l.C2, out Fp12 line);
        t = a;
        Fp12.MultiplyByLine(t, l.C0, l.C1, l.C2, out t);
        Assert.Equal(line, t);
        Fp12.MultiplyByMonicLine(a, l.C1, l.C2, out line);
        t = a;
        Fp12.MultiplyByMonicLine(t, l.C1, l.C2, out t);
        Assert.Equal(line, t);
        Fp12.CyclotomicSquare(a, out line);
        t = a;
        Fp12.CyclotomicSquare(t, out t);
        Assert.Equal(line, t);
        Fp6 six = a.C0;
        Fp6.Multiply(six, six, out six);
        Assert.Equal(a.C0.Square(), six);
        Fp6.MultiplyByV(six, out six);
        Assert.Equal(a.C0.Square().MultiplyByV(), six);
        Fp2 two = a.C0.C0;
        Fp2.MultiplyByXi(two, out two);
        Assert.Equal(a.C0.C0.MultiplyByXi(), two);
    });

    [Fact]
    public void Xi_is_nine_and_u() => Gen.Select(Generate.Fp, Generate.Fp).Sample((x, y) =>
        Assert.Equal(new Fp2(Fp.FromUInt64(9), Fp.One) * new Fp2(x, y), new Fp2(x, y).MultiplyByXi()));

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
        Fp12.CyclotomicSquare(g, out Fp12 square);
        Assert.Equal(g.Square(), square);
        Assert.Equal(Fp12.One, g * g.Conjugate());
    });
}
