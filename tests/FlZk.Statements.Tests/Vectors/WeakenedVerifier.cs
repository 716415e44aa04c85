using FlZk.Bn254;

namespace FlZk.Statements.Tests.Vectors;

/// <summary>
/// A second implementation of the statement check, written from the protocol and not from the product, in which single checks can be left
/// out. With none left out it agrees with the real verifier; tests hold it to that.
/// </summary>
internal static class WeakenedVerifier
{
    public static bool Accepts(LinkedVerificationKey key, FedAvgStatement statement, AggregateProof proof, OmittedCheck omitted)
    {
        bool Kept(OmittedCheck check) => (omitted & check) == 0;
        int chunks = proof.Chunks.Count;
        if (Kept(OmittedCheck.KeyId) && statement.KeyId != key.KeyId) return false;
        if (Kept(OmittedCheck.ChunkCount) && (chunks != key.Chunks || statement.Chunks != key.Chunks)) return false;
        if (Kept(OmittedCheck.ChunkCount) && statement.Dimension != key.Dimension) return false;
        if (Kept(OmittedCheck.TotalWeight) && (statement.TotalWeight <= 0 || statement.TotalWeight >= 1L << key.Parameters.WeightBits))
            return false;
        if (Kept(OmittedCheck.ModelCommitment) && statement.Model != proof.Model) return false;

        List<G1Affine> firsts = [statement.Sum.Point, proof.Model.Point, proof.Link];
        List<G2Affine> seconds = [];
        foreach (ChunkProof chunk in proof.Chunks)
        {
            firsts.AddRange([chunk.Commitment, chunk.Groth16.A, chunk.Groth16.C]);
            seconds.Add(chunk.Groth16.B);
        }

        if (firsts.Any(point => !point.IsOnCurve) || seconds.Any(point => !point.IsInSubgroup)) return false;
        if (Kept(OmittedCheck.Infinity) && (firsts.Any(point => point.IsInfinity) || seconds.Any(point => point.IsInfinity))) return false;

        (Fr rho, Fr t) = Challenges(statement, proof, Kept(OmittedCheck.LinkInChallenge));
        Fp12 product = Fp12.One;
        Fr power = rho;
        foreach (ChunkProof chunk in proof.Chunks)
        {
            if (!Kept(OmittedCheck.Groth16)) break;
            G1Affine input = key.ConstantBase
                + (key.ContextBase * statement.Context)
                + (key.WeightBase * Fr.FromInt64(statement.TotalWeight))
                + chunk.Commitment;
            product *= Pairing.Pair(-(chunk.Groth16.A * power), chunk.Groth16.B);
            product *= Pairing.Pair(key.Alpha * power, key.Beta);
            product *= Pairing.Pair(input * power, G2Affine.Generator);
            product *= Pairing.Pair(chunk.Groth16.C * power, key.Delta);
            if (Kept(OmittedCheck.BatchPowers)) power *= t;
        }

        if (Kept(OmittedCheck.Link))
        {
            product *= Pairing.Pair(-proof.Link, G2Affine.Generator);
            product *= Pairing.Pair(statement.Sum.Point, key.Link.Sum);
            product *= Pairing.Pair(proof.Model.Point, key.Link.Model);
            for (int c = 0; c < Math.Min(chunks, key.Chunks); c++)
                product *= Pairing.Pair(proof.Chunks[c].Commitment, key.Link.Chunk(c));
        }

        return product.IsOne;
    }

    /// <summary>rho and t from an independent hashing of the statement's words.</summary>
    public static (Fr Rho, Fr T) Challenges(FedAvgStatement statement, AggregateProof proof, bool withLink = true)
    {
        var words = new List<byte>();
        void Point(G1Affine point)
        {
            var bytes = new byte[64];
            point.WriteUncompressed(bytes);
            words.AddRange(bytes);
        }

        void Word(System.Numerics.BigInteger value)
        {
            byte[] bytes = value.ToByteArray(isUnsigned: true, isBigEndian: true);
            words.AddRange(new byte[32 - bytes.Length]);
            words.AddRange(bytes);
        }

        words.AddRange(statement.KeyId.ToArray());
        Word(statement.Context.ToBigInteger());
        Word(statement.TotalWeight);
        Word(proof.Chunks.Count);
        Point(statement.Sum.Point);
        Point(proof.Model.Point);
        foreach (ChunkProof chunk in proof.Chunks) Point(chunk.Commitment);
        if (withLink) Point(proof.Link);
        foreach (ChunkProof chunk in proof.Chunks)
        {
            Point(chunk.Groth16.A);
            var second = new byte[128];
            chunk.Groth16.B.WriteUncompressed(second);
            words.AddRange(second);
            Point(chunk.Groth16.C);
        }

        byte[] hash = KeccakHash.Of([.. words]).ToArray();
        return (Fr.ReduceBigEndian(hash.AsSpan(16)), Fr.ReduceBigEndian(hash.AsSpan(0, 16)));
    }
}
