using FlZk.Bn254.Fields;

namespace FlZk.Bn254.Curves;

/// <summary>One point times one scalar. Time depends on the scalar: not for secrets on a machine that others can time.</summary>
internal static class ScalarMultiplication
{
    /// <summary>k P by signed digits of five bits (width-5 NAF): 254 doublings and about 42 additions for a full-size scalar.</summary>
    /// <param name="point">Any point of the curve, in the subgroup or not.</param>
    /// <param name="scalar">An integer below 2^255, not in Montgomery form.</param>
    public static JacobianPoint<TField> Multiply<TField>(in JacobianPoint<TField> point, in Limbs scalar)
        where TField : unmanaged, IField<TField>
    {
        Span<sbyte> digits = stackalloc sbyte[257];
        int length = NonAdjacentForm(scalar, digits);
        if (length == 0 || point.IsInfinity) return JacobianPoint<TField>.Infinity;

        // odd[i] = (2i + 1) P
        Span<JacobianPoint<TField>> odd = stackalloc JacobianPoint<TField>[8];
        odd[0] = point;
        if (length > 1 || digits[0] > 1)
        {
            JacobianPoint<TField> twice = point.Double();
            for (int i = 1; i < odd.Length; i++) odd[i] = odd[i - 1].Add(twice);
        }

        JacobianPoint<TField> sum = JacobianPoint<TField>.Infinity;
        for (int i = length - 1; i >= 0; i--)
        {
            sum = sum.Double();
            int digit = digits[i];
            if (digit > 0) sum = sum.Add(odd[digit >> 1]);
            else if (digit < 0) sum = sum.Add(odd[-digit >> 1].Negate());
        }

        return sum;
    }

    /// <summary>(k0 + k1 lambda) P by the signed digits of both halves at once: 64 doublings and about 22 additions.</summary>
    public static JacobianPoint<Fp> Multiply(in G1Affine point, BatchingCoefficient coefficient)
    {
        if (point.IsInfinity) return JacobianPoint<Fp>.Infinity;
        Span<sbyte> first = stackalloc sbyte[257], second = stackalloc sbyte[257];
        int length = Math.Max(Digits(coefficient.K0, first), Digits(coefficient.K1, second));

        // odd[i] = (2i + 1) P and turned[i] = [lambda] of it.
        Span<JacobianPoint<Fp>> odd = stackalloc JacobianPoint<Fp>[8], turned = stackalloc JacobianPoint<Fp>[8];
        odd[0] = new JacobianPoint<Fp>(point.Point);
        JacobianPoint<Fp> twice = odd[0].Double();
        for (int i = 1; i < odd.Length; i++) odd[i] = odd[i - 1].Add(twice);
        for (int i = 0; i < odd.Length; i++) turned[i] = new JacobianPoint<Fp>(odd[i].X * Endomorphism.Beta, odd[i].Y, odd[i].Z);

        JacobianPoint<Fp> sum = JacobianPoint<Fp>.Infinity;
        for (int i = length - 1; i >= 0; i--)
        {
            sum = sum.Double();
            if (first[i] != 0) sum = sum.Add(Pick(odd, first[i]));
            if (second[i] != 0) sum = sum.Add(Pick(turned, second[i]));
        }

        return sum;

        static JacobianPoint<Fp> Pick(ReadOnlySpan<JacobianPoint<Fp>> odd, int digit) =>
            digit > 0 ? odd[digit >> 1] : odd[-digit >> 1].Negate();

        static int Digits(long scalar, Span<sbyte> digits)
        {
            digits.Clear();
            ulong magnitude = scalar < 0 ? 0UL - (ulong)scalar : (ulong)scalar;
            int length = NonAdjacentForm(new Limbs(magnitude, 0, 0, 0), digits);
            if (scalar < 0)
            {
                foreach (ref sbyte digit in digits[..length]) digit = (sbyte)-digit;
            }

            return length;
        }
    }

    /// <summary>Writes the width-5 non-adjacent form: digits zero or odd in [-15, 15], least significant first. Returns how many.</summary>
    public static int NonAdjacentForm(in Limbs scalar, Span<sbyte> digits)
    {
        ulong l0 = scalar.L0, l1 = scalar.L1, l2 = scalar.L2, l3 = scalar.L3;
        int length = 0;
        while ((l0 | l1 | l2 | l3) != 0)
        {
            int digit = 0;
            if ((l0 & 1) != 0)
            {
                digit = (int)(l0 & 31);
                l0 -= (ulong)digit;
                if (digit > 16)
                {
                    // Borrow 32 from above: clearing the low five bits never borrows, adding 32 may carry.
                    digit -= 32;
                    l0 += 32;
                    if (l0 < 32 && ++l1 == 0 && ++l2 == 0) l3++;
                }
            }

            digits[length++] = (sbyte)digit;
            l0 = (l0 >> 1) | (l1 << 63);
            l1 = (l1 >> 1) | (l2 << 63);
            l2 = (l2 >> 1) | (l3 << 63);
            l3 >>= 1;
        }

        return length;
    }
}
