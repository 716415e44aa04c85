using System.Net;
using System.Net.Sockets;

namespace FlZk.Learning.Aggregation.Intake;

/// <summary>Brings one update to an <see cref="UpdateListener"/>.</summary>
public static class UpdateSender
{
    private const int StepBytes = 64 << 10;

    /// <summary>Sends an update and waits for the answer, which a refused sender gets before it has sent everything.</summary>
    /// <param name="address">Host and port.</param>
    /// <param name="name">The name to send under; a claim.</param>
    /// <param name="update">A safetensors file of 32-bit integers, from here to its end; not disposed.</param>
    /// <param name="progress">Told how many bytes have been sent in all.</param>
    /// <param name="cancellation">Breaks the connection off.</param>
    /// <returns>Why the update was refused, as a sentence; null when it is in the sum.</returns>
    /// <exception cref="ArgumentException">The name cannot be sent.</exception>
    /// <exception cref="IOException">Nobody listens there, or the connection ended without an answer.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task<string?> SendAsync(
        DnsEndPoint address, string name, Stream update, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(update);
        if (TransferWire.WhyNotName(name) is { } wrong) throw new ArgumentException(wrong, nameof(name));
        string place = address.Host.Contains(':', StringComparison.Ordinal)
            ? $"[{address.Host}]:{address.Port}"
            : $"{address.Host}:{address.Port}";
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(address.Host, address.Port, cancellation).ConfigureAwait(false);
        }
        catch (SocketException failure)
        {
            string advice = failure.SocketErrorCode == SocketError.ConnectionRefused
                ? "nobody listens there. Is the aggregator listening, at this address, and its round not over?"
                : failure.Message;
            throw new IOException($"cannot reach {place}: {advice}", failure);
        }

        await using NetworkStream stream = client.GetStream();
        using var answered = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task<Exception?> sending = SendAsync(client, stream, name, update, progress, answered.Token);
        (bool isAnswer, string? refusal) = (false, null);
        Exception? cause = null;
        try
        {
            (isAnswer, refusal) = await TransferWire.ReadAnswerAsync(stream, cancellation).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            cause = failure;
        }

        await answered.CancelAsync().ConfigureAwait(false);
        cause = await sending.ConfigureAwait(false) ?? cause;
        cancellation.ThrowIfCancellationRequested();
        if (isAnswer) return refusal;
        throw new IOException(
            $"{place} ended the connection without an answer; whether the update was taken is not known"
            + (cause is null ? "." : $": {cause.Message}"),
            cause);
    }

    // Ends by an answer, too: whoever is refused has nothing more to send.
    private static async Task<Exception?> SendAsync(
        TcpClient client, NetworkStream stream, string name, Stream update, IProgress<long>? progress, CancellationToken stop)
    {
        try
        {
            await stream.WriteAsync(TransferWire.Greeting(name), stop).ConfigureAwait(false);
            var step = new byte[StepBytes];
            long sent = 0;
            while (true)
            {
                int count = await ReadAsync(client, update, step, stop).ConfigureAwait(false);
                if (count == 0) break;
                await stream.WriteAsync(step.AsMemory(0, count), stop).ConfigureAwait(false);
                progress?.Report(sent += count);
            }

            client.Client.Shutdown(SocketShutdown.Send);
            return null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            return failure;
        }
    }

    // A file that fails must not look like one that has ended; the other side hears of neither.
    private static async Task<int> ReadAsync(TcpClient client, Stream update, byte[] step, CancellationToken stop)
    {
        try
        {
            return await update.ReadAsync(step, stop).ConfigureAwait(false);
        }
        catch (IOException)
        {
            client.Client.Close(0);
            throw;
        }
    }
}
