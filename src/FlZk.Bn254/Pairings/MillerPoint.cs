using System.Runtime.CompilerServices;

namespace FlZk.Bn254.Pairings;

/// <summary>The running point T of a Miller loop in homogeneous coordinates (X / Z, Y / Z) on the twist, and the lines that its steps draw.
/// </summary>
/// <remarks>
/// Costello, Lange and Naehrig, "Faster pairing computations on curves with high-degree twists", PKC 2010, for y^2 = x^3 + b'. A point (x,
/// y) of the twist is (x w^2, y w^3) on the curve, so a line has the shape yTerm yP + xTerm xP w + constant w^3; factors from Fp2 vanish in
/// the final exponentiation.
/// </remarks>
internal struct MillerPoint(in G2Affine point)
{
    private static readonly Fp HalfOfOne = Fp.FromUInt64(2).Inverse();
    private static readonly Fp2 TripleB = Curves.TwistConstants.B * Fp.FromUInt64(3);

    private Fp2 _x = point.X;
    private Fp2 _y = point.Y;
    private Fp2 _z = Fp2.One;

    /// <summary>Whether T is this finite point. Once Z is zero it stays zero: a T that a step made infinite or undefined equals nothing.
    /// </summary>
    public readonly bool Equals(in G2Affine other) => !_z.IsZero && _x == other.X * _z && _y == other.Y * _z;

    /// <summary>T becomes 2T; gives the tangent at T.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Double(out LineFunction line)
    {
        Unsafe.SkipInit(out line);
        Fp2.Multiply(_x, _y, out Fp2 a);
        Fp2.Scale(a, HalfOfOne, out a);
        Fp2.Square(_y, out Fp2 b);
        Fp2.Square(_z, out Fp2 c);
        Fp2.Multiply(TripleB, c, out Fp2 e);
        Fp2.Add(e, e, out Fp2 f);
        Fp2.Add(f, e, out f);
        Fp2.Add(b, f, out Fp2 g);
        Fp2.Scale(g, HalfOfOne, out g);
        Fp2.Add(_y, _z, out Fp2 h);
        Fp2.Square(h, out h);
        Fp2.Subtract(h, b, out h);
        Fp2.Subtract(h, c, out h);
        Fp2.Square(_x, out Fp2 xx);
        Fp2.Square(e, out Fp2 ee);
        Fp2.Subtract(b, f, out f);
        Fp2.Multiply(a, f, out _x);
        Fp2.Square(g, out g);
        Fp2.Add(ee, ee, out Fp2 thrice);
        Fp2.Add(thrice, ee, out thrice);
        Fp2.Subtract(g, thrice, out _y);
        Fp2.Multiply(b, h, out _z);
        Fp2.Subtract(default, h, out Unsafe.AsRef(in line.YTerm));
        Fp2.Add(xx, xx, out thrice);
        Fp2.Add(thrice, xx, out Unsafe.AsRef(in line.XTerm));
        Fp2.Subtract(e, b, out Unsafe.AsRef(in line.Constant));
    }

    /// <summary>T becomes T + Q; gives the line through T and Q.</summary>
    /// <param name="q">Neither T nor -T nor infinity: in the loop T is a smaller multiple of Q, of prime order r.</param>
    /// <param name="line">The line.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Add(in G2Affine q, out LineFunction line)
    {
        Unsafe.SkipInit(out line);
        Fp2.Multiply(q.Y, _z, out Fp2 theta);
        Fp2.Subtract(_y, theta, out theta);
        Fp2.Multiply(q.X, _z, out Fp2 lambda);
        Fp2.Subtract(_x, lambda, out lambda);
        Fp2.Square(theta, out Fp2 c);
        Fp2.Square(lambda, out Fp2 d);
        Fp2.Multiply(lambda, d, out Fp2 e);
        Fp2.Multiply(_z, c, out Fp2 f);
        Fp2.Multiply(_x, d, out Fp2 g);
        Fp2.Add(e, f, out Fp2 h);
        Fp2.Subtract(h, g, out h);
        Fp2.Subtract(h, g, out h);
        Fp2.Multiply(lambda, h, out _x);
        Fp2.Subtract(g, h, out g);
        Fp2.Multiply(theta, g, out g);
        Fp2.Multiply(e, _y, out f);
        Fp2.Subtract(g, f, out _y);
        Fp2.Multiply(_z, e, out _z);
        Unsafe.AsRef(in line.YTerm) = lambda;
        Fp2.Subtract(default, theta, out Unsafe.AsRef(in line.XTerm));
        Fp2.Multiply(theta, q.X, out f);
        Fp2.Multiply(lambda, q.Y, out g);
        Fp2.Subtract(f, g, out Unsafe.AsRef(in line.Constant));
    }
}
