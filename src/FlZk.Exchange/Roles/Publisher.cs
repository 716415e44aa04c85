using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Jobs;
using FlZk.Exchange.Keys;
using FlZk.Exchange.Rounds;
using FlZk.Groth16;
using FlZk.Statements;

namespace FlZk.Exchange.Roles;

/// <summary>Wants a model trained and pays for it: creates a job with its bounty, starts rounds, closes the job.</summary>
public sealed class Publisher
{
    private readonly KeyPolicy _policy;

    /// <summary>A publisher on an exchange.</summary>
    /// <param name="contracts">The exchange, bound for the publisher's account.</param>
    /// <param name="policy">Whether development keys may be pinned outside local chains; null for not.</param>
    public Publisher(ExchangeContracts contracts, KeyPolicy? policy = null)
    {
        Contracts = contracts;
        _policy = policy ?? KeyPolicy.Strict;
    }

    /// <summary>The exchange, bound for the publisher's account.</summary>
    public ExchangeContracts Contracts { get; }

    /// <summary>Fills in what a job must pin about a deployed verifier: its code hash, its key's id, and the shape of the models it is
    /// for.</summary>
    /// <param name="spec">The job's other terms.</param>
    /// <param name="verifier">The verifier.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="KeyException">The verifier's key is malformed, or a development key where none is allowed.</exception>
    /// <exception cref="ChainException">The node cannot be reached, or no verifier lives there.</exception>
    public async Task<TrainingJobSpec> PinVerifierAsync(TrainingJobSpec spec, Address verifier, CancellationToken cancellation = default)
    {
        LinkedVerificationKey key = await JobKeys.OfVerifierAsync(Contracts, verifier, _policy, cancellation).ConfigureAwait(false);
        return spec with
        {
            Verifier = verifier,
            VerifierCodeHash = await Contracts.Verifier(verifier).CodeHashAsync(default, cancellation).ConfigureAwait(false),
            KeyId = JobKeys.IdOf(key),
            Dimension = key.Dimension,
            ChunkCount = key.Chunks,
        };
    }

    /// <summary>Allows the exchange to take the bounty, if it is not allowed yet, and creates the job; a bounty in ETH comes
    /// along.</summary>
    /// <returns>The job's number and the transactions.</returns>
    /// <exception cref="KeyException">The key the job would pin is not the verifier's, or not allowed here.</exception>
    /// <exception cref="ChainException">The node cannot be reached, or the exchange refuses the terms; the message names the
    /// rule.</exception>
    public async Task<JobCreated> CreateJobAsync(TrainingJobSpec spec, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        LinkedVerificationKey key = await JobKeys.OfVerifierAsync(Contracts, spec.Verifier, _policy, cancellation).ConfigureAwait(false);
        if (JobKeys.IdOf(key) != spec.KeyId)
            throw new KeyException($"The verifier holds key {key.KeyId}, but the job would pin {spec.KeyId}.");

        SentTransaction? approval = null;
        if (!spec.BountyToken.IsZero)
        {
            var token = new TokenContract(Contracts.Web3, spec.BountyToken);
            BigInteger allowed = await token.AllowanceAsync(
                Contracts.Sender, Contracts.Exchange.Address, cancellation).ConfigureAwait(false);
            if (allowed < spec.Bounty)
                approval = await token.ApproveAsync(Contracts.Exchange.Address, spec.Bounty, cancellation).ConfigureAwait(false);
        }

        (ulong job, SentTransaction creation) = await Contracts.Exchange.CreateTrainingJobAsync(spec, cancellation).ConfigureAwait(false);
        return new JobCreated(job, approval, creation);
    }

    /// <summary>Starts the job's next round.</summary>
    /// <returns>The round's number and the transaction.</returns>
    /// <exception cref="ChainException">The node cannot be reached, or no round may start now; the message names the rule.</exception>
    public Task<(int Round, SentTransaction Transaction)> StartRoundAsync(ulong job, CancellationToken cancellation = default) =>
        Contracts.Coordinator.StartRoundAsync(job, cancellation);

    /// <summary>Pushes the running round on when its phase has run out: into the next phase, or into failure when too few took part or
    /// nobody settled it.</summary>
    /// <returns>The transaction, or null when there is nothing to push yet.</returns>
    /// <remarks>Anyone may do this; no party can hold up the others by doing nothing.</remarks>
    /// <exception cref="ChainException">The node cannot be reached.</exception>
    public async Task<SentTransaction?> PushRoundAsync(ulong job, CancellationToken cancellation = default)
    {
        try
        {
            return await Contracts.Coordinator.AdvanceRoundAsync(job, cancellation).ConfigureAwait(false);
        }
        catch (TransactionRevertedException refusal) when (refusal.ErrorName is "TooFewToGoOn" or "PhaseWrong")
        {
            try
            {
                return await Contracts.Coordinator.FailRoundAsync(job, cancellation).ConfigureAwait(false);
            }
            catch (TransactionRevertedException early) when (early.ErrorName is "DeadlineNotReached" or "RoundMayGoOn" or "PhaseWrong")
            {
                return null;
            }
        }
        catch (TransactionRevertedException early) when (early.ErrorName == "DeadlineNotReached")
        {
            return null;
        }
    }

    /// <summary>Closes the job and takes back what no finalised round earned.</summary>
    /// <returns>The closing, and the refund when there is one.</returns>
    /// <exception cref="ChainException">The node cannot be reached, or a round is running.</exception>
    public async Task<JobClosed> CloseAsync(ulong job, CancellationToken cancellation = default)
    {
        JobView view = await Contracts.Exchange.GetJobAsync(job, default, cancellation).ConfigureAwait(false);
        SentTransaction? closing = view.State == JobState.Open
            ? await Contracts.Exchange.CloseJobAsync(job, cancellation).ConfigureAwait(false)
            : null;
        SentTransaction? refund = null;
        try
        {
            refund = await Contracts.Distributor.WithdrawRefundAsync(job, cancellation).ConfigureAwait(false);
        }
        catch (TransactionRevertedException nothing) when (nothing.ErrorName == "NothingToRefund")
        {
            // Every round was finalised, or the refund was taken before.
        }

        return new JobClosed(closing, refund);
    }
}
