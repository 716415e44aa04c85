using System.Diagnostics;
using System.Globalization;

namespace FlZk.Learning.Aggregation.Intake;

/// <summary>A fixed number of buffers of d values, lent to the transfers of a round.</summary>
/// <remarks>
/// <para>While somebody waits, the slowest loses its buffer unless its last seconds kept the pace of a whole update in
/// <see cref="IntakeLimits.TurnTime"/>. Whoever keeps that pace is never sent away, and is done after that time: nobody holds a buffer
/// for longer while others wait.</para>
/// <para>A buffer that comes free goes to the name that holds the fewest, and of these to who came first. One transfer waits for a name:
/// the newest, so that a sender that comes again is not behind its own broken connection, and the queue is no longer than the
/// list of names.</para>
/// </remarks>
internal sealed class StagingBuffers : IDisposable
{
    private const int LooksPerStep = 8;

    private readonly int _length;
    private readonly IntakeLimits _limits;
    private readonly Lock _gate = new();
    private readonly Timer _look;

    // Under the gate.
    private readonly List<Loan> _lent = [];
    private readonly List<Loan> _waiting = [];
    private readonly Stack<int[]> _idle = [];
    private bool _isDisposed;

    /// <summary>Lends buffers of <paramref name="length"/> values.</summary>
    public StagingBuffers(int length, IntakeLimits limits)
    {
        _length = length;
        _limits = limits;
        TimeSpan often = TimeSpan.FromMilliseconds(Math.Max(1, (limits.StepTime / LooksPerStep).TotalMilliseconds));
        _look = new Timer(_ => Look(), null, often, often);
    }

    /// <summary>Waits for a buffer.</summary>
    /// <param name="name">The sender.</param>
    /// <param name="clock">The transfer's; told to give up when it must make way.</param>
    /// <returns>To be disposed of, when the buffer is not needed any more, and before the clock.</returns>
    /// <exception cref="OperationCanceledException">The clock's token was set.</exception>
    public async Task<Loan> BorrowAsync(string name, TransferClock clock)
    {
        var loan = new Loan(this, name, clock);
        lock (_gate)
        {
            int older = _waiting.FindIndex(other => other.Name == name);
            if (older < 0)
            {
                _waiting.Add(loan);
            }
            else
            {
                _waiting[older].Clock.GiveUp(new($"a newer transfer of '{name}' waits for a buffer in its place."));
                _waiting[older] = loan;
            }

            Serve();
        }

        try
        {
            await loan.Turn.WaitAsync(clock.Token).ConfigureAwait(false);
            return loan;
        }
        catch
        {
            loan.Dispose();
            throw;
        }
    }

    /// <summary>Ends the transfers of a name, but one.</summary>
    public void Dismiss(string name, Loan except, RefusedTransferException reason)
    {
        lock (_gate)
        {
            foreach (Loan loan in _lent.Concat(_waiting).Where(loan => loan.Name == name && loan != except)) loan.Leave(reason);
        }
    }

    /// <summary>Nobody is lent a buffer any more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _idle.Clear();
        }

        _look.Dispose();
    }

    // Under the gate.
    private void Serve()
    {
        while (_waiting.Count > 0 && _lent.Count < _limits.ConcurrentTransfers && !_isDisposed)
        {
            Loan next = _waiting.MinBy(loan => _lent.Count(other => other.Name == loan.Name))!;
            _waiting.Remove(next);
            _lent.Add(next);
            next.Begin();
        }
    }

    private void Look()
    {
        lock (_gate)
        {
            // Paces are taken whether or not somebody waits: who comes finds them.
            double enough = (double)_length * sizeof(int) / _limits.TurnTime.TotalSeconds;
            (Loan Loan, double Pace)[] slow =
            [
                .. _lent.Select(loan => (Loan: loan, Pace: loan.PaceOf(_limits.StepTime)))
                    .Where(judged => judged.Pace < enough && !judged.Loan.IsLeaving)
                    .OrderBy(judged => judged.Pace),
            ];
            int wanted = _waiting.Count - _lent.Count(loan => loan.IsLeaving);
            foreach ((Loan loan, double pace) in slow.Take(Math.Max(0, wanted)))
            {
                loan.Leave(new(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"others wait for a buffer, and {pace:N0} bytes a second do not bring a whole update within "
                            + $"{_limits.TurnTime.TotalSeconds:0.###} s."),
                    isLate: true));
            }
        }
    }

    private void Return(Loan loan, int[]? buffer)
    {
        lock (_gate)
        {
            _waiting.Remove(loan);
            if (!_lent.Remove(loan)) return;
            if (buffer is not null && !_isDisposed) _idle.Push(buffer);
            Serve();
        }
    }

    /// <summary>A transfer that waits for a buffer, or has one.</summary>
    internal sealed class Loan(StagingBuffers lender, string name, TransferClock clock) : IDisposable
    {
        private readonly TaskCompletionSource _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int[]? _buffer;
        private long _bytes;
        private (long Time, long Bytes) _before;
        private (long Time, long Bytes) _last;

        public string Name => name;

        public TransferClock Clock => clock;

        public Task Turn => _turn.Task;

        /// <summary>Under the lender's gate: it was told to leave, and has not left.</summary>
        public bool IsLeaving { get; private set; }

        /// <summary>The buffer; the first call may take its memory.</summary>
        public int[] Buffer
        {
            get
            {
                if (_buffer is not null) return _buffer;
                lock (lender._gate) lender._idle.TryPop(out _buffer);
                return _buffer ??= GC.AllocateUninitializedArray<int>(lender._length);
            }
        }

        /// <summary>Tells that bytes have come.</summary>
        public void Arrived(int bytes) => Interlocked.Add(ref _bytes, bytes);

        /// <summary>Under the lender's gate.</summary>
        public void Begin()
        {
            _last = _before = (Stopwatch.GetTimestamp(), 0);
            _turn.SetResult();
        }

        /// <summary>Under the lender's gate.</summary>
        public void Leave(RefusedTransferException reason)
        {
            IsLeaving = true;
            clock.GiveUp(reason);
        }

        /// <summary>Under the lender's gate: bytes a second over the last one or two <paramref name="window"/>s; infinite for who has not
        /// been here for one.</summary>
        public double PaceOf(TimeSpan window)
        {
            (long Time, long Bytes) now = (Stopwatch.GetTimestamp(), Interlocked.Read(ref _bytes));
            if (Stopwatch.GetElapsedTime(_before.Time, now.Time) < window) return double.PositiveInfinity;
            double pace = (now.Bytes - _before.Bytes) / Stopwatch.GetElapsedTime(_before.Time, now.Time).TotalSeconds;
            if (Stopwatch.GetElapsedTime(_last.Time, now.Time) >= window) (_before, _last) = (_last, now);
            return pace;
        }

        /// <inheritdoc/>
        public void Dispose() => lender.Return(this, Interlocked.Exchange(ref _buffer, null));
    }
}
