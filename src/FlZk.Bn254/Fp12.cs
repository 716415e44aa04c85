using FlZk.Bn254.Curves;

namespace FlZk.Bn254;

/// <summary>An element C0 + C1 w of Fp12 = Fp6[w] / (w^2 - v), where pairings take their values. <c>default</c> is zero.</summary>
public readonly struct Fp12 : IEquatable<Fp12>
{
    /// <summary>The coefficient of 1.</summary>
    public readonly Fp6 C0;

    /// <summary>The coefficient of w.</summary>
    public readonly Fp6 C1;

    /// <summary>The element c0 + c1 w.</summary>
    public Fp12(in Fp6 c0, in Fp6 c1)
    {
        C0 = c0;
        C1 = c1;
    }

    /// <summary>The additive identity.</summary>
    public static Fp12 Zero => default;

    /// <summary>The multiplicative identity.</summary>
    public static Fp12 One => new(Fp6.One, default);

    /// <summary>Whether this is the additive identity.</summary>
    public bool IsZero => C0.IsZero && C1.IsZero;

    /// <summary>Whether this is the multiplicative identity.</summary>
    public bool IsOne => this == One;

    /// <summary>The sum.</summary>
    public static Fp12 operator +(in Fp12 a, in Fp12 b) => new(a.C0 + b.C0, a.C1 + b.C1);

    /// <summary>The difference.</summary>
    public static Fp12 operator -(in Fp12 a, in Fp12 b) => new(a.C0 - b.C0, a.C1 - b.C1);

    /// <summary>The product, by Karatsuba's three multiplications in Fp6.</summary>
    public static Fp12 operator *(in Fp12 a, in Fp12 b)
    {
        Fp6 v0 = a.C0 * b.C0;
        Fp6 v1 = a.C1 * b.C1;
        Fp6 cross = (a.C0 + a.C1) * (b.C0 + b.C1);
        return new Fp12(v0 + v1.MultiplyByV(), cross - v0 - v1);
    }

    /// <summary>Equality of elements.</summary>
    public static bool operator ==(in Fp12 a, in Fp12 b) => a.C0 == b.C0 && a.C1 == b.C1;

    /// <summary>Inequality of elements.</summary>
    public static bool operator !=(in Fp12 a, in Fp12 b) => !(a == b);

    /// <summary>This element times itself, by the complex method's two multiplications in Fp6.</summary>
    public Fp12 Square()
    {
        Fp6 product = C0 * C1;
        Fp6 c0 = ((C0 + C1) * (C0 + C1.MultiplyByV())) - product - product.MultiplyByV();
        return new Fp12(c0, product.Double());
    }

    /// <summary>C0 - C1 w, which is this element to the power p^6, and its inverse when it is a pairing value.</summary>
    public Fp12 Conjugate() => new(C0, -C1);

    /// <summary>The multiplicative inverse; the inverse of zero is zero. Not constant-time.</summary>
    public Fp12 Inverse()
    {
        Fp6 inverse = (C0.Square() - C1.Square().MultiplyByV()).Inverse();
        return new Fp12(C0 * inverse, -(C1 * inverse));
    }

    /// <summary>This element to the power of an unsigned integer; 0^0 is 1. Time depends on the exponent.</summary>
    /// <param name="littleEndianExponent">64-bit limbs of the exponent, least significant first.</param>
    public Fp12 Pow(ReadOnlySpan<ulong> littleEndianExponent)
    {
        Fp12 result = One;
        for (int i = (64 * littleEndianExponent.Length) - 1; i >= 0; i--)
        {
            result = result.Square();
            if (((littleEndianExponent[i / 64] >> (i % 64)) & 1) != 0) result *= this;
        }

        return result;
    }

    /// <inheritdoc/>
    public bool Equals(Fp12 other) => this == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Fp12 other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(C0, C1);

    /// <summary>The coefficients in decimal.</summary>
    public override string ToString() => $"[{C0}] + [{C1}] w";

    /// <summary>This element to the power p. In powers of w the element is sum a_i w^i with a_i in Fp2, and
    /// a_i w^i goes to conj(a_i) xi^(i(p-1)/6) w^i.</summary>
    internal Fp12 Frobenius()
    {
        ReadOnlySpan<Fp2> gamma = FrobeniusConstants.Gamma;
        return new Fp12(
            new Fp6(C0.C0.Conjugate(), C0.C1.Conjugate() * gamma[2], C0.C2.Conjugate() * gamma[4]),
            new Fp6(C1.C0.Conjugate() * gamma[1], C1.C1.Conjugate() * gamma[3], C1.C2.Conjugate() * gamma[5]));
    }

    /// <summary>This element to the power p^2.</summary>
    internal Fp12 FrobeniusSquare() => Frobenius().Frobenius();

    /// <summary>
    /// The square of an element of the cyclotomic subgroup (of order p^4 - p^2 + 1): Granger and Scott, "Faster squaring in the cyclotomic
    /// subgroup of sixth degree extensions", PKC 2010. Nine squarings in Fp2.
    /// </summary>
    internal Fp12 CyclotomicSquare()
    {
        // Fp12 as a cubic extension of Fp4 = Fp2[s] / (s^2 - xi): pairs (g0, h1), (h0, g2), (g1, h2) of coefficients of w^0..w^5.
        SquareFp4(C0.C0, C1.C1, out Fp2 a0, out Fp2 a1);
        SquareFp4(C1.C0, C0.C2, out Fp2 b0, out Fp2 b1);
        SquareFp4(C0.C1, C1.C2, out Fp2 c0, out Fp2 c1);
        Fp2 xiC1 = c1.MultiplyByXi();
        return new Fp12(
            new Fp6(ThriceMinusTwice(a0, C0.C0), ThriceMinusTwice(b0, C0.C1), ThriceMinusTwice(c0, C0.C2)),
            new Fp6(ThricePlusTwice(xiC1, C1.C0), ThricePlusTwice(a1, C1.C1), ThricePlusTwice(b1, C1.C2)));
    }

    /// <summary>The product with l0 + (l1 + l2 v) w, the shape of a line: 13 multiplications in Fp2.</summary>
    internal Fp12 MultiplyByLine(in Fp2 l0, in Fp2 l1, in Fp2 l2)
    {
        Fp6 v0 = C0.Scale(l0);
        Fp6 v1 = C1.MultiplyBySparse(l1, l2);
        Fp6 cross = (C0 + C1).MultiplyBySparse(l0 + l1, l2);
        return new Fp12(v0 + v1.MultiplyByV(), cross - v0 - v1);
    }

    /// <summary>(x + y s)^2 = x^2 + xi y^2 + 2xy s.</summary>
    private static void SquareFp4(in Fp2 x, in Fp2 y, out Fp2 real, out Fp2 imaginary)
    {
        Fp2 xx = x.Square();
        Fp2 yy = y.Square();
        real = yy.MultiplyByXi() + xx;
        imaginary = (x + y).Square() - xx - yy;
    }

    private static Fp2 ThriceMinusTwice(in Fp2 a, in Fp2 b) => (a - b).Double() + a;

    private static Fp2 ThricePlusTwice(in Fp2 a, in Fp2 b) => (a + b).Double() + a;
}
