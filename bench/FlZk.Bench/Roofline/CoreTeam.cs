using System.Diagnostics;

namespace FlZk.Bench.Roofline;

/// <summary>Threads that do the same piece of work at the same time, one per core, and are there before the clock starts.</summary>
internal sealed class CoreTeam : IDisposable
{
    private readonly Barrier _barrier;
    private readonly Thread[] _others;
    private readonly long[] _began, _ended;
    private Action<int>? _work;

    /// <summary>The calling thread and as many others as it takes.</summary>
    public CoreTeam(int members)
    {
        Members = members;
        _barrier = new Barrier(members);
        _began = new long[members];
        _ended = new long[members];
        _others = new Thread[members - 1];
        for (int i = 0; i < _others.Length; i++)
        {
            int member = i + 1;
            _others[i] = new Thread(() => Serve(member)) { IsBackground = true };
            _others[i].Start();
        }
    }

    /// <summary>How many.</summary>
    public int Members { get; }

    /// <summary>Has every member do its part and returns the seconds from the first one's beginning to the last one's end.</summary>
    /// <param name="part">Told which member it is for; must not throw.</param>
    public double Run(Action<int> part)
    {
        _work = part;
        _barrier.SignalAndWait();
        Do(part, 0);

        // Whoever is woken first has begun before the others: a clock of this thread alone would miss that.
        return Stopwatch.GetElapsedTime(_began.Min(), _ended.Max()).TotalSeconds;
    }

    public void Dispose()
    {
        _work = null;
        _barrier.SignalAndWait();
        foreach (Thread other in _others) other.Join();
        _barrier.Dispose();
    }

    private void Serve(int member)
    {
        while (true)
        {
            _barrier.SignalAndWait();
            if (_work is not { } work) return;
            Do(work, member);
        }
    }

    private void Do(Action<int> work, int member)
    {
        _began[member] = Stopwatch.GetTimestamp();
        work(member);
        _ended[member] = Stopwatch.GetTimestamp();
        _barrier.SignalAndWait();
    }
}
