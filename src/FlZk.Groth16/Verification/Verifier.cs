using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>
/// Verifies Groth16 proofs: e(A, B) = e(alpha, beta) e(vk_x, gamma) e(C, delta), where vk_x = IC_0 + sum_i x_i IC_i.
/// </summary>
/// <remarks>
/// Keys are prepared at their first use; see <see cref="PreparedVerificationKey"/>, and <see cref="BatchVerifier"/> for many at once.
/// The verdict is that of snarkjs and of an EVM contract on the pairing precompile, with one deliberate difference: a proof with a point at
/// infinity is refused, as FlZk's contracts refuse it. An honest proof has one with probability about 2^-252, while the simplest forgeries
/// (A = alpha, B = beta + gamma, C = 0 with a chosen vk_x) need one.
/// </remarks>
public static class Verifier
{
    /// <summary>Whether the proof holds for these public signals.</summary>
    /// <param name="key">The circuit's key; inspected once.</param>
    /// <param name="publicSignals">All public signals, outputs first.</param>
    /// <param name="proof">The proof; its points are checked here, wherever they come from.</param>
    /// <returns>False for a wrong number of signals, points off the curve or subgroup or at infinity, and
    /// when the equation fails.</returns>
    /// <exception cref="KeyException">Anyone can forge under this key; see
    /// <see cref="KeyInspection.RequireSound(VerificationKey)"/>.</exception>
    public static bool Verify(VerificationKey key, ReadOnlySpan<Fr> publicSignals, Proof proof)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Prepared().Verify(publicSignals.ToArray(), proof);
    }

    /// <summary>Whether the proof holds for a given vk_x.</summary>
    /// <remarks>
    /// On its own this proves NOTHING about any value: whoever chooses vk_x freely can forge (A = alpha, B = beta + [1]2, C =
    /// delta-multiple). It is for statements that establish by other means, the link argument, what vk_x is made of.
    /// </remarks>
    /// <param name="key">The circuit's key; inspected once.</param>
    /// <param name="inputPoint">vk_x, on the curve.</param>
    /// <param name="proof">The proof; its points are checked here.</param>
    /// <returns>False for points off the curve or subgroup or at infinity, and when the equation fails.</returns>
    /// <exception cref="KeyException">Anyone can forge under this key; see
    /// <see cref="KeyInspection.RequireSound(VerificationKey)"/>.</exception>
    public static bool Verify(VerificationKey key, G1Affine inputPoint, Proof proof)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Prepared().Verify(inputPoint, proof);
    }

    /// <summary>vk_x = IC_0 + sum_i x_i IC_i.</summary>
    /// <exception cref="ArgumentException">The number of signals is not the key's.</exception>
    public static G1Affine InputPoint(VerificationKey key, ReadOnlySpan<Fr> publicSignals) =>
        InputPoint(key, publicSignals.ToArray(), default);

    /// <summary>vk_x = IC_0 + sum_i x_i IC_i.</summary>
    /// <exception cref="ArgumentException">The number of signals is not the key's.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static G1Affine InputPoint(VerificationKey key, ReadOnlyMemory<Fr> publicSignals, Execution execution)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (publicSignals.Length != key.PublicCount)
        {
            throw new ArgumentException(
                $"The key has {key.PublicCount} public signals, {publicSignals.Length} were given.", nameof(publicSignals));
        }
        return key.InputBases.Span[0] + MultiScalarMultiplication.Compute(key.InputBases[1..], publicSignals, execution);
    }

    /// <summary>The bare equation, without any check of key or points.</summary>
    internal static bool EquationHolds(VerificationKey key, G1Affine inputPoint, Proof proof) => Pairing.ProductIsOne(
        [-proof.A, key.Alpha, inputPoint, proof.C],
        [proof.B, key.Beta, key.Gamma, key.Delta]);

    // B is the only point of the proof in a group with a cofactor: G1 of BN254 has prime order.
    internal static bool IsWellFormed(Proof proof) =>
        IsFinitePoint(proof.A) && IsFinitePoint(proof.C) && !proof.B.IsInfinity && proof.B.IsOnCurve && proof.B.IsInSubgroup;

    internal static bool IsFinitePoint(G1Affine point) => !point.IsInfinity && point.IsOnCurve;
}
