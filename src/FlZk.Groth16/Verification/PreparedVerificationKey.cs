using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>
/// A verification key made ready for many proofs: inspected once, with e(alpha, beta) and the Miller lines of beta, gamma and delta
/// computed once. Immutable; safe to share between threads.
/// </summary>
/// <remarks>
/// The verdict is that of snarkjs and of an EVM contract on the pairing precompile, with one deliberate difference: a proof with a point at
/// infinity is refused, as FlZk's contracts refuse it. An honest proof has one with probability about 2^-252, while the simplest forgeries
/// (A = alpha, B = beta + gamma, C = 0 with a chosen vk_x) need one.
/// </remarks>
public sealed class PreparedVerificationKey
{
    private readonly Fp12 _inverseOfAlphaBeta;

    /// <summary>Inspects and prepares a key; takes a few pairings' time.</summary>
    /// <exception cref="KeyException">Anyone can forge under this key; see
    /// <see cref="KeyInspection.RequireSound(VerificationKey)"/>.</exception>
    public PreparedVerificationKey(VerificationKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        KeyInspection.RequireSound(key);
        Key = key;
        Beta = new PreparedG2(key.Beta);
        Gamma = new PreparedG2(key.Gamma);
        Delta = new PreparedG2(key.Delta);
        _inverseOfAlphaBeta = MillerProduct.Compute([key.Alpha], [Beta]).FinalExponentiation().Conjugate();
    }

    /// <summary>The key.</summary>
    public VerificationKey Key { get; }

    /// <summary>The number of public signals.</summary>
    public int PublicCount => Key.PublicCount;

    internal PreparedG2 Beta { get; }

    internal PreparedG2 Gamma { get; }

    internal PreparedG2 Delta { get; }

    /// <summary>Whether the proof holds for these public signals.</summary>
    /// <param name="publicSignals">All public signals, outputs first.</param>
    /// <param name="proof">The proof; its points are checked here, wherever they come from.</param>
    /// <param name="execution">Cancellation and threads.</param>
    /// <returns>False for a wrong number of signals, points off the curve or subgroup or at infinity, and when the equation fails.
    /// </returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public bool Verify(ReadOnlyMemory<Fr> publicSignals, Proof proof, Execution execution = default)
    {
        if (publicSignals.Length != PublicCount || !IsOnCurves(proof)) return false;
        if (execution.Threads == 1) return Verify(Verifier.InputPoint(Key, publicSignals, execution), proof);

        // The input point is summed up while the proof's own pairs run.
        Task<MillerProduct> inputs = Task.Run(
            () => MillerProduct.Compute([Verifier.InputPoint(Key, publicSignals, execution)], [Gamma]), execution.Cancellation);
        Span<bool> isMember = [false];
        MillerProduct own = MillerProduct.ComputeAndCheck([-proof.A], [proof.B], isMember, [proof.C], [Delta]);
        MillerProduct both = own * inputs.GetAwaiter().GetResult();
        return isMember[0] && both.FinalExponentiation() == _inverseOfAlphaBeta;
    }

    /// <summary>Whether the proof holds for a given vk_x.</summary>
    /// <remarks>
    /// On its own this proves NOTHING about any value: whoever chooses vk_x freely can forge (A = alpha, B = beta + [1]2, C =
    /// delta-multiple). It is for statements that establish by other means, the link argument, what vk_x is made of.
    /// </remarks>
    /// <param name="inputPoint">vk_x.</param>
    /// <param name="proof">The proof; its points are checked here.</param>
    /// <returns>False for points off the curve or subgroup or at infinity, and when the equation fails.</returns>
    public bool Verify(G1Affine inputPoint, Proof proof)
    {
        if (!Verifier.IsFinitePoint(inputPoint) || !IsOnCurves(proof)) return false;
        Span<bool> isMember = [false];
        MillerProduct product = MillerProduct.ComputeAndCheck(
            [-proof.A], [proof.B], isMember, [inputPoint, proof.C], [Gamma, Delta]);
        return isMember[0] && product.FinalExponentiation() == _inverseOfAlphaBeta;
    }

    /// <summary>Finite points on their curves; whether B is in the subgroup, its Miller loop tells.</summary>
    internal static bool IsOnCurves(Proof proof) =>
        Verifier.IsFinitePoint(proof.A) && Verifier.IsFinitePoint(proof.C) && !proof.B.IsInfinity && proof.B.IsOnCurve;
}
