using System.Diagnostics;
using FlZk.Bn254;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Jobs;
using FlZk.Statements;

namespace FlZk.Exchange.Auditing;

/// <summary>Audits a round's contribution proofs: each is taken from its transaction and verified again, in a batch where it was sent in
/// one.</summary>
internal sealed class ContributionExamination(RoundEvidence round)
{
    private TrainingJobSpec Spec => round.Job.Spec;

    public async Task RunAsync(CancellationToken cancellation)
    {
        if (Spec.ContributionVerifier.IsZero) return;
        int proved = round.Reveals.Count(static reveal => reveal.IsProved);
        await round.Checks.CheckAsync(
            "contributions",
            $"{proved} of {round.Reveals.Count} reveals came with a contribution proof; each verifies here for its provider, round and "
            + "commitment",
            () => FaultAsync(cancellation)).ConfigureAwait(false);
    }

    private async Task<string?> FaultAsync(CancellationToken cancellation)
    {
        Address[] told = [.. (await round.EventsAsync("ContributionProved", cancellation).ConfigureAwait(false))
            .Select(static e => e.Fields.Address("provider"))];
        Address[] proved = [.. round.Reveals.Where(static r => r.IsProved).Select(static r => r.Contribution.Provider)];
        if (!told.SequenceEqual(proved))
            return $"the node shows {told.Length} events of proved contributions, {proved.Length} reveals came with a proof";
        if (Spec.RequireContributionProof && round.Reveals.FirstOrDefault(static r => !r.IsProved) is { } bare)
            return $"{bare.Contribution.Provider} revealed without the contribution proof that the job requires";
        if (proved.Length == 0) return null;
        BoundedUpdateVerificationKey key = await AuditedContributionKey.ReadAsync(
            round.Testimony, round.Job, cancellation).ConfigureAwait(false);
        long start = Stopwatch.GetTimestamp();
        foreach (IGrouping<Hash32, AuditedReveal> call in round.Reveals.Where(static r => r.IsProved).GroupBy(static r => r.Call.Hash))
        {
            AuditedReveal first = call.First();
            IReadOnlyList<(BoundedUpdateStatement Statement, ContributionProof Proof)> claims = first.Function.Name == "submitProvedUpdate"
                ? [Claim(key, first.Contribution.Provider, first.Arguments.Bytes("update"), first.Arguments.Bytes("contributionProof"))]
                : Batch(key, first.Arguments);
            BoundedUpdateVerdict verdict = BoundedUpdateVerifier.VerifyBatch(key, claims);
            if (!verdict.Accepted)
            {
                return $"the contribution proofs of {string.Join(", ", call.Select(static r => r.Contribution.Provider))}: "
                    + verdict.Detail;
            }
        }

        round.VerifyMilliseconds += Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return null;
    }

    private IReadOnlyList<(BoundedUpdateStatement Statement, ContributionProof Proof)> Batch(
        BoundedUpdateVerificationKey key, AbiValues arguments)
    {
        IReadOnlyList<Address> providers = arguments.List<Address>("providers");
        IReadOnlyList<byte[]> updates = arguments.List<byte[]>("updates");
        IReadOnlyList<byte[]> proofs = arguments.List<byte[]>("contributionProofs");
        return providers.Count == updates.Count && updates.Count == proofs.Count
            ? [.. providers.Select((provider, i) => Claim(key, provider, updates[i], proofs[i]))]
            : throw new TestimonyException("a call with several contribution proofs has lists of different lengths");
    }

    private (BoundedUpdateStatement Statement, ContributionProof Proof) Claim(
        BoundedUpdateVerificationKey key, Address provider, byte[] update, byte[] proof)
    {
        G1Affine commitment = AbiDecoder.Decode(ExchangeAbi.Reveal, update).Tuple("commitment").ToG1();
        var statement = new BoundedUpdateStatement(
            key.KeyId, round.Id.ContextFor(provider), (UInt128)Spec.MaxSquaredNorm, new VectorCommitment(commitment));
        return (statement, ContributionProof.Decode(proof));
    }
}
