using FlZk.Ethereum;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Deliveries;
using FlZk.Exchange.Jobs;
using FlZk.Exchange.Keys;
using FlZk.Exchange.Rounds;
using FlZk.Groth16;
using FlZk.Platform;
using FlZk.Platform.Files;
using FlZk.Statements;

namespace FlZk.Exchange.Roles;

/// <summary>Proofs that single updates keep a job's bound: made by providers, checked by anybody, revealed together by who holds the
/// deliveries, and reported when they fail.</summary>
public sealed class ContributionProofs
{
    /// <summary>Chunk proofs that one transaction checks well below the cap on its gas (EIP-7825).</summary>
    private const int MaxChunksPerCall = 48;

    private const string NotPending = "It is not what this provider has committed to on chain and not revealed yet.";

    private readonly KeyPolicy _policy;

    /// <summary>Contribution proofs on an exchange.</summary>
    /// <param name="contracts">The exchange; bound for an account where something is sent.</param>
    /// <param name="policy">Whether development keys count outside local chains; null for not.</param>
    public ContributionProofs(ExchangeContracts contracts, KeyPolicy? policy = null)
    {
        Contracts = contracts;
        _policy = policy ?? KeyPolicy.Strict;
    }

    /// <summary>The exchange.</summary>
    public ExchangeContracts Contracts { get; }

    /// <summary>Proves that the update in a package keeps its job's bound. The proof is not signed.</summary>
    /// <param name="package">What the provider committed to.</param>
    /// <param name="keys">The job's contribution keys.</param>
    /// <param name="witnesses">Runs the circuit.</param>
    /// <param name="groth16">Makes the chunk proofs.</param>
    /// <param name="progress">Told of the steps.</param>
    /// <param name="cancellation">Stops between and within steps.</param>
    /// <exception cref="ExchangeException">The package is for another exchange, or the job takes no contribution proofs.</exception>
    /// <exception cref="KeyException">The job's key is not these keys', or not allowed here.</exception>
    /// <exception cref="UnprovableException">The update's norm is above the bound, a value is out of range, or the package's blinding does
    /// not open its commitment.</exception>
    /// <exception cref="ChainException">The node cannot be reached or refused.</exception>
    public async Task<SignedContribution> ProveAsync(
        DeliveryPackage package, BoundedUpdateProvingKeys keys, IWitnessGenerator witnesses, IGroth16Prover groth16,
        IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(keys);
        RequireHere(package.Round);
        (JobView job, BoundedUpdateVerificationKey key) = await KeyAsync(package.Round.Job, cancellation).ConfigureAwait(false);
        if (key.KeyId != keys.Verification.KeyId)
        {
            throw new KeyException(
                $"Contribution proofs of job {job.Id} are checked with key {key.KeyId}; these are the keys of {keys.Verification.KeyId}: "
                + "another circuit, ceremony or update length.");
        }

        try
        {
            BoundedUpdateProof proof = await new BoundedUpdateProver(keys, witnesses, groth16).ProveAsync(
                new BoundedUpdateInputs
                {
                    Context = package.Round.ContextFor(package.Provider),
                    MaxSquaredNorm = (UInt128)job.Spec.MaxSquaredNorm,
                    Values = package.Values,
                    Blinding = package.Blinding,
                    ExpectedCommitment = new VectorCommitment(package.Commitment),
                },
                progress,
                cancellation).ConfigureAwait(false);
            return new SignedContribution(
                package.Round, package.Provider, package.Commitment, proof.Proof.Encode(), ReadOnlyMemory<byte>.Empty);
        }
        catch (ArgumentException refusal)
        {
            throw new UnprovableException(refusal.Message, refusal);
        }
    }

    /// <summary>Says what contribution proofs are worth, with the bound and the key that their job has on chain.</summary>
    /// <param name="contributions">Proofs of one job.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A verdict for each, in order.</returns>
    /// <exception cref="ExchangeException">They are of several jobs or another exchange, or the job takes no contribution
    /// proofs.</exception>
    /// <exception cref="KeyException">The job's key is malformed or not allowed here.</exception>
    /// <exception cref="ChainException">The node cannot be reached or refused.</exception>
    public async Task<IReadOnlyList<ContributionVerdict>> VerifyAsync(
        IReadOnlyList<SignedContribution> contributions, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(contributions);
        if (contributions.Count == 0) return [];
        ulong number = contributions[0].Round.Job;
        foreach (SignedContribution contribution in contributions)
        {
            RequireHere(contribution.Round);
            if (contribution.Round.Job != number) throw new ExchangeException("The proofs are of several jobs; check each job's alone.");
        }

        (JobView job, BoundedUpdateVerificationKey key) = await KeyAsync(number, cancellation).ConfigureAwait(false);
        return await Task.Run(() => Verify(key, (UInt128)job.Spec.MaxSquaredNorm, contributions), cancellation).ConfigureAwait(false);
    }

    /// <summary>Reveals several providers' updates with their proofs, which the contract checks together; anyone who holds deliveries,
    /// receipts and proofs may. What could fail is left out beforehand, for it would cost the others their reveal.</summary>
    /// <param name="updates">What each provider delivered, its receipt and its proof; of one round.</param>
    /// <param name="cancellation">Stops between transactions; call again to go on.</param>
    /// <exception cref="ExchangeException">The updates are of several rounds or another exchange.</exception>
    /// <exception cref="KeyException">The job's key is malformed or not allowed here.</exception>
    /// <exception cref="ChainException">The node cannot be reached, or the coordinator refuses; the message names the rule.</exception>
    public async Task<ProvedReveals> RevealAsync(
        IReadOnlyList<(DeliveryPackage Package, ContributionReceipt Receipt, SignedContribution Proof)> updates,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(updates);
        if (updates.Count == 0) return new ProvedReveals([], [], []);
        RoundId round = updates[0].Package.Round;
        if (updates.Any(update => update.Package.Round != round)) throw new ExchangeException("The updates are of several rounds.");
        IReadOnlyList<ContributionVerdict> verdicts = await VerifyAsync(
            [.. updates.Select(static update => update.Proof)], cancellation).ConfigureAwait(false);
        var refusals = new List<DeliveryRefusal>();
        var ready = new List<(DeliveryPackage Package, ContributionReceipt Receipt, ReadOnlyMemory<byte> Proof)>();
        for (int i = 0; i < updates.Count; i++)
        {
            (DeliveryPackage package, ContributionReceipt receipt, SignedContribution proof) = updates[i];
            string? refusal = Mismatch(package, receipt, proof) ?? verdicts[i].Refusal;
            bool pending = refusal is null && await Contracts.Coordinator.IsPendingAsync(
                round, package.Provider, package.CommitHash, cancellation).ConfigureAwait(false);
            if (pending) ready.Add((package, receipt, proof.Proof));
            else refusals.Add(new DeliveryRefusal(package.Provider, refusal ?? NotPending));
        }

        var sent = new List<SentTransaction>();
        (_, BoundedUpdateVerificationKey key) = await KeyAsync(round.Job, cancellation).ConfigureAwait(false);
        int atOnce = Math.Max(1, MaxChunksPerCall / key.Chunks);
        foreach ((DeliveryPackage Package, ContributionReceipt Receipt, ReadOnlyMemory<byte> Proof)[] part in ready.Chunk(atOnce))
            sent.Add(await Contracts.Coordinator.SubmitProvedUpdatesAsync(round, part, cancellation).ConfigureAwait(false));
        return new ProvedReveals([.. ready.Select(static update => update.Package.Provider)], refusals, sent);
    }

    /// <summary>Has a provider slashed for a proof that it signed and that fails; anyone may, once per provider and round.</summary>
    /// <exception cref="ExchangeException">The proof is for another exchange, or its provider has not signed it.</exception>
    /// <exception cref="ChainException">The node cannot be reached, or the proof holds, or its provider was punished before; the message
    /// names the rule.</exception>
    public async Task<SentTransaction> ReportAsync(SignedContribution contribution, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(contribution);
        RequireHere(contribution.Round);
        if (contribution.Signature.IsEmpty)
            throw new ExchangeException($"{contribution.Provider} has not signed this proof: nobody can be punished for it.");
        return await Contracts.Disputes.ReportFailedContributionAsync(
            contribution.Round, contribution.Provider, contribution.Commitment, contribution.Proof, contribution.Signature, cancellation)
            .ConfigureAwait(false);
    }

    private static string? Mismatch(DeliveryPackage package, ContributionReceipt receipt, SignedContribution proof) =>
        receipt.Round != package.Round || receipt.Provider != package.Provider || receipt.Commitment != package.Commitment
            || receipt.Weight != package.Weight
            ? "The receipt is for another update."
            : proof.Round != package.Round || proof.Provider != package.Provider || proof.Commitment != package.Commitment
                ? "The contribution proof is about another update."
                : null;

    private ContributionVerdict[] Verify(
        BoundedUpdateVerificationKey key, UInt128 bound, IReadOnlyList<SignedContribution> contributions)
    {
        var refusals = new string?[contributions.Count];
        var claims = new List<(int Place, BoundedUpdateStatement Statement, ContributionProof Proof)>();
        for (int i = 0; i < refusals.Length; i++)
        {
            SignedContribution given = contributions[i];
            var statement = new BoundedUpdateStatement(
                key.KeyId, given.Round.ContextFor(given.Provider), bound, new VectorCommitment(given.Commitment));
            try
            {
                claims.Add((i, statement, ContributionProof.Decode(given.Proof.Span)));
            }
            catch (FileFormatException malformed)
            {
                refusals[i] = malformed.Reason;
            }
        }

        bool together = claims.Count > 0
            && BoundedUpdateVerifier.VerifyBatch(key, [.. claims.Select(static claim => (claim.Statement, claim.Proof))]).Accepted;
        foreach ((int place, BoundedUpdateStatement statement, ContributionProof proof) in claims)
        {
            if (together) continue;
            BoundedUpdateVerdict verdict = BoundedUpdateVerifier.Verify(key, statement, proof);
            refusals[place] = verdict.Accepted ? null : verdict.Detail;
        }

        return [.. contributions.Select((given, i) => new ContributionVerdict(
            given.Provider, refusals[i], given.Signer(Contracts.Disputes.Address) == given.Provider))];
    }

    private async Task<(JobView Job, BoundedUpdateVerificationKey Key)> KeyAsync(ulong number, CancellationToken cancellation)
    {
        JobView job = await Contracts.Exchange.GetJobAsync(number, default, cancellation).ConfigureAwait(false);
        return (job, await ContributionKeys.OfJobAsync(Contracts, job, _policy, cancellation).ConfigureAwait(false));
    }

    private void RequireHere(RoundId round)
    {
        if (round.ChainId == Contracts.ChainId && round.Coordinator == Contracts.Coordinator.Address) return;
        throw new ExchangeException(
            $"This is for {round} of {round.Coordinator} on chain {round.ChainId}; the exchange here has "
            + $"{Contracts.Coordinator.Address} on chain {Contracts.ChainId}.");
    }
}
