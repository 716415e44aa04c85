using FlZk.Bn254.Fields;

namespace FlZk.Bn254.Curves;

/// <summary>A point (X, Y) of a curve y^2 = x^3 + b; (0, 0), which is on neither curve, stands for infinity.</summary>
/// <remarks>Laid out exactly like <see cref="G1Affine"/> over Fp and <see cref="G2Affine"/> over Fp2, so
/// spans are reinterpreted, never copied.</remarks>
internal readonly struct AffinePoint<TField>(in TField x, in TField y)
    where TField : unmanaged, IField<TField>
{
    public readonly TField X = x;
    public readonly TField Y = y;

    public bool IsInfinity => X.IsZero && Y.IsZero;

    public static AffinePoint<TField> operator -(in AffinePoint<TField> point) => new(point.X, -point.Y);
}
