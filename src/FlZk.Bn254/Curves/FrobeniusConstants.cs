namespace FlZk.Bn254.Curves;

/// <summary>Powers of xi = 9 + u that the Frobenius maps of the tower and of the twist multiply by; computed
/// once from their definition.</summary>
internal static class FrobeniusConstants
{
    // (p - 1) / 6
    private static ReadOnlySpan<ulong> SixthOfPMinusOne =>
        [0x34b017592414d4e1UL, 0xee9591c2e6bda1c2UL, 0xf40d60f3c0403964UL, 0x0810b7bdd032f006UL];

    /// <summary>Gamma[i] = xi^(i (p-1)/6), i = 0..5: the factor of w^i under x -> x^p.</summary>
    public static readonly Fp2[] Gamma = Powers();

    /// <summary>xi^(i (p-1)/6).</summary>
    public static Fp2 XiPower(int i) => Gamma[i];

    private static Fp2[] Powers()
    {
        Fp2 root = Fp2.One.MultiplyByXi().Pow(SixthOfPMinusOne);
        var powers = new Fp2[6];
        powers[0] = Fp2.One;
        for (int i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * root;
        return powers;
    }
}
