using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>Groth16's proof equation, in the form of snarkjs's keys (Groth, EUROCRYPT 2016, section 3.2).</summary>
/// <remarks>
/// With w the witness, r and s fresh scalars, and P = A B - C on the odd coset:
/// <code>
///   A = [alpha]1 + sum_s w_s [A_s(tau)]1 + r [delta]1
///   B = [beta]2  + sum_s w_s [B_s(tau)]2 + s [delta]2
///   C = sum_private w_s [(beta A_s + alpha B_s + C_s)(tau) / delta]1 + sum_i P(g w^i) [L_(2i+1)(tau) / delta]1 + s A + r B1 - r s [delta]1
/// </code>
/// where B1 is B's twin in G1. Not constant-time: scalar multiplications depend on the witness.
/// </remarks>
internal static class Prover
{
    private const string Scalars = "preparing the witness";
    private const string SumA = "multi-exponentiation A", SumB1 = "multi-exponentiation B1", SumB2 = "multi-exponentiation B2";
    private const string SumC = "multi-exponentiation C", SumH = "multi-exponentiation H";

    /// <summary>Computes a proof. r and s must be uniform, independent and used once; nothing here verifies the result.</summary>
    public static Proof Prove(ProvingKey key, Witness witness, Fr r, Fr s, ProvingPhases phases)
    {
        G1Affine delta1 = key.Header.Delta1;

        // The witness's own sums do not wait for the quotient.
        (G1Affine sumH, (G1Affine sumA, G1Affine sumB1, G2Affine sumB2, G1Affine sumC)) = phases.Together(
            () => QuotientSum(key, witness, phases),
            () => WitnessSums(key, witness, phases));

        G1Affine a = key.VerificationKey.Alpha + sumA + (delta1 * r);
        G2Affine b = key.VerificationKey.Beta + sumB2 + (key.VerificationKey.Delta * s);
        G1Affine b1 = key.Header.Beta1 + sumB1 + (delta1 * s);
        G1Affine c = sumC + sumH + (a * s) + (b1 * r) - (delta1 * (r * s));
        return new Proof(a, b, c);
    }

    /// <summary>What each phase costs for a key, in additions of G1: for progress alone.</summary>
    public static Dictionary<string, double> Costs(ProvingKey key)
    {
        // Most values of most circuits' witnesses are small; those of the quotient never are.
        double wires = key.WireCount, rows = key.DomainSize;
        return new()
        {
            [Quotient.Phase] = 3 * rows,
            [SumH] = 20 * rows,
            [Scalars] = 0.5 * wires,
            [SumA] = 4 * wires,
            [SumB1] = 4 * wires,
            [SumB2] = 12 * wires,
            [SumC] = 4 * wires,
        };
    }

    private static G1Affine QuotientSum(ProvingKey key, Witness witness, ProvingPhases phases)
    {
        Fr[] quotient = Quotient.OnOddCoset(key, witness, phases);
        return phases.Run(SumH, execution => MultiScalarMultiplication.Compute(key.PointsH, quotient, execution));
    }

    private static (G1Affine A, G1Affine B1, G2Affine B2, G1Affine C) WitnessSums(ProvingKey key, Witness witness, ProvingPhases phases)
    {
        // The private wires follow the constant and the public signals.
        int firstPrivate = key.PublicCount + 1;
        PreparedScalars wires = phases.Run(Scalars, execution => PreparedScalars.From(witness.Values, execution));
        return (
            phases.Run(SumA, execution => MultiScalarMultiplication.Compute(key.PointsA, wires, 0, execution)),
            phases.Run(SumB1, execution => MultiScalarMultiplication.Compute(key.PointsB1, wires, 0, execution)),
            phases.Run(SumB2, execution => MultiScalarMultiplication.Compute(key.PointsB2, wires, 0, execution)),
            phases.Run(SumC, execution => MultiScalarMultiplication.Compute(key.PointsC, wires, firstPrivate, execution)));
    }
}
