using FlZk.Bn254;

namespace FlZk.Statements;

/// <summary>Checks contribution proofs as the contract does: the same refusals, the same equation, N M + M + 4 pairings for N proofs of M
/// chunks.</summary>
/// <remarks>
/// With f(i, c) = t^(i + N c), S_c = sum_i t^i D_ic and rho, t from <see cref="BoundedUpdateChallenge"/>:
/// prod_(i,c) e(-f(i, c) A_ic, B_ic) * e(sum f alpha, beta) * e(sum_c t^(N c) S_c + sum f (IC_0 + ctx_i IC_ctx + bound IC_bound) - rho
/// sum_i t^i pi_i, [1]2) * e(sum f C_ic, delta) * e(rho sum_i t^i C_i, k_C) * prod_c e(rho S_c, k_c) = 1.
/// </remarks>
public static class BoundedUpdateVerifier
{
    /// <summary>Checks <paramref name="proof"/> of <paramref name="statement"/>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="statement">The claim, every part of it taken from a source that the caller trusts.</param>
    /// <param name="proof">The proof, from anybody.</param>
    /// <returns>Acceptance, or the check that failed.</returns>
    public static BoundedUpdateVerdict Verify(
        BoundedUpdateVerificationKey key, BoundedUpdateStatement statement, ContributionProof proof) =>
        VerifyBatch(key, [(statement, proof)]);

    /// <summary>Checks proofs of statements with one bound all together.</summary>
    /// <param name="key">The key.</param>
    /// <param name="claims">Statements, each with its proof.</param>
    /// <returns>Acceptance of all of them, or the first check that failed.</returns>
    public static BoundedUpdateVerdict VerifyBatch(
        BoundedUpdateVerificationKey key, IReadOnlyList<(BoundedUpdateStatement Statement, ContributionProof Proof)> claims)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(claims);
        if (claims.Count == 0) return new(BoundedUpdateRefusal.BatchMixed, "There is no proof to check.");
        foreach ((BoundedUpdateStatement statement, ContributionProof proof) in claims)
        {
            BoundedUpdateVerdict verdict = CheckShape(key, statement, proof);
            if (verdict.Accepted && statement.MaxSquaredNorm != claims[0].Statement.MaxSquaredNorm)
                verdict = new(BoundedUpdateRefusal.BatchMixed, "The statements of a batch have different bounds.");
            if (verdict.Accepted) verdict = CheckPoints(statement, proof);
            if (!verdict.Accepted) return verdict;
        }

        return CombinedEquationHolds(key, claims, BoundedUpdateChallenge.Derive(claims))
            ? BoundedUpdateVerdict.Valid
            : Diagnose(key, claims);
    }

    /// <summary>Evaluates the equation for given challenges, on points that were checked.</summary>
    internal static bool CombinedEquationHolds(
        BoundedUpdateVerificationKey key,
        IReadOnlyList<(BoundedUpdateStatement Statement, ContributionProof Proof)> claims,
        BoundedUpdateChallenge challenge)
    {
        int count = claims.Count, chunks = key.Chunks;
        var left = new G1Affine[(count * chunks) + chunks + 4];
        var right = new G2Affine[left.Length];
        Fr power = Fr.One, powers = Fr.Zero, contexts = Fr.Zero;
        G1Jacobian input = G1Jacobian.Infinity, quotient = G1Jacobian.Infinity;
        G1Jacobian links = G1Jacobian.Infinity, commitments = G1Jacobian.Infinity;
        int at = 0;
        for (int c = 0; c < chunks; c++)
        {
            // sum_i t^i D_ic, and t^(N c) times it.
            G1Jacobian row = G1Jacobian.Infinity;
            Fr rowPower = Fr.One, shift = power;
            foreach ((BoundedUpdateStatement statement, ContributionProof proof) in claims)
            {
                ChunkProof chunk = proof.Chunks[c];
                (left[at], right[at++]) = (-(chunk.Groth16.A * power), chunk.Groth16.B);
                row += new G1Jacobian(chunk.Commitment) * rowPower;
                quotient += new G1Jacobian(chunk.Groth16.C) * power;
                powers += power;
                contexts += power * statement.Context;
                if (c == 0)
                {
                    links += new G1Jacobian(proof.Link) * power;
                    commitments += new G1Jacobian(statement.Commitment.Point) * power;
                }

                rowPower *= challenge.T;
                power *= challenge.T;
            }

            input += row * shift;
            (left[(count * chunks) + c], right[(count * chunks) + c]) = ((row * challenge.Rho).ToAffine(), key.Link.Chunk(c));
        }

        input += new G1Jacobian(key.ConstantBase) * powers;
        input += new G1Jacobian(key.ContextBase) * contexts;
        input += new G1Jacobian(key.BoundBase) * (powers * claims[0].Statement.Bound);
        input += -(links * challenge.Rho);
        at = (count * chunks) + chunks;
        (left[at], right[at++]) = (key.Alpha * powers, key.Beta);
        (left[at], right[at++]) = (input.ToAffine(), G2Affine.Generator);
        (left[at], right[at++]) = (quotient.ToAffine(), key.Delta);
        (left[at], right[at]) = ((commitments * challenge.Rho).ToAffine(), key.Link.Commitment);
        return Pairing.ProductIsOne(left, right);
    }

    private static BoundedUpdateVerdict CheckShape(
        BoundedUpdateVerificationKey key, BoundedUpdateStatement statement, ContributionProof proof)
    {
        if (statement.KeyId != key.KeyId)
            return new(BoundedUpdateRefusal.WrongKey, $"The statement is for key {statement.KeyId}, not {key.KeyId}.");
        if (proof.Chunks.Count != key.Chunks)
            return new(BoundedUpdateRefusal.WrongChunkCount, $"The proof has {proof.Chunks.Count} chunks, the key {key.Chunks}.");
        return statement.MaxSquaredNorm <= key.Parameters.MaximumBound
            ? BoundedUpdateVerdict.Valid
            : new(
                BoundedUpdateRefusal.BoundOutOfRange,
                $"The bound on the squared norm is {statement.MaxSquaredNorm}; the key takes {key.Parameters.MaximumBound} at most.");
    }

    private static BoundedUpdateVerdict CheckPoints(BoundedUpdateStatement statement, ContributionProof proof)
    {
        (PointFault fault, string detail) = ChunkProofs.FirstFault([(statement.Commitment.Point, "C"), (proof.Link, "pi")], proof.Chunks);
        return fault switch
        {
            PointFault.None => BoundedUpdateVerdict.Valid,
            PointFault.AtInfinity => new(BoundedUpdateRefusal.PointAtInfinity, detail),
            PointFault.OffCurve => new(BoundedUpdateRefusal.PointOffCurve, detail),
            _ => new(BoundedUpdateRefusal.PointOutsideSubgroup, detail),
        };
    }

    /// <summary>Takes the combined equation apart to say which of its parts fails.</summary>
    private static BoundedUpdateVerdict Diagnose(
        BoundedUpdateVerificationKey key, IReadOnlyList<(BoundedUpdateStatement Statement, ContributionProof Proof)> claims)
    {
        for (int i = 0; i < claims.Count; i++)
        {
            (BoundedUpdateStatement statement, ContributionProof proof) = claims[i];
            G1Affine scalars = key.ScalarPart(statement.Context, statement.Bound);
            for (int c = 0; c < proof.Chunks.Count; c++)
            {
                if (!ChunkProofs.Groth16Holds(key, scalars, proof.Chunks[c]))
                {
                    return new(
                        BoundedUpdateRefusal.ChunkProofFailed, $"The Groth16 equation of chunk {c} of proof {i} does not hold.");
                }
            }

            if (!ChunkProofs.LinkHolds(key, [statement.Commitment.Point], proof.Chunks, proof.Link))
            {
                return new(
                    BoundedUpdateRefusal.LinkFailed,
                    $"The link equation of proof {i} does not hold: the proved values are not the committed ones.");
            }
        }

        return new(BoundedUpdateRefusal.CombinationFailed, "The combined equation does not hold.");
    }
}
