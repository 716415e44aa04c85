using System.Runtime.CompilerServices;
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
        Multiply(a, b, out Fp12 result);
        return result;
    }

    /// <summary>Equality of elements.</summary>
    public static bool operator ==(in Fp12 a, in Fp12 b) => a.C0 == b.C0 && a.C1 == b.C1;

    /// <summary>Inequality of elements.</summary>
    public static bool operator !=(in Fp12 a, in Fp12 b) => !(a == b);

    /// <summary>This element times itself, by the complex method's two multiplications in Fp6.</summary>
    public Fp12 Square()
    {
        Square(this, out Fp12 result);
        return result;
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

    /// <summary>The product, written to where it belongs; the result may be an operand. So for the next ones.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply(in Fp12 a, in Fp12 b, out Fp12 result)
    {
        Fp6.Multiply(a.C0, b.C0, out Fp6 v0);
        Fp6.Multiply(a.C1, b.C1, out Fp6 v1);
        Fp6.Add(a.C0, a.C1, out Fp6 left);
        Fp6.Add(b.C0, b.C1, out Fp6 right);
        Fp6.Multiply(left, right, out Fp6 cross);
        Fp6.Subtract(cross, v0, out cross);
        Unsafe.SkipInit(out result);
        Fp6.Subtract(cross, v1, out Unsafe.AsRef(in result.C1));
        Fp6.MultiplyByV(v1, out v1);
        Fp6.Add(v0, v1, out Unsafe.AsRef(in result.C0));
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Square(in Fp12 a, out Fp12 result)
    {
        // (c0 + c1)(c0 + v c1) - c0 c1 - v c0 c1 + 2 c0 c1 w
        Fp6.Multiply(a.C0, a.C1, out Fp6 product);
        Fp6.MultiplyByV(a.C1, out Fp6 right);
        Fp6.Add(a.C0, right, out right);
        Fp6.Add(a.C0, a.C1, out Fp6 left);
        Fp6.Multiply(left, right, out Fp6 real);
        Fp6.Subtract(real, product, out real);
        Fp6.MultiplyByV(product, out right);
        Unsafe.SkipInit(out result);
        Fp6.Subtract(real, right, out Unsafe.AsRef(in result.C0));
        Fp6.Add(product, product, out Unsafe.AsRef(in result.C1));
    }

    /// <summary>
    /// The square of an element of the cyclotomic subgroup (of order p^4 - p^2 + 1): Granger and Scott, "Faster squaring in the cyclotomic
    /// subgroup of sixth degree extensions", PKC 2010. Nine squarings in Fp2.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void CyclotomicSquare(in Fp12 a, out Fp12 result)
    {
        // Fp12 as a cubic extension of Fp4 = Fp2[s] / (s^2 - xi): pairs (g0, h1), (h0, g2), (g1, h2) of coefficients of w^0..w^5.
        SquareFp4(a.C0.C0, a.C1.C1, out Fp2 a0, out Fp2 a1);
        SquareFp4(a.C1.C0, a.C0.C2, out Fp2 b0, out Fp2 b1);
        SquareFp4(a.C0.C1, a.C1.C2, out Fp2 c0, out Fp2 c1);
        Fp2.MultiplyByXi(c1, out c1);
        Unsafe.SkipInit(out result);
        ThriceMinusTwice(a0, a.C0.C0, out Unsafe.AsRef(in result.C0.C0));
        ThriceMinusTwice(b0, a.C0.C1, out Unsafe.AsRef(in result.C0.C1));
        ThriceMinusTwice(c0, a.C0.C2, out Unsafe.AsRef(in result.C0.C2));
        ThricePlusTwice(c1, a.C1.C0, out Unsafe.AsRef(in result.C1.C0));
        ThricePlusTwice(a1, a.C1.C1, out Unsafe.AsRef(in result.C1.C1));
        ThricePlusTwice(b1, a.C1.C2, out Unsafe.AsRef(in result.C1.C2));
    }

    /// <summary>The product with l0 + (l1 + l2 v) w, the shape of a line: 13 multiplications in Fp2.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void MultiplyByLine(in Fp12 a, in Fp2 l0, in Fp2 l1, in Fp2 l2, out Fp12 result)
    {
        Fp2.Multiply(a.C0.C0, l0, out Fp2 s0);
        Fp2.Multiply(a.C0.C1, l0, out Fp2 s1);
        Fp2.Multiply(a.C0.C2, l0, out Fp2 s2);
        var scaled = new Fp6(s0, s1, s2);
        Fp6.MultiplyBySparse(a.C1, l1, l2, out Fp6 sparse);
        Fp6.Add(a.C0, a.C1, out Fp6 sum);
        Fp2.Add(l0, l1, out s0);
        Fp6.MultiplyBySparse(sum, s0, l2, out Fp6 cross);
        Fp6.Subtract(cross, scaled, out cross);
        Unsafe.SkipInit(out result);
        Fp6.Subtract(cross, sparse, out Unsafe.AsRef(in result.C1));
        Fp6.MultiplyByV(sparse, out sparse);
        Fp6.Add(scaled, sparse, out Unsafe.AsRef(in result.C0));
    }

    /// <summary>The product with 1 + (l1 + l2 v) w, a line scaled to begin with one: ten multiplications in Fp2.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void MultiplyByMonicLine(in Fp12 a, in Fp2 l1, in Fp2 l2, out Fp12 result)
    {
        Fp6.MultiplyBySparse(a.C0, l1, l2, out Fp6 imaginary);
        Fp6.MultiplyBySparse(a.C1, l1, l2, out Fp6 real);
        Fp6.MultiplyByV(real, out real);
        Unsafe.SkipInit(out result);
        Fp6.Add(a.C0, real, out Unsafe.AsRef(in result.C0));
        Fp6.Add(a.C1, imaginary, out Unsafe.AsRef(in result.C1));
    }

    /// <summary>(x + y s)^2 = x^2 + xi y^2 + 2xy s.</summary>
    private static void SquareFp4(in Fp2 x, in Fp2 y, out Fp2 real, out Fp2 imaginary)
    {
        Fp2.Square(x, out Fp2 xx);
        Fp2.Square(y, out Fp2 yy);
        Fp2.Add(x, y, out imaginary);
        Fp2.Square(imaginary, out imaginary);
        Fp2.Subtract(imaginary, xx, out imaginary);
        Fp2.Subtract(imaginary, yy, out imaginary);
        Fp2.MultiplyByXi(yy, out yy);
        Fp2.Add(xx, yy, out real);
    }

    private static void ThriceMinusTwice(in Fp2 a, in Fp2 b, out Fp2 result)
    {
        Fp2.Subtract(a, b, out Fp2 t);
        Fp2.Add(t, t, out t);
        Fp2.Add(t, a, out result);
    }

    private static void ThricePlusTwice(in Fp2 a, in Fp2 b, out Fp2 result)
    {
        Fp2.Add(a, b, out Fp2 t);
        Fp2.Add(t, t, out t);
        Fp2.Add(t, a, out result);
    }
}
