using System.Numerics;
using FlZk.Bn254;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;
using FlZk.Ethereum.Signing;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Jobs;
using FlZk.Exchange.Rounds;
using FlZk.Platform.Files;
using FlZk.Statements;

namespace FlZk.Exchange.Auditing;

/// <summary>Judges a dispute about a contribution proof again: the provider signed for the proof, and the proof fails.</summary>
internal sealed class DisputeExamination(ChainTestimony testimony, JobView job)
{
    private const string Declaration =
        "ContributionClaim(uint256 jobId,uint256 round,uint256 commitmentX,uint256 commitmentY,bytes32 proofHash)";

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
        G1Affine commitment = claim.Tuple("commitment").ToG1();
        var signed = new TypedData(
            new TypedDataDomain("FlZk ContributionDisputes", "1", testimony.Contracts.ChainId, disputes.Address),
            "ContributionClaim",
            [Declaration],
            new object[]
            {
                job.Id, claim.Integer("round"), commitment.X.ToBigInteger(), commitment.Y.ToBigInteger(), claim.Hash("proofHash"),
            });

        // A provider that is a contract (ERC-1271) said so itself, on chain; whose code it was cannot be told from here.
        bool isContract = (await testimony.Contracts.Web3.Client.GetCodeAsync(provider, testimony.Block, cancellation)
            .ConfigureAwait(false)).Length > 0;
        if (!isContract && Signature.FromBytes(call.Bytes("signature")).RecoverSigner(signed.Hash()) != provider)
            return $"{provider} is punished for a proof that it did not sign for";
        BoundedUpdateVerificationKey key = await ContributionKeys.ReadAsync(testimony, job, cancellation).ConfigureAwait(false);
        RoundId id = testimony.Contracts.Coordinator.RoundId(job.Id, report.Fields.Int32("round"));
        var statement = new BoundedUpdateStatement(
            key.KeyId, id.ContextFor(provider), (UInt128)job.Spec.MaxSquaredNorm, new VectorCommitment(commitment));
        return Holds(key, statement, proof) ? $"{provider} is punished for a contribution proof that verifies" : null;
    }

    private static bool Holds(BoundedUpdateVerificationKey key, BoundedUpdateStatement statement, byte[] proof)
    {
        try
        {
            return BoundedUpdateVerifier.Verify(key, statement, ContributionProof.Decode(proof)).Accepted;
        }
        catch (FileFormatException)
        {
            return false;
        }
    }
}
