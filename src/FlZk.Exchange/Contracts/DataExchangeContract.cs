using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Jobs;

namespace FlZk.Exchange.Contracts;

/// <summary><c>DataExchange</c>: jobs, data sets and who contributes to what. Every method throws <see cref="ChainException"/>s.</summary>
public sealed class DataExchangeContract
{
    private readonly Contract _contract;

    /// <summary>Binds the exchange at an address.</summary>
    public DataExchangeContract(Web3 web3, Address address) => _contract = web3.Bind(ExchangeAbi.DataExchange, address);

    /// <summary>Where it lives.</summary>
    public Address Address => _contract.Address;

    /// <summary>The contract itself, for events and wiring.</summary>
    internal Contract Contract => _contract;

    /// <summary>How many jobs there are; their numbers start at 1.</summary>
    public async Task<ulong> JobCountAsync(BlockReference block = default, CancellationToken cancellation = default) =>
        (await _contract.CallAsync("jobCount", [], block, cancellation).ConfigureAwait(false)).UInt64("value");

    /// <summary>A job.</summary>
    /// <exception cref="TransactionRevertedException">There is no such job.</exception>
    public async Task<JobView> GetJobAsync(ulong job, BlockReference block = default, CancellationToken cancellation = default)
    {
        AbiValues view = await _contract.CallAsync<AbiValues>("getJob", [job], block, cancellation).ConfigureAwait(false);
        return new JobView(
            job,
            view.Address("publisher"),
            (JobState)view.Int32("state"),
            DateTimeOffset.FromUnixTimeSeconds(Math.Min(view.Int64("createdAt"), DateTimeOffset.MaxValue.ToUnixTimeSeconds())),
            view.Int32("contributorCount"),
            TrainingJobSpec.FromAbi(view.Tuple("spec")));
    }

    /// <summary>The first round a provider may commit to; 0 when it is not registered for the job.</summary>
    public async Task<int> FirstRoundOfAsync(ulong job, Address provider, CancellationToken cancellation = default) =>
        (await _contract.CallAsync<AbiValues>("getContributor", [job, provider], default, cancellation).ConfigureAwait(false)).Int32(
            "firstRound");

    /// <summary>Creates a job and locks its bounty; the exchange must be approved for it.</summary>
    /// <returns>The job's number and the transaction.</returns>
    public async Task<(ulong Job, SentTransaction Transaction)> CreateTrainingJobAsync(
        TrainingJobSpec spec, CancellationToken cancellation = default)
    {
        TransactionReceipt receipt = await _contract.SendAsync(
            "createTrainingJob", [spec.ToAbi()], null, cancellation).ConfigureAwait(false);
        return (_contract.EventsOf(receipt, "TrainingJobCreated").Single().Fields.UInt64("jobId"), SentTransaction.Of(receipt));
    }

    /// <summary>Registers a data set by a binding commitment to it; the data stay where they are.</summary>
    /// <returns>The data set's number and the transaction.</returns>
    public async Task<(ulong Dataset, SentTransaction Transaction)> RegisterDatasetAsync(
        Hash32 commitment, Hash32 profileHash = default, CancellationToken cancellation = default)
    {
        TransactionReceipt receipt = await _contract.SendAsync(
            "registerDataset", [commitment, profileHash], null, cancellation).ConfigureAwait(false);
        return (_contract.EventsOf(receipt, "DatasetRegistered").Single().Fields.UInt64("datasetId"), SentTransaction.Of(receipt));
    }

    /// <summary>Joins a job with a data set of the sender's, locking the provider stake.</summary>
    public Task<SentTransaction> RegisterAsContributorAsync(ulong job, ulong dataset, CancellationToken cancellation = default) =>
        SendAsync("registerAsContributor", cancellation, job, dataset);

    /// <summary>Leaves a job between rounds or after its end; the stake becomes free bond.</summary>
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

    private async Task<SentTransaction> SendAsync(string function, CancellationToken cancellation, params object[] arguments) =>
        SentTransaction.Of(await _contract.SendAsync(function, arguments, null, cancellation).ConfigureAwait(false));
}
