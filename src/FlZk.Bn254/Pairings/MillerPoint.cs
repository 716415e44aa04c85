namespace FlZk.Bn254.Pairings;

/// <summary>The running point T of a Miller loop in homogeneous coordinates (X / Z, Y / Z) on the twist, and
/// the lines its steps draw.</summary>
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

    /// <summary>T becomes 2T; returns the tangent at T.</summary>
    public LineFunction Double()
    {
        Fp2 a = _x * _y * HalfOfOne;
        Fp2 b = _y.Square();
        Fp2 c = _z.Square();
        Fp2 e = TripleB * c;
        Fp2 f = e.Double() + e;
        Fp2 g = (b + f) * HalfOfOne;
        Fp2 h = (_y + _z).Square() - b - c;
        Fp2 xx = _x.Square();
        Fp2 ee = e.Square();
        _x = a * (b - f);
        _y = g.Square() - (ee.Double() + ee);
        _z = b * h;
        return new LineFunction(-h, xx.Double() + xx, e - b);
    }

    /// <summary>T becomes T + Q; returns the line through T and Q.</summary>
    /// <param name="q">Neither T nor -T nor infinity: in the loop T is a smaller multiple of Q, of prime order r.</param>
    public LineFunction Add(in G2Affine q)
    {
        Fp2 theta = _y - (q.Y * _z);
        Fp2 lambda = _x - (q.X * _z);
        Fp2 c = theta.Square();
        Fp2 d = lambda.Square();
        Fp2 e = lambda * d;
        Fp2 f = _z * c;
        Fp2 g = _x * d;
        Fp2 h = e + f - g.Double();
        _x = lambda * h;
        _y = (theta * (g - h)) - (e * _y);
        _z *= e;
        return new LineFunction(lambda, -theta, (theta * q.X) - (lambda * q.Y));
    }
}
