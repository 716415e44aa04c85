using FlZk.Ethereum;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Aggregation;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Deliveries;
using FlZk.Exchange.Jobs;
using FlZk.Exchange.Records;
using FlZk.Exchange.Rounds;

namespace FlZk.Exchange.Roles;

/// <content>Providers who have a receipt and stay silent.</content>
public sealed partial class Aggregator
{
    /// <summary>Reveals for providers who delivered and do not reveal themselves: their deliveries hold all that it takes.</summary>
    /// <param name="job">The job.</param>
    /// <param name="round">The round.</param>
    /// <param name="cancellation">Stops between transactions; call again to go on.</param>
    /// <returns>Whose update was revealed, and the transactions; none for those who revealed themselves.</returns>
    /// <exception cref="ExchangeException">The job requires contribution proofs, which providers alone can make.</exception>
    /// <exception cref="ChainException">The node cannot be reached, or the coordinator refuses; the message names the rule.</exception>
    public Task<IReadOnlyList<(Address Provider, SentTransaction Transaction)>> PushRevealsAsync(
        ulong job, int round, CancellationToken cancellation = default) => ForSilentAsync(
        job,
        round,
        async (delivery, receipt, spec) => spec.RequireContributionProof
            ? throw new ExchangeException(
                $"Job {job} takes no reveal without a contribution proof, which {delivery.Provider} alone can make.")
            : await Contracts.Coordinator.SubmitUpdateForAsync(delivery, receipt, cancellation).ConfigureAwait(false),
        cancellation);

    /// <summary>Posts the receipts of providers who have not revealed, while deliveries run: who stays silent after that is
    /// slashed.</summary>
    /// <param name="job">The job.</param>
    /// <param name="round">The round, in its phase Delivering.</param>
    /// <param name="cancellation">Stops between transactions; call again to go on.</param>
    /// <returns>Whose receipts were posted, and the transactions.</returns>
    /// <exception cref="ChainException">The node cannot be reached, or the coordinator refuses; the message names the rule.</exception>
    public Task<IReadOnlyList<(Address Provider, SentTransaction Transaction)>> PostReceiptsAsync(
        ulong job, int round, CancellationToken cancellation = default) => ForSilentAsync(
        job,
        round,
        async (delivery, receipt, _) =>
            await Contracts.Coordinator.IsReceiptPostedAsync(delivery.Round, delivery.Provider, cancellation).ConfigureAwait(false)
                ? null
                : await Contracts.Coordinator.PostReceiptAsync(delivery, receipt, cancellation).ConfigureAwait(false),
        cancellation);

    private async Task<IReadOnlyList<(Address Provider, SentTransaction Transaction)>> ForSilentAsync(
        ulong job,
        int round,
        Func<DeliveryPackage, ContributionReceipt, TrainingJobSpec, Task<SentTransaction?>> act,
        CancellationToken cancellation)
    {
        TrainingJobSpec spec = (await RequireJobAsync(job, cancellation).ConfigureAwait(false)).Spec;
        RoundId id = Contracts.Coordinator.RoundId(job, round);
        var journal = new RoundJournal(await RoundFolder.OpenAsync(_folder, Contracts, id, cancellation).ConfigureAwait(false));
        var done = new List<(Address, SentTransaction)>();
        foreach (ContributionReceipt receipt in journal.Receipts())
        {
            DeliveryPackage delivery = journal.Delivery(receipt.Provider)
                ?? throw new ExchangeException($"The journal of {id} has a receipt for {receipt.Provider}, but not its delivery.");
            bool silent = await Contracts.Coordinator.IsPendingAsync(
                id, receipt.Provider, delivery.CommitHash, cancellation).ConfigureAwait(false);
            if (silent && await act(delivery, receipt, spec).ConfigureAwait(false) is { } transaction)
                done.Add((receipt.Provider, transaction));
        }

        return done;
    }
}
