using System.Net.Sockets;
using FlZk.Learning.Aggregation.Intake;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Tests.Intake;

/// <summary>What is in the sum, and when it is whole.</summary>
public sealed class UpdateIntakeTests : IntakeOverSockets
{
    [Fact]
    public async Task Updates_in_any_order_and_several_at_once_give_the_batch_s_result()
    {
        using var intake = new UpdateIntake(Layout, Format, new IntakeLimits { ConcurrentTransfers = 3 });
        WeightedUpdate[] updates = [.. Enumerable.Range(0, 9).Select(i => new WeightedUpdate(RandomValues(), (i * 1000) + 1))];
        IntakeReceipt[] receipts = await Task.WhenAll(updates.Select((update, i) => SendAsync(
            intake, $"s{i}", update.Weight, stream => stream.WriteAsync(Bytes(update.Values), Cancellation).AsTask())));
        Assert.All(receipts, receipt => Assert.True(receipt.IsAccepted, receipt.Refusal));
        Assert.Equal(Enumerable.Range(0, 9).Select(i => $"s{i}"), intake.Accepted.Order());
        AssertBatch(intake.Close(), updates);
        Assert.Throws<InvalidOperationException>(intake.Close);
    }

    [Fact]
    public async Task Closing_refuses_what_is_not_whole()
    {
        using var intake = new UpdateIntake(Layout, Format);
        WeightedUpdate honest = new(RandomValues(), 3);
        Assert.Throws<InvalidOperationException>(intake.Close);
        await AcceptedAsync(intake, "honest", honest);
        Task<IntakeReceipt> late = SendAsync(
            intake, "late", 1, stream => stream.WriteAsync(Bytes(honest.Values).AsMemory(0, 400_000), Cancellation).AsTask(), end: false);
        await Task.Delay(200, Cancellation);
        AssertBatch(intake.Close(), [honest]);
        Assert.Contains("closed", (await late).Refusal, StringComparison.Ordinal);
        IntakeReceipt after = await intake.ReceiveAsync("after", Stream.Null, 1, Long, Cancellation);
        Assert.Contains("closed", after.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sum_that_is_whole_takes_no_more()
    {
        using var intake = new UpdateIntake(Layout, Format, mostUpdates: 1);
        WeightedUpdate honest = new(RandomValues(), 3);
        byte[] bytes = Bytes(honest.Values);
        await using var one = new GatedStream(bytes);
        await using var other = new GatedStream(bytes);
        Task<IntakeReceipt> late = intake.ReceiveAsync("late", other, 1, Long, Cancellation);
        Task<IntakeReceipt> first = intake.ReceiveAsync("first", one, 3, Long, Cancellation);
        one.Open();
        Assert.True((await first).IsAccepted);
        other.Open();
        foreach (IntakeReceipt receipt in (IntakeReceipt[])
            [await late, await intake.ReceiveAsync("later", new MemoryStream(bytes), 1, Long, Cancellation)])
        {
            Assert.True(receipt is { IsAccepted: false, IsLate: true });
            Assert.Contains("the round is whole", receipt.Refusal, StringComparison.Ordinal);
        }

        AssertBatch(intake.Close(), [honest]);
    }

    [Fact]
    public async Task A_round_that_ends_without_updates_takes_none_afterwards()
    {
        using var intake = new UpdateIntake(Layout, Format);
        Assert.Null(intake.End());
        IntakeReceipt after = await intake.ReceiveAsync("after", new MemoryStream(Bytes(RandomValues())), 1, Long, Cancellation);
        Assert.True(after is { IsAccepted: false, IsLate: true });
        Assert.Contains("closed", after.Refusal, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(intake.Close);
    }

    [Fact]
    public async Task Names_and_weights_are_judged_at_the_door()
    {
        using var intake = new UpdateIntake(Layout, Format);
        WeightedUpdate honest = new(RandomValues(), 10);
        await AcceptedAsync(intake, "a", honest);
        foreach ((string name, long weight, string reason) in (IEnumerable<(string, long, string)>)
            [
                ("a", 1, "already"),
                ("b", 0, "not positive"),
                ("b", long.MinValue, "not positive"),
                ("b", (1 << 20) - 10, "total weight"),
                ("b", long.MaxValue, "total weight"),
            ])
        {
            IntakeReceipt receipt = await intake.ReceiveAsync(name, new MemoryStream(Bytes(honest.Values)), weight, Long, Cancellation);
            Assert.Contains(reason, receipt.Refusal, StringComparison.Ordinal);
        }

        Assert.True(
            (await intake.ReceiveAsync("b", new MemoryStream(Bytes(honest.Values)), (1 << 20) - 11, Long, Cancellation)).IsAccepted);
        Assert.Equal((1 << 20) - 1, intake.Close().TotalWeight);
    }

    [Fact]
    public async Task Of_two_that_begin_together_under_one_name_one_is_in_the_sum()
    {
        using var intake = new UpdateIntake(Layout, Format);
        WeightedUpdate honest = new(RandomValues(), 3);
        byte[] bytes = Bytes(honest.Values);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<IntakeReceipt>[] transfers =
        [
            .. Enumerable.Range(0, 2).Select(_ => SendAsync(intake, "twin", 3, async stream =>
            {
                await stream.WriteAsync(bytes.AsMemory(0, 8), Cancellation);
                await gate.Task;
                await stream.WriteAsync(bytes.AsMemory(8), Cancellation);
            })),
        ];
        await Task.Delay(200, Cancellation);
        gate.SetResult();
        IntakeReceipt[] receipts = await Task.WhenAll(transfers);
        Assert.Contains("already", Assert.Single(receipts, receipt => !receipt.IsAccepted).Refusal, StringComparison.Ordinal);
        AssertBatch(intake.Close(), [honest]);
    }

    [Fact]
    public async Task A_receipt_tells_weight_and_range()
    {
        using var intake = new UpdateIntake(Layout, Format);
        var values = new int[Parameters];
        (values[0], values[^1]) = (-65_536, 98_304);
        IntakeReceipt receipt = await intake.ReceiveAsync("a", new MemoryStream(Bytes(values)), 5, Long, Cancellation);
        Assert.Equal((5, new QuantisationReport(Parameters, 0, -1, 1.5f)), (receipt.Weight, receipt.Report));
    }

    /// <summary>An update whose values wait for a word.</summary>
    private sealed class GatedStream(byte[] bytes) : MemoryStream(bytes)
    {
        private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Open() => _gate.SetResult();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (buffer.Length >= 4096) await _gate.Task.WaitAsync(cancellationToken);
            return Read(buffer.Span);
        }
    }
}
