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

/// <summary>A listener and its senders over loopback, honest ones and others; ports are free ones and end with the test.</summary>
public sealed class UpdateListenerTests : IDisposable
{
    private const int Parameters = 300_001;

    private static readonly FixedPointFormat Format = FixedPointFormat.Default;
    private static readonly TensorLayout Layout = new(
        [new TensorDescriptor("embedding", [3, 100_000]), new TensorDescriptor("scale", [1])]);

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _directory = new();
    private readonly Random _random = new(12);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task All_who_may_send_end_the_round_with_the_batch_s_result()
    {
        WeightedUpdate[] updates = [.. Enumerable.Range(1, 6).Select(i => new WeightedUpdate(RandomValues(), i * 100))];
        using UpdateListener listener = Listen(updates.Select((update, i) => KeyValuePair.Create($"s{i}", update.Weight)));
        Task<ListeningResult> round = listener.RunAsync(Long, cancellation: Cancellation);
        string?[] answers = await Task.WhenAll(updates.Select((update, i) => SendAsync(listener, $"s{i}", Bytes(update.Values))));
        Assert.All(answers, Assert.Null);
        ListeningResult result = await round;
        AssertBatch(result, updates);
        Assert.Equal(updates.Length, result.Receipts.Count);
        Assert.All(result.Receipts, receipt => Assert.Equal(Parameters, receipt.Report.Count));
        await Assert.ThrowsAsync<InvalidOperationException>(() => listener.RunAsync(Long, cancellation: Cancellation));
        await Assert.ThrowsAsync<IOException>(() => SendAsync(listener, "s0", Bytes(updates[0].Values)));
    }

    [Fact]
    public async Task Strangers_doubles_and_malformed_updates_get_their_reasons_and_leave_no_trace()
    {
        WeightedUpdate first = new(RandomValues(), 3), last = new(RandomValues(), 4);
        byte[] good = Bytes(first.Values);
        var told = new Told();
        using UpdateListener listener = Listen([new("first", 3), new("last", 4)]);
        Task<ListeningResult> round = listener.RunAsync(Long, told, Cancellation);
        Assert.Null(await SendAsync(listener, "first", good));
        Assert.Equal("nobody of this name is awaited.", await SendAsync(listener, "mallory", good));
        Assert.Contains("already", await SendAsync(listener, "first", good), StringComparison.Ordinal);
        Assert.Contains("ended before all of its values", await SendAsync(listener, "last", good[..^1]), StringComparison.Ordinal);
        Assert.Contains("goes on after", await SendAsync(listener, "last", [.. good, 1, 2]), StringComparison.Ordinal);
        Assert.Contains(
            "announce a safetensors header",
            await SendAsync(listener, "last", [.. Enumerable.Repeat((byte)255, 5_000_000)]),
            StringComparison.Ordinal);
        Assert.Contains("ended before its header's length", await SendAsync(listener, "last", []), StringComparison.Ordinal);
        Assert.Contains(
            "not an update of this round's model: tensor 0 is '?[31mred' instead of",
            await SendAsync(listener, "last", Bytes(first.Values, new TensorLayout(
                [new TensorDescriptor("\u001b[31mred", [3, 100_000]), new TensorDescriptor("scale", [1])]))),
            StringComparison.Ordinal);
        foreach (string line in (string[])
            [
                "GET / HTTP/1.1\r\n\r\n",
                "flzk/update/2 last\n",
                "\n",
                new string('x', 1000),
                "flzk/update/1 last",
            ])
        {
            Assert.StartsWith(
                "flzk/receipt/1 refused: ", await ExchangeAsync(listener, Encoding.UTF8.GetBytes(line)), StringComparison.Ordinal);
        }

        foreach (string line in (string[])["flzk/update/1 \n", "flzk/update/1 a\tb\n"])
        {
            Assert.StartsWith(
                "flzk/receipt/1 refused: a sender's name is one line of text",
                await ExchangeAsync(listener, Encoding.UTF8.GetBytes(line)),
                StringComparison.Ordinal);
        }

        Assert.StartsWith(
            "flzk/receipt/1 refused: ",
            await ExchangeAsync(listener, [.. "flzk/update/1 "u8, 0xC3, 0x28, (byte)'\n']),
            StringComparison.Ordinal);
        Assert.Null(await SendAsync(listener, "last", Bytes(last.Values)));
        ListeningResult result = await round;
        AssertBatch(result, [first, last]);
        Assert.Equal(17, result.Receipts.Count);
        Assert.Equal(result.Receipts, told.All);
        Assert.DoesNotContain(result.Receipts, receipt => receipt.IsLate);
        Assert.DoesNotContain(result.Receipts, receipt => receipt.Refusal?.Any(char.IsControl) == true);
    }

    [Fact]
    public async Task The_deadline_ends_the_round_for_whoever_is_not_whole()
    {
        WeightedUpdate honest = new(RandomValues(), 1);
        byte[] bytes = Bytes(honest.Values);
        using UpdateListener listener = Listen();
        Task<ListeningResult> round = listener.RunAsync(TimeSpan.FromSeconds(3), cancellation: Cancellation);
        Task<string> silent = ExchangeAsync(listener, [], end: false);
        Task<string> half = ExchangeAsync(listener, [.. "flzk/update/1 half\n"u8, .. bytes[..500_000]], end: false);
        Assert.Null(await SendAsync(listener, "honest", bytes));
        ListeningResult result = await round;
        AssertBatch(result, [honest]);
        Assert.Equal("flzk/receipt/1 refused: the round was closed before the update was whole.", await half);
        Assert.StartsWith("flzk/receipt/1 refused: the round was closed", await silent, StringComparison.Ordinal);
        Assert.Equal(2, result.Receipts.Count(receipt => receipt.IsLate));
        Assert.Contains(result.Receipts, receipt => receipt is { Name: "half", IsLate: true });
        Assert.True(result.Elapsed >= TimeSpan.FromSeconds(2.9));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task As_many_as_are_expected_end_the_round_and_no_more_are_taken(bool areNamed)
    {
        string[] names = ["a", "b", "c"];
        KeyValuePair<string, long>[]? weights = areNamed ? [.. names.Select(name => KeyValuePair.Create(name, 1L))] : null;
        using UpdateListener listener = Listen(weights, expected: 2);
        Task<ListeningResult> round = listener.RunAsync(Long, cancellation: Cancellation);
        WeightedUpdate[] updates = [.. names.Select(_ => new WeightedUpdate(RandomValues(), 1))];

        // All three up to the last byte, which comes from all of them at once.
        var last = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<string>[] sending = [.. names.Select((name, i) => ExchangeAsync(
            listener, [.. Encoding.ASCII.GetBytes($"flzk/update/1 {name}\n"), .. Bytes(updates[i].Values)], beforeLast: last.Task))];
        await Task.Delay(200, Cancellation);
        last.SetResult();
        string[] answers = await Task.WhenAll(sending);
        ListeningResult result = await round;
        Assert.Equal(2, answers.Count(answer => answer == "flzk/receipt/1 accepted"));
        Assert.Single(result.Receipts, receipt => receipt is { IsAccepted: false, IsLate: true });
        AssertBatch(result, [.. updates.Where((_, i) => answers[i] == "flzk/receipt/1 accepted")]);
        Assert.InRange(result.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_round_to_which_nobody_comes_has_no_average()
    {
        using UpdateListener listener = Listen();
        ListeningResult result = await listener.RunAsync(TimeSpan.FromMilliseconds(100), cancellation: Cancellation);
        Assert.Null(result.Average);
        Assert.Empty(result.Receipts);
    }

    [Fact]
    public async Task A_sender_that_is_killed_or_interrupted_midway_can_come_again()
    {
        WeightedUpdate honest = new(RandomValues(), 5);
        byte[] bytes = Bytes(honest.Values);
        var told = new Told();
        using UpdateListener listener = Listen([new("alice", 5)]);
        Task<ListeningResult> round = listener.RunAsync(Long, told, Cancellation);
        using (var killed = new TcpClient())
        {
            await killed.ConnectAsync(listener.Address, Cancellation);
            await killed.GetStream().WriteAsync((byte[])[.. "flzk/update/1 alice\n"u8, .. bytes[..400_000]], Cancellation);
            await Task.Delay(200, Cancellation);
            killed.LingerState = new LingerOption(true, 0);
        }

        await told.WaitForAsync(1);
        using var interrupt = new CancellationTokenSource();
        var slow = new SlowStream(bytes, interrupt, at: 700_000);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => UpdateSender.SendAsync(EndPointOf(listener), "alice", slow, cancellation: interrupt.Token));
        await told.WaitForAsync(2);
        var broken = new SlowStream(bytes, null, at: 700_000);
        await Assert.ThrowsAsync<IOException>(
            () => UpdateSender.SendAsync(EndPointOf(listener), "alice", broken, cancellation: Cancellation));
        await told.WaitForAsync(3);
        Assert.Null(await SendAsync(listener, "alice", bytes));
        AssertBatch(await round, [honest]);
        Assert.Equal([false, false, false, true], told.All.Select(receipt => receipt.IsAccepted));
    }

    [Fact]
    public async Task Giving_the_round_up_closes_every_connection()
    {
        using UpdateListener listener = Listen();
        using var stop = new CancellationTokenSource();
        Task<ListeningResult> round = listener.RunAsync(Long, cancellation: stop.Token);
        Task<string>[] open =
        [
            .. Enumerable.Range(0, 5)
                .Select(i => ExchangeAsync(listener, Encoding.ASCII.GetBytes($"flzk/update/1 s{i}\n"), end: false)),
        ];
        await Task.Delay(200, Cancellation);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => round);
        Assert.All(await Task.WhenAll(open), answer => Assert.DoesNotContain("accepted", answer, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_flood_of_refusals_is_counted_and_not_kept()
    {
        WeightedUpdate honest = new(RandomValues(), 1);
        using UpdateListener listener = Listen([new("honest", 1)]);
        Task<ListeningResult> round = listener.RunAsync(Long, cancellation: Cancellation);
        await Parallel.ForAsync(
            0,
            1100,
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancellation },
            async (_, _) => await ExchangeAsync(listener, "x\n"u8.ToArray()));
        Assert.Null(await SendAsync(listener, "honest", Bytes(honest.Values)));
        ListeningResult result = await round;
        AssertBatch(result, [honest]);
        Assert.Equal((1001, 100L), (result.Receipts.Count, result.Unlisted));
    }

    [Fact]
    public async Task What_cannot_be_listened_on_sent_to_or_sent_is_said_so()
    {
        using UpdateListener listener = Listen();
        var inUse = Assert.Throws<IOException>(() => new UpdateListener(listener.Address, Layout, Format));
        Assert.Contains("cannot listen on", inUse.Message, StringComparison.Ordinal);
        Assert.Contains("name another port", inUse.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Listen([]));
        Assert.Throws<ArgumentException>(() => Listen([new("a", 0)]));
        Assert.Throws<ArgumentException>(() => Listen([new("a", 1 << 19), new("b", 1 << 19)]));
        foreach (int expected in (int[])[-1, 0, 3, int.MaxValue])
        {
            Assert.Throws<ArgumentException>(() => Listen([new("a", 1), new("b", 1)], expected));
        }

        foreach (int expected in (int[])[-1, 0, 1 << 20]) Assert.Throws<ArgumentException>(() => Listen(null, expected));
        foreach (string name in (string[])["", "a\nb", new('x', 256), "\ud800"])
        {
            await Assert.ThrowsAsync<ArgumentException>(() => SendAsync(listener, name, []));
        }

        listener.Dispose();
        Assert.Contains(
            "cannot reach", (await Assert.ThrowsAsync<IOException>(() => SendAsync(listener, "a", []))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sender_bounds_what_it_believes_of_an_answer()
    {
        foreach (byte[] answer in (byte[][])
            [
                [],
                "accepted\n"u8.ToArray(),
                [.. "flzk/receipt/1 refused: "u8, .. Enumerable.Repeat((byte)'x', 100_000)],
                [0xFF, 0xFE, (byte)'\n'],
            ])
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var address = new DnsEndPoint("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);
            Task<string?> sending = UpdateSender.SendAsync(address, "a", new MemoryStream(new byte[10]), cancellation: Cancellation);
            using (TcpClient client = await listener.AcceptTcpClientAsync(Cancellation))
            {
                await client.GetStream().WriteAsync(answer, Cancellation);
                client.Client.Shutdown(SocketShutdown.Send);
                await Assert.ThrowsAsync<IOException>(() => sending);
            }
        }
    }

    private static DnsEndPoint EndPointOf(UpdateListener listener) => new("127.0.0.1", listener.Address.Port);

    private static UpdateListener Listen(IEnumerable<KeyValuePair<string, long>>? weights = null, int? expected = null) =>
        new(new IPEndPoint(IPAddress.Loopback, 0), Layout, Format, weights is null ? null : [.. weights], expected: expected);

    private static Task<string?> SendAsync(UpdateListener listener, string name, byte[] bytes) =>
        UpdateSender.SendAsync(EndPointOf(listener), name, new MemoryStream(bytes), cancellation: Cancellation);

    // Whatever is sent, and the line that comes back; empty when the connection is broken off.
    private static async Task<string> ExchangeAsync(UpdateListener listener, byte[] bytes, bool end = true, Task? beforeLast = null)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(listener.Address, Cancellation);
        await using NetworkStream stream = client.GetStream();
        try
        {
            int first = beforeLast is null ? bytes.Length : bytes.Length - 1;
            await stream.WriteAsync(bytes.AsMemory(0, first), Cancellation);
            if (beforeLast is not null) await beforeLast;
            await stream.WriteAsync(bytes.AsMemory(first), Cancellation);
            if (end) client.Client.Shutdown(SocketShutdown.Send);
            using var reader = new StreamReader(stream);
            return await reader.ReadLineAsync(Cancellation) ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static void AssertBatch(ListeningResult result, WeightedUpdate[] updates)
    {
        using var device = new CpuDevice(CpuArithmetic.Scalar);
        FedAvgResult expected = FedAvg.Aggregate(device, updates, Format, Cancellation);
        Assert.NotNull(result.Average);
        Assert.Equal(expected.Sum, result.Average.Sum);
        Assert.Equal(expected.Model, result.Average.Model);
        Assert.Equal(expected.TotalWeight, result.Average.TotalWeight);
    }

    private int[] RandomValues()
    {
        var values = new int[Parameters];
        for (int j = 0; j < values.Length; j++) values[j] = _random.Next(Format.MinValue, Format.MaxValue + 1);
        return values;
    }

    private byte[] Bytes(ReadOnlyMemory<int> values, TensorLayout? layout = null)
    {
        string path = _directory.File(Guid.NewGuid().ToString("N"));
        SafetensorsFile.WriteUpdate(path, new QuantisedUpdate(layout ?? Layout, values.ToArray(), Format));
        return File.ReadAllBytes(path);
    }

    private sealed class Told : IProgress<IntakeReceipt>
    {
        private readonly List<IntakeReceipt> _all = [];

        public IReadOnlyList<IntakeReceipt> All
        {
            get
            {
                lock (_all) return [.. _all];
            }
        }

        public void Report(IntakeReceipt value)
        {
            lock (_all) _all.Add(value);
        }

        public async Task WaitForAsync(int count)
        {
            while (All.Count < count) await Task.Delay(20, Cancellation);
        }
    }

    /// <summary>A file that, some way in, has its reader interrupted, or fails.</summary>
    private sealed class SlowStream(byte[] bytes, CancellationTokenSource? interrupt, int at) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position < at) return base.ReadAsync(buffer, cancellationToken);
            if (interrupt is null) throw new IOException("the disk is gone");
            interrupt.Cancel();
            return base.ReadAsync(buffer, cancellationToken);
        }
    }
}
