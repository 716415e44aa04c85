using System.Diagnostics;
using System.Numerics;
using System.Security.Cryptography;
using FlZk.Bn254;
using FlZk.Ethereum;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Deliveries;
using FlZk.Exchange.Jobs;
using FlZk.Exchange.Keys;
using FlZk.Exchange.Records;
using FlZk.Exchange.Rounds;
using FlZk.Groth16;
using FlZk.Platform;
using FlZk.Statements;

namespace FlZk.Exchange.Roles;

/// <summary>Trains on data of its own and is paid for it: joins a job, commits to its update, delivers it, reveals with the receipt, claims
/// its reward.</summary>
/// <remarks>
/// Salt and blinding are in a file of the owner alone before the commitment is sent, so a crash at any point loses nothing: every method
/// can be called
/// again and does what is still missing. A round's file is never replaced, for the chain may hold its hash.
/// </remarks>
public sealed class Provider
{
    private const string ContributionFile = "contribution.json";
    private const string ReceiptFile = "receipt.json";

    private readonly string _folder;
    private readonly KeyPolicy _policy;

    /// <summary>A provider on an exchange.</summary>
    /// <param name="contracts">The exchange, bound for the provider's account.</param>
    /// <param name="folder">Where its secrets are kept; created as needed.</param>
    /// <param name="policy">Whether development keys count outside local chains; null for not.</param>
    public Provider(ExchangeContracts contracts, string folder, KeyPolicy? policy = null)
    {
        Contracts = contracts;
        _folder = folder;
        _policy = policy ?? KeyPolicy.Strict;
    }

    /// <summary>The exchange, bound for the provider's account.</summary>
    public ExchangeContracts Contracts { get; }

    /// <summary>The provider's address.</summary>
    public Address Address => Contracts.Sender;

    /// <summary>Deposits the stake the job asks for, registers the data set and joins the job; does nothing when it has joined
    /// before.</summary>
    /// <param name="job">The job.</param>
    /// <param name="datasetCommitment">A binding commitment to the data, not zero.</param>
    /// <param name="profileHash">Keccak-256 of a public description of the data; may be zero.</param>
    /// <param name="cancellation">Stops between transactions.</param>
    /// <exception cref="KeyException">The job's key is not what it pinned, or not allowed here.</exception>
    /// <exception cref="ChainException">The node cannot be reached, or the exchange refuses; the message names the rule.</exception>
    public async Task<JobJoined> JoinAsync(
        ulong job, Hash32 datasetCommitment, Hash32 profileHash = default, CancellationToken cancellation = default)
    {
        JobView view = await Contracts.Exchange.GetJobAsync(job, default, cancellation).ConfigureAwait(false);
        await JobKeys.OfJobAsync(Contracts, view, _policy, cancellation).ConfigureAwait(false);
        if (await Contracts.Exchange.FirstRoundOfAsync(job, Address, cancellation).ConfigureAwait(false) != 0) return new JobJoined(0, []);
        var sent = new List<(string Step, SentTransaction Transaction)>();
        await Bonding.EnsureFreeAsync(Contracts, view.Spec.ProviderStake, sent, cancellation).ConfigureAwait(false);
        (ulong dataset, SentTransaction registration) =
            await Contracts.Exchange.RegisterDatasetAsync(datasetCommitment, profileHash, cancellation).ConfigureAwait(false);
        sent.Add(("registerDataset", registration));
        sent.Add(
            ("registerAsContributor",
            await Contracts.Exchange.RegisterAsContributorAsync(job, dataset, cancellation).ConfigureAwait(false)));
        return new JobJoined(dataset, sent);
    }

    /// <summary>Commits to an update in the job's running round.</summary>
    /// <param name="job">The job.</param>
    /// <param name="values">The update in fixed point, one integer per parameter.</param>
    /// <param name="weight">The number of samples it stands for, within the job's limit.</param>
    /// <param name="progress">Told of the steps.</param>
    /// <param name="cancellation">Stops between steps; call again to go on.</param>
    /// <returns>The package for the aggregator: deliver it when the commit phase is over, not before.</returns>
    /// <exception cref="ExchangeException">The round is in another phase, the update has another length or a value out of range, the weight
    /// is out of
    /// bounds, or another update was committed to in this round.</exception>
    /// <exception cref="KeyException">The job's key is not what it pinned, or not allowed here.</exception>
    /// <exception cref="IOException">The secrets could not be written; nothing was sent.</exception>
    /// <exception cref="ChainException">The node cannot be reached, or the coordinator refuses; the message names the rule.</exception>
    public async Task<ProviderCommit> CommitAsync(
        ulong job, ReadOnlyMemory<int> values, long weight, IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        JobView view = await Contracts.Exchange.GetJobAsync(job, default, cancellation).ConfigureAwait(false);
        LinkedVerificationKey key = await JobKeys.OfJobAsync(Contracts, view, _policy, cancellation).ConfigureAwait(false);
        RequireInBounds(view, key, values.Span, weight);
        int number = await Contracts.Coordinator.CurrentRoundAsync(job, default, cancellation).ConfigureAwait(false);
        if (number == 0) throw new ExchangeException($"No round of job {job} has started.");
        RoundView round = await Contracts.Coordinator.GetRoundAsync(job, number, default, cancellation).ConfigureAwait(false);

        string folder = await RoundFolder.OpenAsync(_folder, Contracts, round.Id, cancellation).ConfigureAwait(false);
        string file = Path.Combine(folder, ContributionFile);
        DeliveryPackage? prepared = File.Exists(file) ? DeliveryPackage.Read(file) : null;
        if (prepared is not null && (prepared.Weight != weight || !prepared.Values.Span.SequenceEqual(values.Span)))
        {
            throw new ExchangeException(
                $"Another update was prepared for {round.Id}, and its commitment may be on chain: {file} holds what opens it.");
        }
        if (prepared is not null
            && await Contracts.Coordinator.IsPendingAsync(round.Id, Address, prepared.CommitHash, cancellation).ConfigureAwait(false))
            return new ProviderCommit(prepared, null, TimeSpan.Zero, TimeSpan.Zero);
        if (round.Phase != RoundPhase.Committing) throw new ExchangeException($"{round.Id} takes no commitments: it is {round.Phase}.");

        long start = Stopwatch.GetTimestamp();
        progress?.Report(new WorkProgress("committing to the update"));
        DeliveryPackage package = prepared ?? Prepare(round.Id, values, weight, cancellation);
        if (prepared is null) package.Write(file);
        TimeSpan commitTime = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        progress?.Report(new WorkProgress("sending the commitment"));
        SentTransaction sent = await Contracts.Coordinator.CommitUpdateAsync(job, package.CommitHash, cancellation).ConfigureAwait(false);
        return new ProviderCommit(package, sent, commitTime, Stopwatch.GetElapsedTime(start));
    }

    /// <summary>The package prepared for a round, as kept in the provider's folder.</summary>
    /// <exception cref="ExchangeException">There is none.</exception>
    /// <exception cref="Platform.Files.FileFormatException">The file is damaged.</exception>
    public async Task<DeliveryPackage> PackageAsync(ulong job, int round, CancellationToken cancellation = default)
    {
        RoundId id = Contracts.Coordinator.RoundId(job, round);
        string folder = await RoundFolder.OpenAsync(_folder, Contracts, id, cancellation).ConfigureAwait(false);
        string file = Path.Combine(folder, ContributionFile);
        return File.Exists(file) ? DeliveryPackage.Read(file) : throw new ExchangeException($"Nothing was committed here in {id}.");
    }

    /// <summary>Checks a receipt and reveals what it is for; does nothing when it was revealed before.</summary>
    /// <param name="receipt">The receipt.</param>
    /// <param name="contributionProof">The contribution proof's bytes, in jobs that want one; empty for none.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The reveal, or null when it was on chain already.</returns>
    /// <exception cref="ExchangeException">The receipt is for another update, or signed by neither the job's aggregator nor its
    /// backup.</exception>
    /// <exception cref="ChainException">The node cannot be reached, or the coordinator refuses; the message names the rule.</exception>
    public async Task<SentTransaction?> RevealAsync(
        ContributionReceipt receipt, ReadOnlyMemory<byte> contributionProof = default, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        DeliveryPackage package = await PackageAsync(receipt.Round.Job, receipt.Round.Round, cancellation).ConfigureAwait(false);
        if (receipt.Round != package.Round || receipt.Provider != Address || receipt.Commitment != package.Commitment
            || receipt.Weight != package.Weight)
            throw new ExchangeException($"The receipt is not for this provider's update of {package.Round}.");
        TrainingJobSpec spec = (await Contracts.Exchange.GetJobAsync(package.Round.Job, default, cancellation).ConfigureAwait(false)).Spec;
        Address? signer = receipt.Signer();
        if (signer is null || signer.Value.IsZero || (signer != spec.Aggregator && signer != spec.BackupAggregator))
        {
            throw new ExchangeException(
                $"The receipt is signed by {signer?.ToString() ?? "nobody"}; the job's aggregator is {spec.Aggregator}.");
        }

        string folder = await RoundFolder.OpenAsync(_folder, Contracts, package.Round, cancellation).ConfigureAwait(false);
        receipt.Write(Path.Combine(folder, ReceiptFile));
        if (await Contracts.Coordinator.RevealedWeightAsync(package.Round, Address, cancellation).ConfigureAwait(false) != 0) return null;
        return contributionProof.IsEmpty
            ? await Contracts.Coordinator.SubmitUpdateAsync(package, receipt, cancellation).ConfigureAwait(false)
            : await Contracts.Coordinator.SubmitProvedUpdateAsync(package, receipt, contributionProof, cancellation).ConfigureAwait(false);
    }

    /// <summary>Takes the reward of a settled round, or the compensation of a failed one; does nothing when it was taken before.</summary>
    /// <exception cref="ChainException">The node cannot be reached, or there is nothing to claim; the message names the rule.</exception>
    public async Task<ProviderClaim> ClaimAsync(ulong job, int round, CancellationToken cancellation = default)
    {
        RoundId id = Contracts.Coordinator.RoundId(job, round);
        SentTransaction? distribution = await DistributeAsync(id, cancellation).ConfigureAwait(false);
        BigInteger amount = await Contracts.Distributor.ShareOfAsync(id, Address, default, cancellation).ConfigureAwait(false);
        bool claimed = await Contracts.Distributor.IsClaimedAsync(id, Address, cancellation).ConfigureAwait(false);
        SentTransaction? claim = claimed ? null : await Contracts.Distributor.ClaimAsync(id, cancellation).ConfigureAwait(false);
        return new ProviderClaim(amount, claim, distribution);
    }

    /// <summary>Takes the rewards of settled rounds and the compensations of failed ones in one transaction, leaving out what was taken
    /// before or is nothing; distributes rounds that were not distributed yet.</summary>
    /// <returns>What each round paid, and the transaction; null when nothing was left to claim.</returns>
    /// <exception cref="ChainException">The node cannot be reached, or a round is neither settled nor failed; the message names the
    /// rule.</exception>
    public async Task<(IReadOnlyList<(int Round, BigInteger Amount)> Paid, SentTransaction? Transaction)> ClaimManyAsync(
        ulong job, IReadOnlyList<int> rounds, CancellationToken cancellation = default)
    {
        var due = new List<(RoundId Id, BigInteger Amount)>();
        foreach (int round in rounds.Distinct().Order())
        {
            RoundId id = Contracts.Coordinator.RoundId(job, round);
            await DistributeAsync(id, cancellation).ConfigureAwait(false);
            BigInteger amount = await Contracts.Distributor.ShareOfAsync(id, Address, default, cancellation).ConfigureAwait(false);
            bool claimed = await Contracts.Distributor.IsClaimedAsync(id, Address, cancellation).ConfigureAwait(false);
            if (!claimed && !amount.IsZero) due.Add((id, amount));
        }

        if (due.Count == 0) return ([], null);
        SentTransaction claim = await Contracts.Distributor.ClaimManyAsync(
            [.. due.Select(static one => one.Id)], cancellation).ConfigureAwait(false);
        return ([.. due.Select(static one => (one.Id.Round, one.Amount))], claim);
    }

    /// <summary>Joins a job anew with another stake, between rounds: leaves, and joins with the same data set. More stake raises the
    /// rewarded weight where the job caps it, and the chance of being drawn. What the free bond lacks is an error before anything is
    /// sent.</summary>
    /// <param name="job">The job.</param>
    /// <param name="stake">The whole stake from then on, in the stake token's smallest units.</param>
    /// <param name="cancellation">Stops between the two transactions; the second is then a new registration's.</param>
    /// <exception cref="ExchangeException">The sender is not registered, or its bond does not suffice.</exception>
    /// <exception cref="ChainException">The node cannot be reached, or a round is running, or the stake is below the job's.</exception>
    public async Task<ContributorView> RestakeAsync(ulong job, BigInteger stake, CancellationToken cancellation = default)
    {
        ContributorView part = await Contracts.Exchange.GetContributorAsync(job, Address, cancellation).ConfigureAwait(false)
            ?? throw new ExchangeException($"{Address} is not registered for job {job}.");
        JobView view = await Contracts.Exchange.GetJobAsync(job, default, cancellation).ConfigureAwait(false);
        if (stake < view.Spec.ProviderStake)
            throw new ExchangeException($"Job {job} asks for a stake of at least {view.Spec.ProviderStake} units; {stake} are less.");
        Bond bond = await Contracts.StakeVault.BondOfAsync(Address, cancellation).ConfigureAwait(false);
        BigInteger locked = await Contracts.StakeVault.LockedForAsync(Address, job, cancellation).ConfigureAwait(false);
        if (bond.Free + locked < stake)
        {
            throw new ExchangeException(
                $"A stake of {stake} units is more than the {bond.Free + locked} that are free or locked for job {job}. Deposit the rest "
                + "first.");
        }

        await Contracts.Exchange.LeaveJobAsync(job, cancellation).ConfigureAwait(false);
        await Contracts.Exchange.RegisterAsContributorAsync(job, part.DatasetId, stake, cancellation).ConfigureAwait(false);
        return await Contracts.Exchange.GetContributorAsync(job, Address, cancellation).ConfigureAwait(false) ?? part;
    }

    /// <summary>Has the sender's part in a finalised round counted towards its reputation.</summary>
    /// <returns>The transaction, or null when the round was counted before.</returns>
    /// <exception cref="ChainException">The node cannot be reached, or the credit is refused; the message names the rule.</exception>
    public async Task<SentTransaction?> CreditAsync(ulong job, int round, CancellationToken cancellation = default)
    {
        if (await Contracts.Reputation.LastCreditedAsync(job, Address, cancellation).ConfigureAwait(false) >= round) return null;
        RoundId id = Contracts.Coordinator.RoundId(job, round);
        return await Contracts.Reputation.CreditAsync(id, cancellation).ConfigureAwait(false);
    }

    /// <summary>Leaves a job between rounds, in one before committing, or after its end; the stake becomes free bond.</summary>
    /// <exception cref="ChainException">The node cannot be reached, or the provider has a part in a running round.</exception>
    public Task<SentTransaction> LeaveAsync(ulong job, CancellationToken cancellation = default) =>
        Contracts.Exchange.LeaveJobAsync(job, cancellation);

    private async Task<SentTransaction?> DistributeAsync(RoundId id, CancellationToken cancellation)
    {
        if (await Contracts.Distributor.RoundRewardAsync(id, default, cancellation).ConfigureAwait(false) is not null) return null;
        try
        {
            return await Contracts.Distributor.DistributeRewardsAsync(id, cancellation).ConfigureAwait(false);
        }
        catch (TransactionRevertedException raced) when (raced.ErrorName == "AlreadyDistributed")
        {
            // Another provider of the round was faster.
            return null;
        }
    }

    private static void RequireInBounds(JobView job, LinkedVerificationKey key, ReadOnlySpan<int> values, long weight)
    {
        if (values.Length != key.Dimension)
        {
            throw new ExchangeException(
                $"The update has {values.Length} values; job {job.Id} is for models of {key.Dimension} parameters.");
        }
        ValueRange range = key.Parameters.Values;
        int outside = range.IndexOfFirstOutside(values);
        if (outside >= 0)
        {
            throw new ExchangeException(
                $"Value {outside} of the update is {values[outside]}, outside [{range.Minimum}, {range.Maximum}]: no receipt would be "
                + $"given for it.");
        }

        if (weight < 1 || weight > job.Spec.MaxWeight)
            throw new ExchangeException($"A weight of {weight} is not allowed; job {job.Id} takes 1 to {job.Spec.MaxWeight}.");
    }

    private DeliveryPackage Prepare(RoundId round, ReadOnlyMemory<int> values, long weight, CancellationToken cancellation)
    {
        PedersenGenerators generators = PedersenGenerators.LoadOrDerive(ProjectLayout.Cache, values.Length, null, cancellation);
        Fr blinding = VectorCommitment.FreshBlinding();
        return new DeliveryPackage
        {
            Round = round,
            Provider = Address,
            Values = values,
            Weight = weight,
            Blinding = blinding,
            Salt = new Hash32(RandomNumberGenerator.GetBytes(Hash32.ByteLength)),
            Commitment = VectorCommitment.Commit(generators, values, blinding, cancellation).Point,
        };
    }
}
