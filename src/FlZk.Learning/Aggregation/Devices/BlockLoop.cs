using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Learning.Aggregation.Devices;

/// <summary>Work on a round in blocks of parameters, each block done once by one of several threads.</summary>
/// <remarks>A thread takes the next block when it is done with its last: which thread has which block is left to chance, so that results
/// must not depend on it.</remarks>
internal static class BlockLoop
{
    /// <summary>Calls <paramref name="work"/> for every block of the round.</summary>
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
        CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var blocks = new Blocks(round.Length, blockLength);
        int workers = Math.Min(threads, blocks.Count);
        int taken = -1;
        if (workers <= 1)
        {
            Work();
            return;
        }

        try
        {
            // One delegate for each thread, which takes blocks until none is left.
            Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, _ => Work());
        }
        catch (AggregateException several)
        {
            throw several.InnerExceptions.OfType<InvalidUpdateException>().MinBy(refusal => refusal.ProviderIndex)
                ?? several.InnerExceptions.FirstOrDefault(failure => failure is not OperationCanceledException)
                ?? several.InnerExceptions[0];
        }

        void Work()
        {
            try
            {
                for (int block = Interlocked.Increment(ref taken); block < blocks.Count; block = Interlocked.Increment(ref taken))
                {
                    cancellation.ThrowIfCancellationRequested();
                    (int start, int length) = blocks[block];
                    work(start, length);
                    progress?.Report((long)length * round.Count);
                }
            }
            catch
            {
                // The other threads find no block left.
                Volatile.Write(ref taken, blocks.Count);
                throw;
            }
        }
    }
}
