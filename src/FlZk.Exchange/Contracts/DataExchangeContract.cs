using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Jobs;

namespace FlZk.Exchange.Contracts;

/// <summary><c>DataExchange</c>: jobs, data sets and who contributes to what.</summary>
public sealed class DataExchangeContract : BoundContract
{
    /// <summary>Binds the exchange at an address.</summary>
    public DataExchangeContract(Web3 web3, Address address)
        : base(web3, ExchangeAbi.DataExchange, address)
    {
    }

    /// <summary>How many jobs there are; their numbers start at 1.</summary>
    public async Task<ulong> JobCountAsync(BlockReference block = default, CancellationToken cancellation = default) =>
        (await Contract.CallAsync("jobCount", [], block, cancellation).ConfigureAwait(false)).UInt64("value");

    /// <summary>A job.</summary>
    /// <exception cref="TransactionRevertedException">There is no such job.</exception>
    public async Task<JobView> GetJobAsync(ulong job, BlockReference block = default, CancellationToken cancellation = default) =>
        View(job, await Contract.CallAsync<AbiValues>("getJob", [job], block, cancellation).ConfigureAwait(false));

    /// <summary>Jobs <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> - 1, cut at the end; their numbers
    /// start
    /// at 1.</summary>
    public async Task<IReadOnlyList<JobView>> GetJobsAsync(ulong first, ulong count, CancellationToken cancellation = default)
    {
        AbiValues values = await Contract.CallAsync("getJobs", [first, count], default, cancellation).ConfigureAwait(false);
        return [.. values.List<AbiValues>("value").Select((view, i) => View(first + (ulong)i, view))];
    }

    /// <summary>How many data sets there are; their numbers start at 1.</summary>
    public Task<ulong> DatasetCountAsync(CancellationToken cancellation = default) => CountAsync("datasetCount", cancellation);

    /// <summary>A data set.</summary>
    /// <exception cref="TransactionRevertedException">There is no such data set.</exception>
    public async Task<DatasetView> GetDatasetAsync(ulong dataset, CancellationToken cancellation = default) =>
        Dataset(dataset, await CallAsync<AbiValues>("getDataset", cancellation, dataset).ConfigureAwait(false));

    /// <summary>Data sets from number <paramref name="first"/> on, cut at the end; their numbers start at 1.</summary>
    public async Task<IReadOnlyList<DatasetView>> GetDatasetsAsync(ulong first, ulong count, CancellationToken cancellation = default)
    {
        AbiValues values = await Contract.CallAsync("getDatasets", [first, count], default, cancellation).ConfigureAwait(false);
        return [.. values.List<AbiValues>("value").Select((view, i) => Dataset(first + (ulong)i, view))];
    }

    /// <summary>Contributors of a job from place <paramref name="first"/> (0-based), cut at the end. Leaving reorders.</summary>
    public async Task<IReadOnlyList<ContributorView>> GetContributorsAsync(
        ulong job, ulong first, ulong count, CancellationToken cancellation = default)
    {
        AbiValues values = await Contract.CallAsync("getContributors", [job, first, count], default, cancellation).ConfigureAwait(false);
        return [.. values.List<AbiValues>("value").Select(Contributor)];
    }

    /// <summary>A provider's part in a job; null when it has none.</summary>
    public async Task<ContributorView?> GetContributorAsync(ulong job, Address provider, CancellationToken cancellation = default)
    {
        AbiValues view = await CallAsync<AbiValues>("getContributor", cancellation, job, provider).ConfigureAwait(false);
        return view.Address("provider").IsZero ? null : Contributor(view);
    }

    /// <summary>The first round a provider may commit to; 0 when it is not registered for the job.</summary>
    public async Task<int> FirstRoundOfAsync(ulong job, Address provider, CancellationToken cancellation = default) =>
        (await GetContributorAsync(job, provider, cancellation).ConfigureAwait(false))?.FirstRound ?? 0;

    /// <summary>Creates a job and locks its bounty; the exchange must be approved for it, or the bounty is in ETH and comes
    /// along.</summary>
    /// <returns>The job's number and the transaction.</returns>
    public async Task<(ulong Job, SentTransaction Transaction)> CreateTrainingJobAsync(
        TrainingJobSpec spec, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var options = new SendOptions { Value = spec.BountyToken.IsZero ? spec.Bounty : BigInteger.Zero };
        TransactionReceipt receipt = await Contract.SendAsync(
            "createTrainingJob", [spec.ToAbi()], options, cancellation).ConfigureAwait(false);
        return (Contract.EventsOf(receipt, "TrainingJobCreated").Single().Fields.UInt64("jobId"), SentTransaction.Of(receipt));
    }

    /// <summary>Registers a data set by a binding commitment to it; the data stay where they are.</summary>
    /// <returns>The data set's number and the transaction.</returns>
    public async Task<(ulong Dataset, SentTransaction Transaction)> RegisterDatasetAsync(
        Hash32 commitment, Hash32 profileHash = default, CancellationToken cancellation = default)
    {
        TransactionReceipt receipt = await ReceiptAsync("registerDataset", cancellation, commitment, profileHash).ConfigureAwait(false);
        return (Contract.EventsOf(receipt, "DatasetRegistered").Single().Fields.UInt64("datasetId"), SentTransaction.Of(receipt));
    }

    /// <summary>Joins a job with a data set of the sender's, locking the provider stake.</summary>
    public Task<SentTransaction> RegisterAsContributorAsync(ulong job, ulong dataset, CancellationToken cancellation = default) =>
        SendAsync("registerAsContributor(uint256,uint256)", cancellation, job, dataset);

    /// <summary>Joins a job with a stake of the sender's choice, at least the job's: more stake raises the rewarded weight where the job
    /// caps it, and the chance of being drawn.</summary>
    public Task<SentTransaction> RegisterAsContributorAsync(
        ulong job, ulong dataset, BigInteger stake, CancellationToken cancellation = default) =>
        SendAsync("registerAsContributor(uint256,uint256,uint128)", cancellation, job, dataset, stake);

    /// <summary>Lets a contributor's reward cap and chance of being drawn follow what slashing left of its stake; anyone may.</summary>
    public Task<SentTransaction> RefreshContributorAsync(ulong job, Address provider, CancellationToken cancellation = default) =>
        SendAsync("refreshContributor", cancellation, job, provider);

    /// <summary>Leaves a job between rounds, in one before committing, or after its end; the stake becomes free bond.</summary>
    public Task<SentTransaction> LeaveJobAsync(ulong job, CancellationToken cancellation = default) =>
        SendAsync("leaveJob", cancellation, job);

    /// <summary>Accepts the role of aggregator or backup, locking its stake.</summary>
    public Task<SentTransaction> RegisterAsAggregatorAsync(ulong job, CancellationToken cancellation = default) =>
        SendAsync("registerAsAggregator", cancellation, job);

    /// <summary>Frees an aggregator's stake after the job's end.</summary>
    public Task<SentTransaction> ReleaseAggregatorAsync(ulong job, CancellationToken cancellation = default) =>
        SendAsync("releaseAggregator", cancellation, job);

    /// <summary>Closes a job between rounds: its publisher at any time, anyone after its expiry or its last round.</summary>
    public Task<SentTransaction> CloseJobAsync(ulong job, CancellationToken cancellation = default) =>
        SendAsync("closeJob", cancellation, job);

    private static JobView View(ulong job, AbiValues view) => new(
        job,
        view.Address("publisher"),
        (JobState)view.Int32("state"),
        Time(view.Integer("createdAt")) ?? DateTimeOffset.UnixEpoch,
        view.Int32("contributorCount"),
        TrainingJobSpec.FromAbi(view.Tuple("spec")));

    private static DatasetView Dataset(ulong id, AbiValues view) => new(
        id,
        view.Address("owner"),
        Time(view.Integer("registeredAt")) ?? DateTimeOffset.UnixEpoch,
        view.Hash("commitment"),
        view.Hash("profileHash"));

    private static ContributorView Contributor(AbiValues view) => new(
        view.Address("provider"),
        view.UInt64("datasetId"),
        view.Int32("firstRound"),
        view.Integer("stake"),
        view.Int64("rewardWeightCap"));
}
