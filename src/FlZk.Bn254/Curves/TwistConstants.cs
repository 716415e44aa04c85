namespace FlZk.Bn254.Curves;

/// <summary>The twist's coefficient and generator, and the coefficients of its Frobenius-twist endomorphism.</summary>
internal static class TwistConstants
{
    /// <summary>b' = 3 / (9 + u).</summary>
    public static readonly Fp2 B = Fp2.One.MultiplyByXi().Inverse() * Fp.FromUInt64(3);

    /// <summary>The generator of G2 that EIP-197 names.</summary>
    public static readonly G2Affine Generator = new(
        new Fp2(
            Parse("10857046999023057135944570762232829481370756359578518086990519993285655852781"),
            Parse("11559732032986387107991004021392285783925812861821192530917403151452391805634")),
        new Fp2(
            Parse("8495653923123431417604973247489272438418190587263600148770280649306958101930"),
            Parse("4082367875863433681332203403145435568316851327593401208105741076214120093531")));

    /// <summary>xi^((p-1)/3) and xi^((p-1)/2): psi(x, y) = (conj(x) PsiX, conj(y) PsiY), with eigenvalue p on G2.</summary>
    public static readonly Fp2 PsiX = FrobeniusConstants.XiPower(2);

    /// <inheritdoc cref="PsiX"/>
    public static readonly Fp2 PsiY = FrobeniusConstants.XiPower(3);

    private static Fp Parse(string text) => Fp.TryParse(text, out Fp value) ? value : throw new FormatException(text);
}
