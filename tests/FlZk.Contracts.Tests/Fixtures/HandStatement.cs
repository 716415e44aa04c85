using System.Text.Json;
using FlZk.Bn254;
using FlZk.Statements;

namespace FlZk.Contracts.Tests.Fixtures;

/// <summary>A statement whose link secrets are known.</summary>
/// <param name="KeyBlob">The linked verification key.</param>
/// <param name="Rows">k_S, k_Y, k_0 .. k_(M-1).</param>
/// <param name="Chunks">Its chunk proofs.</param>
/// <param name="Words">The statement as calldata.</param>
internal sealed record HandStatement(byte[] KeyBlob, Fr[] Rows, IReadOnlyList<ChunkProof> Chunks, StatementWords Words)
{
    public void Write(Utf8JsonWriter writer)
    {
        ContractFixtures.Write(writer, "key", KeyBlob);
        ContractFixtures.Write(writer, string.Empty, Words);
    }
}
