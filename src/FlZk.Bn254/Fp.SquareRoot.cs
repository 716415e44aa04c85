using FlZk.Bn254.Lanes;

namespace FlZk.Bn254;

public readonly partial struct Fp
{
    // p = 3 mod 4, so a^((p+1)/4) is a root of every square, and a^((p-1)/2) is its Legendre symbol.
    private static ReadOnlySpan<ulong> RootExponent =>
        [0x4f082305b61f3f52UL, 0x65e05aa45a1c72a3UL, 0x6e14116da0605617UL, 0x0c19139cb84c680aUL];

    private static ReadOnlySpan<ulong> LegendreExponent =>
        [0x9e10460b6c3e7ea3UL, 0xcbc0b548b438e546UL, 0xdc2822db40c0ac2eUL, 0x183227397098d014UL];

    /// <summary>The Legendre symbol: 1 for a non-zero square, -1 for a non-square, 0 for zero.</summary>
    public int Legendre
    {
        get
        {
            if (IsZero) return 0;
            return Pow(LegendreExponent).IsOne ? 1 : -1;
        }
    }

    /// <summary>The parity of the integer in [0, p): <c>sgn0</c> of RFC 9380, section 4.1.</summary>
    public int Sgn0 => (int)(ToCanonical().L0 & 1);

    /// <summary>Finds a square root; which of the two is unspecified.</summary>
    /// <param name="root">A root, or zero when there is none.</param>
    /// <returns>Whether this element is a square.</returns>
    public bool TrySqrt(out Fp root)
    {
        Fp candidate = Pow(RootExponent);
        bool found = candidate.Square() == this;
        root = found ? candidate : default;
        return found;
    }

    /// <summary>What is a root of every element that has one: its power (p + 1) / 4. The others show when it is squared.</summary>
    /// <param name="values">The elements.</param>
    /// <param name="candidates">As many; may be the values.</param>
    /// <param name="tier">A tier that is supported here.</param>
    internal static void RootCandidates(ReadOnlySpan<Fp> values, Span<Fp> candidates, InstructionTier tier)
    {
        switch (tier)
        {
            case InstructionTier.Avx512:
                LanePower<Avx512Fp>.Raise(values, RootExponent, candidates);
                break;
            case InstructionTier.Avx2:
                LanePower<Avx2Fp>.Raise(values, RootExponent, candidates);
                break;
            default:
                for (int i = 0; i < values.Length; i++) candidates[i] = values[i].Pow(RootExponent);
                break;
        }
    }
}
