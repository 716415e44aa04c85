namespace FlZk.Bn254.Pairings;

/// <summary>
/// f^(k (p^12 - 1) / r) with k = 2x(6x^2 + 3x + 1), coprime to r: Fuentes-Castaneda, Knapp and Rodriguez-Henriquez, "Faster hashing to G2",
/// SAC 2011. The same multiple as in snarkjs, so that its precomputed pairing values agree.
/// </summary>
internal static class FinalExponentiation
{
    private static readonly sbyte[] SeedDigits = NonAdjacentForm.MostSignificantFirst(CurveParameters.Seed);

    /// <summary>Maps a non-zero element to the subgroup of order r.</summary>
    public static Fp12 Compute(in Fp12 f)
    {
        // The easy part: (p^6 - 1)(p^2 + 1). From here on inverses are conjugates.
        Fp12 g = f.Conjugate() * f.Inverse();
        g = g.FrobeniusSquare() * g;

        // The hard part, as products of g^(x), g^(x^2), g^(x^3) under Frobenius powers:
        // exponents l0 + l1 p + l2 p^2 + l3 p^3 with l0 = 1 + 6x + 12x^2 + 12x^3, l1 = 4x + 6x^2 + 12x^3, l2
        // = 6x + 6x^2 + 12x^3, l3 = l1 - 1.
        Fp12 gx = PowerOfSeed(g);
        Fp12.CyclotomicSquare(gx, out Fp12 gx2);
        Fp12.CyclotomicSquare(gx2, out Fp12 gx4);
        Fp12 gx6 = gx4 * gx2;
        Fp12 gxx6 = PowerOfSeed(gx6);
        Fp12.CyclotomicSquare(gxx6, out Fp12 gxx12);
        Fp12 gxxx12 = PowerOfSeed(gxx12);
        Fp12 a = gx6 * gxx6 * gxxx12;
        Fp12 b = a * gx2.Conjugate();
        Fp12 l0 = a * gxx6 * g;
        Fp12 l3 = b * g.Conjugate();
        return l0 * b.Frobenius() * a.FrobeniusSquare() * l3.FrobeniusSquare().Frobenius();
    }

    private static Fp12 PowerOfSeed(in Fp12 g)
    {
        Fp12 result = g;
        Fp12 conjugate = g.Conjugate();
        ReadOnlySpan<sbyte> digits = SeedDigits;
        for (int i = 1; i < digits.Length; i++)
        {
            Fp12.CyclotomicSquare(result, out result);
            if (digits[i] > 0) Fp12.Multiply(result, g, out result);
            else if (digits[i] < 0) Fp12.Multiply(result, conjugate, out result);
        }

        return result;
    }
}
