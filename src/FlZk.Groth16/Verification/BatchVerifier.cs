using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>Verifies many proofs under one key as one random linear combination of their equations.</summary>
/// <remarks>
/// With r_i drawn uniformly from 2^128 values after the proofs are fixed, and x_ij the signals of proof i,
/// <code>
/// prod_i e(-r_i A_i, B_i) . e((sum_i r_i) alpha, beta) . e(sum_j (sum_i r_i x_ij) IC_j, gamma) . e(sum_i r_i C_i, delta) = 1
/// </code>
/// holds for valid proofs always, and otherwise with probability at most 2^-128: the equation's discrete logarithm is a linear form in the
/// r_i that is not zero, so all r but one leave at most one value for the last. N + 3 Miller loops, three of them prepared, and one final
/// exponentiation take the place of 4 N and N (Ferrara, Green, Hohenberger and Pedersen, "Practical short signature batch verification",
/// CT-RSA 2009, for the technique). The argument needs every B in the subgroup of order r, which is checked for each by itself: the twist's
/// cofactor has the small factor 10069, which no combination would notice reliably.
/// </remarks>
public static class BatchVerifier
{
    // Proofs of one loop share its squarings; more loops balance better over threads.
    private const int LoopLength = 8;

    /// <summary>Verifies all proofs. When they do not hold together, halves are tried until those at fault are known.</summary>
    /// <param name="key">The circuit's prepared key.</param>
    /// <param name="claims">Proofs with their public signals.</param>
    /// <param name="execution">Cancellation and threads.</param>
    /// <returns>Which are refused: for a wrong number of signals, points off the curve or subgroup or at infinity, or an equation that
    /// does not hold.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static BatchVerdict Verify(PreparedVerificationKey key, ReadOnlyMemory<ProofClaim> claims, Execution execution = default) =>
        Verify(key, claims, BatchingCoefficient.Random, execution);

    /// <summary>As above with coefficients from elsewhere, for tests of what must not depend on them.</summary>
    internal static BatchVerdict Verify(
        PreparedVerificationKey key, ReadOnlyMemory<ProofClaim> claims, Func<int, BatchingCoefficient[]> draw, Execution execution)
    {
        ArgumentNullException.ThrowIfNull(key);
        var refused = new List<int>();
        var candidates = new List<int>(claims.Length);
        ReadOnlySpan<ProofClaim> all = claims.Span;
        for (int i = 0; i < all.Length; i++)
        {
            bool possible = all[i].PublicSignals.Length == key.PublicCount && PreparedVerificationKey.IsOnCurves(all[i].Proof);
            (possible ? candidates : refused).Add(i);
        }

        Search(key, claims, [.. candidates], refused, draw, execution);
        refused.Sort();
        return new BatchVerdict(claims.Length, refused);
    }

    /// <summary>Whether the combined equation holds, for given coefficients and points on their curves.</summary>
    /// <param name="key">The key.</param>
    /// <param name="claims">The claims, with as many signals as the key has.</param>
    /// <param name="coefficients">As many coefficients.</param>
    /// <param name="members">Receives which B are in the subgroup of order r; unless all are, the equation means nothing.</param>
    /// <param name="execution">Cancellation and threads.</param>
    internal static bool EquationHolds(
        PreparedVerificationKey key, ProofClaim[] claims, BatchingCoefficient[] coefficients, bool[] members, Execution execution)
    {
        var options = new ParallelOptions { CancellationToken = execution.Cancellation, MaxDegreeOfParallelism = execution.Threads };
        Fr[] scalars = CombineSignals(key.PublicCount, claims, coefficients, options);

        // Job 0 is the part that all proofs share; the others are loops over some proofs each.
        int loops = (claims.Length + LoopLength - 1) / LoopLength;
        var products = new MillerProduct[loops + 1];
        Parallel.For(0, loops + 1, options, job => products[job] = job == 0
            ? SharedPairs(key, claims, coefficients, scalars, execution)
            : OwnPairs(claims, coefficients, members, (job - 1) * LoopLength, Math.Min(job * LoopLength, claims.Length)));
        MillerProduct product = products[0];
        for (int i = 1; i < products.Length; i++) product *= products[i];
        return product.FinalExponentiation().IsOne;
    }

    private static void Search(
        PreparedVerificationKey key,
        ReadOnlyMemory<ProofClaim> all,
        int[] suspects,
        List<int> refused,
        Func<int, BatchingCoefficient[]> draw,
        Execution execution)
    {
        if (suspects.Length == 0) return;
        if (suspects.Length == 1)
        {
            ProofClaim claim = all.Span[suspects[0]];
            if (!key.Verify(claim.PublicSignals, claim.Proof, execution)) refused.Add(suspects[0]);
            return;
        }

        var claims = new ProofClaim[suspects.Length];
        for (int i = 0; i < claims.Length; i++) claims[i] = all.Span[suspects[i]];
        var members = new bool[claims.Length];
        bool holds = EquationHolds(key, claims, draw(claims.Length), members, execution);
        if (Array.TrueForAll(members, member => member))
        {
            if (holds) return;
            int half = suspects.Length / 2;
            Search(key, all, suspects[..half], refused, draw, execution);
            Search(key, all, suspects[half..], refused, draw, execution);
            return;
        }

        var left = new List<int>(suspects.Length);
        for (int i = 0; i < suspects.Length; i++) (members[i] ? left : refused).Add(suspects[i]);
        Search(key, all, [.. left], refused, draw, execution);
    }

    /// <summary>The scalar of every input base: sum_i r_i for the constant's, sum_i r_i x_ij for signal j's.</summary>
    private static Fr[] CombineSignals(
        int signals, ProofClaim[] claims, BatchingCoefficient[] coefficients, ParallelOptions options)
    {
        const int RunLength = 256;
        var factors = new Fr[claims.Length];
        var scalars = new Fr[signals + 1];
        for (int i = 0; i < claims.Length; i++)
        {
            factors[i] = coefficients[i].ToScalar();
            scalars[0] += factors[i];
        }

        Parallel.For(0, (signals + RunLength - 1) / RunLength, options, run =>
        {
            int start = run * RunLength, length = Math.Min(RunLength, signals - start);
            Span<Fr> sums = scalars.AsSpan(1 + start, length);
            for (int i = 0; i < claims.Length; i++)
            {
                ReadOnlySpan<Fr> values = claims[i].PublicSignals.Span.Slice(start, length);
                for (int j = 0; j < values.Length; j++) sums[j] += factors[i] * values[j];
            }
        });
        return scalars;
    }

    private static MillerProduct SharedPairs(
        PreparedVerificationKey key, ProofClaim[] claims, BatchingCoefficient[] coefficients, Fr[] scalars, Execution execution)
    {
        var c = new G1Affine[claims.Length];
        for (int i = 0; i < c.Length; i++) c[i] = claims[i].Proof.C;
        return MillerProduct.Compute(
            [
                key.Key.Alpha * scalars[0],
                MultiScalarMultiplication.Compute(key.Key.InputBases, scalars, execution.WithProgress(null)),
                BatchingCoefficient.Sum(c, coefficients, execution.WithProgress(null)),
            ],
            [key.Beta, key.Gamma, key.Delta]);
    }

    private static MillerProduct OwnPairs(
        ProofClaim[] claims, BatchingCoefficient[] coefficients, bool[] members, int start, int end)
    {
        var a = new G1Affine[end - start];
        var b = new G2Affine[a.Length];
        for (int i = 0; i < a.Length; i++) (a[i], b[i]) = (-claims[start + i].Proof.A, claims[start + i].Proof.B);
        BatchingCoefficient.Multiply(a, coefficients.AsSpan(start, a.Length));

        // A coefficient of zero, which chance gives once in 2^128 draws, drops its proof from the product but not from the membership test.
        for (int i = 0; i < a.Length; i++)
        {
            if (a[i].IsInfinity) return Without(a, b, members.AsSpan(start, a.Length));
        }

        return MillerProduct.ComputeAndCheck(a, b, members.AsSpan(start, a.Length));
    }

    private static MillerProduct Without(G1Affine[] a, G2Affine[] b, Span<bool> members)
    {
        for (int i = 0; i < b.Length; i++) members[i] = b[i].IsInSubgroup;
        return MillerProduct.Compute(a, b);
    }
}
