using FlZk.Bn254;
using FlZk.Statements.Tests.Vectors;

namespace FlZk.Statements.Tests.BoundedUpdate;

/// <summary>
/// A second implementation of the check of a batch, written from the protocol and not from the product: every equation by itself, each
/// with its
/// own factor, and single checks left out at will. With none left out it agrees with the real verifier; tests hold it to that.
/// </summary>
internal static class WeakenedBoundedVerifier
{
    public static bool Accepts(
        BoundedUpdateVerificationKey key, OmittedCheck omitted, params (BoundedUpdateStatement Statement, ContributionProof Proof)[] claims)
    {
        bool Kept(OmittedCheck check) => (omitted & check) == 0;
        (Fr rho, Fr t) = Challenges(claims, Kept(OmittedCheck.LinkInChallenge));
        if (!Kept(OmittedCheck.BatchPowers)) t = Fr.One;
        Fp12 product = Fp12.One;
        Fr Power(int exponent) => Enumerable.Repeat(t, exponent).Aggregate(Fr.One, static (power, factor) => power * factor);
        for (int i = 0; i < claims.Length; i++)
        {
            (BoundedUpdateStatement statement, ContributionProof proof) = claims[i];
            if (Kept(OmittedCheck.TotalWeight) && statement.MaxSquaredNorm > key.Parameters.MaximumBound) return false;
            if (Kept(OmittedCheck.KeyId) && statement.KeyId != key.KeyId) return false;
            if (Kept(OmittedCheck.ChunkCount) && proof.Chunks.Count != key.Chunks) return false;
            G1Affine scalars = key.ConstantBase + (key.ContextBase * statement.Context) + (key.BoundBase * statement.Bound);
            for (int c = 0; c < proof.Chunks.Count; c++)
            {
                ChunkProof chunk = proof.Chunks[c];
                Fr factor = Power(i + (claims.Length * c));
                if (Kept(OmittedCheck.Groth16))
                {
                    product *= Pairing.Pair(-(chunk.Groth16.A * factor), chunk.Groth16.B);
                    product *= Pairing.Pair(key.Alpha * factor, key.Beta);
                    product *= Pairing.Pair((scalars + chunk.Commitment) * factor, G2Affine.Generator);
                    product *= Pairing.Pair(chunk.Groth16.C * factor, key.Delta);
                }

                if (Kept(OmittedCheck.Link))
                    product *= Pairing.Pair(chunk.Commitment * (rho * Power(i)), key.Link.Rows.Span[1 + c]);
            }

            if (!Kept(OmittedCheck.Link)) continue;
            product *= Pairing.Pair(statement.Commitment.Point * (rho * Power(i)), key.Link.Rows.Span[0]);
            product *= Pairing.Pair(-(proof.Link * (rho * Power(i))), G2Affine.Generator);
        }

        return product.IsOne;
    }

    /// <summary>rho and t from an independent hashing of the statements' words.</summary>
    public static (Fr Rho, Fr T) Challenges((BoundedUpdateStatement Statement, ContributionProof Proof)[] claims, bool withLink = true)
    {
        var words = new List<byte>();
        void Word(System.Numerics.BigInteger value)
        {
            byte[] bytes = value.ToByteArray(isUnsigned: true, isBigEndian: true);
            words.AddRange(new byte[32 - bytes.Length]);
            words.AddRange(bytes);
        }

        void Point(G1Affine point)
        {
            var bytes = new byte[64];
            point.WriteUncompressed(bytes);
            words.AddRange(bytes);
        }

        words.AddRange(claims[0].Statement.KeyId.ToArray());
        Word((System.Numerics.BigInteger)claims[0].Statement.MaxSquaredNorm);
        Word(claims.Length);
        foreach ((BoundedUpdateStatement statement, ContributionProof proof) in claims)
        {
            Word(statement.Context.ToBigInteger());
            Point(statement.Commitment.Point);
            if (withLink) Point(proof.Link);
            foreach (ChunkProof chunk in proof.Chunks)
            {
                Point(chunk.Commitment);
                Point(chunk.Groth16.A);
                var second = new byte[128];
                chunk.Groth16.B.WriteUncompressed(second);
                words.AddRange(second);
                Point(chunk.Groth16.C);
            }
        }

        byte[] hash = KeccakHash.Of([.. words]).ToArray();
        return (Fr.ReduceBigEndian(hash.AsSpan(16)), Fr.ReduceBigEndian(hash.AsSpan(0, 16)));
    }
}
