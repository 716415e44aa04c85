using System.Numerics;
using CsCheck;

namespace FlZk.Bn254.Tests.Fields;

/// <summary>Fp and Fr against arbitrary-precision integers: the same laws for both, edge by edge and at random.</summary>
public abstract class PrimeFieldLaws<TField>
    where TField : unmanaged, IEquatable<TField>
{
    protected abstract BigInteger Q { get; }

    [Fact]
    public void Arithmetic_agrees_with_integers_on_every_pair_of_edges()
    {
        BigInteger[] edges = Edges();
        foreach (BigInteger a in edges)
        {
            foreach (BigInteger b in edges) AgreesWithIntegers(a, b);
        }
    }

    [Fact]
    public void Arithmetic_agrees_with_integers_at_random() =>
        Gen.Select(Residue(), Residue()).Sample((a, b) => AgreesWithIntegers(a, b), iter: 2000);

    [Fact]
    public void A_times_inverse_of_A_is_one() => Gen.OneOf(Residue(), Gen.OneOf(Edges())).Sample(
        a => Assert.Equal(a.IsZero ? BigInteger.Zero : BigInteger.One, Out(Multiply(In(a), Inverse(In(a))))),
        iter: 20_000);

    [Fact]
    public void Inverse_of_every_edge_is_the_integers_inverse()
    {
        foreach (BigInteger a in Edges()) Assert.Equal(BigInteger.ModPow(a, Q - 2, Q), Out(Inverse(In(a))));
    }

    [Fact]
    public void Inverse_of_powers_of_two_and_their_neighbours()
    {
        for (int k = 0; k < 254; k++)
        {
            for (int d = -1; d <= 1; d++)
            {
                BigInteger a = ((BigInteger.One << k) + d) % Q;
                if (!a.IsZero) Assert.Equal(BigInteger.One, Out(Multiply(In(a), Inverse(In(a)))));
            }
        }
    }

    [Fact]
    public void Batch_inverse_is_the_inverse_of_each_and_keeps_zeros() => Residue().Array[0, 20].Sample(
        values =>
        {
            TField[] batch = [.. values.Select((v, i) => In(i % 5 == 3 ? 0 : v))];
            TField[] single = [.. batch.Select(Inverse)];
            BatchInverse(batch);
            Assert.Equal(single, batch);
        },
        iter: 200);

    [Fact]
    public void Power_agrees_with_integers() => Gen.Select(Residue(), Gen.ULong.Array[0, 5]).Sample(
        (a, exponent) =>
        {
            BigInteger e = 0;
            for (int i = exponent.Length - 1; i >= 0; i--) e = (e << 64) | exponent[i];
            Assert.Equal(BigInteger.ModPow(a, e, Q), Out(Power(In(a), exponent)));
        },
        iter: 200);

    [Fact]
    public void Encodings_round_trip() => Gen.OneOf(Residue(), Gen.OneOf(Edges())).Sample(a =>
    {
        var bytes = new byte[32];
        WriteBigEndian(In(a), bytes);
        Assert.Equal(a, new BigInteger(bytes, isUnsigned: true, isBigEndian: true));
        Assert.True(TryReadBigEndian(bytes, out TField value));
        Assert.Equal(In(a), value);

        WriteLittleEndian(In(a), bytes);
        Assert.Equal(a, new BigInteger(bytes, isUnsigned: true));
        Assert.True(TryReadLittleEndian(bytes, out value));
        Assert.Equal(In(a), value);

        WriteMontgomery(In(a), bytes);
        Assert.Equal((a << 256) % Q, new BigInteger(bytes, isUnsigned: true));
        Assert.True(TryReadMontgomery(bytes, out value));
        Assert.Equal(In(a), value);

        Assert.True(TryParse(In(a).ToString()!, out value));
        Assert.Equal(In(a), value);
        Assert.Equal(a.ToString(null, null), In(a).ToString());
    });

    [Fact]
    public void Encodings_of_the_modulus_and_above_are_refused()
    {
        BigInteger top = (BigInteger.One << 256) - 1;
        foreach (BigInteger a in new[] { Q, Q + 1, 2 * Q, 4 * Q, BigInteger.One << 254, BigInteger.One << 255, top })
        {
            var bytes = new byte[32];
            a.TryWriteBytes(bytes, out _, isUnsigned: true);
            Assert.False(TryReadLittleEndian(bytes, out TField value));
            Assert.Equal(default, value);
            Assert.False(TryReadMontgomery(bytes, out value));
            Assert.Equal(default, value);
            Array.Reverse(bytes);
            Assert.False(TryReadBigEndian(bytes, out value));
            Assert.Equal(default, value);
            Assert.False(TryParse(a.ToString(null, null), out _));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" 1")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1.0")]
    [InlineData("0x10")]
    [InlineData("1e3")]
    public void Text_that_is_no_decimal_integer_is_refused(string text) => Assert.False(TryParse(text, out _));

    [Fact]
    public void A_very_long_number_is_refused_without_being_parsed() => Assert.False(TryParse(new string('0', 10_000_000), out _));

    [Fact]
    public void Encodings_of_another_length_are_refused()
    {
        foreach (int length in new[] { 0, 31, 33, 64 })
        {
            Assert.False(TryReadBigEndian(new byte[length], out _));
            Assert.False(TryReadLittleEndian(new byte[length], out _));
            Assert.False(TryReadMontgomery(new byte[length], out _));
        }
    }

    [Fact]
    public void Wide_reduction_agrees_with_integers()
    {
        Gen.Byte.Array[0, 64].Sample(
            bytes => Assert.Equal(new BigInteger(bytes, isUnsigned: true, isBigEndian: true) % Q, Out(Reduce(bytes))));
        var ones = new byte[64];
        Array.Fill(ones, (byte)255);
        Assert.Equal(((BigInteger.One << 512) - 1) % Q, Out(Reduce(ones)));
        Assert.Throws<ArgumentException>(() => Reduce(new byte[65]));
    }

    [Fact]
    public void Signed_integers_embed() => Gen.OneOf(Gen.Long, Gen.OneOf(0L, 1L, -1L, long.MinValue, long.MaxValue)).Sample(
        a => Assert.Equal(((a % Q) + Q) % Q, Out(FromInt64(a))));

    [Fact]
    public void Negative_and_oversized_big_integers_reduce()
    {
        Assert.Equal(Q - 1, Out(In(-1)));
        Assert.Equal(Q - 1, Out(In(-1 - (5 * Q))));
        Assert.Equal(7, Out(In((3 * Q) + 7)));
    }

    protected abstract TField In(BigInteger value);

    protected abstract BigInteger Out(TField value);

    protected abstract TField Add(TField a, TField b);

    protected abstract TField Subtract(TField a, TField b);

    protected abstract TField Negate(TField a);

    protected abstract TField Multiply(TField a, TField b);

    protected abstract TField Square(TField a);

    protected abstract TField Double(TField a);

    protected abstract TField Inverse(TField a);

    protected abstract TField Power(TField a, ulong[] exponent);

    protected abstract TField FromInt64(long value);

    protected abstract TField Reduce(byte[] bytes);

    protected abstract void BatchInverse(TField[] values);

    protected abstract bool TryReadBigEndian(byte[] bytes, out TField value);

    protected abstract bool TryReadLittleEndian(byte[] bytes, out TField value);

    protected abstract bool TryReadMontgomery(byte[] bytes, out TField value);

    protected abstract bool TryParse(string text, out TField value);

    protected abstract void WriteBigEndian(TField value, byte[] bytes);

    protected abstract void WriteLittleEndian(TField value, byte[] bytes);

    protected abstract void WriteMontgomery(TField value, byte[] bytes);

    private Gen<BigInteger> Residue() => Gen.Byte.Array[40].Select(bytes => new BigInteger(bytes, isUnsigned: true) % Q);

    private BigInteger[] Edges()
    {
        // A value is stored as a 2^256 mod Q, so edges of the stored form matter as much as edges of the value.
        BigInteger unshift = BigInteger.ModPow(BigInteger.ModPow(2, 256, Q), Q - 2, Q);
        List<BigInteger> edges = [0, 1, 2, 3, Q - 1, Q - 2, (Q - 1) / 2, (Q + 1) / 2];
        foreach (int k in new[] { 31, 32, 63, 64, 127, 128, 191, 192, 252, 253 })
        {
            for (int d = -1; d <= 1; d++) edges.Add((BigInteger.One << k) + d);
        }

        edges.AddRange([.. edges.Select(e => e * unshift % Q)]);
        return [.. edges.Distinct()];
    }

    private void AgreesWithIntegers(BigInteger a, BigInteger b)
    {
        TField x = In(a), y = In(b);
        Assert.Equal(a, Out(x));
        Assert.Equal((a + b) % Q, Out(Add(x, y)));
        Assert.Equal((a - b + Q) % Q, Out(Subtract(x, y)));
        Assert.Equal((Q - a) % Q, Out(Negate(x)));
        Assert.Equal(a * b % Q, Out(Multiply(x, y)));
        Assert.Equal(a * a % Q, Out(Square(x)));
        Assert.Equal(2 * a % Q, Out(Double(x)));
        Assert.Equal(a == b, x.Equals(y));
    }
}
