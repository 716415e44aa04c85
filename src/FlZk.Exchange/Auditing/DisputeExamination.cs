using FlZk.Bn254;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;
using FlZk.Ethereum.Signing;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Deliveries;
using FlZk.Exchange.Jobs;
using FlZk.Exchange.Rounds;
using FlZk.Platform.Files;
using FlZk.Statements;

namespace FlZk.Exchange.Auditing;

/// <summary>Judges a dispute about a contribution proof again: the provider signed for the proof, and the proof fails.</summary>
internal sealed class DisputeExamination(ChainTestimony testimony, JobView job)
{
    public async Task<string?> FaultAsync(ContractEvent report, CancellationToken cancellation)
    {
        Contract disputes = testimony.Contracts.Disputes.Contract;
        Address provider = report.Fields.Address("provider");
        (_, AbiValues call) = await testimony.CallBehindAsync(
            report, disputes, "reportFailedContribution", cancellation).ConfigureAwait(false);
        AbiValues claim = call.Tuple("claim");
        byte[] proof = call.Bytes("proof");
        if (call.Address("provider") != provider || claim.Integer("jobId") != job.Id
            || claim.Integer("round") != report.Fields.Integer("round") || claim.Hash("proofHash") != report.Fields.Hash("proofHash"))
        {
            return $"the event of the dispute with {provider} is not about the claim in its call";
        }

        if (Keccak256.Hash(proof) != claim.Hash("proofHash")) return $"{provider} is punished for another proof than it signed for";
        AbiValues commitment = claim.Tuple("commitment");
        TypedData signed = SignedContribution.MessageOf(
            testimony.Contracts.ChainId, disputes.Address, job.Id, claim.Integer("round"),
            (commitment.Integer("x"), commitment.Integer("y")), claim.Hash("proofHash"));

        // A provider that is a contract (ERC-1271) said so itself, on chain; whose code it was cannot be told from here.
        bool isContract = (await testimony.Contracts.Web3.Client.GetCodeAsync(provider, testimony.Block, cancellation)
            .ConfigureAwait(false)).Length > 0;
        if (!isContract && Signature.FromBytes(call.Bytes("signature")).RecoverSigner(signed.Hash()) != provider)
            return $"{provider} is punished for a proof that it did not sign for";
        BoundedUpdateVerificationKey key = await AuditedContributionKey.ReadAsync(testimony, job, cancellation).ConfigureAwait(false);
        RoundId id = testimony.Contracts.Coordinator.RoundId(job.Id, report.Fields.Int32("round"));
        return Holds(key, id.ContextFor(provider), commitment, proof)
            ? $"{provider} is punished for a contribution proof that verifies"
            : null;
    }

    // A commitment or a proof that is none is its signer's doing, and fails.
    private bool Holds(BoundedUpdateVerificationKey key, Fr context, AbiValues commitment, byte[] proof)
    {
        try
        {
            var statement = new BoundedUpdateStatement(
                key.KeyId, context, (UInt128)job.Spec.MaxSquaredNorm, new VectorCommitment(commitment.ToG1()));
            return BoundedUpdateVerifier.Verify(key, statement, ContributionProof.Decode(proof)).Accepted;
        }
        catch (Exception malformed) when (malformed is AbiException or FileFormatException)
        {
            return false;
        }
    }
}
