using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.Hashing;

/// <summary>The Shallue-van de Woestijne map to G1 with Z = 1: RFC 9380, section 6.6.1, straight-line form of
/// appendix F.1, for g(x) = x^3 + 3.</summary>
internal static class ShallueVanDeWoestijne
{
    // The curve's coefficient; c1 = g(Z), c2 = -Z/2, c3 = sqrt(-g(Z) 3 Z^2) with sgn0(c3) = 0, c4 = -4 g(Z) / (3 Z^2)
    private static readonly Fp B = Fp.FromUInt64(3);
    private static readonly Fp C1 = Fp.FromUInt64(4);
    private static readonly Fp C2 = -Fp.FromUInt64(2).Inverse();
    private static readonly Fp C3 = EvenRoot(-Fp.FromUInt64(12));
    private static readonly Fp C4 = -(Fp.FromUInt64(16) * Fp.FromUInt64(3).Inverse());

    /// <summary>A point of the curve for every field element.</summary>
    public static G1Affine Map(in Fp u)
    {
        Fp product = u.Square() * C1;
        Fp plus = Fp.One + product;
        Fp minus = Fp.One - product;
        Fp inverse = (minus * plus).Inverse();
        Fp shift = u * minus * inverse * C3;
        Fp x = C2 - shift;
        if (!Curve(x).TrySqrt(out Fp y))
        {
            x = C2 + shift;
            if (!Curve(x).TrySqrt(out y))
            {
                x = ((plus.Square() * inverse).Square() * C4) + Fp.One;

                // One of the three candidates always has a square value (section 6.6.1).
                bool found = Curve(x).TrySqrt(out y);
                System.Diagnostics.Debug.Assert(found, "The third candidate's value is a square.");
            }
        }

        return new G1Affine(x, u.Sgn0 == y.Sgn0 ? y : -y);
    }

    /// <summary>The points of many field elements, the same as of each alone: one inversion, and roots side by side. Those whose first
    /// candidate fails, about half, close ranks for the second, and so for the third.</summary>
    /// <param name="elements">The elements.</param>
    /// <param name="points">As many.</param>
    /// <param name="tier">A tier that is supported here.</param>
    public static void Map(ReadOnlySpan<Fp> elements, Span<G1Affine> points, InstructionTier tier)
    {
        int count = elements.Length;
        var inverses = new Fp[count];
        var x = new Fp[count];
        var shifts = new Fp[count];
        var open = new int[count];
        for (int i = 0; i < count; i++)
        {
            Fp product = elements[i].Square() * C1;
            inverses[i] = (Fp.One - product) * (Fp.One + product);
        }

        Fp.BatchInverse(inverses);
        for (int i = 0; i < count; i++)
        {
            open[i] = i;
            shifts[i] = elements[i] * (Fp.One - (elements[i].Square() * C1)) * inverses[i] * C3;
            x[i] = C2 - shifts[i];
        }

        count = KeepWithoutRoot(elements, points, x, open, tier);
        for (int k = 0; k < count; k++) x[k] = C2 + shifts[open[k]];
        count = KeepWithoutRoot(elements, points, x.AsSpan(0, count), open, tier);
        for (int k = 0; k < count; k++)
        {
            Fp plus = Fp.One + (elements[open[k]].Square() * C1);
            x[k] = ((plus.Square() * inverses[open[k]]).Square() * C4) + Fp.One;
        }

        count = KeepWithoutRoot(elements, points, x.AsSpan(0, count), open, tier);
        System.Diagnostics.Debug.Assert(count == 0, "The third candidate's value is a square.");
    }

    /// <summary>Finishes the points whose candidate is on the curve; the places of the others move to the front of
    /// <paramref name="open"/>.</summary>
    /// <returns>How many are left.</returns>
    private static int KeepWithoutRoot(
        ReadOnlySpan<Fp> elements, Span<G1Affine> points, ReadOnlySpan<Fp> x, Span<int> open, InstructionTier tier)
    {
        var values = new Fp[x.Length];
        var roots = new Fp[x.Length];
        for (int k = 0; k < values.Length; k++) values[k] = Curve(x[k]);
        Fp.RootCandidates(values, roots, tier);
        int left = 0;
        for (int k = 0; k < values.Length; k++)
        {
            int i = open[k];
            if (roots[k].Square() != values[k])
            {
                open[left++] = i;
                continue;
            }

            points[i] = new G1Affine(x[k], elements[i].Sgn0 == roots[k].Sgn0 ? roots[k] : -roots[k]);
        }

        return left;
    }

    private static Fp Curve(in Fp x) => (x.Square() * x) + B;

    private static Fp EvenRoot(in Fp square)
    {
        bool found = square.TrySqrt(out Fp root);
        System.Diagnostics.Debug.Assert(found, "-12 is a square modulo p.");
        return root.Sgn0 == 0 ? root : -root;
    }
}
