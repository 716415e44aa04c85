using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Kernels;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Aggregation.Intake;

/// <summary>A FedAvg round whose updates arrive over the network, in any order and several at once.</summary>
/// <remarks>
/// <para>An update is staged in a buffer of its own and added to the 64-bit sum only once it is whole and every value was checked. One
/// that is late, cut short, too long or malformed is refused with a reason, and the sum has never seen it. Sums are integers, so that the
/// result is bit for bit that of the same updates averaged at once.</para>
/// <para>A sender gets a buffer once its header, which must come soon, fits the model, and loses it when its values do not keep coming:
/// see <see cref="IntakeLimits"/>. A name belongs to the first whole update under it: whoever has begun holds nothing that keeps another
/// from sending under the same name. <see cref="StagingBuffers"/> says who makes way where buffers are short.</para>
/// <para>Memory is 8 d bytes for the sum, 4 d for each of a fixed number of buffers, 4 d for the model and a fixed number of headers: it
/// does not grow with the number of senders. All members may be called from any thread.</para>
/// </remarks>
public sealed class UpdateIntake : IDisposable
{
    private const int MaxBuffers = 1024;

    private readonly IntakeLimits _limits;
    private readonly UpdateStreamReader _reader;
    private readonly RunningSum _sum;
    private readonly int _mostUpdates;
    private readonly SemaphoreSlim _headers;
    private readonly StagingBuffers _buffers;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();

    // Under the gate: who is in the sum, and whether the round is over.
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<string> _accepted = [];
    private bool _closed;

    /// <summary>Opens a round.</summary>
    /// <param name="layout">The model's tensors, which every update must have.</param>
    /// <param name="format">The round's format.</param>
    /// <param name="limits">What to spend on senders.</param>
    /// <param name="mostUpdates">How many make the sum whole: more are refused.</param>
    /// <exception cref="ArgumentException">The layout has no parameters.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit is not positive.</exception>
    public UpdateIntake(TensorLayout layout, FixedPointFormat format, IntakeLimits? limits = null, int mostUpdates = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(format);
        limits ??= new IntakeLimits();
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.ConcurrentTransfers, 1, nameof(limits));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limits.ConcurrentTransfers, MaxBuffers, nameof(limits));
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.ConcurrentHeaders, 1, nameof(limits));
        ArgumentOutOfRangeException.ThrowIfNegative(limits.HeaderBytes, nameof(limits));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limits.HeaderTime, TimeSpan.Zero, nameof(limits));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limits.StepTime, TimeSpan.Zero, nameof(limits));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limits.TurnTime, TimeSpan.Zero, nameof(limits));
        ArgumentOutOfRangeException.ThrowIfLessThan(mostUpdates, 1);
        if (layout.Length == 0) throw new ArgumentException("The model has no parameters.", nameof(layout));
        _limits = limits;
        _mostUpdates = mostUpdates;
        _reader = new UpdateStreamReader(layout, format, limits.HeaderBytes);
        _sum = new RunningSum(layout.Length, format, FedAvgKernels.Choose(CpuArithmetic.Auto));
        _headers = new SemaphoreSlim(limits.ConcurrentHeaders);
        _buffers = new StagingBuffers(layout.Length, limits);
    }

    /// <summary>Names of those in the sum, in the order in which they were added.</summary>
    public IReadOnlyList<string> Accepted
    {
        get
        {
            lock (_gate) return [.. _accepted];
        }
    }

    /// <summary>Receives one update in safetensors form, up to the end of the stream.</summary>
    /// <param name="name">The sender; each can be in the sum once.</param>
    /// <param name="stream">Not disposed. A sender that is refused may be left with bytes unsent.</param>
    /// <param name="weight">w, positive; with the weights of those in the sum below 2^20.</param>
    /// <param name="deadline">How long the transfer may take once there is a buffer for it, the wait for one not counted;
    /// <see cref="Timeout.InfiniteTimeSpan"/> for as long as the round is open. A stream must
    /// honour cancellation, as sockets do.</param>
    /// <param name="cancellation">Gives up this transfer; the sum is untouched.</param>
    /// <returns>Whether the update is in the sum, or why not.</returns>
    /// <exception cref="OperationCanceledException">Cancelled through <paramref name="cancellation"/>.</exception>
    public async Task<IntakeReceipt> ReceiveAsync(
        string name, Stream stream, long weight, TimeSpan deadline, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            lock (_gate) RequireAdmissible(name, weight);
            QuantisationReport report = await ReceiveAdmittedAsync(name, stream, (int)weight, deadline, cancellation).ConfigureAwait(false);
            return new IntakeReceipt(name, null) { Weight = weight, Report = report };
        }
        catch (RefusedTransferException refusal)
        {
            return Receipt(refusal);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or ObjectDisposedException)
        {
            // A stream that is encrypted or compressed has failures of its own, and the other side may close it at any time.
            return Receipt(new RefusedTransferException($"the connection failed: {failure.Message}"));
        }

        IntakeReceipt Receipt(RefusedTransferException refusal) =>
            new(name, refusal.Message) { Weight = weight, IsLate = refusal.IsLate };
    }

    /// <summary>Ends the round: transfers that are not whole are refused, and what is in the sum is averaged.</summary>
    /// <returns>Sum, model and total weight, as the batch has them.</returns>
    /// <exception cref="InvalidOperationException">The round was closed before, or nothing is in the sum.</exception>
    public FedAvgResult Close()
    {
        FedAvgResult result;
        lock (_gate)
        {
            if (_closed) throw new InvalidOperationException("The round is closed.");
            if (_sum.TotalWeight == 0) throw new InvalidOperationException("No update has been accepted: there is nothing to average.");
            result = Average()!;
        }

        GiveUpTransfers();
        return result;
    }

    /// <summary>As <see cref="Close"/>, whether there are updates or not: who has been told that its update is in the sum is in the
    /// average, however late it came.</summary>
    /// <returns>Null when nothing is in the sum, or the round was closed before.</returns>
    internal FedAvgResult? End()
    {
        FedAvgResult? result;
        lock (_gate) result = Average();
        GiveUpTransfers();
        return result;
    }

    /// <summary>Gives up transfers that are on the way; their calls return refusals.</summary>
    public void Dispose()
    {
        lock (_gate) _closed = true;
        GiveUpTransfers();
    }

    // Under the gate.
    private FedAvgResult? Average()
    {
        FedAvgResult? result = _closed || _sum.TotalWeight == 0 ? null : _sum.Finish();
        _closed = true;
        return result;
    }

    private void GiveUpTransfers()
    {
        _closing.Cancel();
        _buffers.Dispose();
    }

    private async Task<QuantisationReport> ReceiveAdmittedAsync(
        string name, Stream stream, int weight, TimeSpan deadline, CancellationToken cancellation)
    {
        using var clock = new TransferClock(cancellation, _closing.Token);
        try
        {
            clock.Await("its first eight bytes", _limits.HeaderTime);
            int headerLength = await _reader.ReadHeaderLengthAsync(stream, clock.Token).ConfigureAwait(false);
            await ReceiveHeaderAsync(name, stream, headerLength, clock).ConfigureAwait(false);
            clock.Rest();

            lock (_gate) RequireAdmissible(name, weight);
            using StagingBuffers.Loan loan = await _buffers.BorrowAsync(name, clock).ConfigureAwait(false);
            clock.Bound(deadline);
            return await TransferAsync(loan, stream, weight, clock).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw clock.Refusal();
        }
    }

    private async Task ReceiveHeaderAsync(string name, Stream stream, int length, TransferClock clock)
    {
        bool hasTurn = false;
        try
        {
            clock.Await("its header", _limits.HeaderTime);
            await _reader.ReadHeaderAsync(name, stream, length, TakeTurnAsync, clock.Token).ConfigureAwait(false);
        }
        finally
        {
            if (hasTurn) _headers.Release();
        }

        async Task TakeTurnAsync()
        {
            clock.Rest();
            await _headers.WaitAsync(clock.Token).ConfigureAwait(false);
            hasTurn = true;
            clock.Await("its header", _limits.HeaderTime);
        }
    }

    private async Task<QuantisationReport> TransferAsync(StagingBuffers.Loan loan, Stream stream, int weight, TransferClock clock)
    {
        int[] staged = loan.Buffer;
        QuantisationReport report = await _reader.ReadValuesAsync(stream, staged, clock, _limits.StepTime, loan.Arrived)
            .ConfigureAwait(false);
        lock (_gate)
        {
            clock.Token.ThrowIfCancellationRequested();
            RequireAdmissible(loan.Name, weight);
            _sum.Add(staged, weight);
            _names.Add(loan.Name);
            _accepted.Add(loan.Name);
        }

        _buffers.Dismiss(loan.Name, except: loan, Twice(loan.Name));
        return report;
    }

    // Under the gate. Asked at the door, so that nobody sends in vain, and again when the update is whole.
    private void RequireAdmissible(string name, long weight)
    {
        RequireOpen();
        if (weight <= 0) throw new RefusedTransferException($"weight {weight} is not positive.");
        if (weight >= (1L << FedAvg.WeightBits) - _sum.TotalWeight)
        {
            throw new RefusedTransferException(
                $"weight {weight} brings the total weight from {_sum.TotalWeight} to 2^{FedAvg.WeightBits} or more.");
        }

        if (_names.Contains(name)) throw Twice(name);
    }

    // Under the gate.
    private void RequireOpen()
    {
        if (_closed) throw new RefusedTransferException("the round is closed.", isLate: true);
        if (_accepted.Count < _mostUpdates) return;
        throw new RefusedTransferException($"the round is whole: all {_mostUpdates} updates that it waits for are in.", isLate: true);
    }

    private static RefusedTransferException Twice(string name) => new($"an update of '{name}' is in the sum already.");
}
