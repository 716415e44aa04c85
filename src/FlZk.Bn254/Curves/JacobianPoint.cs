using FlZk.Bn254.Fields;

namespace FlZk.Bn254.Curves;

/// <summary>
/// The point (X / Z^2, Y / Z^3) of a curve y^2 = x^3 + b; Z = 0 is infinity. The group law is complete: every operation accepts equal points,
/// opposite points and infinity. Formulas from the Explicit-Formulas Database, short Weierstrass with a = 0.
/// </summary>
internal readonly struct JacobianPoint<TField>(in TField x, in TField y, in TField z)
    where TField : unmanaged, IField<TField>
{
    public readonly TField X = x;
    public readonly TField Y = y;
    public readonly TField Z = z;

    public JacobianPoint(in AffinePoint<TField> point)
        : this(point.X, point.Y, point.IsInfinity ? default : TField.One)
    {
    }

    public static JacobianPoint<TField> Infinity => default;

    public bool IsInfinity => Z.IsZero;

    /// <summary>"dbl-2009-l": 2M + 5S.</summary>
    public JacobianPoint<TField> Double()
    {
        if (IsInfinity) return this;
        TField a = X.Square();
        TField b = Y.Square();
        TField c = b.Square();
        TField d = ((X + b).Square() - a - c).Double();
        TField e = a.Double() + a;
        TField x = e.Square() - d.Double();
        TField y = (e * (d - x)) - c.Double().Double().Double();
        return new JacobianPoint<TField>(x, y, (Y * Z).Double());
    }

    /// <summary>Mixed addition: 8M + 3S.</summary>
    public JacobianPoint<TField> Add(in AffinePoint<TField> other)
    {
        if (other.IsInfinity) return this;
        if (IsInfinity) return new JacobianPoint<TField>(other);
        TField zz = Z.Square();
        TField h = (other.X * zz) - X;
        TField r = (other.Y * zz * Z) - Y;
        if (h.IsZero) return r.IsZero ? Double() : Infinity;
        TField hh = h.Square();
        TField hhh = h * hh;
        TField v = X * hh;
        TField x = r.Square() - hhh - v.Double();
        return new JacobianPoint<TField>(x, (r * (v - x)) - (Y * hhh), Z * h);
    }

    /// <summary>Full addition: 12M + 4S.</summary>
    public JacobianPoint<TField> Add(in JacobianPoint<TField> other)
    {
        if (other.IsInfinity) return this;
        if (IsInfinity) return other;
        TField zz1 = Z.Square();
        TField zz2 = other.Z.Square();
        TField u1 = X * zz2;
        TField s1 = Y * zz2 * other.Z;
        TField h = (other.X * zz1) - u1;
        TField r = (other.Y * zz1 * Z) - s1;
        if (h.IsZero) return r.IsZero ? Double() : Infinity;
        TField hh = h.Square();
        TField hhh = h * hh;
        TField v = u1 * hh;
        TField x = r.Square() - hhh - v.Double();
        return new JacobianPoint<TField>(x, (r * (v - x)) - (s1 * hhh), Z * other.Z * h);
    }

    public JacobianPoint<TField> Negate() => new(X, -Y, Z);

    public bool Equals(in JacobianPoint<TField> other)
    {
        if (IsInfinity || other.IsInfinity) return IsInfinity == other.IsInfinity;
        TField zz1 = Z.Square();
        TField zz2 = other.Z.Square();
        return X * zz2 == other.X * zz1 && Y * zz2 * other.Z == other.Y * zz1 * Z;
    }

    public AffinePoint<TField> ToAffine()
    {
        if (IsInfinity) return default;
        TField inverse = Z.Inverse();
        TField square = inverse.Square();
        return new AffinePoint<TField>(X * square, Y * square * inverse);
    }

    /// <summary>Normalises many points with one inversion.</summary>
    public static void BatchToAffine(ReadOnlySpan<JacobianPoint<TField>> points, Span<AffinePoint<TField>> results)
    {
        if (results.Length < points.Length) throw new ArgumentException("There is less room than there are points.", nameof(results));

        // Blocks bound the scratch memory and keep it in the cache; one inversion among 1024 points is noise.
        const int Block = 1024;
        int block = Math.Min(Block, points.Length);
        var inverses = new TField[block];
        var scratch = new TField[block];
        for (int start = 0; start < points.Length; start += Block)
        {
            int count = Math.Min(Block, points.Length - start);
            for (int i = 0; i < count; i++) inverses[i] = points[start + i].Z;
            BatchInversion.Invert(inverses.AsSpan(0, count), scratch);
            for (int i = 0; i < count; i++)
            {
                TField square = inverses[i].Square();
                JacobianPoint<TField> point = points[start + i];
                results[start + i] = new AffinePoint<TField>(point.X * square, point.Y * square * inverses[i]);
            }
        }
    }
}
