namespace FlZk.Learning.Aggregation.Devices;

/// <summary>Deals consecutive pieces of work to threads: each has a contiguous share and takes from its front; who is done with its own
/// helps at the end of the fullest.</summary>
/// <remarks>So that a thread stays where it is in memory, and comes back to the same place the next time, as long as nobody falls behind.
/// What is taken at once is never more than half of what is left in a share, down to single pieces: the last ones are short enough that
/// all threads end together (guided self-scheduling; Polychronopoulos and Kuck, IEEE Transactions on Computers C-36, 1987).</remarks>
internal sealed class BlockShares
{
    // Shares apart by a line of the cache, so that threads do not wait for each other's.
    private const int Apart = 64 / sizeof(long);

    private const int Contended = -1;

    private readonly long[] _shares;
    private readonly int _workers, _most;

    /// <summary>Divides the pieces into equal shares.</summary>
    /// <param name="pieces">How many there are, 0 or more.</param>
    /// <param name="workers">Threads, at least 1.</param>
    /// <param name="most">Pieces that a thread takes at once at most, at least 1.</param>
    public BlockShares(int pieces, int workers, int most)
    {
        _workers = workers;
        _most = most;
        _shares = new long[(workers + 1) * Apart];
        for (int i = 0; i < workers; i++)
            Share(i) = Pack((int)((long)pieces * i / workers), (int)((long)pieces * (i + 1) / workers));
    }

    /// <summary>Takes pieces that follow one another and that nobody else has.</summary>
    /// <param name="worker">Which thread asks, from 0.</param>
    /// <param name="first">The first piece.</param>
    /// <returns>How many; 0 when none is left.</returns>
    public int Take(int worker, out int first)
    {
        int count;
        do
        {
            count = TakeFrom(worker, atFront: true, out first);
        }
        while (count == Contended);
        while (count == 0 && Fullest() is var other and >= 0) count = Math.Max(TakeFrom(other, atFront: false, out first), 0);
        return count;
    }

    /// <summary>Takes away all that is left.</summary>
    public void Clear()
    {
        for (int i = 0; i < _workers; i++) Interlocked.Exchange(ref Share(i), 0);
    }

    private static long Pack(int next, int end) => ((long)next << 32) | (uint)end;

    private static (int Next, int End) Unpack(long share) => ((int)(share >> 32), (int)share);

    private ref long Share(int worker) => ref _shares[(worker + 1) * Apart];

    // Pieces taken, 0 if there was none, or Contended if another thread was faster.
    private int TakeFrom(int worker, bool atFront, out int first)
    {
        long share = Volatile.Read(ref Share(worker));
        (int next, int end) = Unpack(share);
        int left = end - next;
        int count = left <= 1 || _workers == 1 ? Math.Min(left, _most) : Math.Min(left / 2, _most);
        first = atFront ? next : end - count;
        long rest = atFront ? Pack(next + count, end) : Pack(next, end - count);
        return Interlocked.CompareExchange(ref Share(worker), rest, share) == share ? count : Contended;
    }

    // The worker with the most pieces left; -1 when nobody has any.
    private int Fullest()
    {
        int fullest = -1, most = 0;
        for (int i = 0; i < _workers; i++)
        {
            if (Left(i) is var left && left <= most) continue;
            fullest = i;
            most = left;
        }

        return fullest;
    }

    private int Left(int worker)
    {
        (int next, int end) = Unpack(Volatile.Read(ref Share(worker)));
        return end - next;
    }
}
