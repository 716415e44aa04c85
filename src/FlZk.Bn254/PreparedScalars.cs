using FlZk.Bn254.MultiScalar;

namespace FlZk.Bn254;

/// <summary>
/// Scalars sorted by what they cost in a sum of multiples: done once for several sums over the same scalars, such as the queries of a proof
/// over one witness.
/// </summary>
/// <remarks>Zeros are dropped, ones and minus ones kept apart, and the rest kept by sign and magnitude. The scalars are copied: what was
/// given may change afterwards. Instances are immutable and may be shared by threads.</remarks>
public sealed class PreparedScalars
{
    private PreparedScalars(int count, ScalarRun[] runs)
    {
        Count = count;
        Runs = runs;
    }

    /// <summary>The number of scalars.</summary>
    public int Count { get; }

    /// <summary>The scalars, <see cref="ScalarRun.Length"/> to a run.</summary>
    internal ScalarRun[] Runs { get; }

    /// <summary>Sorts scalars.</summary>
    /// <param name="scalars">The scalars, fewer than 2^31.</param>
    /// <param name="execution">Cancellation and threads; progress is not reported.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static PreparedScalars From(ReadOnlyMemory<Fr> scalars, Execution execution = default) =>
        From(scalars.Length, execution, (sorter, start, count) => sorter.Sort(scalars.Span.Slice(start, count), start));

    /// <summary>Sorts signed integers.</summary>
    /// <inheritdoc cref="From(ReadOnlyMemory{Fr}, Execution)"/>
    public static PreparedScalars From(ReadOnlyMemory<long> scalars, Execution execution = default) =>
        From(scalars.Length, execution, (sorter, start, count) => sorter.Sort(scalars.Span.Slice(start, count), start));

    private static PreparedScalars From(int count, Execution execution, Func<ScalarRun.Sorter, int, int, ScalarRun> sort)
    {
        execution.Cancellation.ThrowIfCancellationRequested();
        var runs = new ScalarRun[(count + ScalarRun.Length - 1) / ScalarRun.Length];
        if (runs.Length < 2 || execution.Threads < 2)
        {
            var sorter = new ScalarRun.Sorter();
            for (int run = 0; run < runs.Length; run++) Sort(run, sorter);
        }
        else
        {
            Parallel.For(
                0, runs.Length, execution.ParallelOptions, () => new ScalarRun.Sorter(), (run, _, sorter) => Sort(run, sorter), _ => { });
        }

        return new PreparedScalars(count, runs);

        ScalarRun.Sorter Sort(int run, ScalarRun.Sorter sorter)
        {
            int start = run * ScalarRun.Length;
            runs[run] = sort(sorter, start, Math.Min(ScalarRun.Length, count - start));
            return sorter;
        }
    }
}
