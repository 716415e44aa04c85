using System.Numerics;
using System.Runtime.CompilerServices;

namespace FlZk.Bn254.Tests.Fields;

public sealed class FrLaws : PrimeFieldLaws<Fr>
{
    protected override BigInteger Q => Fr.Modulus;

    [Fact]
    public void R_is_the_curves_polynomial_at_its_seed()
    {
        BigInteger x = 4965661367192848881;
        Assert.Equal((36 * x * x * x * x) + (36 * x * x * x) + (18 * x * x) + (6 * x) + 1, Fr.Modulus);
    }

    [Fact]
    public void An_element_is_32_bytes() => Assert.Equal(Fr.ByteLength, Unsafe.SizeOf<Fr>());

    [Fact]
    public void Random_scalars_differ() => Assert.NotEqual(Fr.Random(), Fr.Random());

    protected override Fr In(BigInteger value) => Fr.FromBigInteger(value);

    protected override BigInteger Out(Fr value) => value.ToBigInteger();

    protected override Fr Add(Fr a, Fr b) => a + b;

    protected override Fr Subtract(Fr a, Fr b) => a - b;

    protected override Fr Negate(Fr a) => -a;

    protected override Fr Multiply(Fr a, Fr b) => a * b;

    protected override Fr Square(Fr a) => a.Square();

    protected override Fr Double(Fr a) => a.Double();

    protected override Fr Inverse(Fr a) => a.Inverse();

    protected override Fr Power(Fr a, ulong[] exponent) => a.Pow(exponent);

    protected override Fr FromInt64(long value) => Fr.FromInt64(value);

    protected override Fr Reduce(byte[] bytes) => Fr.ReduceBigEndian(bytes);

    protected override void BatchInverse(Fr[] values) => Fr.BatchInverse(values);

    protected override bool TryReadBigEndian(byte[] bytes, out Fr value) => Fr.TryReadBigEndian(bytes, out value);

    protected override bool TryReadLittleEndian(byte[] bytes, out Fr value) => Fr.TryReadLittleEndian(bytes, out value);

    protected override bool TryReadMontgomery(byte[] bytes, out Fr value) => Fr.TryReadMontgomery(bytes, out value);

    protected override bool TryParse(string text, out Fr value) => Fr.TryParse(text, out value);

    protected override void WriteBigEndian(Fr value, byte[] bytes) => value.WriteBigEndian(bytes);

    protected override void WriteLittleEndian(Fr value, byte[] bytes) => value.WriteLittleEndian(bytes);

    protected override void WriteMontgomery(Fr value, byte[] bytes) => value.WriteMontgomery(bytes);
}
