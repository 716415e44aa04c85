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
    /// <summary>The phases that <see cref="Prove"/> runs.</summary>
    public const int PhaseCount = 7;

    /// <summary>Computes a proof. r and s must be uniform, independent and used once; nothing here verifies the result.</summary>
    public static Proof Prove(ProvingKey key, Witness witness, Fr r, Fr s, ProvingPhases phases)
    {
        ReadOnlyMemory<Fr> wires = witness.Values;
        ReadOnlyMemory<Fr> privateWires = wires[(key.PublicCount + 1)..];
        CancellationToken cancellation = phases.Cancellation;
        G1Affine delta1 = key.Header.Delta1;

        Fr[] quotient = Quotient.OnOddCoset(key, witness, phases);
        G1Affine sumH = phases.Run("multi-exponentiation H", () => MultiScalarMultiplication.Compute(key.PointsH, quotient, cancellation));
        G1Affine sumA = phases.Run("multi-exponentiation A", () => MultiScalarMultiplication.Compute(key.PointsA, wires, cancellation));
        G1Affine sumB1 = phases.Run("multi-exponentiation B1", () => MultiScalarMultiplication.Compute(key.PointsB1, wires, cancellation));
        G2Affine sumB2 = phases.Run("multi-exponentiation B2", () => MultiScalarMultiplication.Compute(key.PointsB2, wires, cancellation));
        G1Affine sumC = phases.Run(
            "multi-exponentiation C", () => MultiScalarMultiplication.Compute(key.PointsC, privateWires, cancellation));

        G1Affine a = key.VerificationKey.Alpha + sumA + (delta1 * r);
        G2Affine b = key.VerificationKey.Beta + sumB2 + (key.VerificationKey.Delta * s);
        G1Affine b1 = key.Header.Beta1 + sumB1 + (delta1 * s);
        G1Affine c = sumC + sumH + (a * s) + (b1 * r) - (delta1 * (r * s));
        return new Proof(a, b, c);
    }
}
