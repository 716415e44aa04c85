using FlZk.Ethereum.Contracts;
using FlZk.Ethereum.JsonRpc;
using FlZk.Platform;

namespace FlZk.Cli.Connections;

/// <summary>Keeps a command's transactions for its result, and tells of each before it is waited for.</summary>
/// <param name="progress">Told of what is being sent.</param>
/// <param name="dryRun">Whether to end before the first one.</param>
internal sealed class TransactionLog(IProgress<WorkProgress>? progress, bool dryRun) : ITransactionObserver
{
    private readonly List<StepTaken> _steps = [];

    /// <summary>The transactions so far, in the order they were mined.</summary>
    public IReadOnlyList<StepTaken> Steps => _steps;

    public void Planned(PlannedTransaction transaction)
    {
        if (!dryRun)
        {
            progress?.Report(new WorkProgress($"sending {transaction.What}, waiting until it is mined"));
            return;
        }

        ulong gas = transaction.EstimatedGas ?? transaction.GasLimit;
        throw new DryRunEndedException(new DryRun(
            transaction.What,
            transaction.From.ToString(),
            transaction.To?.ToString(),
            transaction.Value,
            gas,
            transaction.Fees.MaxFeePerGas,
            transaction.Fees.MaxFeePerGas * gas));
    }

    public void Mined(string what, TransactionReceipt receipt) =>
        _steps.Add(new StepTaken(what, receipt.TransactionHash.ToString(), receipt.BlockNumber, receipt.GasUsed));
}
