using System.Net;
using System.Net.Sockets;
using System.Text;
using FlZk.Learning.Aggregation.Intake;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.ModelFiles;
using FlZk.Platform.Files;

namespace FlZk.Learning.Tests.Intake;

/// <summary>What sender and listener say to each other, and what they make of anything else.</summary>
public sealed class TransferWireTests : ListenerOverSockets
{
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
            "not an update of this round's model: tensor 0 is '\\u{1B}[31mred' instead of",
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

        foreach (string line in (string[])
            ["flzk/update/1 \n", "flzk/update/1 a\tb\n", "flzk/update/1 a\u202Eb\n", "flzk/update/1 a\u2028b\n"])
        {
            Assert.StartsWith(
                "flzk/receipt/1 refused: a sender's name is one line of visible text; '",
                await ExchangeAsync(listener, Encoding.UTF8.GetBytes(line)),
                StringComparison.Ordinal);
        }

        Assert.StartsWith(
            "flzk/receipt/1 refused: ",
            await ExchangeAsync(listener, [.. "flzk/update/1 "u8, 0xC3, 0x28, (byte)'\n']),
            StringComparison.Ordinal);
        Assert.Null(await SendAsync(listener, "last", Bytes(last.Values)));
        ListeningResult result = await round;
        AssertBatch(result.Average, [first, last]);
        Assert.Equal(19, result.Receipts.Count);
        Assert.Equal(result.Receipts, told.All);
        Assert.DoesNotContain(result.Receipts, receipt => receipt.IsLate);
        Assert.DoesNotContain(result.Receipts, receipt => receipt.Refusal is { } refusal && !ForeignText.IsPrintable(refusal));
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
        AssertBatch((await round).Average, [honest]);
        Assert.Equal([false, false, false, true], told.All.Select(receipt => receipt.IsAccepted));
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
        foreach (string name in (string[])["", "a\nb", new('x', 256), "\ud800", "a\u2066b", "a\u00ADb", "\U000E0041"])
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
