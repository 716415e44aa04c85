using System.Runtime.CompilerServices;

namespace FlZk.Bn254;

/// <summary>An element C0 + C1 v + C2 v^2 of Fp6 = Fp2[v] / (v^3 - xi), xi = 9 + u. <c>default</c> is zero.</summary>
public readonly struct Fp6 : IEquatable<Fp6>
{
    /// <summary>The coefficient of 1.</summary>
    public readonly Fp2 C0;

    /// <summary>The coefficient of v.</summary>
    public readonly Fp2 C1;

    /// <summary>The coefficient of v^2.</summary>
    public readonly Fp2 C2;

    /// <summary>The element c0 + c1 v + c2 v^2.</summary>
    public Fp6(in Fp2 c0, in Fp2 c1, in Fp2 c2)
    {
        C0 = c0;
        C1 = c1;
        C2 = c2;
    }

    /// <summary>The additive identity.</summary>
    public static Fp6 Zero => default;

    /// <summary>The multiplicative identity.</summary>
    public static Fp6 One => new(Fp2.One, default, default);

    /// <summary>Whether this is the additive identity.</summary>
    public bool IsZero => C0.IsZero && C1.IsZero && C2.IsZero;

    /// <summary>The sum.</summary>
    public static Fp6 operator +(in Fp6 a, in Fp6 b)
    {
        Add(a, b, out Fp6 result);
        return result;
    }

    /// <summary>The difference.</summary>
    public static Fp6 operator -(in Fp6 a, in Fp6 b)
    {
        Subtract(a, b, out Fp6 result);
        return result;
    }

    /// <summary>The additive inverse.</summary>
    public static Fp6 operator -(in Fp6 a)
    {
        Subtract(default, a, out Fp6 result);
        return result;
    }

    /// <summary>The product, by Karatsuba's six multiplications in Fp2.</summary>
    public static Fp6 operator *(in Fp6 a, in Fp6 b)
    {
        Multiply(a, b, out Fp6 result);
        return result;
    }

    /// <summary>Equality of elements.</summary>
    public static bool operator ==(in Fp6 a, in Fp6 b) => a.C0 == b.C0 && a.C1 == b.C1 && a.C2 == b.C2;

    /// <summary>Inequality of elements.</summary>
    public static bool operator !=(in Fp6 a, in Fp6 b) => !(a == b);

    /// <summary>This element times itself: Chung and Hasan's SQR2, "Asymmetric squaring formulae", 2007.</summary>
    public Fp6 Square()
    {
        Fp2 s0 = C0.Square();
        Fp2 s1 = (C0 * C1).Double();
        Fp2 s2 = (C0 - C1 + C2).Square();
        Fp2 s3 = (C1 * C2).Double();
        Fp2 s4 = C2.Square();
        return new Fp6(s3.MultiplyByXi() + s0, s4.MultiplyByXi() + s1, s1 + s2 + s3 - s0 - s4);
    }

    /// <summary>Twice this element.</summary>
    public Fp6 Double() => new(C0.Double(), C1.Double(), C2.Double());

    /// <summary>The multiplicative inverse; the inverse of zero is zero. Not constant-time.</summary>
    public Fp6 Inverse()
    {
        Fp2 t0 = C0.Square() - (C1 * C2).MultiplyByXi();
        Fp2 t1 = C2.Square().MultiplyByXi() - (C0 * C1);
        Fp2 t2 = C1.Square() - (C0 * C2);
        Fp2 norm = (C0 * t0) + ((C2 * t1) + (C1 * t2)).MultiplyByXi();
        Fp2 inverse = norm.Inverse();
        return new Fp6(t0 * inverse, t1 * inverse, t2 * inverse);
    }

    /// <inheritdoc/>
    public bool Equals(Fp6 other) => this == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Fp6 other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(C0, C1, C2);

    /// <summary>The coefficients in decimal.</summary>
    public override string ToString() => $"({C0}) + ({C1}) v + ({C2}) v^2";

    /// <summary>The product with v.</summary>
    internal Fp6 MultiplyByV()
    {
        MultiplyByV(this, out Fp6 result);
        return result;
    }

    /// <summary>The sum, written to where it belongs; the result may be an operand. So for the next ones.</summary>
    internal static void Add(in Fp6 a, in Fp6 b, out Fp6 result)
    {
        Unsafe.SkipInit(out result);
        Fp2.Add(a.C0, b.C0, out Unsafe.AsRef(in result.C0));
        Fp2.Add(a.C1, b.C1, out Unsafe.AsRef(in result.C1));
        Fp2.Add(a.C2, b.C2, out Unsafe.AsRef(in result.C2));
    }

    internal static void Subtract(in Fp6 a, in Fp6 b, out Fp6 result)
    {
        Unsafe.SkipInit(out result);
        Fp2.Subtract(a.C0, b.C0, out Unsafe.AsRef(in result.C0));
        Fp2.Subtract(a.C1, b.C1, out Unsafe.AsRef(in result.C1));
        Fp2.Subtract(a.C2, b.C2, out Unsafe.AsRef(in result.C2));
    }

    /// <summary>v a = xi a2 + a0 v + a1 v^2.</summary>
    internal static void MultiplyByV(in Fp6 a, out Fp6 result)
    {
        Unsafe.SkipInit(out result);
        Fp2.MultiplyByXi(a.C2, out Fp2 wrapped);
        Unsafe.AsRef(in result.C2) = a.C1;
        Unsafe.AsRef(in result.C1) = a.C0;
        Unsafe.AsRef(in result.C0) = wrapped;
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply(in Fp6 a, in Fp6 b, out Fp6 result)
    {
        Fp2.Multiply(a.C0, b.C0, out Fp2 v0);
        Fp2.Multiply(a.C1, b.C1, out Fp2 v1);
        Fp2.Multiply(a.C2, b.C2, out Fp2 v2);

        // xi ((a1 + a2)(b1 + b2) - v1 - v2) + v0
        Fp2.Add(a.C1, a.C2, out Fp2 left);
        Fp2.Add(b.C1, b.C2, out Fp2 right);
        Fp2.Multiply(left, right, out Fp2 c0);
        Fp2.Subtract(c0, v1, out c0);
        Fp2.Subtract(c0, v2, out c0);
        Fp2.MultiplyByXi(c0, out c0);

        // (a0 + a1)(b0 + b1) - v0 - v1 + xi v2
        Fp2.Add(a.C0, a.C1, out left);
        Fp2.Add(b.C0, b.C1, out right);
        Fp2.Multiply(left, right, out Fp2 c1);
        Fp2.Subtract(c1, v0, out c1);
        Fp2.Subtract(c1, v1, out c1);

        // (a0 + a2)(b0 + b2) - v0 - v2 + v1
        Fp2.Add(a.C0, a.C2, out left);
        Fp2.Add(b.C0, b.C2, out right);
        Fp2.Multiply(left, right, out Fp2 c2);
        Fp2.Subtract(c2, v0, out c2);
        Fp2.Subtract(c2, v2, out c2);

        Unsafe.SkipInit(out result);
        Fp2.Add(c0, v0, out Unsafe.AsRef(in result.C0));
        Fp2.MultiplyByXi(v2, out v2);
        Fp2.Add(c1, v2, out Unsafe.AsRef(in result.C1));
        Fp2.Add(c2, v1, out Unsafe.AsRef(in result.C2));
    }

    /// <summary>The product with b0 + b1 v: five multiplications in Fp2.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void MultiplyBySparse(in Fp6 a, in Fp2 b0, in Fp2 b1, out Fp6 result)
    {
        Fp2.Multiply(a.C0, b0, out Fp2 v0);
        Fp2.Multiply(a.C1, b1, out Fp2 v1);
        Fp2.Add(a.C0, a.C1, out Fp2 left);
        Fp2.Add(b0, b1, out Fp2 right);
        Fp2.Multiply(left, right, out Fp2 cross);
        Fp2.Multiply(a.C2, b1, out Fp2 wrapped);
        Fp2.Multiply(a.C2, b0, out Fp2 top);
        Fp2.MultiplyByXi(wrapped, out wrapped);
        Fp2.Subtract(cross, v0, out cross);
        Unsafe.SkipInit(out result);
        Fp2.Add(wrapped, v0, out Unsafe.AsRef(in result.C0));
        Fp2.Subtract(cross, v1, out Unsafe.AsRef(in result.C1));
        Fp2.Add(top, v1, out Unsafe.AsRef(in result.C2));
    }
}
