using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Intake;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Tests;

/// <summary>Updates over loopback sockets, from honest senders and others.</summary>
public sealed class UpdateIntakeTests : IDisposable
{
    private const int Parameters = 100_003;

    private static readonly FixedPointFormat Format = FixedPointFormat.Default;
    private static readonly TensorLayout Layout = new(
        [new TensorDescriptor("embedding", [3, 33_334]), new TensorDescriptor("scale", [1])]);

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _directory = new();
    private readonly Random _random = new(11);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

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
    public async Task Whoever_is_refused_leaves_no_trace()
    {
        using var intake = new UpdateIntake(Layout, Format);
        WeightedUpdate[] honest = [new(RandomValues(), 7), new(RandomValues(), 11)];
        byte[] good = Bytes(honest[0].Values);
        await AcceptedAsync(intake, "first", honest[0]);

        // Cut short anywhere: in the length, in the header, in the values, one byte before the end.
        foreach (int length in (int[])[0, 5, 8, 40, good.Length / 2, good.Length - 1])
        {
            await RefusedAsync(intake, "the stream ended before", good[..length]);
        }

        await RefusedAsync(intake, "goes on after", [.. good, 0]);
        byte[] noise = new byte[1000];
        _random.NextBytes(noise);
        await RefusedAsync(intake, "announce a safetensors header", noise);
        byte[] noJson = [.. good];
        noJson[8] = (byte)'[';
        await RefusedAsync(intake, "safetensors header", noJson);
        await RefusedAsync(
            intake, "the tensors end at byte 16", Bytes(new int[4], new TensorLayout([new TensorDescriptor("embedding", [4])])));
        await RefusedAsync(
            intake,
            "instead of",
            Bytes(
                honest[0].Values,
                new TensorLayout([new TensorDescriptor("embedding", [33_334, 3]), new TensorDescriptor("scale", [1])])));
        await RefusedAsync(intake, "fraction", Bytes(honest[0].Values, format: new FixedPointFormat(8, 24)));
        await RefusedAsync(intake, "holds Float32", RealModel());
        byte[] spoilt = [.. good];
        BinaryPrimitives.WriteInt32LittleEndian(spoilt.AsSpan(spoilt.Length - 4), 1 << 23);
        await RefusedAsync(intake, "element 0 of tensor 'scale' is 8388608", spoilt);

        await AcceptedAsync(intake, "second", honest[1]);
        AssertBatch(intake.Close(), honest);
    }

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
    public async Task A_cancelled_transfer_is_not_in_the_sum()
    {
        using var intake = new UpdateIntake(Layout, Format);
        WeightedUpdate honest = new(RandomValues(), 3);
        using var stop = new CancellationTokenSource();
        Task<IntakeReceipt> cancelled = SendAsync(
            intake,
            "cancelled",
            1,
            stream => stream.WriteAsync(Bytes(honest.Values).AsMemory(0, 400_000), Cancellation).AsTask(),
            Long,
            end: false,
            stop.Token);
        await Task.Delay(200, Cancellation);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await AcceptedAsync(intake, "cancelled", honest);
        AssertBatch(intake.Close(), [honest]);
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
    public async Task A_connection_that_is_reset_is_a_refusal()
    {
        using var intake = new UpdateIntake(Layout, Format);
        IntakeReceipt receipt = await SendAsync(intake, "reset", 1, async stream =>
        {
            await stream.WriteAsync(Bytes(RandomValues()).AsMemory(0, 100_000), Cancellation);
            stream.Socket.LingerState = new LingerOption(true, 0);
            stream.Socket.Close();
        }, end: false);
        Assert.NotNull(receipt.Refusal);
        Assert.Empty(intake.Accepted);
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
    public async Task A_stream_that_fails_in_its_own_way_is_a_refusal()
    {
        using var intake = new UpdateIntake(Layout, Format);
        foreach (Exception failure in (Exception[])
            [new InvalidDataException("bad block"), new ObjectDisposedException("stream"), new EndOfStreamException("gone"),
             new OperationCanceledException("elsewhere")])
        {
            IntakeReceipt receipt = await intake.ReceiveAsync("broken", new FailingStream(failure), 1, Long, Cancellation);
            Assert.Contains("the connection", receipt.Refusal, StringComparison.Ordinal);
        }

        await using var disposed = new MemoryStream(Bytes(RandomValues()));
        await disposed.DisposeAsync();
        Assert.False((await intake.ReceiveAsync("disposed", disposed, 1, Long, Cancellation)).IsAccepted);
        WeightedUpdate honest = new(RandomValues(), 3);
        await AcceptedAsync(intake, "broken", honest);
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

    [Fact]
    public void Limits_that_admit_nobody_are_refused()
    {
        foreach (IntakeLimits limits in (IntakeLimits[])
            [new() { ConcurrentTransfers = 0 }, new() { ConcurrentHeaders = 0 }, new() { HeaderBytes = -1 },
             new() { HeaderTime = TimeSpan.Zero }, new() { StepTime = TimeSpan.FromSeconds(-1) }])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new UpdateIntake(Layout, Format, limits));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new UpdateIntake(Layout, Format, mostUpdates: 0));
    }

    private static void AssertBatch(FedAvgResult result, WeightedUpdate[] updates)
    {
        using var device = new CpuDevice(CpuArithmetic.Scalar);
        FedAvgResult expected = FedAvg.Aggregate(device, updates, Format);
        Assert.Equal(expected.Sum, result.Sum);
        Assert.Equal(expected.Model, result.Model);
        Assert.Equal(expected.TotalWeight, result.TotalWeight);
    }

    private async Task AcceptedAsync(UpdateIntake intake, string name, WeightedUpdate update)
    {
        IntakeReceipt receipt = await SendAsync(
            intake, name, update.Weight, stream => stream.WriteAsync(Bytes(update.Values), Cancellation).AsTask());
        Assert.True(receipt.IsAccepted, receipt.Refusal);
    }

    private async Task RefusedAsync(UpdateIntake intake, string reason, byte[] bytes)
    {
        IntakeReceipt receipt = await SendAsync(intake, "bad", 1, stream => stream.WriteAsync(bytes, Cancellation).AsTask());
        Assert.False(receipt.IsAccepted);
        Assert.Contains(reason, receipt.Refusal, StringComparison.Ordinal);
    }

    private async Task<IntakeReceipt> SendAsync(
        UpdateIntake intake,
        string name,
        long weight,
        Func<NetworkStream, Task> send,
        TimeSpan? deadline = null,
        bool end = true,
        CancellationToken cancellation = default)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, Cancellation);
        using TcpClient server = await listener.AcceptTcpClientAsync(Cancellation);
        await using NetworkStream to = client.GetStream(), from = server.GetStream();
        Task<IntakeReceipt> receipt = intake.ReceiveAsync(name, from, weight, deadline ?? Long, cancellation);
        Task sending = Task.Run(
            async () =>
            {
                try
                {
                    await send(to);
                    if (end) client.Client.Shutdown(SocketShutdown.Send);
                }
                catch (IOException)
                {
                    // The other side has heard enough.
                }
            },
            Cancellation);
        try
        {
            return await receipt;
        }
        finally
        {
            server.Close();
            await sending;
        }
    }

    private int[] RandomValues()
    {
        var values = new int[Parameters];
        for (int j = 0; j < values.Length; j++) values[j] = _random.Next(Format.MinValue, Format.MaxValue + 1);
        return values;
    }

    private byte[] Bytes(ReadOnlyMemory<int> values, TensorLayout? layout = null, FixedPointFormat? format = null)
    {
        string path = _directory.File(Guid.NewGuid().ToString("N"));
        SafetensorsFile.WriteUpdate(path, new QuantisedUpdate(layout ?? Layout, values.ToArray(), format ?? Format));
        return File.ReadAllBytes(path);
    }

    private static byte[] RealModel()
    {
        string json = "{\"embedding\":{\"dtype\":\"F32\",\"shape\":[3,33334],\"data_offsets\":[0,400008]},"
            + "\"scale\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[400008,400012]}}";
        byte[] header = Encoding.ASCII.GetBytes("12345678" + json);
        BinaryPrimitives.WriteInt64LittleEndian(header, json.Length);
        return [.. header, .. new byte[4 * Parameters]];
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

    private sealed class FailingStream(Exception failure) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromException<int>(failure);
    }
}
