using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Aggregation;
using FlZk.Exchange.Deliveries;
using FlZk.Exchange.Models;
using FlZk.Exchange.Roles;
using FlZk.Exchange.Rounds;
using FlZk.Exchange.Tests.Chain;

namespace FlZk.Exchange.Tests.Roles;

public sealed class AggregatorCrashTests(TestExchange exchange)
{
    [Fact]
    public async Task After_a_crash_at_any_step_a_new_process_settles_once_and_loses_nothing()
    {
        AggregatorStep[] steps = Enum.GetValues<AggregatorStep>();
        TestJob job = await exchange.NewJobAsync(rounds: steps.Length);
        string folder = exchange.NewFolder();
        foreach (AggregatorStep step in steps) await CrashAndResumeAsync(job, folder, step);
    }

    [Fact]
    public async Task A_round_killed_at_every_step_one_after_the_other_still_settles_once()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1);
        string folder = exchange.NewFolder();
        (int round, List<DeliveryPackage> packages) = await job.CommitAllAsync();
        ulong before = await NonceAsync();
        IReadOnlyList<ContributionReceipt>? receipts = null;
        RoundSettlement? settlement = null;
        foreach (AggregatorStep step in Enum.GetValues<AggregatorStep>())
        {
            Aggregator aggregator = Dying(folder, step);
            try
            {
                receipts ??= (await aggregator.AcceptAsync(job.Id, round, packages)).Receipts;
                if (step <= AggregatorStep.ReceiptStored) continue;
                await job.RevealAsync(receipts);
                settlement = await aggregator.SettleAsync(job.Id, round);
            }
            catch (CrashException)
            {
                // And again.
            }
        }

        settlement ??= await exchange.NewAggregator(folder).SettleAsync(job.Id, round);
        Assert.Equal(before + 2, await NonceAsync());
        Assert.Equal(RoundPhase.Finalised, (await exchange.As(0).Coordinator.GetRoundAsync(job.Id, round)).Phase);
    }

    [Fact]
    public async Task A_settlement_whose_number_another_transaction_took_is_signed_anew_and_lands_once()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1);
        string folder = exchange.NewFolder();
        int round = await job.RevealAllAsync(exchange.NewAggregator(folder));
        await Assert.ThrowsAsync<CrashException>(() => Dying(folder, AggregatorStep.SettlementSigned).SettleAsync(job.Id, round));

        // The account sends something else before the aggregator comes back.
        await exchange.As(TestExchange.AggregatorIndex).Token.TransferAsync(TestExchange.AccountOf(5).Address, 1);
        RoundSettlement settlement = await exchange.NewAggregator(folder).SettleAsync(job.Id, round);
        Assert.Equal(RoundPhase.Finalised, (await exchange.As(0).Coordinator.GetRoundAsync(job.Id, round)).Phase);
        Assert.NotEqual(default, settlement.Settlement.Hash);
    }

    [Fact]
    public async Task A_settled_round_settles_again_to_the_same_transactions()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1);
        string folder = exchange.NewFolder();
        int round = await job.RevealAllAsync(exchange.NewAggregator(folder));
        RoundSettlement first = await exchange.NewAggregator(folder).SettleAsync(job.Id, round);
        ulong before = await NonceAsync();
        RoundSettlement second = await exchange.NewAggregator(folder).SettleAsync(job.Id, round);
        Assert.Equal(first.Settlement, second.Settlement);
        Assert.Equal(first.Publication, second.Publication);
        Assert.Equal(first.Model.ToArray(), second.Model.ToArray());
        Assert.Equal(before, await NonceAsync());

        // Signed transactions lost, the chain still tells.
        foreach (string file in Directory.EnumerateFiles(folder, "*.tx", SearchOption.AllDirectories)) File.Delete(file);
        RoundSettlement third = await exchange.NewAggregator(folder).SettleAsync(job.Id, round);
        Assert.Equal(first.Settlement, third.Settlement);
        Assert.Equal(before, await NonceAsync());
    }

    [Fact]
    public async Task Everything_in_the_journal_is_the_owners_alone()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1);
        string folder = exchange.NewFolder();
        int round = await job.RevealAllAsync(exchange.NewAggregator(folder));
        await exchange.NewAggregator(folder).SettleAsync(job.Id, round);
        string[] files =
            [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(static f => Path.GetFileName(f) != "lock")];
        Assert.Equal(3 + 3 + 4, files.Length);
        foreach (string file in files)
        {
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    private async Task CrashAndResumeAsync(TestJob job, string folder, AggregatorStep step)
    {
        (int round, List<DeliveryPackage> packages) = await job.CommitAllAsync();
        ulong before = await NonceAsync();
        IntakeResult intake;
        if (step <= AggregatorStep.ReceiptStored)
        {
            await Assert.ThrowsAsync<CrashException>(() => Dying(folder, step).AcceptAsync(job.Id, round, packages));
            intake = await exchange.NewAggregator(folder).AcceptAsync(job.Id, round, packages);
            await job.RevealAsync(intake.Receipts);
        }
        else
        {
            intake = await exchange.NewAggregator(folder).AcceptAsync(job.Id, round, packages);
            await job.RevealAsync(intake.Receipts);
            await Assert.ThrowsAsync<CrashException>(() => Dying(folder, step).SettleAsync(job.Id, round));
        }

        Assert.Equal(3, intake.Receipts.Count);
        RoundSettlement settlement = await exchange.NewAggregator(folder).SettleAsync(job.Id, round);

        // Two transactions in all: whatever was signed before the crash is the one that was mined.
        Assert.Equal(before + 2, await NonceAsync());
        Assert.Equal(round, settlement.Round.Round);
        PublishedModel? published = await PublishedModels.ReadAsync(exchange.As(TestExchange.StrangerIndex), job.Id, round);
        Assert.Equal(settlement.Model.ToArray(), published!.Values.ToArray());
    }

    private Aggregator Dying(string folder, AggregatorStep step)
    {
        Aggregator aggregator = exchange.NewAggregator(folder);
        aggregator.Reached = reached =>
        {
            if (reached == step) throw new CrashException();
        };
        return aggregator;
    }

    private Task<ulong> NonceAsync() =>
        exchange.Client.GetTransactionCountAsync(TestExchange.AccountOf(TestExchange.AggregatorIndex).Address, BlockReference.Pending);

    private sealed class CrashException : Exception;
}
