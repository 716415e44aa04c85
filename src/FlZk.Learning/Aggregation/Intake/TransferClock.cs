using System.Globalization;

namespace FlZk.Learning.Aggregation.Intake;

/// <summary>What one transfer may still take: a whole deadline, and a shorter limit for each step on the way.</summary>
/// <param name="cancellation">The caller gives up.</param>
/// <param name="closing">The round is over.</param>
internal sealed class TransferClock(CancellationToken cancellation, CancellationToken closing) : IDisposable
{
    private readonly CancellationTokenSource _deadline = new();
    private readonly CancellationTokenSource _step = new();
    private CancellationTokenSource? _any;
    private TimeSpan _deadlineTime;
    private TimeSpan _stepTime;
    private string _awaited = "it";
    private volatile RefusedTransferException? _reason;

    /// <summary>Set when the transfer is to be given up, for whichever reason.</summary>
    public CancellationToken Token =>
        (_any ??= CancellationTokenSource.CreateLinkedTokenSource(cancellation, closing, _deadline.Token, _step.Token)).Token;

    /// <summary>Bounds the transfer as a whole from now on.</summary>
    public void Bound(TimeSpan time)
    {
        _deadlineTime = time;
        _deadline.CancelAfter(time);
    }

    /// <summary>Begins a step; the one before is over.</summary>
    /// <param name="awaited">What must come, for the refusal: "its header".</param>
    /// <param name="time">Within which.</param>
    public void Await(string awaited, TimeSpan time)
    {
        _awaited = awaited;
        _stepTime = time;
        _step.CancelAfter(time);
    }

    /// <summary>Ends a step that no other follows at once: waiting for a turn is not the sender's fault.</summary>
    public void Rest() => _step.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <summary>Ends the transfer; its calls end soon, not within this one.</summary>
    public void GiveUp(RefusedTransferException reason)
    {
        _reason ??= reason;
        _ = _step.CancelAsync();
    }

    /// <summary>Why <see cref="Token"/> was set, unless by the caller.</summary>
    public RefusedTransferException Refusal()
    {
        if (_reason is { } reason) return reason;
        if (closing.IsCancellationRequested) return RefusedTransferException.ByClosing();
        if (_deadline.IsCancellationRequested) return Late($"the update was not whole within {Seconds(_deadlineTime)} s.");
        if (_step.IsCancellationRequested) return Late($"{_awaited} did not come within {Seconds(_stepTime)} s.");
        return new RefusedTransferException("the connection was given up.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _any?.Dispose();
        _deadline.Dispose();
        _step.Dispose();
    }

    private static RefusedTransferException Late(string reason) => new(reason, isLate: true);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
