using FlZk.Bn254;

namespace FlZk.Statements;

/// <summary>Checks FedAvg statements as the contract does: the same refusals, the same equation, 2 M + 5 pairings.</summary>
/// <remarks>
/// With w_c = rho t^c, rho and t from <see cref="Challenge"/>:
/// prod_c e(-w_c A_c, B_c) * e((sum_c w_c) alpha, beta) * e(sum_c w_c (IC_0 + ctx IC_ctx + W IC_W + D_c) - pi, [1]2)
/// * e(sum_c w_c C_c, delta) * e(C_S, k_S) * e(C_Y, k_Y) * prod_c e(D_c, k_c) = 1.
/// The link has the weight 1 and each chunk a monomial of its own, so what is false in one equation cannot cancel against another.
/// </remarks>
public static class FedAvgVerifier
{
    /// <summary>Checks <paramref name="proof"/> of <paramref name="statement"/>.</summary>
    /// <param name="key">The linked key.</param>
    /// <param name="statement">The claim, every part of it taken from a source that the caller trusts.</param>
    /// <param name="proof">The proof, from anybody.</param>
    /// <returns>Acceptance, or the check that failed.</returns>
    public static FedAvgVerdict Verify(LinkedVerificationKey key, FedAvgStatement statement, AggregateProof proof)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentNullException.ThrowIfNull(proof);
        FedAvgVerdict shape = CheckShape(key, statement, proof);
        if (!shape.Accepted) return shape;
        FedAvgVerdict points = CheckPoints(statement, proof);
        if (!points.Accepted) return points;
        return CombinedEquationHolds(key, statement, proof) ? FedAvgVerdict.Valid : Diagnose(key, statement, proof);
    }

    private static FedAvgVerdict CheckShape(LinkedVerificationKey key, FedAvgStatement statement, AggregateProof proof)
    {
        if (statement.KeyId != key.KeyId)
            return new(FedAvgRefusal.WrongKey, $"The statement is for key {statement.KeyId}, not {key.KeyId}.");
        if (statement.Dimension != key.Dimension)
        {
            return new(
                FedAvgRefusal.WrongDimension, $"The statement is about {statement.Dimension} parameters, the key for {key.Dimension}.");
        }
        if (statement.Chunks != key.Chunks)
            return new(FedAvgRefusal.WrongChunkCount, $"The statement has {statement.Chunks} chunks, the key {key.Chunks}.");
        if (proof.Chunks.Count != key.Chunks)
            return new(FedAvgRefusal.WrongChunkCount, $"The proof has {proof.Chunks.Count} chunks, the key {key.Chunks}.");
        if (statement.TotalWeight < 1 || statement.TotalWeight > key.Parameters.MaximumTotalWeight)
        {
            return new(
                FedAvgRefusal.TotalWeightOutOfRange,
                $"The total weight is {statement.TotalWeight}, outside [1, {key.Parameters.MaximumTotalWeight}].");
        }

        return statement.Model == proof.Model
            ? FedAvgVerdict.Valid
            : new(FedAvgRefusal.ModelCommitmentMismatch, "The proof is about another model commitment than the statement.");
    }

    private static FedAvgVerdict CheckPoints(FedAvgStatement statement, AggregateProof proof)
    {
        (PointFault fault, string detail) = ChunkProofs.FirstFault(
            [(statement.Sum.Point, "C_S"), (proof.Model.Point, "C_Y"), (proof.Link, "pi")], proof.Chunks);
        return fault switch
        {
            PointFault.None => FedAvgVerdict.Valid,
            PointFault.AtInfinity => new(FedAvgRefusal.PointAtInfinity, detail),
            PointFault.OffCurve => new(FedAvgRefusal.PointOffCurve, detail),
            _ => new(FedAvgRefusal.PointOutsideSubgroup, detail),
        };
    }

    private static bool CombinedEquationHolds(LinkedVerificationKey key, FedAvgStatement statement, AggregateProof proof)
    {
        Challenge challenge = Challenge.Derive(statement, proof);
        int chunks = proof.Chunks.Count;
        var left = new G1Affine[(2 * chunks) + 5];
        var right = new G2Affine[left.Length];
        Fr weight = challenge.Rho, weights = Fr.Zero;
        G1Jacobian input = G1Jacobian.Infinity, quotient = G1Jacobian.Infinity;
        for (int c = 0; c < chunks; c++)
        {
            ChunkProof chunk = proof.Chunks[c];
            (left[c], right[c]) = (-(chunk.Groth16.A * weight), chunk.Groth16.B);
            (left[chunks + c], right[chunks + c]) = (chunk.Commitment, key.Link.Chunk(c));
            input += new G1Jacobian(chunk.Commitment) * weight;
            quotient += new G1Jacobian(chunk.Groth16.C) * weight;
            weights += weight;
            weight *= challenge.T;
        }

        input += new G1Jacobian(ScalarPart(key, statement)) * weights;
        input += -new G1Jacobian(proof.Link);
        int at = 2 * chunks;
        (left[at], right[at++]) = (key.Alpha * weights, key.Beta);
        (left[at], right[at++]) = (input.ToAffine(), G2Affine.Generator);
        (left[at], right[at++]) = (quotient.ToAffine(), key.Delta);
        (left[at], right[at++]) = (statement.Sum.Point, key.Link.Sum);
        (left[at], right[at]) = (proof.Model.Point, key.Link.Model);
        return Pairing.ProductIsOne(left, right);
    }

    /// <summary>Takes the combined equation apart to say which of its parts fails.</summary>
    private static FedAvgVerdict Diagnose(LinkedVerificationKey key, FedAvgStatement statement, AggregateProof proof)
    {
        G1Affine scalars = ScalarPart(key, statement);
        for (int c = 0; c < proof.Chunks.Count; c++)
        {
            if (!ChunkProofs.Groth16Holds(key, scalars, proof.Chunks[c]))
                return new(FedAvgRefusal.ChunkProofFailed, $"The Groth16 equation of chunk {c} does not hold.");
        }

        return ChunkProofs.LinkHolds(key, [statement.Sum.Point, proof.Model.Point], proof.Chunks, proof.Link)
            ? new(FedAvgRefusal.CombinationFailed, "The combined equation does not hold.")
            : new(FedAvgRefusal.LinkFailed, "The link equation does not hold: the proved values are not the committed ones.");
    }

    /// <summary>IC_0 + ctx IC_ctx + W IC_W.</summary>
    private static G1Affine ScalarPart(LinkedVerificationKey key, FedAvgStatement statement) =>
        key.ScalarPart(statement.Context, Fr.FromInt64(statement.TotalWeight));
}
