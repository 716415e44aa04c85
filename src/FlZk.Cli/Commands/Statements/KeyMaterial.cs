using FlZk.Groth16;
using FlZk.Statements;

namespace FlZk.Cli.Commands.Statements;

/// <summary>The verifier's part of a key folder, of whichever statement.</summary>
/// <param name="KeyId">Keccak-256 of the blob.</param>
/// <param name="Chunks">Proofs per statement.</param>
/// <param name="Origin">Where the keys come from.</param>
/// <param name="Blob">What a verifier contract is made with.</param>
/// <param name="Json">The same for people and auditors.</param>
internal sealed record KeyMaterial(string KeyId, int Chunks, KeyOrigin Origin, byte[] Blob, string Json)
{
    public static KeyMaterial Of(LinkedVerificationKey key) =>
        new(key.KeyId.ToString(), key.Chunks, key.Origin, key.ToBlob(), key.ToJson());

    public static KeyMaterial Of(BoundedUpdateVerificationKey key) =>
        new(key.KeyId.ToString(), key.Chunks, key.Origin, key.ToBlob(), key.ToJson());
}
