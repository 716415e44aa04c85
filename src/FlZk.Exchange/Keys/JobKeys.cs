using FlZk.Ethereum;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Jobs;
using FlZk.Groth16;
using FlZk.Platform.Files;
using FlZk.Statements;

namespace FlZk.Exchange.Keys;

/// <summary>Linked verification keys as the chain holds them.</summary>
internal static class JobKeys
{
    /// <summary>Reads a verifier's key and refuses it where the policy does.</summary>
    /// <exception cref="KeyException">The key is malformed, unsafe, or a development key where none is allowed.</exception>
    /// <exception cref="ChainException">The node cannot be reached or refused.</exception>
    public static async Task<LinkedVerificationKey> OfVerifierAsync(
        ExchangeContracts contracts, Address verifier, KeyPolicy policy, CancellationToken cancellation)
    {
        byte[] blob = await contracts.Verifier(verifier).KeyBlobAsync(default, cancellation).ConfigureAwait(false);
        LinkedVerificationKey key = Parse(blob, $"the key of verifier {verifier}");
        policy.Require(contracts.ChainId, key);
        return key;
    }

    /// <summary>Reads a job's key and requires it to be the one the job pinned.</summary>
    /// <exception cref="KeyException">It is another key, malformed, unsafe, or a development key where none is allowed.</exception>
    /// <exception cref="ChainException">The node cannot be reached or refused.</exception>
    public static async Task<LinkedVerificationKey> OfJobAsync(
        ExchangeContracts contracts, JobView job, KeyPolicy policy, CancellationToken cancellation)
    {
        LinkedVerificationKey key = await OfVerifierAsync(contracts, job.Spec.Verifier, policy, cancellation).ConfigureAwait(false);
        if (IdOf(key) != job.Spec.KeyId)
            throw new KeyException($"The verifier of job {job.Id} holds key {key.KeyId}, but the job pinned {job.Spec.KeyId}.");
        if (key.Dimension != job.Spec.Dimension)
        {
            throw new KeyException(
                $"The key of job {job.Id} is for models of {key.Dimension} parameters, the job for {job.Spec.Dimension}.");
        }
        return key;
    }

    /// <summary>Decodes a blob; its origin is told by its first point.</summary>
    /// <exception cref="KeyException">The key is malformed or unsafe.</exception>
    public static LinkedVerificationKey Parse(byte[] blob, string name) =>
        Parse(blob, name, static (bytes, origin, of) => LinkedVerificationKey.FromBlob(bytes, origin, of));

    /// <summary>Decodes a blob of either statement; its origin is told by its first point.</summary>
    /// <exception cref="KeyException">The key is malformed or unsafe.</exception>
    public static TKey Parse<TKey>(byte[] blob, string name, Func<byte[], KeyOrigin, string, TKey> read)
        where TKey : LinkedKey
    {
        try
        {
            TKey key = read(blob, KeyOrigin.Ceremony, name);
            return KeyPolicy.IsDevelopmentKey(key) ? read(blob, KeyOrigin.Development, name) : key;
        }
        catch (FileFormatException cause)
        {
            throw new KeyException(cause.Message, cause);
        }
    }

    /// <summary>The key's id as the chain's type.</summary>
    public static Hash32 IdOf(LinkedVerificationKey key) => new(key.KeyId.ToArray());
}
