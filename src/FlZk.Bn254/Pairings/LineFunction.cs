using System.Runtime.CompilerServices;

namespace FlZk.Bn254.Pairings;

/// <summary>A line on the twist; at P = (xP, yP) of G1 its value is YTerm yP + XTerm xP w + Constant w^3.</summary>
internal readonly struct LineFunction(in Fp2 yTerm, in Fp2 xTerm, in Fp2 constant)
{
    public readonly Fp2 YTerm = yTerm;
    public readonly Fp2 XTerm = xTerm;
    public readonly Fp2 Constant = constant;

    /// <summary>f becomes f times the line's value at <paramref name="point"/>.</summary>
    [SkipLocalsInit]
    public void MultiplyInto(ref Fp12 f, in G1Affine point)
    {
        Fp2.Scale(YTerm, point.Y, out Fp2 l0);
        Fp2.Scale(XTerm, point.X, out Fp2 l1);
        Fp12.MultiplyByLine(f, l0, l1, Constant, out f);
    }
}
