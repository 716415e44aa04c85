using FlZk.Bn254;
using FlZk.Groth16;

namespace FlZk.Statements.Tests.Vectors;

/// <summary>The forgeries of the protocol's list of attacks, none of which uses a secret of the key unless it says so.</summary>
internal static class Forgeries
{
    /// <summary>
    /// D of the forger's choice: A = alpha, B = beta + [1]2 + x delta, C = x alpha, D = alpha - IC_0 - ctx IC_ctx - W IC_W. Passes plain
    /// Groth16. With x = 0, C is infinity.
    /// </summary>
    public static AggregateProof ChosenD(LinkedFixture keys, FedAvgStatement statement, G1Affine link, long x)
    {
        Fr factor = Fr.FromInt64(x);
        var groth16 = new Proof(
            keys.Key.Alpha, keys.Key.Beta + G2Affine.Generator + (keys.Key.Delta * factor), keys.Key.Alpha * factor);
        var chunk = new ChunkProof(keys.Key.Alpha - keys.ScalarPart(statement), groth16);
        return new AggregateProof(statement.Model, link, [.. Enumerable.Repeat(chunk, keys.Shape.Chunks)]);
    }

    /// <summary>An honest proof re-targeted to another W or ctx: D' = D + (W - W') IC_W + (ctx - ctx') IC_ctx.</summary>
    public static AggregateProof Retarget(LinkedFixture keys, HandProof honest, FedAvgStatement other)
    {
        G1Affine shift = keys.ScalarPart(honest.Statement) - keys.ScalarPart(other);
        return honest.Proof
            with
        { Chunks = [.. honest.Proof.Chunks.Select(chunk => chunk with { Commitment = chunk.Commitment + shift })] };
    }

    /// <summary>
    /// Another model: values <paramref name="change"/> are added to the given coordinates of y, in C_Y and in pi; when
    /// <paramref name="inD"/> also in D, which then no longer fits A, B, C.
    /// </summary>
    public static HandProof WrongModel(LinkedFixture keys, Round round, HandProof honest, bool inD, params (int At, long By)[] change)
    {
        G1Affine model = honest.Statement.Model.Point, link = honest.Proof.Link;
        var chunks = honest.Proof.Chunks.ToArray();
        int k = keys.Shape.ChunkSize;
        foreach ((int at, long by) in change)
        {
            Fr factor = Fr.FromInt64(by);
            model += LinkedFixture.Generators.Values.Span[at] * factor;
            link += keys.Link.Columns.Span[round.Sums.Length + at] * factor;
            if (!inD) continue;
            G1Affine input = keys.Circuit.Key.InputBases.Span[FedAvgPublicSignals.ModelBase(at % k)];
            chunks[at / k] = chunks[at / k] with { Commitment = chunks[at / k].Commitment + (input * factor) };
        }

        var commitment = new VectorCommitment(model);
        return honest
            with
        { Statement = honest.Statement with { Model = commitment }, Proof = new AggregateProof(commitment, link, chunks) };
    }

    /// <summary>
    /// Anything at all against a challenge that omits pi: A = alpha, B = beta + x delta, C = x alpha, D consistent with false values, and
    /// pi = (the link of the false values) + rho (sum_c t^c (IC_0 + ctx IC_ctx + W IC_W + D_c)).
    /// </summary>
    public static AggregateProof SolvedLink(LinkedFixture keys, HandProof falsehood, long x)
    {
        Fr factor = Fr.FromInt64(x);
        var groth16 = new Proof(keys.Key.Alpha, keys.Key.Beta + (keys.Key.Delta * factor), keys.Key.Alpha * factor);
        AggregateProof proof = falsehood.Proof
            with
        { Chunks = [.. falsehood.Proof.Chunks.Select(chunk => chunk with { Groth16 = groth16 })] };
        (Fr rho, Fr t) = WeakenedVerifier.Challenges(falsehood.Statement, proof, withLink: false);
        G1Affine inputs = G1Affine.Infinity;
        Fr power = Fr.One;
        foreach (ChunkProof chunk in proof.Chunks)
        {
            inputs += (keys.ScalarPart(falsehood.Statement) + chunk.Commitment) * power;
            power *= t;
        }

        return proof with { Link = proof.Link + (inputs * rho) };
    }

    /// <summary>
    /// Commitments nobody can open, from two columns that touch one row each: row R gets a P[column in R'], row R' loses a P[column in R].
    /// </summary>
    public static (G1Affine Row, G1Affine Other) Shift(
        LinkedFixture keys, G1Affine row, int column, G1Affine other, int otherColumn, long a)
    {
        ReadOnlySpan<G1Affine> columns = keys.Link.Columns.Span;
        Fr factor = Fr.FromInt64(a);
        return (row + (columns[otherColumn] * factor), other - (columns[column] * factor));
    }

    /// <summary>With the link's secrets known, pi for any points: sum over the rows of k_row row.</summary>
    public static G1Affine LinkFromSecrets(ReadOnlySpan<Fr> secrets, FedAvgStatement statement, IReadOnlyList<ChunkProof> chunks)
    {
        G1Affine link = (statement.Sum.Point * secrets[0]) + (statement.Model.Point * secrets[1]);
        for (int c = 0; c < chunks.Count; c++) link += chunks[c].Commitment * secrets[2 + c];
        return link;
    }
}
