namespace FlZk.Bn254.Pairings;

/// <summary>A line on the twist; at P = (xP, yP) of G1 its value is YTerm yP + XTerm xP w + Constant w^3.</summary>
internal readonly struct LineFunction(in Fp2 yTerm, in Fp2 xTerm, in Fp2 constant)
{
    public readonly Fp2 YTerm = yTerm;
    public readonly Fp2 XTerm = xTerm;
    public readonly Fp2 Constant = constant;

    /// <summary>f times the line's value at <paramref name="point"/>.</summary>
    public Fp12 MultiplyInto(in Fp12 f, in G1Affine point) => f.MultiplyByLine(YTerm * point.Y, XTerm * point.X, Constant);
}
