using FlZk.Bn254;
using FlZk.Ethereum.Abi;
using FlZk.Groth16;
using FlZk.Statements;

namespace FlZk.Exchange.Contracts;

/// <summary>Aggregate proofs as the contracts' struct.</summary>
internal static class AggregateProofAbi
{
    /// <summary>The struct's members.</summary>
    public static object[] ToAbi(this AggregateProof proof) =>
    [
        proof.Model.Point.ToAbi(),
        proof.Link.ToAbi(),
        proof.Chunks.Select(static chunk => (object)new object[]
        {
            chunk.Commitment.ToAbi(), chunk.Groth16.A.ToAbi(), chunk.Groth16.B.ToAbi(), chunk.Groth16.C.ToAbi(),
        }).ToArray(),
    ];

    /// <summary>Reads the struct.</summary>
    /// <exception cref="AbiException">A point is off its curve or subgroup, or a coordinate not below p.</exception>
    public static AggregateProof Read(AbiValues values) => Read(
        values.Tuple("modelCommitment").ToG1(), values.Tuple("link").ToG1(), values.List<AbiValues>("chunks"));

    /// <summary>Puts a proof together whose chunks came apart.</summary>
    /// <exception cref="AbiException">A point is off its curve or subgroup, or a coordinate not below p.</exception>
    public static AggregateProof Read(G1Affine model, G1Affine link, IReadOnlyList<AbiValues> chunks) => new(
        new VectorCommitment(model),
        link,
        [.. chunks.Select(static chunk => new ChunkProof(
            chunk.Tuple("commitment").ToG1(),
            new Proof(chunk.Tuple("a").ToG1(), chunk.Tuple("b").ToG2(), chunk.Tuple("c").ToG1())))]);
}
