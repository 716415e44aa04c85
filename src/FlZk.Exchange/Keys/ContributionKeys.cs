using FlZk.Ethereum;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Jobs;
using FlZk.Groth16;
using FlZk.Statements;

namespace FlZk.Exchange.Keys;

/// <summary>Keys of contribution proofs as the chain holds them.</summary>
internal static class ContributionKeys
{
    /// <summary>Reads the key that a job's contribution proofs are checked with.</summary>
    /// <exception cref="ExchangeException">The job takes no contribution proofs.</exception>
    /// <exception cref="KeyException">The key is malformed, unsafe, of other updates than the job's, or a development key where none is
    /// allowed.</exception>
    /// <exception cref="ChainException">The node cannot be reached or refused.</exception>
    public static async Task<BoundedUpdateVerificationKey> OfJobAsync(
        ExchangeContracts contracts, JobView job, KeyPolicy policy, CancellationToken cancellation)
    {
        Address verifier = job.Spec.ContributionVerifier;
        if (verifier.IsZero) throw new ExchangeException($"Job {job.Id} names no contribution verifier: it takes no contribution proofs.");
        byte[] blob = await contracts.ContributionVerifier(verifier).KeyBlobAsync(cancellation).ConfigureAwait(false);
        BoundedUpdateVerificationKey key = JobKeys.Parse(
            blob,
            $"the key of contribution verifier {verifier}",
            static (bytes, origin, of) => BoundedUpdateVerificationKey.FromBlob(bytes, origin, of));
        policy.Require(contracts.ChainId, key);
        return key.Dimension == job.Spec.Dimension
            ? key
            : throw new KeyException(
                $"The contribution key of job {job.Id} is for updates of {key.Dimension} values, the job for {job.Spec.Dimension}.");
    }
}
