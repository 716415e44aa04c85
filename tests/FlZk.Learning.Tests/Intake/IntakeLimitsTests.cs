using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using FlZk.Learning.Aggregation.Intake;
using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Learning.Tests.Intake;

/// <summary>What senders can cost: time, memory and places.</summary>
public sealed class IntakeLimitsTests : IntakeOverSockets
{
    [Fact]
    public async Task A_header_is_bounded_before_it_is_read()
    {
        using var intake = new UpdateIntake(Layout, Format, new IntakeLimits { HeaderBytes = 300 });
        byte[] announced = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(announced, long.MaxValue);
        await RefusedAsync(intake, "300 are allowed", announced);
        await AcceptedAsync(intake, "fits", new WeightedUpdate(RandomValues(), 1));
    }

    [Fact]
    public async Task A_header_costs_memory_as_it_comes()
    {
        var limits = new IntakeLimits { HeaderBytes = 1 << 30, HeaderTime = TimeSpan.FromMilliseconds(200), ConcurrentHeaders = 1 };
        using var intake = new UpdateIntake(Layout, Format, limits);
        byte[] announced = new byte[100];
        BinaryPrimitives.WriteInt64LittleEndian(announced, 1 << 30);

        // Other tests allocate at the same time, so that the least of some goes counts; a gibibyte would show in every one.
        long least = long.MaxValue;
        for (int go = 0; go < 8; go++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            await RefusedAsync(intake, "the stream ended before its header", announced);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.InRange(least, 0, 64 << 20);

        // A header of several steps is read all the same: white space may follow the JSON.
        WeightedUpdate honest = new(RandomValues(), 3);
        byte[] good = Bytes(honest.Values);
        byte[] padding = [.. Enumerable.Repeat((byte)' ', 300_000)];
        int header = (int)BinaryPrimitives.ReadInt64LittleEndian(good);
        byte[] padded = [.. good[..(8 + header)], .. padding, .. good[(8 + header)..]];
        BinaryPrimitives.WriteInt64LittleEndian(padded, header + padding.Length);
        foreach (string name in (string[])["padded", "after"])
        {
            // The turn for long headers, of which there is one, comes back; it is waited for without a limit of its own.
            using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            IntakeReceipt receipt = await SendAsync(
                intake, name, 3, stream => stream.WriteAsync(padded, Cancellation).AsTask(), cancellation: stop.Token);
            Assert.True(receipt.IsAccepted, receipt.Refusal);
        }

        AssertBatch(intake.Close(), [honest, honest]);
    }

    [Fact]
    public async Task A_slow_sender_meets_its_deadline_and_does_not_hold_up_others()
    {
        using var intake = new UpdateIntake(Layout, Format);
        WeightedUpdate honest = new(RandomValues(), 3);
        var watch = Stopwatch.StartNew();
        Task<IntakeReceipt> slow = SendAsync(
            intake,
            "slow",
            5,
            async stream =>
            {
                byte[] bytes = Bytes(honest.Values);
                for (int at = 0; at < bytes.Length; at += 1000)
                {
                    await stream.WriteAsync(bytes.AsMemory(at, Math.Min(1000, bytes.Length - at)), Cancellation);
                    await Task.Delay(100, Cancellation);
                }
            },
            TimeSpan.FromSeconds(1));
        await AcceptedAsync(intake, "honest", honest);
        IntakeReceipt receipt = await slow;
        Assert.Contains("within 1 s", receipt.Refusal, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(30));

        // Its name and its weight are free again.
        await AcceptedAsync(intake, "slow", new WeightedUpdate(honest.Values, (1 << 20) - 4));
        AssertBatch(intake.Close(), [honest, new WeightedUpdate(honest.Values, (1 << 20) - 4)]);
    }

    [Fact]
    public async Task More_senders_than_buffers_wait_their_turn()
    {
        using var intake = new UpdateIntake(Layout, Format, new IntakeLimits { ConcurrentTransfers = 2 });
        WeightedUpdate[] updates = [.. Enumerable.Range(0, 5).Select(_ => new WeightedUpdate(RandomValues(), 2))];
        var gates = updates.Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        Task<IntakeReceipt>[] transfers = [.. updates.Select((update, i) => SendAsync(intake, $"s{i}", update.Weight, async stream =>
        {
            byte[] bytes = Bytes(update.Values);
            await stream.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), Cancellation);
            await gates[i].Task;
            await stream.WriteAsync(bytes.AsMemory(bytes.Length / 2), Cancellation);
        }))];
        await Task.Delay(300, Cancellation);
        Assert.All(transfers, transfer => Assert.False(transfer.IsCompleted));
        foreach (TaskCompletionSource gate in gates) gate.SetResult();
        Assert.All(await Task.WhenAll(transfers), receipt => Assert.True(receipt.IsAccepted, receipt.Refusal));
        AssertBatch(intake.Close(), updates);
    }

    [Fact]
    public async Task Silent_senders_hold_nothing_that_an_honest_one_waits_for()
    {
        // One place for headers and one for values, and the honest one's own name; limits so long that the honest one would wait for
        // minutes behind any of the silent.
        var limits = new IntakeLimits { ConcurrentTransfers = 1, ConcurrentHeaders = 1, HeaderTime = Long };
        using var intake = new UpdateIntake(Layout, Format, limits);
        WeightedUpdate honest = new(RandomValues(), 3);
        byte[] begun = Bytes(honest.Values);
        Task<IntakeReceipt>[] silent =
        [
            .. Enumerable.Range(0, 20).Select(i => SendAsync(
                intake,
                i % 2 == 0 ? "honest" : "silent",
                1,
                stream => stream.WriteAsync(begun.AsMemory(0, i), Cancellation).AsTask(),
                end: false)),
        ];
        await AcceptedAsync(intake, "honest", honest);
        Assert.All(silent, transfer => Assert.False(transfer.IsCompleted));
        AssertBatch(intake.Close(), [honest]);
        Assert.All(await Task.WhenAll(silent), receipt => Assert.True(receipt is { IsAccepted: false, IsLate: true }, receipt.Refusal));
    }

    [Fact]
    public async Task Who_stops_or_trickles_in_its_header_or_among_its_values_gives_its_place_up()
    {
        // Everybody waits for one place; deadlines are long, so that only the limits of a step can free it.
        TimeSpan brief = TimeSpan.FromMilliseconds(400);
        var limits = new IntakeLimits { ConcurrentTransfers = 1, ConcurrentHeaders = 1, HeaderTime = brief, StepTime = brief };
        using var intake = new UpdateIntake(Layout, Format, limits);
        WeightedUpdate honest = new(RandomValues(), 3);
        byte[] good = Bytes(honest.Values);
        int data = good.Length - (4 * Parameters);
        Task<IntakeReceipt> nothing = SendAsync(intake, "nothing", 1, _ => Task.CompletedTask, end: false);
        Task<IntakeReceipt> stopped = SendAsync(intake, "stopped", 1, stream => Write(stream, 20), end: false);
        Task<IntakeReceipt> header = SendAsync(intake, "header", 1, stream => TrickleAsync(stream, 10), end: false);
        Task<IntakeReceipt> values = SendAsync(intake, "values", 1, stream => TrickleAsync(stream, data + 100), end: false);
        Task<IntakeReceipt> open = SendAsync(intake, "open", 1, stream => Write(stream, good.Length), end: false);
        Assert.Contains("first eight bytes did not come within 0.4 s", (await nothing).Refusal, StringComparison.Ordinal);
        Assert.Contains("its header did not come", (await stopped).Refusal, StringComparison.Ordinal);
        Assert.Contains("its header did not come", (await header).Refusal, StringComparison.Ordinal);
        Assert.Contains("64 KiB of its values did not come", (await values).Refusal, StringComparison.Ordinal);
        Assert.Contains("the end of its stream did not come", (await open).Refusal, StringComparison.Ordinal);
        Assert.All(await Task.WhenAll(nothing, stopped, header, values, open), receipt => Assert.True(receipt.IsLate));
        await AcceptedAsync(intake, "honest", honest);
        AssertBatch(intake.Close(), [honest]);

        Task Write(NetworkStream stream, int count) => stream.WriteAsync(good.AsMemory(0, count), Cancellation).AsTask();

        async Task TrickleAsync(NetworkStream stream, int from)
        {
            await stream.WriteAsync(good.AsMemory(0, from), Cancellation);
            for (int i = from; i < good.Length; i++)
            {
                await stream.WriteAsync(good.AsMemory(i, 1), Cancellation);
                await Task.Delay(20, Cancellation);
            }
        }
    }

    [Fact]
    public void Limits_that_admit_nobody_are_refused()
    {
        foreach (IntakeLimits limits in (IntakeLimits[])
            [new() { ConcurrentTransfers = 0 }, new() { ConcurrentHeaders = 0 }, new() { HeaderBytes = -1 },
             new() { HeaderTime = TimeSpan.Zero }, new() { StepTime = TimeSpan.FromSeconds(-1) }, new() { TurnTime = TimeSpan.Zero }])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new UpdateIntake(Layout, Format, limits));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new UpdateIntake(Layout, Format, mostUpdates: 0));
    }
}
