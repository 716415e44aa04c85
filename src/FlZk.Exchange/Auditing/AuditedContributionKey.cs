using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Jobs;
using FlZk.Exchange.Keys;
using FlZk.Groth16;
using FlZk.Statements;

namespace FlZk.Exchange.Auditing;

/// <summary>The key that a job's contribution proofs are checked with, read from the chain and compared with what the job fixed.</summary>
internal static class AuditedContributionKey
{
    /// <summary>Reads it.</summary>
    /// <exception cref="TestimonyException">The verifier's code is not what the job opened with, or its key not the one it
    /// names.</exception>
    /// <exception cref="Platform.Files.FileFormatException">The key is malformed.</exception>
    /// <exception cref="KeyException">The key is unsafe.</exception>
    public static async Task<BoundedUpdateVerificationKey> ReadAsync(ChainTestimony testimony, JobView job, CancellationToken cancellation)
    {
        ExchangeContracts contracts = testimony.Contracts;
        IReadOnlyList<ContractEvent> opened = await testimony.EventsAsync(
            contracts.Coordinator.Contract, "JobOpened", new Dictionary<string, object> { ["jobId"] = job.Id }, cancellation)
            .ConfigureAwait(false);
        if (opened.Count != 1) throw new TestimonyException($"the node shows {opened.Count} openings of the job");
        AbiValues terms = opened[0].Fields.Tuple("terms");
        Address address = job.Spec.ContributionVerifier;
        if (terms.Address("contributionVerifier") != address)
            throw new TestimonyException($"the job opened with the contribution verifier {terms.Address("contributionVerifier")}");
        byte[] code = await contracts.Web3.Client.GetCodeAsync(address, testimony.Block, cancellation).ConfigureAwait(false);
        if (Keccak256.Hash(code) != terms.Hash("contributionCodeHash"))
            throw new TestimonyException($"the contribution verifier's code has not the hash {terms.Hash("contributionCodeHash")}");
        Contract verifier = contracts.Web3.Bind(ExchangeAbi.ContributionVerifier, address);
        Address store = await verifier.CallAsync<Address>("keyStore", [], testimony.Block, cancellation).ConfigureAwait(false);
        byte[] kept = await contracts.Web3.Client.GetCodeAsync(store, testimony.Block, cancellation).ConfigureAwait(false);
        if (kept is not [0, .. byte[] blob]) throw new TestimonyException($"the code of {store} is not a stored key");
        byte[] keyId = await verifier.CallAsync<byte[]>("keyId", [], testimony.Block, cancellation).ConfigureAwait(false);
        if (Keccak256.Hash(blob) != new Hash32(keyId))
            throw new TestimonyException("the contribution verifier's key is not the one it names");
        var key = BoundedUpdateVerificationKey.FromBlob(blob, KeyOrigin.Ceremony, "the contribution key");
        return key.Dimension == job.Spec.Dimension
            ? key
            : throw new TestimonyException($"the contribution key is for {key.Dimension} parameters, the job for {job.Spec.Dimension}");
    }
}
