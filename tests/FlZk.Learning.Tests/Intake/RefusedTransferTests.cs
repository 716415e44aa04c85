using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using FlZk.Learning.Aggregation.Intake;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Tests.Intake;

/// <summary>Updates that are cut short, malformed or broken off: the sum has never seen them.</summary>
public sealed class RefusedTransferTests : IntakeOverSockets
{
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
        new Random(11).NextBytes(noise);
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
                new TensorLayout([new TensorDescriptor("embedding", [100_000, 3]), new TensorDescriptor("scale", [1])])));
        await RefusedAsync(intake, "fraction", Bytes(honest[0].Values, format: new FixedPointFormat(8, 24)));
        await RefusedAsync(intake, "holds Float32", RealModel());
        byte[] spoilt = [.. good];
        BinaryPrimitives.WriteInt32LittleEndian(spoilt.AsSpan(spoilt.Length - 4), 1 << 23);
        await RefusedAsync(intake, "element 0 of tensor 'scale' is 8388608", spoilt);

        await AcceptedAsync(intake, "second", honest[1]);
        AssertBatch(intake.Close(), honest);
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

    private static byte[] RealModel()
    {
        string json = "{\"embedding\":{\"dtype\":\"F32\",\"shape\":[3,100000],\"data_offsets\":[0,1200000]},"
            + "\"scale\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[1200000,1200004]}}";
        byte[] header = Encoding.ASCII.GetBytes("12345678" + json);
        BinaryPrimitives.WriteInt64LittleEndian(header, json.Length);
        return [.. header, .. new byte[4 * Parameters]];
    }

    private sealed class FailingStream(Exception failure) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromException<int>(failure);
    }
}
