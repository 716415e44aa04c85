namespace FlZk.Bn254.MultiScalar;

/// <summary>How the terms of one kind are summed: their windows, and how these are shared out.</summary>
/// <param name="Windows">The windows, from the least significant.</param>
/// <param name="WindowsPerTask">So many windows are summed together, where there are too few terms to fill batches with one.</param>
internal sealed record WindowPlan(Window[] Windows, int WindowsPerTask)
{
    /// <summary>Costs in affine additions: to sort a digit, to sum up a bucket in the end, and to begin and finish a task.</summary>
    private const double CostOfDigit = 0.2;
    private const double CostOfBucket = 2.1;
    private const double CostOfTask = 1200;
    private const double CostOfWindow = 30;

    private const int MaximumWidth = 18;

    /// <summary>Terms times windows that fill a task's batches.</summary>
    private const int FullTask = 1 << 15;

    /// <summary>The windows that minimise additions.</summary>
    /// <param name="count">The number of terms.</param>
    /// <param name="maximumBits">The bits of the largest magnitude.</param>
    /// <param name="totalBits">The bits of all.</param>
    /// <param name="threads">How many threads share the work.</param>
    public static WindowPlan For(int count, int maximumBits, long totalBits, int threads)
    {
        // Short magnitudes have no digits in high windows.
        double digits = (double)totalBits / maximumBits;
        int best = 0;
        double bestCost = double.PositiveInfinity;
        for (int windows = 1 + (maximumBits / MaximumWidth); windows <= maximumBits + 1; windows++)
        {
            int tasks = (windows + PerTask(count, windows, threads) - 1) / PerTask(count, windows, threads);
            double width = (maximumBits + 1.0) / windows;
            double buckets = Math.Pow(2, width - 1);
            double filled = buckets * (1 - Math.Exp(-digits / buckets));
            double parts = windows < threads ? (double)threads / windows : 1;
            double cost = (windows * (digits + (count * CostOfDigit) + (filled * ((CostOfBucket * parts) - 1)) + (0.2 * buckets * parts)))
                + (windows * CostOfWindow) + (tasks * CostOfTask);
            if (cost >= bestCost) continue;
            bestCost = cost;
            best = windows;
        }

        return new WindowPlan(Window.Cut(maximumBits, best), PerTask(count, best, threads));
    }

    private static int PerTask(int count, int windows, int threads)
    {
        int full = Math.Clamp(FullTask / Math.Max(count, 1), 1, windows);
        int shared = Math.Max(1, windows / threads);
        return count * (long)windows < 2L * FullTask ? windows : Math.Min(full, shared);
    }
}
