namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>floor(sqrt(v)) of a 64-bit integer, exactly.</summary>
public static class IntegerSquareRoot
{
    /// <summary>By a double's root and a correction: fast where the processor has one.</summary>
    /// <param name="value">0 &lt;= v &lt; 2^62.</param>
    public static long Floor(long value)
    {
        // The conversion errs by a relative 2^-53 and the root by as much again: less than 2^31 2^-52 in all, so that the estimate is off
        // by one at most. The squares below stay under (2^31 + 1)^2 < 2^63. A root that is worse is still corrected to the same integer.
        long root = (long)Math.Sqrt(value);
        while (root * root > value) root--;
        while ((root + 1) * (root + 1) <= value) root++;
        return root;
    }

    /// <summary>The same integer digit by digit, without floating point: for devices that have no doubles.</summary>
    /// <param name="value">0 &lt;= v &lt; 2^62.</param>
    public static long FloorByDigits(long value)
    {
        long root = 0;
        for (int bit = 30; bit >= 0; bit--)
        {
            long candidate = root | (1L << bit);
            if (candidate * candidate <= value) root = candidate;
        }

        return root;
    }
}
