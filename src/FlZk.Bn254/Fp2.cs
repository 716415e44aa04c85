using System.Runtime.CompilerServices;
using FlZk.Bn254.Fields;

namespace FlZk.Bn254;

/// <summary>An element C0 + C1 u of Fp2 = Fp[u] / (u^2 + 1). <c>default</c> is zero.</summary>
public readonly struct Fp2 : IEquatable<Fp2>, IField<Fp2>
{
    /// <summary>The coefficient of 1.</summary>
    public readonly Fp C0;

    /// <summary>The coefficient of u.</summary>
    public readonly Fp C1;

    /// <summary>The element c0 + c1 u.</summary>
    public Fp2(in Fp c0, in Fp c1)
    {
        C0 = c0;
        C1 = c1;
    }

    /// <summary>The additive identity.</summary>
    public static Fp2 Zero => default;

    /// <summary>The multiplicative identity.</summary>
    public static Fp2 One => new(Fp.One, Fp.Zero);

    /// <summary>Whether this is the additive identity.</summary>
    public bool IsZero => C0.IsZero && C1.IsZero;

    /// <summary>Whether this is the multiplicative identity.</summary>
    public bool IsOne => C0.IsOne && C1.IsZero;

    /// <summary>The sum.</summary>
    public static Fp2 operator +(in Fp2 a, in Fp2 b)
    {
        Add(a, b, out Fp2 result);
        return result;
    }

    /// <summary>The difference.</summary>
    public static Fp2 operator -(in Fp2 a, in Fp2 b)
    {
        Subtract(a, b, out Fp2 result);
        return result;
    }

    /// <summary>The additive inverse.</summary>
    public static Fp2 operator -(in Fp2 a) => new(-a.C0, -a.C1);

    /// <summary>The product, by Karatsuba's three multiplications.</summary>
    public static Fp2 operator *(in Fp2 a, in Fp2 b)
    {
        Multiply(a, b, out Fp2 result);
        return result;
    }

    /// <summary>The product with an element of the base field.</summary>
    public static Fp2 operator *(in Fp2 a, in Fp b)
    {
        Scale(a, b, out Fp2 result);
        return result;
    }

    /// <summary>Equality of elements.</summary>
    public static bool operator ==(in Fp2 a, in Fp2 b) => a.C0 == b.C0 && a.C1 == b.C1;

    /// <summary>Inequality of elements.</summary>
    public static bool operator !=(in Fp2 a, in Fp2 b) => !(a == b);

    /// <summary>Replaces every non-zero value by its inverse, with one inversion for all; zeros stay zero.</summary>
    /// <param name="values">The values, changed in place.</param>
    public static void BatchInverse(Span<Fp2> values) => BatchInversion.Invert(values);

    /// <summary>This element times itself: (a + b)(a - b) + 2ab u.</summary>
    public Fp2 Square()
    {
        Square(this, out Fp2 result);
        return result;
    }

    /// <summary>Twice this element.</summary>
    public Fp2 Double() => this + this;

    /// <summary>C0 - C1 u, which is also this element to the power p.</summary>
    public Fp2 Conjugate() => new(C0, -C1);

    /// <summary>The multiplicative inverse; the inverse of zero is zero. Not constant-time.</summary>
    public Fp2 Inverse()
    {
        Fp inverseNorm = (C0.Square() + C1.Square()).Inverse();
        return new Fp2(C0 * inverseNorm, -(C1 * inverseNorm));
    }

    /// <summary>This element to the power of an unsigned integer; 0^0 is 1. Time depends on the exponent.</summary>
    /// <param name="littleEndianExponent">64-bit limbs of the exponent, least significant first.</param>
    public Fp2 Pow(ReadOnlySpan<ulong> littleEndianExponent)
    {
        Fp2 result = One;
        for (int i = (64 * littleEndianExponent.Length) - 1; i >= 0; i--)
        {
            result = result.Square();
            if (((littleEndianExponent[i / 64] >> (i % 64)) & 1) != 0) result *= this;
        }

        return result;
    }

    /// <inheritdoc/>
    public bool Equals(Fp2 other) => this == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Fp2 other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(C0, C1);

    /// <summary>C0 + C1 u in decimal.</summary>
    public override string ToString() => $"{C0} + {C1} u";

    /// <summary>The product with xi = 9 + u, the non-residue that the tower adjoins a cube root of.</summary>
    internal Fp2 MultiplyByXi()
    {
        MultiplyByXi(this, out Fp2 result);
        return result;
    }

    /// <summary>xi a = (9 a0 - a1) + (9 a1 + a0) u, written to where it belongs; the result may be the operand.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void MultiplyByXi(in Fp2 a, out Fp2 result)
    {
        Unsafe.SkipInit(out result);
        Fp.NineTimesMinus(a.C0, a.C1, out Fp real);
        Fp.NineTimesPlus(a.C1, a.C0, out Unsafe.AsRef(in result.C1));
        Unsafe.AsRef(in result.C0) = real;
    }

    /// <summary>The product with an element of the base field, written to where it belongs; the result may be an operand.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Scale(in Fp2 a, in Fp b, out Fp2 result)
    {
        Unsafe.SkipInit(out result);
        Fp.Multiply(a.C0, b, out Fp real);
        Fp.Multiply(a.C1, b, out Unsafe.AsRef(in result.C1));
        Unsafe.AsRef(in result.C0) = real;
    }

    /// <summary>The sum, written to where it belongs; the result may be an operand. So for the next three.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Add(in Fp2 a, in Fp2 b, out Fp2 result)
    {
        Unsafe.SkipInit(out result);
        Fp.Add(a.C0, b.C0, out Unsafe.AsRef(in result.C0));
        Fp.Add(a.C1, b.C1, out Unsafe.AsRef(in result.C1));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Subtract(in Fp2 a, in Fp2 b, out Fp2 result)
    {
        Unsafe.SkipInit(out result);
        Fp.Subtract(a.C0, b.C0, out Unsafe.AsRef(in result.C0));
        Fp.Subtract(a.C1, b.C1, out Unsafe.AsRef(in result.C1));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply(in Fp2 a, in Fp2 b, out Fp2 result)
    {
        // (a0 + a1)(b0 + b1) - a0 b0 - a1 b1 = a0 b1 + a1 b0; sums below 2p are good enough as factors.
        Fp.AddLazily(a.C0, a.C1, out Fp sumA);
        Fp.AddLazily(b.C0, b.C1, out Fp sumB);
        Fp.Multiply(a.C0, b.C0, out Fp v0);
        Fp.Multiply(a.C1, b.C1, out Fp v1);
        Fp.Multiply(sumA, sumB, out Fp cross);
        Fp.Subtract(cross, v0, out cross);
        Unsafe.SkipInit(out result);
        Fp.Subtract(v0, v1, out Unsafe.AsRef(in result.C0));
        Fp.Subtract(cross, v1, out Unsafe.AsRef(in result.C1));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Square(in Fp2 a, out Fp2 result)
    {
        // (a0 + a1)(a0 - a1) + 2 a0 a1 u
        Fp.AddLazily(a.C0, a.C1, out Fp sum);
        Fp.Subtract(a.C0, a.C1, out Fp difference);
        Fp.Multiply(a.C0, a.C1, out Fp product);
        Unsafe.SkipInit(out result);
        Fp.Multiply(sum, difference, out Unsafe.AsRef(in result.C0));
        Fp.Add(product, product, out Unsafe.AsRef(in result.C1));
    }

    static void IField<Fp2>.Add(in Fp2 a, in Fp2 b, out Fp2 result) => Add(a, b, out result);

    static void IField<Fp2>.Subtract(in Fp2 a, in Fp2 b, out Fp2 result) => Subtract(a, b, out result);

    static void IField<Fp2>.Multiply(in Fp2 a, in Fp2 b, out Fp2 result) => Multiply(a, b, out result);

    static void IField<Fp2>.Square(in Fp2 a, out Fp2 result) => Square(a, out result);

    static void IField<Fp2>.NegateIf(ulong mask, in Fp2 a, out Fp2 result)
    {
        Unsafe.SkipInit(out result);
        Fp.NegateIf(mask, a.C0, out Unsafe.AsRef(in result.C0));
        Fp.NegateIf(mask, a.C1, out Unsafe.AsRef(in result.C1));
    }
}
