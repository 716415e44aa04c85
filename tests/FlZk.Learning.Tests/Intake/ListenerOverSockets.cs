using System.Net;
using System.Net.Sockets;
using FlZk.Learning.Aggregation.Intake;

namespace FlZk.Learning.Tests.Intake;

/// <summary>A listener and its senders over loopback, honest ones and others; ports are free ones and end with the test.</summary>
public abstract class ListenerOverSockets : SentUpdates
{
    protected static DnsEndPoint EndPointOf(UpdateListener listener) => new("127.0.0.1", listener.Address.Port);

    protected static UpdateListener Listen(IEnumerable<KeyValuePair<string, long>>? weights = null, int? expected = null) =>
        new(
            new IPEndPoint(IPAddress.Loopback, 0),
            Layout,
            Format,
            weights is null ? null : [.. weights],
            new IntakeLimits { HeaderTime = Long, StepTime = Long },
            expected);

    protected static Task<string?> SendAsync(UpdateListener listener, string name, byte[] bytes) =>
        UpdateSender.SendAsync(EndPointOf(listener), name, new MemoryStream(bytes), cancellation: Cancellation);

    // Whatever is sent, and the line that comes back; empty when the connection is broken off.
    protected static async Task<string> ExchangeAsync(UpdateListener listener, byte[] bytes, bool end = true, Task? beforeLast = null)
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

    /// <summary>What a listener said, in its order.</summary>
    protected sealed class Told : IProgress<IntakeReceipt>
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
}
