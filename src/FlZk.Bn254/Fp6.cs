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
    public static Fp6 operator +(in Fp6 a, in Fp6 b) => new(a.C0 + b.C0, a.C1 + b.C1, a.C2 + b.C2);

    /// <summary>The difference.</summary>
    public static Fp6 operator -(in Fp6 a, in Fp6 b) => new(a.C0 - b.C0, a.C1 - b.C1, a.C2 - b.C2);

    /// <summary>The additive inverse.</summary>
    public static Fp6 operator -(in Fp6 a) => new(-a.C0, -a.C1, -a.C2);

    /// <summary>The product, by Karatsuba's six multiplications in Fp2.</summary>
    public static Fp6 operator *(in Fp6 a, in Fp6 b)
    {
        Fp2 v0 = a.C0 * b.C0;
        Fp2 v1 = a.C1 * b.C1;
        Fp2 v2 = a.C2 * b.C2;
        Fp2 c0 = (((a.C1 + a.C2) * (b.C1 + b.C2)) - v1 - v2).MultiplyByXi() + v0;
        Fp2 c1 = ((a.C0 + a.C1) * (b.C0 + b.C1)) - v0 - v1 + v2.MultiplyByXi();
        Fp2 c2 = ((a.C0 + a.C2) * (b.C0 + b.C2)) - v0 - v2 + v1;
        return new Fp6(c0, c1, c2);
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
    internal Fp6 MultiplyByV() => new(C2.MultiplyByXi(), C0, C1);

    /// <summary>The product with an element of Fp2.</summary>
    internal Fp6 Scale(in Fp2 b) => new(C0 * b, C1 * b, C2 * b);

    /// <summary>The product with b0 + b1 v: five multiplications in Fp2.</summary>
    internal Fp6 MultiplyBySparse(in Fp2 b0, in Fp2 b1)
    {
        Fp2 v0 = C0 * b0;
        Fp2 v1 = C1 * b1;
        Fp2 c0 = (C2 * b1).MultiplyByXi() + v0;
        Fp2 c1 = ((C0 + C1) * (b0 + b1)) - v0 - v1;
        return new Fp6(c0, c1, (C2 * b0) + v1);
    }
}
