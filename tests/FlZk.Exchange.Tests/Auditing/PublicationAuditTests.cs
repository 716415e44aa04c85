using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Aggregation;
using FlZk.Exchange.Auditing;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Models;
using FlZk.Exchange.Roles;
using FlZk.Exchange.Tests.Chain;
using FlZk.Exchange.Tests.Nodes;

namespace FlZk.Exchange.Tests.Auditing;

/// <summary>A model that comes in parts is audited as one that comes whole: a lie in any part is found, and whose it is.</summary>
public sealed class PublicationAuditTests(TestExchange exchange) : IAsyncLifetime
{
    private const int PartBytes = 20;
    private const int Bits = 24;

    private TestJob _job = null!;
    private Aggregator _aggregator = null!;
    private int _round;
    private byte[] _model = [];

    /// <summary>A round that is proved, and of whose model nothing is published.</summary>
    public async ValueTask InitializeAsync()
    {
        _job = await exchange.NewJobAsync(rounds: 1);
        _aggregator = exchange.NewAggregator();
        _aggregator.MaxModelBytesPerCall = PartBytes;
        _round = await _job.RevealAllAsync(_aggregator);
        _aggregator.Reached = static step =>
        {
            if (step == AggregatorStep.SettlementMined) throw new InvalidOperationException("stop here");
        };
        await Assert.ThrowsAsync<InvalidOperationException>(() => _aggregator.SettleAsync(_job.Id, _round));
        _aggregator.Reached = static _ => { };
        int[][] updates = [.. Enumerable.Range(0, 3).Select(i => TestJob.UpdateOf(i, _round))];
        long total = Enumerable.Range(0, 3).Sum(TestJob.WeightOf);
        _model = PackedModel.Pack(
            [.. Enumerable.Range(0, TestExchange.Dimension).Select(j => Average(updates, j, total))], Bits);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_aggregator_one_of_whose_parts_lies_is_named(int lyingPart)
    {
        // The aggregator takes up what is on chain already: after the lie the rest of the true model follows, with the true opening.
        for (int part = 0; part <= Math.Min(lyingPart, 1); part++) await PublishAsync(part * PartBytes, Part(part, part == lyingPart));
        if (lyingPart == 2)
        {
            // The last part carries the opening, which only the aggregator's journal knows: the lie is one byte short of the end.
            byte[] head = Part(2, lies: true)[..^1];
            await PublishAsync(2 * PartBytes, head);
        }

        await _aggregator.SettleAsync(_job.Id, _round);
        AuditReport report = await exchange.AuditAsync(_job.Id);
        report.Finds("model");
        string reason = Audits.Checks(report).Single(static check => !check.Passed).Reason;
        Assert.Contains("does not open", reason, StringComparison.Ordinal);
        Assert.Contains(_aggregator.Address.ToString(), reason, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ExchangeException>(
            () => PublishedModels.ReadAsync(exchange.As(TestExchange.StrangerIndex), _job.Id, _round));
    }

    [Fact]
    public async Task A_node_that_hides_repeats_reorders_or_changes_parts_is_not_believed()
    {
        await _aggregator.SettleAsync(_job.Id, _round);
        (await exchange.AuditAsync(_job.Id)).Finds();
        FlZk.Ethereum.Abi.AbiEvent part = ExchangeAbi.ModelCoordinator.Event("ModelPartPublished");
        await exchange.FindsAsync(_job.Id, node => node.Hide(part), "model");
        await exchange.FindsAsync(_job.Id, node => node.Events(part, static logs => logs.RemoveAt(0)), "model");
        await exchange.FindsAsync(_job.Id, node => node.Events(part, static logs => logs.RemoveAt(1)), "model");
        await exchange.FindsAsync(_job.Id, node => node.Events(part, static logs => logs.Add(logs[1]!.DeepClone())), "model");
        string bytes = Convert.ToHexStringLower(_model.AsSpan(0, PartBytes)), others = Lies.LastDigitChanged(bytes);
        await exchange.FindsAsync(_job.Id, node => node.Replace(bytes, others, inTransactions: false), "model");
        await exchange.FindsAsync(_job.Id, node => node.Replace(bytes, others), "model");
    }

    private static int Average(int[][] updates, int j, long total)
    {
        long sum = 0;
        for (int i = 0; i < updates.Length; i++) sum += TestJob.WeightOf(i) * updates[i][j];
        return (int)Math.Floor((sum + (total / 2)) / (decimal)total);
    }

    private byte[] Part(int index, bool lies)
    {
        byte[] part = _model[(index * PartBytes)..((index + 1) * PartBytes)];
        if (lies) part[7] ^= 1;
        return part;
    }

    private Task<TransactionReceipt> PublishAsync(int offset, byte[] part) => exchange.As(TestExchange.AggregatorIndex).Coordinator.Contract.SendAsync(
        "publishModelPart", [_job.Id, _round, offset, part]);
}
