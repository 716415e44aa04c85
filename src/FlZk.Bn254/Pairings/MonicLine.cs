using System.Runtime.CompilerServices;

namespace FlZk.Bn254.Pairings;

/// <summary>
/// A line divided by its coefficient of yP, which lies in Fp2 and so vanishes in the final exponentiation; divided by yP as well, its value
/// at P is 1 + XTerm (xP / yP) w + Constant (1 / yP) w^3.
/// </summary>
internal readonly struct MonicLine(in Fp2 xTerm, in Fp2 constant)
{
    public readonly Fp2 XTerm = xTerm;
    public readonly Fp2 Constant = constant;

    /// <summary>f becomes f times the line's value at a point.</summary>
    /// <param name="f">The product so far.</param>
    /// <param name="slope">xP / yP.</param>
    /// <param name="inverse">1 / yP.</param>
    [SkipLocalsInit]
    public void MultiplyInto(ref Fp12 f, in Fp slope, in Fp inverse)
    {
        Fp2.Scale(XTerm, slope, out Fp2 l1);
        Fp2.Scale(Constant, inverse, out Fp2 l2);
        Fp12.MultiplyByMonicLine(f, l1, l2, out f);
    }
}
