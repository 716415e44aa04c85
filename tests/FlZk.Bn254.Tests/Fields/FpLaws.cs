using System.Numerics;
using System.Runtime.CompilerServices;
using CsCheck;

namespace FlZk.Bn254.Tests.Fields;

public sealed class FpLaws : PrimeFieldLaws<Fp>
{
    protected override BigInteger Q => Fp.Modulus;

    [Fact]
    public void P_is_the_curves_polynomial_at_its_seed()
    {
        BigInteger x = 4965661367192848881;
        Assert.Equal((36 * x * x * x * x) + (36 * x * x * x) + (24 * x * x) + (6 * x) + 1, Fp.Modulus);
    }

    [Fact]
    public void An_element_is_32_bytes() => Assert.Equal(Fp.ByteLength, Unsafe.SizeOf<Fp>());

    [Fact]
    public void The_root_of_a_square_squares_back() => Generate.Fp.Sample(a =>
    {
        Assert.True(a.Square().TrySqrt(out Fp root));
        Assert.True(root == a || root == -a);
    });

    [Fact]
    public void Minus_a_square_has_no_root() => Generate.Fp.Sample(a =>
    {
        // p = 3 mod 4: -1 is not a square.
        if (a.IsZero) return;
        Assert.False((-a.Square()).TrySqrt(out Fp root));
        Assert.True(root.IsZero);
    });

    [Fact]
    public void Legendre_says_whether_there_is_a_root() => Generate.Fp.Sample(
        a => Assert.Equal(a.IsZero ? 0 : a.TrySqrt(out _) ? 1 : -1, a.Legendre));

    [Fact]
    public void Zero_is_a_square_with_symbol_zero()
    {
        Assert.True(Fp.Zero.TrySqrt(out Fp root));
        Assert.True(root.IsZero);
        Assert.Equal(0, Fp.Zero.Legendre);
    }

    [Fact]
    public void Sgn0_is_the_parity() => Generate.Fp.Sample(a => Assert.Equal(a.ToBigInteger().IsEven ? 0 : 1, a.Sgn0));

    protected override Fp In(BigInteger value) => Fp.FromBigInteger(value);

    protected override BigInteger Out(Fp value) => value.ToBigInteger();

    protected override Fp Add(Fp a, Fp b) => a + b;

    protected override Fp Subtract(Fp a, Fp b) => a - b;

    protected override Fp Negate(Fp a) => -a;

    protected override Fp Multiply(Fp a, Fp b) => a * b;

    protected override Fp Square(Fp a) => a.Square();

    protected override Fp Double(Fp a) => a.Double();

    protected override Fp Inverse(Fp a) => a.Inverse();

    protected override Fp Power(Fp a, ulong[] exponent) => a.Pow(exponent);

    protected override Fp FromInt64(long value) => Fp.FromInt64(value);

    protected override Fp Reduce(byte[] bytes) => Fp.ReduceBigEndian(bytes);

    protected override void BatchInverse(Fp[] values) => Fp.BatchInverse(values);

    protected override bool TryReadBigEndian(byte[] bytes, out Fp value) => Fp.TryReadBigEndian(bytes, out value);

    protected override bool TryReadLittleEndian(byte[] bytes, out Fp value) => Fp.TryReadLittleEndian(bytes, out value);

    protected override bool TryReadMontgomery(byte[] bytes, out Fp value) => Fp.TryReadMontgomery(bytes, out value);

    protected override bool TryParse(string text, out Fp value) => Fp.TryParse(text, out value);

    protected override void WriteBigEndian(Fp value, byte[] bytes) => value.WriteBigEndian(bytes);

    protected override void WriteLittleEndian(Fp value, byte[] bytes) => value.WriteLittleEndian(bytes);

    protected override void WriteMontgomery(Fp value, byte[] bytes) => value.WriteMontgomery(bytes);
}
