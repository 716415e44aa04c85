using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using FlZk.Learning.Aggregation.Intake;
using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Learning.Tests.Intake;

/// <summary>Who has a buffer, who waits and who makes way, against senders that only hold places.</summary>
public sealed class StagingBufferTests : IntakeOverSockets
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_name_belongs_to_the_first_whole_update_and_not_to_who_began_first()
    {
        // Limits that let the others stay for a minute.
        using var intake = new UpdateIntake(Layout, Format, new IntakeLimits { StepTime = Long });
        WeightedUpdate honest = new(RandomValues(), 3);
        byte[] begun = Bytes(RandomValues());
        Task<IntakeReceipt>[] others =
        [
            .. Enumerable.Range(1, 3).Select(i => SendAsync(
                intake,
                "honest",
                1,
                stream => stream.WriteAsync(begun.AsMemory(0, i * 300_000), Cancellation).AsTask(),
                end: false)),
        ];
        await Task.Delay(200, Cancellation);
        Assert.All(others, transfer => Assert.False(transfer.IsCompleted));
        await AcceptedAsync(intake, "honest", honest);

        // Their places are free at once.
        Assert.All(
            await Task.WhenAll(others).WaitAsync(TimeSpan.FromSeconds(20), Cancellation),
            receipt => Assert.Equal("an update of 'honest' is in the sum already.", receipt.Refusal));
        AssertBatch(intake.Close(), [honest]);
    }

    [Fact]
    public async Task Who_trickles_makes_way_for_who_waits_and_for_nobody_else()
    {
        // Every step is in time, and all buffers are taken.
        var limits = new IntakeLimits { ConcurrentTransfers = 4, StepTime = Second, TurnTime = 4 * Second };
        using var intake = new UpdateIntake(Layout, Format, limits);
        WeightedUpdate[] slow = [.. Enumerable.Range(0, 4).Select(_ => new WeightedUpdate(RandomValues(), 2))];
        using var enough = new CancellationTokenSource();
        Task<IntakeReceipt>[] tricklers =
            [.. slow.Select((update, i) => SendAsync(intake, $"slow{i}", 2, stream => TrickleAsync(stream, Bytes(update.Values))))];
        await Task.Delay(300, Cancellation);
        WeightedUpdate honest = new(RandomValues(), 3);
        await AcceptedAsync(intake, "honest", honest);
        IntakeReceipt away = await await Task.WhenAny(tricklers);
        Assert.True(away is { IsAccepted: false, IsLate: true });
        Assert.StartsWith("others wait for a buffer, and ", away.Refusal, StringComparison.Ordinal);

        // Now that nobody waits they may be as slow as they are.
        await Task.Delay(2 * Second, Cancellation);
        Assert.Equal(3, tricklers.Count(transfer => !transfer.IsCompleted));
        await enough.CancelAsync();
        IntakeReceipt[] receipts = await Task.WhenAll(tricklers);
        Assert.Equal(3, receipts.Count(receipt => receipt.IsAccepted));
        AssertBatch(intake.Close(), [honest, .. slow.Where((_, i) => receipts[i].IsAccepted)]);

        async Task TrickleAsync(NetworkStream stream, byte[] bytes)
        {
            for (int at = 0; at < bytes.Length; at += 16 << 10)
            {
                await stream.WriteAsync(bytes.AsMemory(at, Math.Min(16 << 10, bytes.Length - at)), Cancellation);
                if (!enough.IsCancellationRequested) await Task.Delay(100, Cancellation);
            }
        }
    }

    [Fact]
    public async Task Who_keeps_the_pace_stays_whoever_waits()
    {
        var limits = new IntakeLimits { ConcurrentTransfers = 1, StepTime = Second };
        using var intake = new UpdateIntake(Layout, Format, limits);
        WeightedUpdate steady = new(RandomValues(), 2), quick = new(RandomValues(), 3);
        byte[] bytes = Bytes(steady.Values);
        var began = new TaskCompletionSource();
        var watch = Stopwatch.StartNew();
        Task<IntakeReceipt> first = SendAsync(intake, "steady", 2, async stream =>
        {
            for (int at = 0; at < bytes.Length; at += 64 << 10)
            {
                await stream.WriteAsync(bytes.AsMemory(at, Math.Min(64 << 10, bytes.Length - at)), Cancellation);
                began.TrySetResult();
                await Task.Delay(150, Cancellation);
            }
        });
        await began.Task;
        await Task.Delay(100, Cancellation);
        await AcceptedAsync(intake, "quick", quick);
        Assert.True(watch.Elapsed > 2 * Second);
        Assert.Null((await first).Refusal);
        AssertBatch(intake.Close(), [steady, quick]);
    }

    [Fact]
    public async Task A_flood_that_only_holds_places_delays_an_honest_sender_by_a_turn()
    {
        // Thirty who bring a good header and some values, stay as long as they may and come again: under one name of their own, and under
        // the honest one's.
        var limits = new IntakeLimits { ConcurrentTransfers = 2, StepTime = Second / 4 };
        using var intake = new UpdateIntake(Layout, Format, limits);
        byte[] begun = Bytes(RandomValues());
        using var over = new CancellationTokenSource();
        var reasons = new ConcurrentBag<string>();
        Task[] flood = [.. Enumerable.Range(0, 30).Select(i => Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                IntakeReceipt receipt = await SendAsync(
                    intake,
                    i % 2 == 0 ? "honest" : "mallory",
                    1,
                    stream => stream.WriteAsync(begun.AsMemory(0, 200_000), Cancellation).AsTask(),
                    end: false);
                Assert.False(receipt.IsAccepted);
                reasons.Add(receipt.Refusal!);
                await Task.Delay(500, Cancellation);
            }
        }))];
        await Task.Delay(Second, Cancellation);
        WeightedUpdate honest = new(RandomValues(), 3), other = new(RandomValues(), 4);
        var watch = Stopwatch.StartNew();
        await AcceptedAsync(intake, "other", other);
        IntakeReceipt receipt;
        do
        {
            receipt = await SendAsync(intake, "honest", 3, stream => stream.WriteAsync(Bytes(honest.Values), Cancellation).AsTask());
        }
        while (receipt.Refusal?.Contains("a newer transfer", StringComparison.Ordinal) == true && watch.Elapsed < Long);
        Assert.True(receipt.IsAccepted, receipt.Refusal);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Long / 2);
        await over.CancelAsync();
        AssertBatch(intake.Close(), [other, honest]);
        await Task.WhenAll(flood);
        Assert.Contains("a newer transfer of 'mallory' waits for a buffer in its place.", reasons);
    }

    [Fact]
    public async Task A_free_buffer_goes_to_the_name_that_holds_fewest()
    {
        using var buffers = new StagingBuffers(10, new IntakeLimits { ConcurrentTransfers = 2 });
        using TransferClock one = Clock(), two = Clock(), three = Clock(), four = Clock(), five = Clock();
        StagingBuffers.Loan greedy = await buffers.BorrowAsync("greedy", one), other = await buffers.BorrowAsync("other", two);
        int[] buffer = other.Buffer;
        Task<StagingBuffers.Loan> replaced = buffers.BorrowAsync("greedy", three);
        Task<StagingBuffers.Loan> newer = buffers.BorrowAsync("greedy", four), modest = buffers.BorrowAsync("modest", five);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Soon(replaced));
        Assert.Equal("a newer transfer of 'greedy' waits for a buffer in its place.", three.Refusal().Message);
        Assert.False(newer.IsCompleted || modest.IsCompleted);
        other.Dispose();
        Assert.Same(buffer, (await Soon(modest)).Buffer);
        Assert.False(newer.IsCompleted);
        greedy.Dispose();
        (await Soon(newer)).Dispose();
        (await modest).Dispose();

        static Task<StagingBuffers.Loan> Soon(Task<StagingBuffers.Loan> loan) => loan.WaitAsync(20 * Second, Cancellation);
        static TransferClock Clock() => new(Cancellation, CancellationToken.None);
    }
}
