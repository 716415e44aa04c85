using System.Runtime.CompilerServices;
using FlZk.Bn254.Fields;

namespace FlZk.Bn254.Curves;

/// <summary>
/// The point (X / Z^2, Y / Z^3) of a curve y^2 = x^3 + b; Z = 0 is infinity. The group law is complete: every operation accepts equal
/// points, opposite points and infinity. Formulas from the Explicit-Formulas Database, short Weierstrass with a = 0.
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
        Double(this, out JacobianPoint<TField> result);
        return result;
    }

    /// <summary>Mixed addition: 8M + 3S.</summary>
    public JacobianPoint<TField> Add(in AffinePoint<TField> other)
    {
        Add(this, other, out JacobianPoint<TField> result);
        return result;
    }

    /// <summary>Full addition: 12M + 4S.</summary>
    public JacobianPoint<TField> Add(in JacobianPoint<TField> other)
    {
        Add(this, other, out JacobianPoint<TField> result);
        return result;
    }

    /// <summary>2P, written to where it belongs; the result may be the operand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Double(in JacobianPoint<TField> point, out JacobianPoint<TField> result)
    {
        if (point.IsInfinity)
        {
            result = default;
            return;
        }

        TField.Square(point.X, out TField a);
        TField.Square(point.Y, out TField b);
        TField.Square(b, out TField c);

        // d = 2 ((X + b)^2 - a - c)
        TField.Add(point.X, b, out TField d);
        TField.Square(d, out d);
        TField.Subtract(d, a, out d);
        TField.Subtract(d, c, out d);
        TField.Add(d, d, out d);

        // e = 3a
        TField.Add(a, a, out TField e);
        TField.Add(e, a, out e);

        // Z3 = 2YZ, X3 = e^2 - 2d, Y3 = e (d - X3) - 8c
        Unsafe.SkipInit(out result);
        ref TField x = ref Unsafe.AsRef(in result.X);
        ref TField y = ref Unsafe.AsRef(in result.Y);
        ref TField z = ref Unsafe.AsRef(in result.Z);
        TField.Multiply(point.Y, point.Z, out z);
        TField.Add(z, z, out z);
        TField.Square(e, out x);
        TField.Subtract(x, d, out x);
        TField.Subtract(x, d, out x);
        TField.Subtract(d, x, out d);
        TField.Multiply(e, d, out y);
        TField.Add(c, c, out c);
        TField.Add(c, c, out c);
        TField.Add(c, c, out c);
        TField.Subtract(y, c, out y);
    }

    /// <summary>P + Q for affine Q, written to where it belongs; the result may be P.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(in JacobianPoint<TField> p, in AffinePoint<TField> q, out JacobianPoint<TField> result)
    {
        if (q.IsInfinity)
        {
            result = p;
            return;
        }

        if (p.IsInfinity)
        {
            result = new JacobianPoint<TField>(q);
            return;
        }

        // h = X2 Z1^2 - X1, r = Y2 Z1^3 - Y1
        TField.Square(p.Z, out TField zz);
        TField.Multiply(q.X, zz, out TField h);
        TField.Subtract(h, p.X, out h);
        TField.Multiply(q.Y, zz, out TField r);
        TField.Multiply(r, p.Z, out r);
        TField.Subtract(r, p.Y, out r);
        if (h.IsZero) AddSameX(p, r.IsZero, out result);
        else AddOrdinary(p.X, p.Y, p.Z, h, r, out result);
    }

    /// <summary>P + Q, written to where it belongs; the result may be an operand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(in JacobianPoint<TField> p, in JacobianPoint<TField> q, out JacobianPoint<TField> result)
    {
        if (q.IsInfinity)
        {
            result = p;
            return;
        }

        if (p.IsInfinity)
        {
            result = q;
            return;
        }

        // u = X1 Z2^2, s = Y1 Z2^3, h = X2 Z1^2 - u, r = Y2 Z1^3 - s
        TField.Square(p.Z, out TField zz1);
        TField.Square(q.Z, out TField zz2);
        TField.Multiply(p.X, zz2, out TField u);
        TField.Multiply(p.Y, zz2, out TField s);
        TField.Multiply(s, q.Z, out s);
        TField.Multiply(q.X, zz1, out TField h);
        TField.Subtract(h, u, out h);
        TField.Multiply(q.Y, zz1, out TField r);
        TField.Multiply(r, p.Z, out r);
        TField.Subtract(r, s, out r);
        if (h.IsZero)
        {
            AddSameX(p, r.IsZero, out result);
            return;
        }

        TField.Multiply(p.Z, q.Z, out TField zz);
        AddOrdinary(u, s, zz, h, r, out result);
    }

    /// <summary>X3 = r^2 - h^3 - 2 u h^2, Y3 = r (u h^2 - X3) - s h^3, Z3 = z h.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddOrdinary(in TField u, in TField s, in TField z, in TField h, in TField r, out JacobianPoint<TField> result)
    {
        TField.Square(h, out TField hh);
        TField.Multiply(h, hh, out TField hhh);
        TField.Multiply(u, hh, out TField v);
        TField.Multiply(s, hhh, out TField shhh);
        Unsafe.SkipInit(out result);
        ref TField x = ref Unsafe.AsRef(in result.X);
        ref TField y = ref Unsafe.AsRef(in result.Y);
        TField.Multiply(z, h, out Unsafe.AsRef(in result.Z));
        TField.Square(r, out x);
        TField.Subtract(x, hhh, out x);
        TField.Subtract(x, v, out x);
        TField.Subtract(x, v, out x);
        TField.Subtract(v, x, out v);
        TField.Multiply(r, v, out y);
        TField.Subtract(y, shhh, out y);
    }

    /// <summary>P + Q where Q has P's x: 2P, or infinity when the points are opposite.</summary>
    private static void AddSameX(in JacobianPoint<TField> p, bool equal, out JacobianPoint<TField> result)
    {
        if (equal) Double(p, out result);
        else result = default;
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
