using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Aggregation.Intake;

/// <summary>Lets a FedAvg round's updates come over TCP: one connection brings one update and gets an answer.</summary>
/// <remarks>
/// <para>Anybody who reaches the address can send, under any name that is awaited: names are claims, bytes are not encrypted. It is for one
/// machine or a network whose members trust one another; between organisations the exchange's packages, which open commitments on chain,
/// are the way.</para>
/// <para>A connection costs little until its header fits the model (see <see cref="IntakeLimits"/>); their number is bounded, and so is the
/// list of refusals.</para>
/// </remarks>
public sealed class UpdateListener : IDisposable
{
    private const int MaxConnections = 1024;
    private const int MaxListedRefusals = 1000;

    // For an answer to leave, and for the other side to have read it: a connection that is closed on unread bytes is reset.
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Socket _listener;
    private readonly UpdateIntake _intake;
    private readonly IntakeLimits _limits;
    private readonly Dictionary<string, long>? _weights;
    private readonly int? _expected;
    private readonly SemaphoreSlim _connections = new(MaxConnections);
    private readonly ConcurrentDictionary<Task, bool> _serving = [];
    private readonly CancellationTokenSource _over = new();
    private readonly Lock _gate = new();

    // Under the gate.
    private readonly List<IntakeReceipt> _receipts = [];
    private int _accepted;
    private long _unlisted;
    private bool _began;

    /// <summary>Opens a round and begins to listen; connections wait until <see cref="RunAsync"/>.</summary>
    /// <param name="address">Where; port 0 for any that is free.</param>
    /// <param name="layout">The model's tensors, which every update must have.</param>
    /// <param name="format">The round's format.</param>
    /// <param name="weights">Who may send, each with its weight; anybody with weight 1 when null.</param>
    /// <param name="limits">What to spend on senders.</param>
    /// <param name="expected">How many updates make the round whole; as many as there are weights when null, and without weights as many
    /// as come until the deadline.</param>
    /// <exception cref="ArgumentException">The layout has no parameters, nobody may send, the weights are not positive with a total
    /// below 2^20, or more updates are expected than may come.</exception>
    /// <exception cref="IOException">The address cannot be listened on.</exception>
    public UpdateListener(
        IPEndPoint address,
        TensorLayout layout,
        FixedPointFormat format,
        IReadOnlyCollection<KeyValuePair<string, long>>? weights = null,
        IntakeLimits? limits = null,
        int? expected = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (weights is { Count: 0 }) throw new ArgumentException("Nobody may send.", nameof(weights));
        if (weights?.Any(entry => entry.Value <= 0) == true || weights?.Sum(entry => entry.Value) >= 1L << FedAvg.WeightBits)
        {
            throw new ArgumentException($"The weights are not positive with a total below 2^{FedAvg.WeightBits}.", nameof(weights));
        }

        // Without weights each has weight 1, and their total has its limit all the same.
        int most = weights?.Count ?? (1 << FedAvg.WeightBits) - 1;
        if (expected <= 0 || expected > most)
        {
            string bound = weights is null ? $"a round takes 1 to {most}" : $"the weights name {most}";
            throw new ArgumentException($"{expected} updates are expected, where {bound}.", nameof(expected));
        }

        _weights = weights?.ToDictionary(StringComparer.Ordinal);
        _expected = expected ?? weights?.Count;
        _limits = limits ?? new IntakeLimits();
        _intake = new UpdateIntake(layout, format, _limits, _expected ?? most);
        _listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _listener.Bind(address);
            _listener.Listen();
        }
        catch (SocketException failure)
        {
            _listener.Dispose();
            _intake.Dispose();
            string advice = failure.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? "another program listens there; name another port, or 0 for any that is free."
                : failure.Message;
            throw new IOException($"cannot listen on {address}: {advice}", failure);
        }

        Address = (IPEndPoint)_listener.LocalEndPoint!;
    }

    /// <summary>Where it listens, with the port that was chosen.</summary>
    public IPEndPoint Address { get; }

    /// <summary>Receives updates until as many as are expected have been accepted, or until the deadline; once.</summary>
    /// <param name="deadline">How long the round stays open.</param>
    /// <param name="told">Told of each connection's end, one at a time.</param>
    /// <param name="cancellation">Gives the round up; all connections are closed.</param>
    /// <exception cref="InvalidOperationException">It ran before.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<ListeningResult> RunAsync(
        TimeSpan deadline, IProgress<IntakeReceipt>? told = null, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            if (_began) throw new InvalidOperationException("The round is over.");
            _began = true;
        }

        var clock = Stopwatch.StartNew();
        _over.CancelAfter(deadline);
        try
        {
            await AcceptAsync(told, cancellation).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            FedAvgResult? average = _intake.End();
            TimeSpan elapsed = clock.Elapsed;
            await Task.WhenAll(_serving.Keys).ConfigureAwait(false);
            lock (_gate)
            {
                return new ListeningResult { Average = average, Receipts = [.. _receipts], Unlisted = _unlisted, Elapsed = elapsed };
            }
        }
        finally
        {
            Dispose();
            await Task.WhenAll(_serving.Keys).ConfigureAwait(false);
        }
    }

    /// <summary>Stops listening and gives the round up, if it is not over.</summary>
    public void Dispose()
    {
        _listener.Dispose();
        _over.Cancel();
        _intake.Dispose();
    }

    private async Task AcceptAsync(IProgress<IntakeReceipt>? told, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _over.Token);
        try
        {
            while (true)
            {
                await _connections.WaitAsync(stop.Token).ConfigureAwait(false);
                Socket client;
                try
                {
                    client = await _listener.AcceptAsync(stop.Token).ConfigureAwait(false);
                }
                catch (SocketException)
                {
                    // A connection that was gone before it was taken, or a process that has no more handles for now: others may come.
                    _connections.Release();
                    await Task.Delay(Pause, stop.Token).ConfigureAwait(false);
                    continue;
                }

                Task serving = Task.Run(() => ServeAsync(client, told, cancellation), CancellationToken.None);
                _serving[serving] = true;
                _ = serving.ContinueWith(Leave, TaskScheduler.Default);
            }
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested || cancellation.IsCancellationRequested)
        {
            // The round is over.
        }
    }

    // What failed by a fault of this program stays, and is thrown at the round's end.
    private void Leave(Task served)
    {
        if (!served.IsFaulted) _serving.TryRemove(served, out _);
    }

    private async Task ServeAsync(Socket client, IProgress<IntakeReceipt>? told, CancellationToken cancellation)
    {
        try
        {
            await using var stream = new NetworkStream(client, ownsSocket: true);
            IntakeReceipt receipt = await ReceiveAsync(client, stream, cancellation).ConfigureAwait(false);
            Enter(receipt, told);
            await AnswerAsync(client, stream, receipt, cancellation).ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The other side has gone without its answer, or the round was given up.
        }
        finally
        {
            client.Dispose();
            _connections.Release();
        }
    }

    private async Task<IntakeReceipt> ReceiveAsync(Socket client, NetworkStream stream, CancellationToken cancellation)
    {
        string name = client.RemoteEndPoint?.ToString() ?? "an unknown address";
        using var clock = new TransferClock(cancellation, _over.Token);
        try
        {
            clock.Await("its name", _limits.HeaderTime);
            name = await TransferWire.ReadGreetingAsync(stream, clock.Token).ConfigureAwait(false);
            clock.Rest();
        }
        catch (RefusedTransferException refused)
        {
            return new IntakeReceipt(name, refused.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            RefusedTransferException refused = clock.Refusal();
            return new IntakeReceipt(name, refused.Message) { IsLate = refused.IsLate };
        }
        catch (IOException failure)
        {
            return new IntakeReceipt(name, $"the connection failed: {failure.Message}");
        }

        long weight = 1;
        if (_weights?.TryGetValue(name, out weight) == false) return new IntakeReceipt(name, "nobody of this name is awaited.");

        // The round's end is everybody's deadline.
        return await _intake.ReceiveAsync(name, stream, weight, Timeout.InfiniteTimeSpan, cancellation).ConfigureAwait(false);
    }

    private void Enter(IntakeReceipt receipt, IProgress<IntakeReceipt>? told)
    {
        lock (_gate)
        {
            if (receipt.IsAccepted || _receipts.Count - _accepted < MaxListedRefusals)
            {
                // Reasons may quote what was sent.
                _receipts.Add(receipt.Refusal is null ? receipt : receipt with { Refusal = TransferWire.Plain(receipt.Refusal) });
                told?.Report(_receipts[^1]);
            }
            else
            {
                _unlisted++;
            }

            if (receipt.IsAccepted) _accepted++;
            if (_accepted == _expected) _over.Cancel();
        }
    }

    private static async Task AnswerAsync(Socket client, NetworkStream stream, IntakeReceipt receipt, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stop.CancelAfter(AnswerTime);
        await stream.WriteAsync(TransferWire.Answer(receipt), stop.Token).ConfigureAwait(false);
        client.Shutdown(SocketShutdown.Send);
        var rest = new byte[8192];
        while (await stream.ReadAsync(rest, stop.Token).ConfigureAwait(false) > 0)
        {
            // What a refused sender had on the way is let go by.
        }
    }
}
