using System.Net;
using System.Net.Sockets;
using FlZk.Learning.Aggregation.Intake;
using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Learning.Tests.Intake;

/// <summary>Updates to an intake over loopback sockets, from honest senders and others.</summary>
public abstract class IntakeOverSockets : SentUpdates
{
    protected async Task AcceptedAsync(UpdateIntake intake, string name, WeightedUpdate update)
    {
        IntakeReceipt receipt = await SendAsync(
            intake, name, update.Weight, stream => stream.WriteAsync(Bytes(update.Values), Cancellation).AsTask());
        Assert.True(receipt.IsAccepted, receipt.Refusal);
    }

    protected static async Task RefusedAsync(UpdateIntake intake, string reason, byte[] bytes)
    {
        IntakeReceipt receipt = await SendAsync(intake, "bad", 1, stream => stream.WriteAsync(bytes, Cancellation).AsTask());
        Assert.False(receipt.IsAccepted);
        Assert.Contains(reason, receipt.Refusal, StringComparison.Ordinal);
    }

    /// <summary>One connection: whatever is sent, and what the intake makes of it.</summary>
    protected static async Task<IntakeReceipt> SendAsync(
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
}
