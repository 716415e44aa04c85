using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Learning.Aggregation.Devices;

/// <summary>Work on a round in blocks of parameters, each block done once by one of several threads.</summary>
/// <remarks>A thread that is done with its share helps another (<see cref="BlockShares"/>): which thread has which block, and where blocks of
/// unequal lengths begin, is left to chance, so that results must not depend on it.</remarks>
internal static class BlockLoop
{
    /// <summary>Calls <paramref name="work"/> for every block of the round, all of one length.</summary>
    /// <param name="round">The round; its length is divided.</param>
    /// <param name="blockLength">Parameters per block; the last may be shorter.</param>
    /// <param name="threads">Threads at most.</param>
    /// <param name="work">Given the block's first parameter and its length. It rents what it needs: no two calls run on one thread at
    /// once.</param>
    /// <param name="progress">Told after each block how many values of how ever many updates it held.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="InvalidUpdateException">Thrown by <paramref name="work"/>; of several the one with the lowest provider.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static void Run(
        RoundInput round,
        int blockLength,
        int threads,
        Action<int, int> work,
        IProgress<long>? progress,
        CancellationToken cancellation) =>
        Run(round, blockLength, blockLength, threads, work, progress, cancellation);

    /// <summary>The same with blocks that become shorter towards the end of a thread's share, so that no thread is busy with a long one when
    /// the others are done.</summary>
    /// <param name="round">The round; its length is divided.</param>
    /// <param name="longest">Parameters of the longest blocks.</param>
    /// <param name="shortest">Parameters of the shortest; the last of all may be shorter. Blocks begin at multiples of it.</param>
    /// <param name="threads">Threads at most.</param>
    /// <param name="work">Given the block's first parameter and its length. It rents what it needs: no two calls run on one thread at
    /// once.</param>
    /// <param name="progress">Told after each block how many values of how ever many updates it held.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="InvalidUpdateException">Thrown by <paramref name="work"/>; of several the one with the lowest provider.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static void Run(
        RoundInput round,
        int longest,
        int shortest,
        int threads,
        Action<int, int> work,
        IProgress<long>? progress,
        CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var units = new Blocks(round.Length, shortest);
        int workers = Math.Min(threads, units.Count);
        var shares = new BlockShares(units.Count, Math.Max(workers, 1), longest / shortest);
        if (workers <= 1)
        {
            Work(0);
            return;
        }

        try
        {
            // One delegate for each thread, which takes blocks until none is left. If they are run one after the other, the first does all.
            Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, Work);
        }
        catch (AggregateException several)
        {
            throw several.InnerExceptions.OfType<InvalidUpdateException>().MinBy(refusal => refusal.ProviderIndex)
                ?? several.InnerExceptions.FirstOrDefault(failure => failure is not OperationCanceledException)
                ?? several.InnerExceptions[0];
        }

        void Work(int worker)
        {
            try
            {
                for (int count = shares.Take(worker, out int first); count > 0; count = shares.Take(worker, out first))
                {
                    cancellation.ThrowIfCancellationRequested();
                    int start = units[first].Start;
                    (int lastStart, int lastLength) = units[first + count - 1];
                    int length = lastStart - start + lastLength;
                    work(start, length);
                    progress?.Report((long)length * round.Count);
                }
            }
            catch
            {
                // The other threads find no block left.
                shares.Clear();
                throw;
            }
        }
    }
}
